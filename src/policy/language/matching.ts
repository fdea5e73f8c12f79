// One pattern by itself: what it matches, its shortest match, and whether it takes in another.
import { type Budget, spend } from '../budget.ts';
import { accepts, favourite, within } from './character.ts';
import { type Pattern, type Token, tokensOf } from './pattern.ts';
import { endsInRow, rowOf } from './row.ts';

/** A shortest match of one pattern. */
export function least(one: Pattern): string {
  if (one.least !== undefined) return one.least;
  let word = one.folded ?? '';
  for (const piece of one.pieces) {
    if (typeof piece === 'string') word += piece;
    else if (!piece.many) word += favourite(piece.takes);
  }
  one.least = word;
  return word;
}

/** Does one pattern surely take in all of another? It does where it matches the other's tokens, taken as characters. */
export function covers(wide: Pattern, one: Pattern, budget: Budget): boolean {
  spend(budget, 1);
  if (one.text !== undefined) return matches(wide, one.text, budget);
  if (wide.text !== undefined || !one.begin.startsWith(wide.begin) || !one.end.endsWith(wide.end))
    return false;
  if (wide.around >= 0) return least(one).length >= wide.begin.length + wide.around + wide.end.length;
  // A literal takes in nothing but the same literal.
  for (const piece of wide.pieces)
    if (
      typeof piece === 'string' &&
      !one.pieces.some((own) => typeof own === 'string' && own.includes(piece))
    )
      return false;
  const tokens = tokensOf(wide);
  let at: number[] = [];
  let next: number[] = [];
  reach(tokens, 0, at);
  for (const { takes, many } of tokensOf(one)) {
    spend(budget, at.length);
    for (const position of at) {
      const token = tokens[position];
      if (token === undefined || !within(takes, token.takes) || (many && !token.many)) continue;
      reach(tokens, token.many ? position : position + 1, next);
    }
    if (next.length === 0) return false;
    [at, next] = [next, at];
    next.length = 0;
  }
  return at[at.length - 1] === tokens.length;
}

/** Does a pattern match a string? */
export function matches(one: Pattern, word: string, budget: Budget): boolean {
  if (one.text !== undefined) return one.text === word;
  if (one.folded !== undefined) return word.toLowerCase() === one.folded;
  const { begin, end, around } = one;
  const shortest = begin.length + end.length + Math.max(around, 0);
  if (word.length < shortest || !word.startsWith(begin) || !word.endsWith(end)) return false;
  if (around >= 0) return true;
  for (const piece of one.pieces) if (typeof piece === 'string' && !word.includes(piece)) return false;
  const row = rowOf(one);
  if (row !== undefined) {
    spend(budget, word.length >> 3);
    const answer = endsInRow(row, word, begin.length);
    if (answer !== undefined) return answer;
  }
  const tokens = tokensOf(one);
  let at: number[] = [];
  let next: number[] = [];
  reach(tokens, [...begin].length, at);
  for (const character of word.slice(begin.length)) {
    spend(budget, at.length);
    for (const position of at) {
      const token = tokens[position];
      if (token !== undefined && accepts(token.takes, character))
        reach(tokens, token.many ? position : position + 1, next);
    }
    if (next.length === 0) return false;
    [at, next] = [next, at];
    next.length = 0;
  }
  return at[at.length - 1] === tokens.length;
}

/** Adds a position, and those behind it that need no character in between; positions come in order. */
function reach(tokens: Token[], from: number, all: number[]): void {
  for (let position = from; ; position++) {
    const last = all[all.length - 1] ?? -1;
    if (position > last) all.push(position);
    else if (position < last) return;
    if (tokens[position]?.many !== true) return;
  }
}
