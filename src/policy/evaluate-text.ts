// Texts with wildcards and variables, for the referee alone.
// Source: IAM user guide, "IAM policy elements: Variables and tags".
import type { Request } from './question.ts';

/** Kleene's three values. */
export type Truth = true | false | 'undecided';

/** Marks of characters that were escaped as `${*}`, `${?}`; they are matched as themselves. */
const STAR = '\uE000';
const QUESTION = '\uE001';

/** Puts the values of policy variables in; undefined when one has none. */
export function substitute(
  text: string,
  variables: boolean,
  context: Request['context'],
): string | undefined {
  if (!variables) return text;
  let missing = false;
  const filled = text.replace(/\$\{([^}]*)\}/g, (whole: string, inside: string) => {
    if (inside === '*') return STAR;
    if (inside === '?') return QUESTION;
    if (inside === '$') return '$';
    const [name = '', fallback] = inside.split(/,\s*'/);
    if (!/^\s*[^\s']+\s*$/.test(name)) return whole;
    const value = context[name.trim().toLowerCase()] ?? fallback?.replace(/'\s*$/, '');
    if (typeof value !== 'string') missing = true;
    return typeof value === 'string' ? value.replaceAll('*', STAR).replaceAll('?', QUESTION) : '';
  });
  return missing ? undefined : filled;
}

/** Escaped characters as themselves. */
export function plain(text: string): string {
  return text.replaceAll(STAR, '*').replaceAll(QUESTION, '?');
}

/** Glob matching: the pieces between stars must come one after the other, the first and last at the ends. */
export function like(pattern: string, value: string): boolean {
  const pieces = pattern.split('*');
  const [first = ''] = pieces;
  if (pieces.length === 1) return value.length === first.length && standsAt(first, value, 0);
  const last = pieces[pieces.length - 1] ?? '';
  if (value.length < first.length + last.length || !standsAt(first, value, 0)) return false;
  if (!standsAt(last, value, value.length - last.length)) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    while (from + piece.length <= value.length - last.length && !standsAt(piece, value, from)) from++;
    if (from + piece.length > value.length - last.length) return false;
    from += piece.length;
  }
  return true;
}

function standsAt(piece: string, value: string, at: number): boolean {
  for (let index = 0; index < piece.length; index++) {
    const token = piece.charAt(index);
    const wanted = token === STAR ? '*' : token === QUESTION ? '?' : token;
    if (token !== '?' && wanted !== value.charAt(at + index)) return false;
  }
  return true;
}
