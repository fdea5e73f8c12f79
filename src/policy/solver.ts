// What one judgement has in hand while it solves: how much work is left, and what it has read already.
import type { Budget } from './budget.ts';
import type { ReadList } from './condition.ts';
import { isMany } from './keys.ts';
import type { Scene } from './scene.ts';

export interface Solver {
  budget: Budget;
  /** Lists of values, so that equal ones are one object. */
  lists: Map<string, ReadList>;
  /** By place: the key can have several values at once. */
  many: boolean[];
}

/** Steps that one judgement may take, about a tenth of a second. */
const STEPS = 150_000;

/** A solver at the beginning of a judgement. */
export function solverOf(scene: Scene): Solver {
  return { budget: { steps: STEPS }, lists: new Map(), many: scene.names.map(isMany) };
}
