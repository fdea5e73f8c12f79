// One attempt to solve for one class of caller and one group of actions: what every key can be in it.
import { spend } from '../budget.ts';
import { ACCOUNTS, PRINCIPAL, RESOURCE, RESOURCE_NAME, type Scene } from '../callers/scene.ts';
import type { Sender } from '../callers/sender.ts';
import { keyState } from '../keys/keys.ts';
import { exactly } from '../language/pattern.ts';
import { arnsOf, isEntangled } from './account.ts';
import { aValue, restrict, type State, single, type Test, text } from './cell.ts';
import type { Variables } from './condition.ts';
import type { Clause, Ready } from './literals.ts';
import type { Solver } from './solver.ts';

/**
 * `sure`: only what is certain - Allow under its narrowest reading, Deny under its widest; what survives is proved.
 * `perhaps`: the other way round; what does not survive is disproved.
 */
export type Mode = 'sure' | 'perhaps';

/** A statement and what it says of the caller. */
export interface Asked {
  /** Which of the policy's statements it is. */
  at: number;
  ready: Ready;
  principal: Clause;
}

export interface Puzzle {
  scene: Scene;
  solver: Solver;
  sender: Sender;
  /** Name of an action of the group; all behave alike. */
  action: string;
  resource: State;
  /** What global keys can be for this sender, by place, as far as it was asked; null: nothing is known. */
  globals: (State | null | undefined)[];
  /** What all keys can be for this sender and action, by mode and place, the same. */
  states: Record<Mode, (State | null | undefined)[]>;
  allows: Asked[];
  denies: Asked[];
}

/**
 * mode sure: policy variables get one value each; present or, where possible, left out. Mode perhaps: they have one, have
 * none, or either.
 */
export type Pins = 'present' | 'absent' | 'either';

/** One attempt at a puzzle. */
export interface Run {
  puzzle: Puzzle;
  mode: Mode;
  /** What policy variables are; undefined where there are none. */
  pins: Pins | undefined;
  states: (State | null | undefined)[];
  /** The Denies, and which side of their tests counts. */
  denied: Clause[][];
  side: Mode;
  blurred: boolean;
}

const NOT_EMPTY: Test = {
  absent: false,
  present: { kind: 'text', quantifier: 'all', patterns: [exactly('')], negated: true },
};

/** What the key of a place can be; undefined when nothing is known about it. */
export function stateOf(run: Run, place: number): State | undefined {
  const { puzzle, mode, pins, states } = run;
  if (place === RESOURCE) return puzzle.resource;
  const known = states[place];
  if (known !== undefined) return known ?? undefined;
  const { scene, sender, action, solver, globals } = puzzle;
  const key = scene.names[place] ?? RESOURCE_NAME;
  const global = scene.traits[place]?.global === true;
  const asked = global ? globals[place] : undefined;
  let found =
    asked === undefined ? keyState(key, sender, scene, action, mode === 'perhaps') : (asked ?? undefined);
  if (global) globals[place] = found ?? null;
  if (mode === 'sure' && place === PRINCIPAL && found !== undefined) found = ofPinnedAccount(found, run);
  if (pins !== undefined && found !== undefined && scene.variables.has(key))
    found = pinned(found, mode, pins, solver);
  states[place] = found ?? null;
  if (found?.present?.kind === 'text') {
    const { groups, neither, word, first } = found.present.all;
    // A long list that was made for this caller alone costs something before it is even looked at.
    if (word === undefined && first === undefined)
      for (const names of [...groups, ...neither]) spend(solver.budget, names.length);
  }
  return found;
}

/** The caller's ARN where a policy variable gave the caller's account a value. */
function ofPinnedAccount(arn: State, run: Run): State {
  const { scene, sender } = run.puzzle;
  if (run.pins === undefined || !isEntangled(scene, sender)) return arn;
  for (const key of ACCOUNTS) {
    const account = scene.variables.has(key) ? byName(run, key) : undefined;
    const word = account === undefined ? undefined : single(account);
    if (word === undefined) continue;
    const patterns = [arnsOf(exactly(word))];
    return restrict(
      arn,
      { absent: false, present: { kind: 'text', quantifier: 'all', patterns, negated: false } },
      false,
    );
  }
  return arn;
}

/** The same by the key's name, which may stand in no policy. */
export function byName(run: Run, key: string): State | undefined {
  const { scene, sender, action } = run.puzzle;
  const place = scene.places.get(key);
  return place === undefined
    ? keyState(key, sender, scene, action, run.mode === 'perhaps')
    : stateOf(run, place);
}

/** What a policy variable is in this run. */
function pinned(found: State, mode: Mode, pins: Pins, { budget }: Solver): State {
  if (mode === 'perhaps') {
    if (!found.absent || found.present === null) return found;
    return pins === 'absent' ? { absent: true, present: null } : { ...found, absent: false };
  }
  if (found.absent && (pins === 'absent' || found.present === null)) return { absent: true, present: null };
  // A value of at least one character, where the key has one.
  const filled = restrict(found, NOT_EMPTY, false);
  const [word] = aValue(filled, budget) ?? aValue(found, budget) ?? [];
  return word === undefined ? found : text([exactly(word)]);
}

/** What a policy variable is: one text, absent, or anything. */
export function variableOf(run: Run, name: string): ReturnType<Variables> {
  const place = run.puzzle.scene.places.get(name);
  const found = place === undefined ? undefined : stateOf(run, place);
  if (found === undefined) return undefined;
  if (found.present === null) return { absent: true };
  const word = single(found);
  return word === undefined ? undefined : { text: word };
}
