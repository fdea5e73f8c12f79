// Expectation against verdict: agree, missed, false alarm, undecided; and the finer differences.
import type { Answer, Case, Verdict } from './case.ts';

export type Outcome = 'agree' | 'missed' | 'false-alarm' | 'undecided' | 'disputed';

export interface Result {
  id: string;
  kind: string;
  evidence: string;
  outcome: Outcome;
  /** In words, each difference. */
  differences: string[];
  verdict: Verdict;
}

/** Compares one case. Missed beats every other outcome: something exposed was called not exposed. */
export function compare(vector: Case, verdict: Verdict, disputed: Set<string>): Result {
  const differences: string[] = [];
  const outcomes = new Set<Outcome>();
  const { expect } = vector;
  const exposed = verdict.anonymous !== false || verdict.anyAwsAccount !== false;
  if (expect === null) {
    // Undecided by the documentation: anything but "not exposed" is right.
    if (!exposed && verdict.confusedDeputy === false) {
      outcomes.add('missed');
      differences.push('said not exposed where the documentation does not decide');
    }
  } else {
    for (const question of [
      'anonymous',
      'anyAwsAccount',
      'confusedDeputy',
      'policyStatusIsPublic',
    ] as const) {
      const wanted = expect[question];
      const said = verdict[question];
      if (wanted === undefined || said === undefined) continue;
      note(question, wanted, said);
    }
    if (expect.access !== undefined) noteAccess(expect.access);
  }
  function noteAccess(wanted: string[]): void {
    const lacking = wanted.filter((word) => !verdict.access.includes(word));
    const lost = lacking.filter((word) => !verdict.perhaps.includes(word));
    const extra = verdict.access.filter((word) => !wanted.includes(word));
    const doubtful = verdict.perhaps.filter((word) => !wanted.includes(word));
    if (lost.length > 0) add('missed', `access lacks ${lost.join(', ')}`);
    if (extra.length > 0) add('false-alarm', `access has ${extra.join(', ')} beyond`);
    if (lost.length < lacking.length || doubtful.length > 0) add('undecided', 'access undecided');
  }
  function note(question: string, wanted: boolean, said: Answer): void {
    if (said === wanted) return;
    const outcome = said === 'unknown' ? 'undecided' : wanted ? 'missed' : 'false-alarm';
    add(outcome, `${question}: expected ${wanted}, said ${said}`);
  }
  function add(outcome: Outcome, difference: string): void {
    outcomes.add(outcome);
    differences.push(difference);
  }
  const order: Outcome[] = ['missed', 'false-alarm', 'undecided'];
  let outcome = order.find((one) => outcomes.has(one)) ?? 'agree';
  if (outcome !== 'agree' && disputed.has(vector.id)) outcome = 'disputed';
  const { id, kind, evidence = '' } = vector;
  return { id, kind, evidence, outcome, differences, verdict };
}
