// Cells: sets of requests as one constraint for each variable (the resource and every condition key).

import { type Budget, spend } from './budget.ts';
import { complement, intersect, NUMBERS, type Range } from './interval.ts';
import { EVERYTHING, narrow, type StringSet, shortest } from './language.ts';
import { exactly, type Pattern } from './pattern.ts';

/** Values a key may have: strings (for keys of many values, what all and what some of them match), or numbers. */
export type Values =
  | { kind: 'text'; all: StringSet; some: { patterns: Pattern[]; negated: boolean }[] }
  | { kind: 'number'; ranges: Range[]; universe: Range[] };

/** What a key may be in a request: left out, or one of the values. */
export interface State {
  absent: boolean;
  present: Values | null;
}

/** A question about one key. `present: true` accepts every value. */
export interface Test {
  absent: boolean;
  present:
    | boolean
    | { kind: 'text'; quantifier: 'all' | 'any'; patterns: Pattern[]; negated: boolean }
    | { kind: 'number'; ranges: Range[]; outside: boolean };
}

/** A test whose exact extent may be unknown: `sure` is contained in it, `perhaps` contains it. */
export interface Literal {
  key: string;
  sure: Test;
  perhaps: Test;
}

export type Cell = ReadonlyMap<string, State>;

export const ALWAYS: Test = { absent: true, present: true };
export const NEVER: Test = { absent: false, present: false };

/** Any string, or absent where `absent` says so. */
export function anyText(absent: boolean): State {
  return { absent, present: { kind: 'text', all: EVERYTHING, some: [] } };
}

/** Strings of one of these patterns and none of those. */
export function text(patterns: Pattern[], neither: Pattern[] = [], absent = false): State {
  return { absent, present: { kind: 'text', all: { groups: [patterns], neither }, some: [] } };
}

export const ABSENT: State = { absent: true, present: null };

const BOOLEAN = [exactly('true'), exactly('false')];

/** True or false. */
export const flag = (absent = false): State => text(BOOLEAN, [], absent);

/** One string. */
export const only = (value: string): State => text([exactly(value)]);

/** Numbers, dates or addresses within ranges. */
export const number = (absent: boolean, ranges: Range[] = NUMBERS, universe: Range[] = NUMBERS): State => ({
  absent,
  present: { kind: 'number', ranges, universe },
});

/** The opposite question. */
export function negate(test: Test): Test {
  const { present } = test;
  if (typeof present === 'boolean') return { absent: !test.absent, present: !present };
  if (present.kind === 'number') {
    return { absent: !test.absent, present: { ...present, outside: !present.outside } };
  }
  const quantifier = present.quantifier === 'all' ? 'any' : 'all';
  return { absent: !test.absent, present: { ...present, quantifier, negated: !present.negated } };
}

/** The part of a state that passes a test. `many`: the key can have several values at once. */
export function restrict(state: State, test: Test, many: boolean): State {
  const absent = state.absent && test.absent;
  const { present } = state;
  if (present === null || test.present === false) return { absent, present: null };
  if (test.present === true) return { absent, present };
  if (test.present.kind === 'number') {
    if (present.kind !== 'number') return { absent, present: null };
    const accepted = test.present.outside
      ? complement(test.present.ranges, present.universe)
      : test.present.ranges;
    return { absent, present: { ...present, ranges: intersect(present.ranges, accepted) } };
  }
  if (present.kind !== 'text') return { absent, present: null };
  const { patterns, negated, quantifier } = test.present;
  if (many && quantifier === 'any')
    return { absent, present: { ...present, some: [...present.some, { patterns, negated }] } };
  return { absent, present: { ...present, all: narrow(present.all, patterns, negated) } };
}

/** Can nothing of this state be? */
export function isEmpty(state: State, solver: Solver): boolean {
  return !state.absent && aValue(state, solver) === undefined;
}

/** Decides languages once for each set, within a budget. */
export interface Solver {
  budget: Budget;
  memo: Map<string, { word: string | undefined }>;
}

/** Shortest values of a present key: one word, or one for each `some`. Undefined: it cannot be present. */
export function aValue(state: State, solver: Solver): string[] | undefined {
  const { present } = state;
  if (present === null) return undefined;
  if (present.kind === 'number') return present.ranges.length > 0 ? [] : undefined;
  if (present.some.length === 0) {
    const word = find(present.all, solver);
    return word === undefined ? undefined : [word];
  }
  const words: string[] = [];
  for (const one of present.some) {
    const word = find(narrow(present.all, one.patterns, one.negated), solver);
    if (word === undefined) return undefined;
    if (!words.includes(word)) words.push(word);
  }
  return words;
}

const groupKeys = new WeakMap<Pattern[], string>();

function groupKey(group: Pattern[]): string {
  const known = groupKeys.get(group);
  if (known !== undefined) return known;
  const key = `${group.length}:${group.map((one) => one.key).join('\n')}`;
  groupKeys.set(group, key);
  return key;
}

function find(set: StringSet, solver: Solver): string | undefined {
  spend(solver.budget, set.neither.length >> 2);
  const [first] = set.groups;
  const groups =
    first !== undefined && set.groups.length === 1
      ? groupKey(first)
      : [...new Set(set.groups.map(groupKey))].sort().join('\f');
  const key =
    set.neither.length === 0
      ? groups
      : `${groups}\v${set.neither.length}:${set.neither.map((one) => one.key).join('\n')}`;
  const known = solver.memo.get(key);
  if (known) return known.word;
  const word = shortest(set, solver.budget);
  solver.memo.set(key, { word });
  return word;
}
