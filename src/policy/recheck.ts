// No exposure without its proof: every witness is asked of the single-request evaluator before it is believed.
import { isCoherent } from './evaluate/coherent.ts';
import { evaluate } from './evaluate/evaluate.ts';
import type { Grant, Question } from './question.ts';

/** What the witnesses of one judgement may cost to check, about a tenth of a second. */
const EFFORT = 300_000;

/** Asks the single-request evaluator about each witness. One that it does not allow is our bug, and proves nothing. */
export function recheck(grants: Grant[], question: Question): Grant[] {
  const effort = { left: EFFORT };
  return grants.map((grant) => {
    if (grant.certainty !== 'exact') return grant;
    if (grant.witness === undefined) return doubted(grant, 'no request was found within the budget');
    if (!isCoherent(grant.witness))
      return doubted(grant, 'condition keys that depend on each other could not be decided together');
    if (effort.left >= 0 && evaluate(question, grant.witness, effort) === 'allowed') return grant;
    return doubted(
      grant,
      effort.left < 0
        ? 'the request could not be checked again within the budget'
        : 'witness failed its re-check (our bug)',
    );
  });
}

/** The same grant without a proof. */
export function doubted({ witness: _unproved, ...grant }: Grant, reason: string): Grant {
  return { ...grant, certainty: 'maybe', reason };
}
