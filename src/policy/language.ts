// Regular languages as boolean combinations of patterns: emptiness and shortest member, by walking the product automaton.
import { CHARACTERS, walk } from './automaton.ts';
import { type Budget, spend } from './budget.ts';
import { accepts, type Pattern } from './pattern.ts';

/** Strings that match one pattern of every group and none of `neither`. */
export interface StringSet {
  groups: Pattern[][];
  neither: Pattern[];
}

/** All strings. */
export const EVERYTHING: StringSet = { groups: [], neither: [] };

/** Narrows a set to the strings that match one of the patterns, or to those that match none. */
export function narrow(set: StringSet, patterns: Pattern[], negated: boolean): StringSet {
  if (!negated) return { groups: [...set.groups, patterns], neither: set.neither };
  return { groups: set.groups, neither: [...set.neither, ...patterns] };
}

/** Does a pattern match a string? */
export function matches(pattern: Pattern, text: string, budget: Budget): boolean {
  if (pattern.text !== undefined) return pattern.text === text;
  const { tokens } = pattern;
  let at = start(tokens, [0]);
  for (const character of text) {
    spend(budget, at.length);
    at = step(tokens, at, character);
    if (at.length === 0) return false;
  }
  return at.includes(tokens.length);
}

function start(tokens: Pattern['tokens'], from: number[]): number[] {
  const all: number[] = [];
  for (const first of from) {
    let position = first;
    while (!all.includes(position)) {
      all.push(position);
      if (tokens[position]?.many !== true) break;
      position++;
    }
  }
  return all;
}

function step(tokens: Pattern['tokens'], from: number[], character: string): number[] {
  const next: number[] = [];
  for (const position of from) {
    const token = tokens[position];
    if (token === undefined || !accepts(token.takes, character)) continue;
    next.push(token.many ? position : position + 1);
  }
  return start(tokens, next);
}

/** The shortest string of the set, undefined when it is empty. Throws `OverBudget`. */
export function shortest(set: StringSet, budget: Budget): string | undefined {
  let finite: Pattern[] | undefined;
  for (const group of set.groups) {
    if (group.length === 0) return undefined;
    if (group.every((one) => one.text !== undefined)) finite = group;
  }
  if (finite === undefined)
    return swallowed(set) ? undefined : (guess(set, budget) ?? (apart(set) ? undefined : walk(set, budget)));
  const words = finite.map((one) => one.text ?? '').sort((a, b) => a.length - b.length);
  for (const word of words) {
    if (!set.groups.every((group) => group === finite || group.some((one) => matches(one, word, budget))))
      continue;
    if (!set.neither.some((one) => matches(one, word, budget))) return word;
  }
  return undefined;
}

const shortestMatches = new WeakMap<Pattern, { word: string; length: number }>();

/** The shortest match of one pattern, and of how many characters it is. */
function least(one: Pattern): { word: string; length: number } {
  const known = shortestMatches.get(one);
  if (known !== undefined) return known;
  const made = { word: '', length: 0 };
  for (const { takes, many } of one.tokens) {
    if (many) continue;
    made.word += CHARACTERS.find((letter) => accepts(takes, letter)) ?? takes.slice(1);
    made.length++;
  }
  shortestMatches.set(one, made);
  return made;
}

/** The shortest match of one pattern, if it is the shortest member of the whole set: that is most often so. */
function guess(set: StringSet, budget: Budget): string | undefined {
  let longest = 0;
  let hardest: Pattern[] = [];
  for (const group of set.groups) {
    let minimum = Number.POSITIVE_INFINITY;
    for (const one of group) minimum = Math.min(minimum, least(one).length);
    if (minimum < longest) continue;
    longest = minimum;
    hardest = group;
  }
  for (const one of hardest) {
    const { word, length } = least(one);
    if (length !== longest) continue;
    const inside = set.groups.every((group) =>
      group.some((other) => other === one || matches(other, word, budget)),
    );
    if (inside && !set.neither.some((other) => matches(other, word, budget))) return word;
  }
  return set.groups.length === 0 && !set.neither.some((other) => matches(other, '', budget)) ? '' : undefined;
}

/** Does an excluded `text*` take in a whole group, all of which begins with that text? */
function swallowed(set: StringSet): boolean {
  return set.neither.some((one) => {
    const last = one.tokens[one.tokens.length - 1];
    const text = beginning(one);
    if (last?.takes !== 'any' || !last.many || [...text].length !== one.tokens.length - 1) return false;
    return (
      text === '' || set.groups.some((group) => group.every((other) => beginning(other).startsWith(text)))
    );
  });
}

/** Do two groups begin with different texts, so that nothing can be in both? */
function apart(set: StringSet): boolean {
  const begins = set.groups.map((group) => group.map(beginning));
  return begins.some((some, index) =>
    begins
      .slice(index + 1)
      .some((others) => some.every((a) => others.every((b) => !a.startsWith(b) && !b.startsWith(a)))),
  );
}

const beginnings = new WeakMap<Pattern, string>();

function beginning(one: Pattern): string {
  const known = beginnings.get(one);
  if (known !== undefined) return known;
  const end = one.tokens.findIndex((token) => token.many || !token.takes.startsWith('='));
  const literal = one.tokens.slice(0, end === -1 ? undefined : end).map((token) => token.takes.slice(1));
  const text = literal.join('');
  beginnings.set(one, text);
  return text;
}
