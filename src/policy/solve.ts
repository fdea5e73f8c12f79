// The heart: Allow minus Deny as cells, for one class of caller and one group of actions.

import { spend } from './budget.ts';
import {
  ALWAYS,
  aValue,
  type Cell,
  isEmpty,
  type Literal,
  NEVER,
  negate,
  restrict,
  type Solver,
  type State,
  type Test,
  text,
} from './cell.ts';
import { conditionLiteral, type Reader, resourceLiteral } from './condition.ts';
import type { Condition, Statement } from './document.ts';
import { type Range, wide } from './interval.ts';
import { isMany, keyState } from './keys.ts';
import type { Kind } from './kinds/kind.ts';
import { exactly, type Pattern } from './pattern.ts';
import { principalLiteral } from './principal.ts';
import type { Scene } from './scene.ts';
import type { Sender } from './sender.ts';

/**
 * `sure`: only what is certain - Allow under its narrowest reading, Deny under its widest; what survives is proved.
 * `perhaps`: the other way round; what does not survive is disproved.
 */
export type Mode = 'sure' | 'perhaps';

export interface Puzzle {
  scene: Scene;
  sender: Sender;
  /** Name of an action of the group; all behave alike. */
  action: string;
  resource: Pattern[];
  allows: (Statement & { variables: boolean })[];
  denies: (Statement & { variables: boolean })[];
  mode: Mode;
  /** mode sure: policy variables get one value each; present or, where possible, left out. */
  pins: 'present' | 'absent';
  resourceElement: Kind['resourceElement'];
  solver: Solver;
}

export interface Solution {
  /** Indexes of Allow statements that open it. */
  statements: number[];
  /** A cell whose every request is allowed. */
  cell?: Cell;
  /** Something on the way had no certain reading. */
  blurred: boolean;
  /** State of any key, for witnesses. */
  state(key: string): State | undefined;
}

const NOT_EMPTY = {
  kind: 'text',
  quantifier: 'all',
  patterns: [exactly('')],
  negated: true,
} as const satisfies Test['present'];

/** Which of the Allow statements let the caller in. Throws `OverBudget`. */
export function solve(puzzle: Puzzle): Solution {
  const states = new Map<string, State | undefined>();
  const solution: Solution = { statements: [], blurred: false, state };
  const { variables } = puzzle.scene;
  if (variables.size > 0) solution.blurred = true;

  function state(key: string): State | undefined {
    if (states.has(key)) return states.get(key);
    const found = key === '' ? text(puzzle.resource) : pinned(key);
    states.set(key, found);
    return found;
  }

  function pinned(key: string): State | undefined {
    const { sender, scene, action, mode, solver, pins } = puzzle;
    if (key === 'sns:endpoint' || key.endsWith(':job_workflow_ref')) solution.blurred = true;
    const found = keyState(key, sender, scene, action, mode === 'perhaps');
    if (found === undefined) solution.blurred = true;
    if (found === undefined || mode === 'perhaps' || !variables.has(key)) return found;
    if (found.absent && (pins === 'absent' || found.present === null)) return { absent: true, present: null };
    // A value of at least one character, where the key has one.
    const filled = restrict(found, { absent: false, present: NOT_EMPTY }, false);
    const [word] = aValue(filled, solver) ?? aValue(found, solver) ?? [];
    return word === undefined ? found : text([exactly(word)]);
  }

  const reader = (statement: { variables: boolean }): Reader => ({
    variables: statement.variables,
    variable(name) {
      const found = state(name);
      if (found === undefined) return undefined;
      if (found.present === null) return { absent: true };
      if (found.absent || found.present.kind !== 'text' || found.present.some.length > 0) return undefined;
      const { groups, neither } = found.present.all;
      const single =
        groups.length === 1 && neither.length === 0 && groups[0]?.length === 1
          ? groups[0][0]?.text
          : undefined;
      return single === undefined ? undefined : { text: single };
    },
  });

  function literals(statement: Statement & { variables: boolean }): Literal[] {
    const read = reader(statement);
    const found: Literal[] = [principalLiteral(statement, puzzle.sender)];
    if (statement.opaque !== undefined) found.push({ key: '', sure: NEVER, perhaps: ALWAYS });
    if (statement.resources !== undefined) {
      if (puzzle.resourceElement !== 'none')
        found.push(resourceLiteral(statement.resources, statement.notResource, read));
    } else if (puzzle.resourceElement === 'required') found.push({ key: '', sure: NEVER, perhaps: ALWAYS });
    for (const written of statement.conditions) {
      const condition = statement.variables ? mirrored(written, state) : written;
      found.push(conditionLiteral(condition, state(condition.key), read));
    }
    if (found.some((one) => one.sure !== one.perhaps)) solution.blurred = true;
    return found;
  }

  const bound = (allow: boolean) => ((puzzle.mode === 'sure') === allow ? 'sure' : 'perhaps');
  const denied = puzzle.denies.map(literals);
  const networks: Range[] = [];
  const narrowOnes: { index: number; cell: Cell }[] = [];
  for (const statement of puzzle.allows) {
    let cell: Cell | undefined = new Map<string, State>();
    for (const literal of literals(statement)) {
      cell = cut(cell, literal.key, literal[bound(true)]);
      if (cell === undefined) break;
    }
    if (cell === undefined) continue;
    // A keyless statement still needs a resource to name.
    const start = cut(cell, '', ALWAYS);
    if (start === undefined) continue;
    const open = search(start, 0, (survivor) => {
      const ranges = narrowNetwork(survivor);
      if (ranges === undefined) return true;
      networks.push(...ranges);
      narrowOnes.push({ index: statement.index, cell: survivor });
      return false;
    });
    if (open === undefined) continue;
    solution.statements.push(statement.index);
    solution.cell ??= open;
  }
  // Narrow networks are judged by their union: many of them together are the internet.
  if (solution.cell === undefined && wide(networks)) {
    for (const { index, cell } of narrowOnes) {
      if (!solution.statements.includes(index)) solution.statements.push(index);
      solution.cell ??= cell;
    }
  }
  return solution;

  function cut(cell: Cell, key: string, test: Literal['sure']): Cell | undefined {
    spend(puzzle.solver.budget, 4 + (cell.size >> 1));
    const before = cell.get(key) ?? state(key);
    // A key about which nothing is known: its tests are NEVER or ALWAYS.
    if (before === undefined) return test.present === false && !test.absent ? undefined : cell;
    const after = restrict(before, test, isMany(key));
    if (isEmpty(after, puzzle.solver)) return undefined;
    return new Map(cell).set(key, after);
  }

  /** Depth first through the Denies; stops at the first cell that `take` accepts. */
  function search(cell: Cell, from: number, take: (survivor: Cell) => boolean): Cell | undefined {
    const side = bound(false);
    for (let at = from; at < denied.length; at++) {
      const deny = denied[at] ?? [];
      spend(puzzle.solver.budget, 1 + deny.length);
      let hit: Cell | undefined = cell;
      for (const literal of deny) {
        hit = cut(hit, literal.key, literal[side]);
        if (hit === undefined) break;
      }
      if (hit === undefined) continue;
      // Request by request: it escapes by failing at least one of the tests, and passing those before it.
      let inside: Cell | undefined = cell;
      for (const literal of deny) {
        if (inside === undefined) break;
        const escaped = cut(inside, literal.key, negate(literal[side]));
        if (escaped !== undefined) {
          const found = search(escaped, at + 1, take);
          if (found !== undefined) return found;
        }
        inside = cut(inside, literal.key, literal[side]);
      }
      return undefined;
    }
    return take(cell) ? cell : undefined;
  }
}

/** A key of one fixed value compared with one variable says the same of the variable's key: that can be decided. */
function mirrored(condition: Condition, state: Solution['state']): Condition {
  const { key, operator, quantifier, ifExists, values } = condition;
  const [, name] = /^\$\{([^,}\s]+)\}$/.exec(values[0] ?? '') ?? [];
  if (name === undefined || values.length > 1 || quantifier !== undefined || ifExists) return condition;
  if (!/^String(Not)?(Equals(IgnoreCase)?|Like)$/.test(operator) || isMany(name.toLowerCase()))
    return condition;
  const fixed = state(key);
  if (fixed === undefined || fixed.absent || fixed.present?.kind !== 'text') return condition;
  const { groups, neither } = fixed.present.all;
  const only =
    groups.length === 1 && groups[0]?.length === 1 && neither.length === 0 ? groups[0][0] : undefined;
  if (only?.text === undefined) return condition;
  return {
    ...condition,
    operator: operator.replace('Like', 'Equals'),
    key: name.toLowerCase(),
    values: [only.text],
  };
}

/** The networks a cell is confined to, when they are not the internet. */
function narrowNetwork(cell: Cell): Range[] | undefined {
  const state = cell.get('aws:sourceip');
  if (state === undefined || state.absent || state.present?.kind !== 'number') return undefined;
  return wide(state.present.ranges) ? undefined : state.present.ranges;
}
