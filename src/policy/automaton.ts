// The product automaton of patterns: finds the shortest word that some patterns take and others do not.
import { type Budget, spend } from './budget.ts';
import type { StringSet } from './language.ts';
import { accepts } from './pattern.ts';

// Characters in the order in which witnesses prefer them; the last stands for everything beyond ASCII.
export const CHARACTERS = [
  ...'x9abcdefghijklmnopqrstuvwyz012345678ABCDEFGHIJKLMNOPQRSTUVWXYZ-_/.:@ !"#$%&\'()*+,;<=>?[\\]^`{|}~é',
];

interface Machine {
  tokens: { takes: number; many: boolean }[];
  /** Offset of this pattern's positions in the group's state. */
  base: number;
}

/** The shortest string of a set, by breadth-first search through the product of its patterns. Throws `OverBudget`. */
export function walk(set: StringSet, budget: Budget): string | undefined {
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
