// The product automaton of patterns: finds the shortest word that some patterns take and others do not.
import { type Budget, spend } from '../budget.ts';
import { accepts, CHARACTERS } from './character.ts';
import type { StringSet } from './language.ts';
import { type Pattern, type Token, tokensOf } from './pattern.ts';

/** A group of patterns as a deterministic automaton that is built as far as it is walked. */
interface Machine {
  /** The positions of all patterns in a row, none at the end of a pattern. */
  flat: (Token | undefined)[];
  /** Number of a set of positions -> the set, whether a pattern ends there, and where each letter leads. */
  states: { positions: number[]; ends: boolean; next: number[] }[];
  numbers: Map<string, number>;
  /** Excluded patterns: a state from which they take everything is dead. */
  excluding: boolean;
}

const DEAD = -1;

/** The shortest string of a set, by breadth-first search through the product of its patterns. Throws `OverBudget`. */
export function walk(set: StringSet, budget: Budget): string | undefined {
  const machines = set.groups.map((group) => machine(group, false));
  machines.push(machine(set.neither.flat(), true));
  const letters = alphabet(machines, budget);
  const begin = machines.map(({ flat }, index) => {
    const starts = [0];
    for (let at = 0; at < flat.length - 1; at++) if (flat[at] === undefined) starts.push(at + 1);
    return number(machines[index], flat.length === 0 ? [] : starts);
  });
  if (begin.includes(DEAD)) return undefined;
  const queue: { state: number[]; back: number; letter: string }[] = [{ state: begin, back: -1, letter: '' }];
  const seen = new Set<string>([begin.join()]);
  for (let head = 0; head < queue.length; head++) {
    const entry = queue[head];
    if (entry === undefined) break;
    if (entry.state.every((one, index) => accepting(machines[index], one))) return spell(queue, head);
    for (const [index, letter] of letters.entries()) {
      const state = step(machines, entry.state, index, letter, budget);
      if (state === undefined) continue;
      const key = state.join();
      if (seen.has(key)) continue;
      seen.add(key);
      spend(budget, 4);
      queue.push({ state, back: head, letter });
    }
  }
  return undefined;
}

function machine(group: Pattern[], excluding: boolean): Machine {
  const flat = group.flatMap((one): (Token | undefined)[] => [...tokensOf(one), undefined]);
  return { flat, states: [], numbers: new Map(), excluding };
}

function accepting(machine: Machine | undefined, state: number): boolean {
  return machine?.states[state]?.ends !== machine?.excluding;
}

/** Where a letter leads from a state of the product; undefined where no word comes any more. */
function step(
  machines: Machine[],
  from: number[],
  index: number,
  letter: string,
  budget: Budget,
): number[] | undefined {
  const state: number[] = [];
  for (const [at, machine] of machines.entries()) {
    const here = machine.states[from[at] ?? 0];
    if (here === undefined) return undefined;
    spend(budget, 1);
    let next = here.next[index];
    if (next === undefined) {
      spend(budget, 1 + here.positions.length);
      const found: number[] = [];
      for (const position of here.positions) {
        const token = machine.flat[position];
        if (token !== undefined && accepts(token.takes, letter))
          found.push(token.many ? position : position + 1);
      }
      next = number(machine, found);
      here.next[index] = next;
    }
    if (next === DEAD) return undefined;
    state.push(next);
  }
  return state;
}

/** The number of the state of these positions and those behind them that need no letter in between. */
function number(machine: Machine | undefined, from: number[]): number {
  if (machine === undefined) return DEAD;
  const { flat, states, numbers, excluding } = machine;
  const all = new Set<number>();
  for (let position of from) {
    while (!all.has(position)) {
      all.add(position);
      if (flat[position]?.many !== true) break;
      position++;
    }
  }
  // A required group with no way on, or an excluded pattern that from here takes everything: no word comes.
  if (!excluding && all.size === 0) return DEAD;
  if (excluding && [...all].some((position) => takesAll(flat, position))) return DEAD;
  const positions = [...all].sort((a, b) => a - b);
  const key = positions.join();
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, states.length);
  const ends = positions.some((position) => flat[position] === undefined);
  states.push({ positions, ends, next: [] });
  return states.length - 1;
}

function takesAll(flat: Machine['flat'], position: number): boolean {
  const token = flat[position];
  return token?.many === true && token.takes === 'any' && flat[position + 1] === undefined;
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

/** One character for each way in which the classes can treat a character. */
function alphabet(machines: Machine[], budget: Budget): string[] {
  const takes = new Set<string>();
  for (const { flat } of machines) for (const token of flat) if (token !== undefined) takes.add(token.takes);
  const special = [...takes].filter((one) => /^[=~]/.test(one)).map((one) => one.slice(1));
  const letters = new Map<string, string>();
  for (const character of new Set([...CHARACTERS, ...special])) {
    let key = '';
    for (const one of takes) key += accepts(one, character) ? '1' : '0';
    spend(budget, 1 + (takes.size >> 3));
    if (!letters.has(key)) letters.set(key, character);
  }
  return [...letters.values()];
}
