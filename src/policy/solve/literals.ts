// Statements as lists of tests: read once for a judgement, completed for each class of caller.

import { RESOURCE, type Scene } from '../callers/scene.ts';
import { isMany, traitsOf } from '../keys/traits.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Condition, Statement } from '../read/document.ts';
import { isEntangled, onArn } from './account.ts';
import { ALWAYS, type Literal, NEVER, type State, single, type Test } from './cell.ts';
import { conditionLiteral, isConstant, type Reader, resourceLiteral } from './condition.ts';
import { EVERYBODY } from './principal.ts';
import { type Run, stateOf, variableOf } from './run.ts';

/** A test on one place of a cell; see `Literal`. */
export interface Clause {
  place: number;
  sure: Test;
  perhaps: Test;
}

/** A statement as far as it reads the same for everybody. */
export interface Ready {
  statement: Statement;
  /** Of its document: policy variables are variables. */
  variables: boolean;
  /** What stands before the conditions; `moving`: the Resource element depends on the caller. */
  head: Clause[];
  moving: boolean;
  conditions: ReadyCondition[];
  /** Keys of services and tokens: of some a stranger surely has less than perhaps. */
  claims: string[];
}

interface ReadyCondition {
  condition: Condition;
  place: number;
  moving: boolean;
  /** By what the key can be (see `sortOf`), once somebody asked. */
  clauses: (Clause | undefined)[];
}

/** For each sort of a key's state. */
const NONE_YET: (Clause | undefined)[] = [undefined, undefined, undefined, undefined];
const UNCLEAR: Clause = { place: RESOURCE, sure: NEVER, perhaps: ALWAYS };

/** Reads a statement, all but what depends on the caller. */
export function ready(
  statement: Statement,
  variables: boolean,
  scene: Scene,
  element: Kind['resourceElement'],
  lists: Reader['lists'],
): Ready {
  const { resources, notResource } = statement;
  const made: Ready = { statement, variables, head: [], moving: false, conditions: [], claims: [] };
  if (statement.opaque !== undefined) made.head.push(UNCLEAR);
  if (resources === undefined) {
    if (element === 'required') made.head.push(UNCLEAR);
  } else if (element !== 'none') {
    made.moving = !isConstant(resources, variables);
    const reader: Reader = { variables, variable: NOTHING, lists };
    if (!made.moving) made.head.push(clauseOf(resourceLiteral(resources, notResource, reader), scene));
  }
  for (const condition of statement.conditions) {
    const { key, values } = condition;
    if (!traitsOf(key).global) made.claims.push(key);
    const moving = !isConstant(values, variables);
    made.conditions.push({
      condition,
      place: scene.places.get(key) ?? RESOURCE,
      moving,
      clauses: NONE_YET.slice(),
    });
  }
  return made;
}

/** The tests of a statement for one class of caller, beginning with the one on who calls. */
export function clausesOf(one: Ready, principal: Clause, run: Run): Clause[] {
  const { scene, solver } = run.puzzle;
  const { statement, variables } = one;
  const entangled = isEntangled(scene, run.puzzle.sender);
  const found: Clause[] = principal === EVERYBODY ? [] : [principal];
  for (const clause of one.head) found.push(clause);
  let reader = one.moving ? readerOf(run, variables) : undefined;
  if (reader !== undefined && statement.resources !== undefined)
    found.push(clauseOf(resourceLiteral(statement.resources, statement.notResource, reader), scene));
  for (const { condition, place, moving, clauses } of one.conditions) {
    if (moving) {
      reader ??= readerOf(run, variables);
      const written = mirrored(condition, stateOf(run, place));
      const state = stateOf(run, scene.places.get(written.key) ?? RESOURCE);
      const moved = clauseOf(conditionLiteral(written, state, reader), scene);
      found.push(entangled ? onArn(moved, scene) : moved);
      continue;
    }
    const state = stateOf(run, place);
    const sort = sortOf(state);
    let clause = clauses[sort];
    if (clause === undefined) {
      const constant: Reader = { variables, variable: NOTHING, lists: solver.lists };
      clause = clauseOf(conditionLiteral(condition, state, constant), scene);
      clauses[sort] = clause;
    }
    found.push(entangled ? onArn(clause, scene) : clause);
  }
  return found;
}

/** For texts without policy variables. */
const NOTHING = () => undefined;

function readerOf(run: Run, variables: boolean): Reader {
  return { variables, variable: (name) => variableOf(run, name), lists: run.puzzle.solver.lists };
}

/** A literal at the place of its key. */
function clauseOf({ key, sure, perhaps }: Literal, scene: Scene): Clause {
  return { place: scene.places.get(key) ?? RESOURCE, sure, perhaps };
}

/** All that a condition without variables wants to know of its key's state: unknown, always absent, text or number. */
function sortOf(state: State | undefined): number {
  if (state === undefined) return 0;
  if (state.present === null) return 1;
  return state.present.kind === 'text' ? 2 : 3;
}

/** A key of one fixed value compared with one variable says the same of the variable's key: that can be decided. */
function mirrored(condition: Condition, state: State | undefined): Condition {
  const { operator, quantifier, ifExists, values } = condition;
  const [, name] = /^\$\{([^,}\s]+)\}$/.exec(values[0] ?? '') ?? [];
  if (name === undefined || /^[*?$]$/.test(name) || values.length > 1 || quantifier !== undefined || ifExists)
    return condition;
  if (!/^String(Not)?(Equals(IgnoreCase)?|Like)$/.test(operator) || isMany(name.toLowerCase()))
    return condition;
  const fixed = state === undefined ? undefined : single(state);
  if (fixed === undefined) return condition;
  return {
    ...condition,
    operator: operator.replace('Like', 'Equals'),
    key: name.toLowerCase(),
    values: [fixed],
  };
}
