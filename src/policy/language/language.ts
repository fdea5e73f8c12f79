// Regular languages as boolean combinations of patterns: emptiness and shortest member. Texts first, automata for the rest.

import { type Budget, spend } from '../budget.ts';
import { walk } from './automaton.ts';
import { covers, least, matches } from './matching.ts';
import type { Pattern } from './pattern.ts';

/** Strings that match one pattern of every group and no pattern of `neither`. */
export interface StringSet {
  groups: Pattern[][];
  neither: Pattern[][];
  /** The shortest member once it was asked for, null: there is none. */
  word: string | null | undefined;
  /** How it was narrowed before, so that one set stays one object: first, and otherwise. */
  first: Narrowing | undefined;
  others: Map<Pattern[], Narrowing> | undefined;
}

/** What became of a set by one list of patterns, so far. */
interface Narrowing {
  patterns: Pattern[];
  inside: StringSet | undefined;
  outside: StringSet | undefined;
}

function setOf(groups: Pattern[][], neither: Pattern[][]): StringSet {
  return { groups, neither, word: undefined, first: undefined, others: undefined };
}

/** The strings of one of these patterns and none of those; all strings without the first list. */
export function stringSet(patterns: Pattern[] | undefined, neither: Pattern[] = []): StringSet {
  return setOf(patterns ? [patterns] : [], neither.length > 0 ? [neither] : []);
}

/** Narrows a set to the strings that match one of the patterns, or to those that match none. */
export function narrow(set: StringSet, patterns: Pattern[], negated: boolean): StringSet {
  const { groups, neither } = set;
  if ((negated ? neither : groups).includes(patterns)) return set;
  const narrowing = narrowingOf(set, patterns);
  const known = negated ? narrowing.outside : narrowing.inside;
  if (known !== undefined) return known;
  const made = negated ? setOf(groups, [...neither, patterns]) : setOf([...groups, patterns], neither);
  if (negated) narrowing.outside = made;
  else narrowing.inside = made;
  return made;
}

function narrowingOf(set: StringSet, patterns: Pattern[]): Narrowing {
  const { first } = set;
  if (first?.patterns === patterns) return first;
  const known = set.others?.get(patterns);
  if (known !== undefined) return known;
  const made: Narrowing = { patterns, inside: undefined, outside: undefined };
  if (first === undefined) set.first = made;
  else {
    set.others ??= new Map();
    set.others.set(patterns, made);
  }
  return made;
}

/** The shortest string of the set, undefined when it is empty. Throws `OverBudget`. */
export function shortest(set: StringSet, budget: Budget): string | undefined {
  if (set.word !== undefined) return set.word ?? undefined;
  const word = seek(set, budget);
  set.word = word ?? null;
  return word;
}

function seek(set: StringSet, budget: Budget): string | undefined {
  const { groups, neither } = set;
  let finite: Pattern[] | undefined;
  for (const group of groups) {
    if (group.length === 0 || neither.includes(group)) return undefined;
    if ((finite === undefined || group.length < finite.length) && allExact(group)) finite = group;
  }
  if (finite === undefined)
    return (
      guess(set, budget) ?? (covered(set, budget) || apart(set, budget) ? undefined : search(set, budget))
    );
  let shortestYet: string | undefined;
  for (const { text = '' } of finite) {
    if (shortestYet !== undefined && text.length >= shortestYet.length) continue;
    if (!excluded(set, text, budget) && included(set, text, budget, finite)) shortestYet = text;
  }
  return shortestYet;
}

/** Longer lists of excluded patterns, such as those of all accounts of an organization, are not all walked at once. */
const FEW = 8;
/** From then on, they are. */
const MOST_ROUNDS = 6;

/**
 * The shortest string by walking. Of long lists of excluded patterns hardly any is met: only those are taken in that match what was found
 * without them. What is empty without them is empty.
 */
function search(set: StringSet, budget: Budget): string | undefined {
  const few = set.neither.filter((group) => group.length <= FEW);
  if (few.length === set.neither.length) return walk(set, budget);
  const met: Pattern[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const word = walk(setOf(set.groups, [...few, met]), budget);
    if (word === undefined) return undefined;
    const before = met.length;
    for (const group of set.neither) {
      spend(budget, group.length >> 3);
      for (const one of group) if (matches(one, word, budget)) met.push(one);
    }
    if (met.length === before) return word;
  }
  return walk(set, budget);
}

const exactLists = new WeakMap<Pattern[], boolean>();

/** Is every pattern a single string? A long list is asked once. */
function allExact(group: Pattern[]): boolean {
  const known = group.length > 8 ? exactLists.get(group) : undefined;
  if (known !== undefined) return known;
  const answer = group.every((one) => one.text !== undefined);
  if (group.length > 8) exactLists.set(group, answer);
  return answer;
}

function included({ groups }: StringSet, word: string, budget: Budget, except?: Pattern[]): boolean {
  return groups.every((group) => group === except || group.some((one) => matches(one, word, budget)));
}

function excluded({ neither }: StringSet, word: string, budget: Budget): boolean {
  // What a comparison of texts decides comes first.
  for (const group of neither)
    for (const one of group) if (isPlain(one) && matches(one, word, budget)) return true;
  for (const group of neither)
    for (const one of group) if (!isPlain(one) && matches(one, word, budget)) return true;
  return false;
}

function isPlain(one: Pattern): boolean {
  return one.text !== undefined || one.folded !== undefined || one.around >= 0;
}

/** The shortest match of one pattern, if it is the shortest member of the whole set: that is most often so. */
function guess(set: StringSet, budget: Budget): string | undefined {
  let longest = -1;
  let hardest: Pattern[] = [];
  for (const group of set.groups) {
    let minimum = Number.POSITIVE_INFINITY;
    for (const one of group) minimum = Math.min(minimum, least(one).length);
    if (minimum <= longest) continue;
    longest = minimum;
    hardest = group;
  }
  for (const one of hardest) {
    const word = least(one);
    if (word.length === longest && !excluded(set, word, budget) && included(set, word, budget, hardest))
      return word;
  }
  return set.groups.length === 0 && !excluded(set, '', budget) ? '' : undefined;
}

/** Is every pattern of a group within an excluded one? */
function covered({ groups, neither }: StringSet, budget: Budget): boolean {
  const others = neither.flat();
  if (others.some((other) => other.around === 0 && other.begin === '' && other.end === '')) return true;
  return groups.some((group) => group.every((one) => others.some((other) => covers(other, one, budget))));
}

/** Do two groups begin with different texts, so that nothing can be in both? */
function apart({ groups }: StringSet, budget: Budget): boolean {
  return groups.some((some, index) =>
    groups.slice(index + 1).some((others) => {
      spend(budget, (some.length * others.length) >> 3);
      return some.every((a) =>
        others.every((b) => !a.begin.startsWith(b.begin) && !b.begin.startsWith(a.begin)),
      );
    }),
  );
}
