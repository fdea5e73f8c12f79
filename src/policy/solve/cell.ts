// Cells: sets of requests as one constraint for each variable (the resource and every condition key).

import { type Budget, spend } from '../budget.ts';
import { complement, intersect, NUMBERS, type Range } from '../language/interval.ts';
import { narrow, type StringSet, shortest, stringSet } from '../language/language.ts';
import { exactly, type Pattern } from '../language/pattern.ts';

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

/** By the places of keys (see `Scene`), as long as there are keys; undefined: nothing beyond what the key can be anyway. */
export type Cell = readonly (State | undefined)[];

export const ALWAYS: Test = { absent: true, present: true };
export const NEVER: Test = { absent: false, present: false };

/** Any string, or absent where `absent` says so. */
export function anyText(absent: boolean): State {
  return { absent, present: { kind: 'text', all: stringSet(undefined), some: [] } };
}

/** Strings of one of these patterns and none of those. */
export function text(patterns: Pattern[], neither: Pattern[] = [], absent = false): State {
  return { absent, present: { kind: 'text', all: stringSet(patterns, neither), some: [] } };
}

export const ABSENT: State = { absent: true, present: null };

const BOOLEAN = [exactly('true'), exactly('false')];

/** True or false. */
export const flag = (absent = false): State => text(BOOLEAN, [], absent);

/** One string. */
export const only = (value: string): State => text([exactly(value)]);

/** The only string that a key can be, where that is so. */
export function single(state: State): string | undefined {
  if (state.absent || state.present?.kind !== 'text' || state.present.some.length > 0) return undefined;
  const { groups, neither } = state.present.all;
  return groups.length === 1 && groups[0]?.length === 1 && neither.length === 0
    ? groups[0][0]?.text
    : undefined;
}

/** Numbers, dates or addresses within ranges. */
export const number = (absent: boolean, ranges: Range[] = NUMBERS, universe: Range[] = NUMBERS): State => ({
  absent,
  present: { kind: 'number', ranges, universe },
});

/** The opposite question. */
export function negate(test: Test): Test {
  if (test === ALWAYS) return NEVER;
  if (test === NEVER) return ALWAYS;
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
  if (test.present === true) return absent === state.absent ? state : { absent, present };
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
  const { kind, all, some } = present;
  return { absent, present: { kind, all: narrow(all, patterns, negated), some } };
}

/** Can nothing of this state be? */
export function isEmpty(state: State, budget: Budget): boolean {
  const { absent, present } = state;
  if (absent) return false;
  if (present?.kind !== 'text' || present.some.length > 0) return aValue(state, budget) === undefined;
  spend(budget, 1);
  return shortest(present.all, budget) === undefined;
}

/** Shortest values of a present key: one word, or one for each `some`. Undefined: it cannot be present. */
export function aValue(state: State, budget: Budget): string[] | undefined {
  const { present } = state;
  if (present === null) return undefined;
  if (present.kind === 'number') return present.ranges.length > 0 ? [] : undefined;
  spend(budget, 1);
  if (present.some.length === 0) {
    const word = shortest(present.all, budget);
    return word === undefined ? undefined : [word];
  }
  const words: string[] = [];
  for (const one of present.some) {
    const word = shortest(narrow(present.all, one.patterns, one.negated), budget);
    if (word === undefined) return undefined;
    if (!words.includes(word)) words.push(word);
  }
  return words;
}
