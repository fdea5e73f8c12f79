// Strings with wildcards as pieces and tokens, the alphabet of the engine's languages.
// Source: IAM user guide, "IAM JSON policy elements: Condition operators" and "Variables and tags".
import type { Part } from '../read/parts.ts';
import type { Row } from './row.ts';

/** One position of a pattern: which characters it takes (a class name, see `accepts`), and whether any number of times. */
export interface Token {
  takes: string;
  many: boolean;
}

/** A set of strings. `text` set: exactly this one string. */
export interface Pattern {
  /** Literal texts, and the positions that are not literal; none where `folded` says it all. */
  pieces: (string | Token)[];
  text: string | undefined;
  /** Exactly this text in any case, here in lower case. */
  folded: string | undefined;
  /** Nothing but a literal beginning, at least so many characters (none or one), and a literal end; -1: more than that. */
  around: number;
  /** What every match begins with, and what every match of more than one piece ends with. */
  begin: string;
  end: string;
  /** Behind the literal beginning nothing but characters of one class, at least so many, once somebody asked (see `rowOf`). */
  row: Row | null | undefined;
  /** Position by position, once somebody asked (see `tokensOf`). */
  tokens: Token[] | undefined;
  /** A shortest match, once somebody asked (see `least`). */
  least: string | undefined;
}

/** All patterns have all members in one order: the engine's hottest code meets one form of object. */
function made(
  pieces: Pattern['pieces'],
  text: string | undefined,
  folded: string | undefined,
  around: number,
  begin: string,
  end: string,
): Pattern {
  return { pieces, text, folded, around, begin, end, row: undefined, tokens: undefined, least: undefined };
}

/** How the wildcards of a policy string read. `arn`: `*` and `?` stay within the first five colon segments. */
export type Reading = 'literal' | 'literal-any-case' | 'glob' | 'arn';

/** Positions that are not literal, one object for each. */
export const ANYTHING: Token = { takes: 'any', many: true };
const ONE: Token = { takes: 'any', many: false };
const SEGMENT: Token = { takes: 'no-colon', many: true };
const NO_COLON: Token = { takes: 'no-colon', many: false };

/**
 * Builds a pattern from parts without variables; `whole` is the text that they stand for. Undefined when it cannot be an
 * ARN pattern (fewer than six segments).
 */
export function pattern(list: Part[], reading: Reading, whole: string): Pattern | undefined {
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
  if (reading === 'literal-any-case') return inAnyCase(pieces.join(''));
  if (reading === 'arn' && colons < 5) return whole === '*' ? fromPieces([ANYTHING]) : undefined;
  return fromPieces(pieces);
}

/** The pattern of a list of literal texts and other positions. */
function fromPieces(list: Pattern['pieces']): Pattern {
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
  const to = end === '' ? pieces.length : pieces.length - 1;
  let stars = 0;
  let others = 0;
  for (let at = begin === '' ? 0 : 1; at < to; at++) {
    if (pieces[at] === ANYTHING) stars++;
    else if (pieces[at] === ONE) others++;
    else others = 2;
  }
  const around = stars > 0 && stars + others <= 2 ? stars + others - 1 : -1;
  return made(pieces, undefined, undefined, around, begin, end);
}

/** The pattern of a token list. */
export function fromTokens(tokens: Token[]): Pattern {
  const pieces = tokens.map((token) => {
    if (!token.many && token.takes.startsWith('=')) return token.takes.slice(1);
    return token.takes !== 'any' ? token : token.many ? ANYTHING : ONE;
  });
  if (tokens.length === 0 || !tokens.every((token) => !token.many && token.takes.startsWith('~')))
    return fromPieces(pieces);
  return inAnyCase(tokens.map((token) => token.takes.slice(1)).join(''));
}

/** The pattern of one string. */
export function exactly(text: string): Pattern {
  return made([text], text, undefined, -1, text, '');
}

/** The pattern of one string in any case. */
export function inAnyCase(text: string): Pattern {
  return made([], undefined, text.toLowerCase(), -1, '', '');
}

/** The pattern of everything that begins with a text. */
export function beginning(text: string): Pattern {
  return made(text === '' ? [ANYTHING] : [text, ANYTHING], undefined, undefined, 0, text, '');
}

/** The pattern of a text in which each `*` stands for at least one character. */
export function filling(glob: string): Pattern {
  const pieces: Pattern['pieces'] = [];
  let from = 0;
  for (let star = glob.indexOf('*'); star >= 0; star = glob.indexOf('*', from)) {
    pieces.push(glob.slice(from, star), ONE, ANYTHING);
    from = star + 1;
  }
  pieces.push(glob.slice(from));
  return fromPieces(pieces);
}

// The engine's own shapes, a fixed number of them; names of policies are put in by `named` and not remembered.
const shapes = new Map<string, Pattern>();
const frames = new Map<string, Frame>();

/** A shape with a hole in one of its literal pieces. */
interface Frame {
  whole: Pattern;
  /** The place of that piece, and what stands in it before and behind the hole. */
  at: number;
  before: string;
  behind: string;
}

/** Patterns for key languages: `<digit>` one of a class, `<digit+>` one or more, `<any*>` any number; the rest is literal. */
export function shape(text: string): Pattern {
  const known = shapes.get(text);
  if (known !== undefined) return known;
  const found = fromPieces(piecesOf(text));
  if (shapes.size > 2000) shapes.clear();
  shapes.set(text, found);
  return found;
}

/** A shape in which `<>` stands for this name, taken as it is. */
export function named(frame: string, name: string): Pattern {
  const known = frames.get(frame) ?? frameOf(frame);
  const { whole, at } = known;
  const text = known.before + name + known.behind;
  if (whole.text !== undefined) return exactly(text);
  const pieces = whole.pieces.slice();
  pieces[at] = text;
  const last = pieces.length - 1;
  return made(
    pieces,
    undefined,
    undefined,
    whole.around,
    at === 0 ? text : whole.begin,
    at === last && last > 0 ? text : whole.end,
  );
}

/** No text has it. */
const HOLE = '\uFDD2';

function frameOf(frame: string): Frame {
  const whole = fromPieces(piecesOf(frame.replace('<>', HOLE)));
  const at = whole.pieces.findIndex((piece) => typeof piece === 'string' && piece.includes(HOLE));
  const [before = '', behind = ''] = String(whole.pieces[at]).split(HOLE);
  if (frames.size > 500) frames.clear();
  const made = { whole, at, before, behind };
  frames.set(frame, made);
  return made;
}

function piecesOf(text: string): Pattern['pieces'] {
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
  return pieces;
}

const classes = new Map<string, Token[]>();

/** `digit`, `digit+`, `any*` as tokens; none when it is no class. */
function classTokens(text: string): Token[] {
  const known = classes.get(text);
  if (known !== undefined) return known;
  const tokens: Token[] = [];
  const [, takes = '', count] = /^([a-z-]+)([+*]?)$/.exec(text) ?? [];
  if (takes !== '' && count !== '*') tokens.push(takes === 'any' ? ONE : { takes, many: false });
  if (takes !== '' && count !== '') tokens.push(takes === 'any' ? ANYTHING : { takes, many: true });
  if (classes.size < 100) classes.set(text, tokens);
  return tokens;
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
