// Texts with wildcards and variables, for the referee alone.
// Source: IAM user guide, "IAM policy elements: Variables and tags".
import type { Request } from '../question.ts';

/** Kleene's three values. */
export type Truth = true | false | 'undecided';

/** How many comparisons may still be made, in steps of about a thousand characters times characters. */
export interface Effort {
  left: number;
}

/** More than one request can take. */
export const ENOUGH = 1e9;

/** Marks of characters that were escaped as `${*}`, `${?}`; they are matched as themselves. Noncharacters: no text has them. */
const STAR = '\uFDD0';
const QUESTION = '\uFDD1';
const ESCAPED = /[\uFDD0\uFDD1]/;
const NOT_LITERAL = /[?\uFDD0\uFDD1]/;

/** Puts the values of policy variables in; undefined when one has none. */
export function substitute(
  text: string,
  variables: boolean,
  context: Request['context'],
): string | undefined {
  if (!variables || !text.includes('${')) return text;
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
  return ESCAPED.test(text) ? text.replaceAll(STAR, '*').replaceAll(QUESTION, '?') : text;
}

/** Glob matching: the pieces between stars must come one after the other, the first and last at the ends. */
export function like(pattern: string, value: string): boolean {
  let star = pattern.indexOf('*');
  const literal = !NOT_LITERAL.test(pattern);
  if (star < 0) return value.length === pattern.length && standsAt(pattern, value, 0, literal);
  const last = pattern.lastIndexOf('*');
  const end = value.length - (pattern.length - last - 1);
  if (end < star || !standsAt(pattern.slice(0, star), value, 0, literal)) return false;
  if (!standsAt(pattern.slice(last + 1), value, end, literal)) return false;
  let from = star;
  while (star < last) {
    const next = pattern.indexOf('*', star + 1);
    const piece = pattern.slice(star + 1, next);
    while (from + piece.length <= end && !standsAt(piece, value, from, literal)) from++;
    if (from + piece.length > end) return false;
    from += piece.length;
    star = next;
  }
  return true;
}

/** The same, unless no effort is left; who asks looks at that in the end. */
export function likely(pattern: string, value: string, effort: Effort): boolean {
  effort.left -= 1 + ((pattern.length * value.length) >> 10);
  return effort.left >= 0 && like(pattern, value);
}

/** Does a piece stand in the value at a place? `literal`: it has no character that stands for another. */
function standsAt(piece: string, value: string, at: number, literal: boolean): boolean {
  if (literal) return value.startsWith(piece, at);
  for (let index = 0; index < piece.length; index++) {
    const token = piece.charAt(index);
    const wanted = token === STAR ? '*' : token === QUESTION ? '?' : token;
    if (token !== '?' && wanted !== value.charAt(at + index)) return false;
  }
  return true;
}
