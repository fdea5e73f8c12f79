// How much work one judgement may cost; beyond it the answer is unknown, never a guess.

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
