// Strings with wildcards as token lists, the alphabet of the engine's languages.
// Source: IAM user guide, "IAM JSON policy elements: Condition operators" and "Variables and tags".

/** One position of a pattern: which characters it takes (a class name, see `accepts`), and whether any number of times. */
export interface Token {
  takes: string;
  many: boolean;
}

/** A set of strings, given by tokens. `text` set: exactly this one string. */
export interface Pattern {
  tokens: Token[];
  text?: string;
  /** As it stands in the policy, for words. */
  source: string;
  /** Stands for identity of the token list in memo tables. */
  key: string;
}

/** Part of a policy string: literal text, `*`, `?`, or a policy variable. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'star' }
  | { kind: 'any' }
  | { kind: 'variable'; name: string; fallback?: string };

/** Does a class take a character? Classes: `=c` that character, `~c` ignoring case, and named sets. */
export function accepts(takes: string, character: string): boolean {
  switch (takes) {
    case 'any':
      return true;
    case 'no-colon':
      return character !== ':';
    case 'digit':
      return character >= '0' && character <= '9';
    case 'lower':
      return /^[a-z0-9]$/.test(character);
    case 'upper':
      return /^[A-Z0-9]$/.test(character);
    case 'slug':
      return /^[a-z0-9-]$/.test(character);
    case 'login':
      return /^[A-Za-z0-9-]$/.test(character);
    case 'host':
      return /^[a-z0-9.-]$/.test(character);
    case 'name':
      return /^[A-Za-z0-9_+=,.@-]$/.test(character);
    case 'word':
      return /^[A-Za-z0-9_.-]$/.test(character);
    case 'visible':
      return character > ' ' && character <= '~';
    default:
      if (takes.startsWith('~')) return takes.slice(1).toLowerCase() === character.toLowerCase();
      return takes.slice(1) === character;
  }
}

/** Splits a policy string. Variables and escapes exist only in documents of version 2012-10-17. */
export function parts(text: string, variables: boolean): Part[] {
  const found: Part[] = [];
  let literal = '';
  const flush = () => {
    if (literal !== '') found.push({ kind: 'text', text: literal });
    literal = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (variables && character === '$' && text.charAt(at + 1) === '{') {
      const end = text.indexOf('}', at);
      const inside = end === -1 ? undefined : text.slice(at + 2, end);
      if (inside === '*' || inside === '?' || inside === '$') {
        literal += inside;
        at = end;
        continue;
      }
      const variable = inside === undefined ? null : /^\s*([^,\s']+)\s*(?:,\s*'([^']*)')?\s*$/.exec(inside);
      if (variable) {
        flush();
        const [, name = '', fallback] = variable;
        found.push({
          kind: 'variable',
          name: name.toLowerCase(),
          ...(fallback === undefined ? {} : { fallback }),
        });
        at = end;
        continue;
      }
    }
    if (character === '*' || character === '?') {
      flush();
      found.push({ kind: character === '*' ? 'star' : 'any' });
    } else literal += character;
  }
  flush();
  return found;
}

/** How the wildcards of a policy string read. `arn`: `*` and `?` stay within the first five colon segments. */
export type Reading = 'literal' | 'literal-any-case' | 'glob' | 'arn';

/** Builds a pattern from parts without variables. Undefined when the text cannot be an ARN pattern (fewer than six segments). */
export function pattern(pieces: Part[], reading: Reading, source: string): Pattern | undefined {
  const tokens: Token[] = [];
  let colons = 0;
  for (const piece of pieces) {
    if (piece.kind === 'variable') return undefined;
    const wild = piece.kind !== 'text';
    if (wild && (reading === 'glob' || reading === 'arn')) {
      const takes = reading === 'arn' && colons < 5 ? 'no-colon' : 'any';
      tokens.push({ takes, many: piece.kind === 'star' });
      continue;
    }
    const text = piece.kind === 'text' ? piece.text : piece.kind === 'star' ? '*' : '?';
    for (const character of text) {
      if (character === ':') colons++;
      tokens.push({ takes: (reading === 'literal-any-case' ? '~' : '=') + character, many: false });
    }
  }
  if (reading === 'arn' && colons < 5) {
    if (source !== '*') return undefined;
    return fromTokens([{ takes: 'any', many: true }], source);
  }
  return fromTokens(tokens, source);
}

/** The pattern of a token list. */
export function fromTokens(tokens: Token[], source: string): Pattern {
  const exact = tokens.every((token) => !token.many && token.takes.startsWith('='));
  const key = tokens.map((token) => token.takes + (token.many ? '*' : '')).join('');
  const made: Pattern = { tokens, source, key };
  if (exact) made.text = tokens.map((token) => token.takes.slice(1)).join('');
  return made;
}

/** The pattern of one string. */
export function exactly(text: string): Pattern {
  return fromTokens(
    [...text].map((character) => ({ takes: `=${character}`, many: false })),
    text,
  );
}

// The engine's own shapes come again and again; those of one policy's names are forgotten in time.
const shapes = new Map<string, Pattern>();

/** Patterns for key languages: `<digit>` one of a class, `<digit+>` one or more, `<any*>` any number; the rest is literal. */
export function shape(text: string): Pattern {
  const known = shapes.get(text);
  if (known !== undefined) return known;
  const tokens: Token[] = [];
  for (const piece of text.split(/(<[a-z-]+[+*]?>)/)) {
    const found = /^<([a-z-]+)([+*]?)>$/.exec(piece);
    const [, takes = '', count] = found ?? [];
    if (!found) for (const character of piece) tokens.push({ takes: `=${character}`, many: false });
    else {
      if (count !== '*') tokens.push({ takes, many: false });
      if (count !== '') tokens.push({ takes, many: true });
    }
  }
  const made = fromTokens(tokens, text);
  if (shapes.size > 2000) shapes.clear();
  shapes.set(text, made);
  return made;
}
