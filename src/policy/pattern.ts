// Strings with wildcards as pieces and tokens, the alphabet of the engine's languages.
// Source: IAM user guide, "IAM JSON policy elements: Condition operators" and "Variables and tags".

/** One position of a pattern: which characters it takes (a class name, see `accepts`), and whether any number of times. */
export interface Token {
  takes: string;
  many: boolean;
}

/** A set of strings. `text` set: exactly this one string. */
export interface Pattern {
  /** Literal texts, and the positions that are not literal; none where `folded` says it all. */
  pieces: (string | Token)[];
  text?: string;
  /** Exactly this text in any case, here in lower case. */
  folded?: string;
  /** Nothing but a literal beginning, at least so many characters (none or one), and a literal end; -1: more than that. */
  around: number;
  /** What every match begins with, and what every match of more than one piece ends with. */
  begin: string;
  end: string;
  /** As it stands in the policy, for words. */
  source: string;
  /** Position by position, once somebody asked (see `tokensOf`). */
  tokens?: Token[];
  /** A shortest match, once somebody asked (see `least`). */
  least?: string;
}

/** Part of a policy string: literal text, `*`, `?`, or a policy variable. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'star' }
  | { kind: 'any' }
  | { kind: 'variable'; name: string; fallback?: string };

const STAR: Part = { kind: 'star' };
const QUESTION: Part = { kind: 'any' };

/** Splits a policy string. Variables and escapes exist only in documents of version 2012-10-17. */
export function parts(text: string, variables: boolean): Part[] {
  const found: Part[] = [];
  let literal = '';
  let from = 0;
  const flush = (to: number) => {
    literal += text.slice(from, to);
    if (literal !== '') found.push({ kind: 'text', text: literal });
    literal = '';
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2a || code === 0x3f) {
      flush(at);
      found.push(code === 0x2a ? STAR : QUESTION);
      from = at + 1;
    } else if (variables && code === 0x24 && text.charCodeAt(at + 1) === 0x7b) {
      const end = text.indexOf('}', at);
      if (end === -1) continue;
      const inside = text.slice(at + 2, end);
      if (inside === '*' || inside === '?' || inside === '$') {
        literal += text.slice(from, at) + inside;
      } else {
        const variable = /^\s*([^,\s']+)\s*(?:,\s*'([^']*)')?\s*$/.exec(inside);
        if (!variable) continue;
        flush(at);
        const [, name = '', fallback] = variable;
        const one: Part = { kind: 'variable', name: name.toLowerCase() };
        found.push(fallback === undefined ? one : { ...one, fallback });
      }
      at = end;
      from = end + 1;
    }
  }
  flush(text.length);
  return found;
}

/** How the wildcards of a policy string read. `arn`: `*` and `?` stay within the first five colon segments. */
export type Reading = 'literal' | 'literal-any-case' | 'glob' | 'arn';

/** Positions that are not literal, one object for each. */
export const ANYTHING: Token = { takes: 'any', many: true };
const ONE: Token = { takes: 'any', many: false };
const SEGMENT: Token = { takes: 'no-colon', many: true };
const NO_COLON: Token = { takes: 'no-colon', many: false };

/** Builds a pattern from parts without variables. Undefined when the text cannot be an ARN pattern (fewer than six segments). */
export function pattern(list: Part[], reading: Reading, source: string): Pattern | undefined {
  const pieces: Pattern['pieces'] = [];
  let colons = 0;
  for (const part of list) {
    if (part.kind === 'variable') return undefined;
    if (part.kind !== 'text' && (reading === 'glob' || reading === 'arn')) {
      const segment = reading === 'arn' && colons < 5;
      if (part.kind === 'star') pieces.push(segment ? SEGMENT : ANYTHING);
      else pieces.push(segment ? NO_COLON : ONE);
      continue;
    }
    const text = part.kind === 'text' ? part.text : part.kind === 'star' ? '*' : '?';
    if (reading === 'arn') for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) colons++;
    pieces.push(text);
  }
  if (reading === 'literal-any-case') return inAnyCase(pieces.join(''), source);
  if (reading === 'arn' && colons < 5) return source === '*' ? fromPieces([ANYTHING], source) : undefined;
  return fromPieces(pieces, source);
}

/** The pattern of a list of literal texts and other positions. */
function fromPieces(list: Pattern['pieces'], source: string): Pattern {
  const pieces: Pattern['pieces'] = [];
  for (const piece of list) {
    const last = pieces[pieces.length - 1];
    if (typeof piece === 'string') {
      if (typeof last === 'string') pieces[pieces.length - 1] = last + piece;
      else if (piece !== '') pieces.push(piece);
    } else if (piece !== ANYTHING || last !== ANYTHING) pieces.push(piece);
  }
  if (pieces.length === 0) return exactly('');
  const [first = ''] = pieces;
  if (pieces.length === 1 && typeof first === 'string') return exactly(first);
  const last = pieces[pieces.length - 1] ?? '';
  const begin = typeof first === 'string' ? first : '';
  const end = typeof last === 'string' ? last : '';
  const loose = pieces.slice(begin === '' ? 0 : 1, end === '' ? undefined : -1);
  const gap = loose.length - 1;
  const anything = loose.includes(ANYTHING) && loose.every((piece) => piece === ANYTHING || piece === ONE);
  const around = anything && gap <= 1 ? gap : -1;
  return { pieces, around, begin, end, source };
}

/** The pattern of a token list. */
export function fromTokens(tokens: Token[], source: string): Pattern {
  const pieces = tokens.map((token) => {
    if (!token.many && token.takes.startsWith('=')) return token.takes.slice(1);
    return token.takes !== 'any' ? token : token.many ? ANYTHING : ONE;
  });
  if (tokens.length === 0 || !tokens.every((token) => !token.many && token.takes.startsWith('~')))
    return fromPieces(pieces, source);
  return inAnyCase(tokens.map((token) => token.takes.slice(1)).join(''), source);
}

/** The pattern of one string. */
export function exactly(text: string): Pattern {
  return { pieces: [text], text, around: -1, begin: text, end: '', source: text };
}

/** The pattern of one string in any case. */
export function inAnyCase(text: string, source = text): Pattern {
  return { pieces: [], folded: text.toLowerCase(), around: -1, begin: '', end: '', source };
}

/** The pattern of everything that begins with a text. */
export function beginning(text: string, source = text): Pattern {
  const pieces = text === '' ? [ANYTHING] : [text, ANYTHING];
  return { pieces, around: 0, begin: text, end: '', source };
}

// The engine's own shapes come again and again; those of one policy's names are forgotten in time.
const shapes = new Map<string, Pattern>();

/** Patterns for key languages: `<digit>` one of a class, `<digit+>` one or more, `<any*>` any number; the rest is literal. */
export function shape(text: string): Pattern {
  const known = shapes.get(text);
  if (known !== undefined) return known;
  const pieces: Pattern['pieces'] = [];
  let from = 0;
  for (let open = text.indexOf('<'); open >= 0; open = text.indexOf('<', open + 1)) {
    const close = text.indexOf('>', open);
    const tokens = classTokens(text.slice(open + 1, close < 0 ? undefined : close));
    if (tokens.length === 0) continue;
    if (from < open) pieces.push(text.slice(from, open));
    for (const token of tokens) pieces.push(token);
    from = close + 1;
  }
  pieces.push(text.slice(from));
  const made = fromPieces(pieces, text);
  if (shapes.size > 2000) shapes.clear();
  shapes.set(text, made);
  return made;
}

/** A literal text before a pattern that begins with a literal. */
export function after(text: string, { pieces, text: rest, around, begin, end }: Pattern): Pattern {
  if (rest !== undefined) return exactly(text + rest);
  const made = [text + begin, ...(begin === '' ? pieces : pieces.slice(1))];
  return { pieces: made, around, begin: text + begin, end, source: text };
}

const classes = new Map<string, Token[]>();

/** `digit`, `digit+`, `any*` as tokens; none when it is no class. */
function classTokens(text: string): Token[] {
  const known = classes.get(text);
  if (known !== undefined) return known;
  const made: Token[] = [];
  const [, takes = '', count] = /^([a-z-]+)([+*]?)$/.exec(text) ?? [];
  if (takes !== '' && count !== '*') made.push(takes === 'any' ? ONE : { takes, many: false });
  if (takes !== '' && count !== '') made.push(takes === 'any' ? ANYTHING : { takes, many: true });
  if (classes.size < 100) classes.set(text, made);
  return made;
}

/** A pattern position by position. */
export function tokensOf(one: Pattern): Token[] {
  if (one.tokens !== undefined) return one.tokens;
  const tokens: Token[] = [];
  for (const character of one.folded ?? '') tokens.push({ takes: `~${character}`, many: false });
  for (const piece of one.folded === undefined ? one.pieces : []) {
    if (typeof piece !== 'string') tokens.push(piece);
    else for (const character of piece) tokens.push({ takes: `=${character}`, many: false });
  }
  one.tokens = tokens;
  return tokens;
}

/** Two patterns of the same words have the same tokens; not always the other way round. */
export function sameWords(one: Pattern): string {
  return tokensOf(one)
    .map((token) => token.takes + (token.many ? '*' : ''))
    .join('');
}
