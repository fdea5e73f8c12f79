// How much work one judgement may cost; beyond it the answer is unknown, never a guess.

/** Steps left for one judgement; when they are used up the answer is "cannot tell". */
export interface Budget {
  steps: number;
}

/** The reason of a grant that could not be decided within the budget. */
export const TOO_COMPLEX = 'the policy is too complex to decide within the budget';

export class OverBudget extends Error {}

// One for all, because it may be thrown for every caller of a huge policy; nobody reads its stack.
const OVER = new OverBudget('over budget');

/** Spends steps or throws `OverBudget`. */
export function spend(budget: Budget, steps: number): void {
  budget.steps -= steps;
  if (budget.steps < 0) throw OVER;
}
