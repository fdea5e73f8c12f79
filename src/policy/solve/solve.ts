// The heart: Allow minus Deny as cells, for one class of caller and one group of actions.

import { spend } from '../budget.ts';
import { isVague } from '../callers/issuers.ts';
import { PRINCIPAL, RESOURCE } from '../callers/scene.ts';
import type { Sender } from '../callers/sender.ts';
import { type Range, wide } from '../language/interval.ts';
import { ALWAYS, type Cell, isEmpty, NEVER, negate, restrict, type State, type Test } from './cell.ts';
import { type Clause, clausesOf } from './literals.ts';
import { type Asked, type Mode, type Pins, type Puzzle, type Run, stateOf } from './run.ts';

export interface Solution {
  /** Indexes of Allow statements that open it. */
  statements: number[];
  /** A cell whose every request is allowed. */
  cell: Cell | undefined;
  /** Something on the way had no certain reading. */
  blurred: boolean;
  /** Knows the state of any key, for witnesses. */
  run: Run | undefined;
}

/** Which of the Allow statements let the caller in. Throws `OverBudget`. */
export function solve(puzzle: Puzzle, mode: Mode, pins: Pins): Solution {
  const { variables, places } = puzzle.scene;
  const pinning = variables.size > 0 && pins !== 'either';
  const run: Run = {
    puzzle,
    mode,
    pins: pinning ? pins : undefined,
    states: pinning ? [] : puzzle.states[mode],
    denied: [],
    side: mode === 'sure' ? 'perhaps' : 'sure',
    blurred: variables.size > 0,
  };
  const networks: Range[] = [];
  const narrowOnes: { index: number; cell: Cell }[] = [];
  const addresses = places.get('aws:sourceip');
  const statements: number[] = [];
  let open: Cell | undefined;
  for (const asked of puzzle.allows) {
    const { index } = asked.ready.statement;
    const cell = cellOf(run, asked);
    if (cell === undefined) continue;
    // What no Allow speaks of nobody need deny.
    if (run.denied.length === 0) run.denied = puzzle.denies.map((deny) => clauses(run, deny));
    const found = search(run, cell, 0, (survivor) => {
      const ranges = addresses === undefined ? undefined : narrowNetwork(survivor[addresses]);
      if (ranges === undefined) return true;
      for (const range of ranges) networks.push(range);
      narrowOnes.push({ index, cell: survivor });
      return false;
    });
    if (found === undefined) continue;
    statements.push(index);
    open ??= found;
  }
  // Narrow networks are judged by their union: many of them together are the internet.
  if (open === undefined && networks.length > 0 && wide(networks)) {
    for (const { index, cell } of narrowOnes) {
      if (!statements.includes(index)) statements.push(index);
      open ??= cell;
    }
  }
  return { statements, cell: open, blurred: run.blurred, run };
}

/** The tests of a statement; marks the run where one has no certain reading. */
function clauses(run: Run, { ready, principal }: Asked): Clause[] {
  const { sender } = run.puzzle;
  const found = clausesOf(ready, principal, run);
  for (const key of ready.claims) if (key === 'sns:endpoint' || isVagueClaim(key, sender)) run.blurred = true;
  for (const one of found) if (one.sure !== one.perhaps) run.blurred = true;
  return found;
}

/** The requests that an Allow statement speaks of. */
function cellOf(run: Run, asked: Asked): Cell | undefined {
  const cell: (State | undefined)[] = run.puzzle.scene.all.slice();
  for (const clause of clauses(run, asked)) {
    const state = within(run, cell, clause.place, clause[run.mode]);
    if (state === null) return undefined;
    if (state !== undefined) cell[clause.place] = state;
  }
  // A keyless statement still needs a resource to name.
  return cell[RESOURCE] === undefined && within(run, cell, RESOURCE, ALWAYS) === null ? undefined : cell;
}

/** What is left of a place under one more test: null where nothing is, undefined where the test says nothing. */
function within(run: Run, cell: Cell, place: number, test: Test): State | null | undefined {
  const { solver, scene } = run.puzzle;
  const { budget } = solver;
  spend(budget, 4 + (cell.length >> 1));
  if (test === NEVER) return null;
  // Everybody is somebody.
  if (place === PRINCIPAL && test === ALWAYS) return undefined;
  const before = cell[place] ?? stateOf(run, place);
  // A key about which nothing is known: its tests are NEVER or ALWAYS.
  if (before === undefined) return test.present === false && !test.absent ? null : undefined;
  const after = restrict(before, test, scene.traits[place]?.many === true);
  return isEmpty(after, budget) ? null : after;
}

/** A cell under one more test; undefined where nothing is left. */
function cut(run: Run, cell: Cell, place: number, test: Test): Cell | undefined {
  const state = within(run, cell, place, test);
  if (state === null) return undefined;
  if (state === undefined || state === cell[place]) return cell;
  const made = cell.slice();
  made[place] = state;
  return made;
}

/** Depth first through the Denies; stops at the first cell that `take` accepts. */
function search(run: Run, cell: Cell, from: number, take: (survivor: Cell) => boolean): Cell | undefined {
  const { denied, side, puzzle } = run;
  for (let at = from; at < denied.length; at++) {
    const deny = denied[at] ?? [];
    spend(puzzle.solver.budget, 1 + deny.length);
    // The cell under more and more of the tests.
    const passed: Cell[] = [cell];
    let hit: Cell | undefined = cell;
    for (const clause of deny) {
      hit = cut(run, hit, clause.place, clause[side]);
      if (hit === undefined) break;
      passed.push(hit);
    }
    if (hit === undefined) continue;
    // Request by request: it escapes by failing at least one of the tests, and passing those before it.
    for (let index = 0; index < deny.length; index++) {
      const inside = passed[index];
      const clause = deny[index];
      if (inside === undefined || clause === undefined) break;
      const escaped = cut(run, inside, clause.place, negate(clause[side]));
      const found = escaped === undefined ? undefined : search(run, escaped, at + 1, take);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return take(cell) ? cell : undefined;
}

/** The networks a state is confined to, when they are not the internet. */
function narrowNetwork(state: State | undefined): Range[] | undefined {
  if (state === undefined || state.absent || state.present?.kind !== 'number') return undefined;
  return wide(state.present.ranges) ? undefined : state.present.ranges;
}

/** A claim of which it is open whether, or in whose tokens, a request carries it. */
function isVagueClaim(key: string, { issuer }: Sender): boolean {
  if (issuer?.known === undefined || !key.startsWith(`${issuer.name}:`)) return false;
  return isVague(issuer.known, key.slice(issuer.name.length + 1));
}
