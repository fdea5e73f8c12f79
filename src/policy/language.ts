// Regular languages as boolean combinations of patterns: emptiness and shortest member, by walking the product automaton.
import { accepts, type Pattern } from './pattern.ts';

/** Strings that match one pattern of every group and none of `neither`. */
export interface StringSet {
  groups: Pattern[][];
  neither: Pattern[];
}

/** All strings. */
export const EVERYTHING: StringSet = { groups: [], neither: [] };

/** Steps left for one judgement; when they are used up the answer is "cannot tell". */
export interface Budget {
  steps: number;
}

export class OverBudget extends Error {}

/** Spends steps or throws `OverBudget`. */
export function spend(budget: Budget, steps: number): void {
  budget.steps -= steps;
  if (budget.steps < 0) throw new OverBudget('over budget');
}

/** Narrows a set to the strings that match one of the patterns, or to those that match none. */
export function narrow(set: StringSet, patterns: Pattern[], negated: boolean): StringSet {
  if (!negated) return { groups: [...set.groups, patterns], neither: set.neither };
  return { groups: set.groups, neither: [...set.neither, ...patterns] };
}

// Characters in the order in which witnesses prefer them; the last stands for everything beyond ASCII.
const CHARACTERS = [
  ...'x9abcdefghijklmnopqrstuvwyz012345678ABCDEFGHIJKLMNOPQRSTUVWXYZ-_/.:@ !"#$%&\'()*+,;<=>?[\\]^`{|}~é',
];

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
  if (finite === undefined) return guess(set, budget) ?? (apart(set) ? undefined : walk(set, budget));
  const words = finite.map((one) => one.text ?? '').sort((a, b) => a.length - b.length);
  for (const word of words) {
    if (!set.groups.every((group) => group === finite || group.some((one) => matches(one, word, budget))))
      continue;
    if (!set.neither.some((one) => matches(one, word, budget))) return word;
  }
  return undefined;
}

/** How many characters the shortest match has. */
function least(one: Pattern): number {
  let count = 0;
  for (const token of one.tokens) if (!token.many) count++;
  return count;
}

/** The shortest match of one pattern, if it is the shortest member of the whole set: that is most often so. */
function guess(set: StringSet, budget: Budget): string | undefined {
  let longest = 0;
  let hardest: Pattern[] = [];
  for (const group of set.groups) {
    let minimum = Number.POSITIVE_INFINITY;
    for (const one of group) minimum = Math.min(minimum, least(one));
    if (minimum < longest) continue;
    longest = minimum;
    hardest = group;
  }
  for (const one of hardest) {
    if (least(one) !== longest) continue;
    let word = '';
    for (const { takes, many } of one.tokens)
      if (!many) word += CHARACTERS.find((letter) => accepts(takes, letter)) ?? takes.slice(1);
    const inside = set.groups.every((group) =>
      group.some((other) => other === one || matches(other, word, budget)),
    );
    if (inside && !set.neither.some((other) => matches(other, word, budget))) return word;
  }
  return set.groups.length === 0 && !set.neither.some((other) => matches(other, '', budget)) ? '' : undefined;
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

interface Machine {
  tokens: { takes: number; many: boolean }[];
  /** Offset of this pattern's positions in the group's state. */
  base: number;
}

function walk(set: StringSet, budget: Budget): string | undefined {
  const takes = new Map<string, number>();
  const machines = [...set.groups, set.neither].map((group) => {
    let base = 0;
    const made: Machine[] = [];
    for (const one of group) {
      const tokens = one.tokens.map((token) => {
        const index = takes.get(token.takes) ?? takes.size;
        takes.set(token.takes, index);
        return { takes: index, many: token.many };
      });
      made.push({ tokens, base });
      base += tokens.length + 1;
    }
    // Flat tables: for each position its token, or none at the end of a pattern.
    const flat = made.flatMap((machine) => [...machine.tokens, undefined]);
    return { flat, starts: made.map((machine) => machine.base) };
  });
  const letters = alphabet([...takes.keys()], budget);
  const last = machines.length - 1;
  const close = (flat: (Machine['tokens'][number] | undefined)[], from: number[]): number[] => {
    const seen = new Set<number>();
    for (let position of from) {
      while (!seen.has(position)) {
        seen.add(position);
        if (flat[position]?.many !== true) break;
        position++;
      }
    }
    return [...seen].sort((a, b) => a - b);
  };
  const begin = machines.map((machine) => close(machine.flat, machine.starts));
  const queue: { state: number[][]; back: number; letter: string }[] = [
    { state: begin, back: -1, letter: '' },
  ];
  const seen = new Set<string>([begin.join('|')]);
  const anyIndex = takes.get('any');
  for (let head = 0; head < queue.length; head++) {
    const entry = queue[head];
    if (entry === undefined) break;
    const ends = entry.state.map((positions, index) =>
      positions.some((position) => machines[index]?.flat[position] === undefined),
    );
    if (ends.every((end, index) => end === (index !== last))) return spell(queue, head);
    for (const letter of letters) {
      const state: number[][] = [];
      for (let index = 0; index <= last; index++) {
        const { flat } = machines[index] ?? { flat: [] };
        const from = entry.state[index] ?? [];
        spend(budget, 1 + from.length);
        const next: number[] = [];
        for (const position of from) {
          const token = flat[position];
          if (token !== undefined && letter.taken[token.takes])
            next.push(token.many ? position : position + 1);
        }
        const closed = close(flat, next);
        // A required group with no way on, or an excluded pattern that from here takes everything: no word comes.
        if (index !== last && closed.length === 0) break;
        if (index === last && closed.some((at) => takesAll(flat, at, anyIndex))) break;
        state.push(closed);
      }
      if (state.length !== last + 1) continue;
      const key = state.join('|');
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ state, back: head, letter: letter.character });
    }
  }
  return undefined;
}

function takesAll(
  flat: ({ takes: number; many: boolean } | undefined)[],
  position: number,
  any: number | undefined,
): boolean {
  const token = flat[position];
  return token?.many === true && token.takes === any && flat[position + 1] === undefined;
}

function spell(queue: { back: number; letter: string }[], from: number): string {
  let word = '';
  for (let at = from; at > 0; ) {
    const entry = queue[at];
    if (entry === undefined) break;
    word = entry.letter + word;
    at = entry.back;
  }
  return word;
}

interface Letter {
  character: string;
  taken: boolean[];
}

/** One character for each way in which the classes can treat a character. */
function alphabet(takes: string[], budget: Budget): Letter[] {
  const special = takes.filter((one) => /^[=~]/.test(one)).map((one) => one.slice(1));
  const letters = new Map<string, Letter>();
  for (const character of new Set([...CHARACTERS, ...special])) {
    const taken = takes.map((one) => accepts(one, character));
    spend(budget, 1 + (taken.length >> 3));
    const key = taken.map(Number).join('');
    if (!letters.has(key)) letters.set(key, { character, taken });
  }
  return [...letters.values()];
}
