// Expectation against verdict: agree, missed, false alarm, undecided; and the finer differences.
import type { Answer, Case, Verdict } from './case.ts';

export type Outcome = 'agree' | 'missed' | 'false-alarm' | 'undecided' | 'disputed';

export interface Result {
  id: string;
  kind: string;
  evidence: string;
  outcome: Outcome;
  /** The documentation has an answer. */
  decided: boolean;
  /** Some question that the documentation answers was answered with unknown. */
  unknown: boolean;
  /** In words, each difference. */
  differences: string[];
  verdict: Verdict;
}

const QUESTIONS = [
  'anonymous',
  'anyAwsAccount',
  'confusedDeputy',
  'policyStatusIsPublic',
  'viaAwsService',
  'viaVpcEndpoint',
] as const;

/** Compares one case; `undefined` = the tool has no answer to it. Missed beats every other outcome: something exposed was called not exposed. */
export function compare(vector: Case, said: Verdict | undefined, disputed: Set<string>): Result {
  const differences: string[] = [];
  const outcomes = new Set<Outcome>();
  const { expect } = vector;
  const verdict = said ?? {};
  if (said === undefined) add('undecided', 'no answer');
  else if (expect === null) {
    // Undecided by the documentation: anything but "not exposed" is right.
    const { anonymous, anyAwsAccount, confusedDeputy } = verdict;
    if (![anonymous, anyAwsAccount, confusedDeputy].some((one) => one === true || one === 'unknown'))
      add('missed', 'said not exposed where the documentation does not decide');
  } else {
    for (const question of QUESTIONS) {
      const wanted = expect[question];
      const answer = verdict[question];
      if (wanted !== undefined && answer !== undefined) note(question, wanted, answer);
    }
    if (expect.access !== undefined && verdict.access !== undefined)
      noteAccess(expect.access, verdict.access);
  }
  function noteAccess(wanted: string[], surely: string[] | 'unknown'): void {
    if (surely === 'unknown') {
      add('undecided', 'access unknown');
      return;
    }
    const perhaps = verdict.perhaps ?? [];
    const lacking = wanted.filter((word) => !surely.includes(word));
    const lost = lacking.filter((word) => !perhaps.includes(word));
    const extra = surely.filter((word) => !wanted.includes(word));
    const doubtful = perhaps.filter((word) => !wanted.includes(word));
    if (lost.length > 0) add('missed', `access lacks ${lost.join(', ')}`);
    if (extra.length > 0) add('false-alarm', `access has ${extra.join(', ')} beyond`);
    if (lost.length < lacking.length || doubtful.length > 0) add('undecided', 'access undecided');
  }
  function note(question: string, wanted: boolean, answer: Answer): void {
    if (answer === wanted) return;
    const outcome = answer === 'unknown' ? 'undecided' : wanted ? 'missed' : 'false-alarm';
    add(outcome, `${question}: expected ${wanted}, said ${answer}`);
  }
  function add(outcome: Outcome, difference: string): void {
    outcomes.add(outcome);
    differences.push(difference);
  }
  const order: Outcome[] = ['missed', 'false-alarm', 'undecided'];
  let outcome = order.find((one) => outcomes.has(one)) ?? 'agree';
  if (outcome !== 'agree' && disputed.has(vector.id)) outcome = 'disputed';
  const { id, kind, evidence = '' } = vector;
  const decided = expect !== null;
  const unknown = decided && outcomes.has('undecided');
  return { id, kind, evidence, outcome, decided, unknown, differences, verdict };
}
