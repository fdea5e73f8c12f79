// What one judgement has in hand while it solves: how much work is left, and what it has read already.
import type { Budget } from '../budget.ts';
import type { Lists } from '../read/read-list.ts';

export interface Solver {
  budget: Budget;
  /** Lists of values, so that equal ones are one object. */
  lists: Lists;
}

/** Steps that one judgement may take, about a tenth of a second. */
const STEPS = 150_000;

/** A solver at the beginning of a judgement. */
export function solverOf(): Solver {
  return { budget: { steps: STEPS }, lists: { few: [], many: undefined } };
}
