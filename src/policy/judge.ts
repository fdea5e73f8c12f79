// The decision procedure: does a request exist that an outsider can make, that Allow grants and Deny does not take back?
import type { Judgement, Question } from './question.ts';

/** Judges one resource policy. */
export function judge(_question: Question): Judgement {
  throw new Error('to be written');
}
