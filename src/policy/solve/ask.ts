// One question: may this caller do these actions? Proved, disproved, or neither.
import { OverBudget, spend, TOO_COMPLEX } from '../budget.ts';
import type { Puzzle } from './run.ts';
import { type Solution, solve } from './solve.ts';

export interface Answer {
  solution: Solution;
  certain: boolean;
  reason?: string;
}

/** Proves, disproves, or says that it can do neither. */
export function ask(puzzle: Puzzle): Answer | undefined {
  try {
    spend(puzzle.solver.budget, 1);
    const sure = solve(puzzle, 'sure', 'present');
    if (sure.statements.length > 0) return { solution: sure, certain: true };
    if (!sure.blurred) return undefined;
    const without = solve(puzzle, 'sure', 'absent');
    if (without.statements.length > 0) return { solution: without, certain: true };
    // A single variable either has a value or has none; of several, every mixture would have to be asked.
    const cases =
      puzzle.scene.variables.size === 1 ? (['present', 'absent'] as const) : (['either'] as const);
    for (const pins of cases) {
      const perhaps = solve(puzzle, 'perhaps', pins);
      if (perhaps.statements.length === 0) continue;
      return { solution: perhaps, certain: false, reason: 'a part of the policy has no certain reading' };
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error;
    const statements = puzzle.allows.map((one) => one.ready.statement.index);
    const solution: Solution = { statements, cell: undefined, blurred: true, run: undefined };
    return { solution, certain: false, reason: TOO_COMPLEX };
  }
}
