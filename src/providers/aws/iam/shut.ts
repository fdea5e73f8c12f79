// Roads into a role that its trust policy opens and a resource control policy of the organization shuts.
import type { Evidence, Exposure } from '../../../exposure.ts';
import type { Grant, Question } from '../../../policy/question.ts';
import { allDenials, type Control, controlEvidence, controlGuards, denialsOf } from '../account/control.ts';
import type { Outsider } from '../policy/outsiders.ts';

/** The road as it would be open, in state `shut-by` with the statements that deny it. */
export function shutRoad(
  control: Control,
  question: Question,
  grant: Grant,
  { road, evidence }: { road: Outsider; evidence: Evidence[] },
  access: Exposure['access'] = ['assume'],
): Exposure {
  const denied = grant.witness === undefined ? [] : denialsOf(control, question, grant.witness);
  const denials = denied.length > 0 ? denied : allDenials(control);
  const guards = controlGuards(control, denials);
  return {
    ...road,
    access,
    state: 'shut-by',
    basis: 'configuration',
    guard: {
      en: guards.map(({ en }) => en).join(' and '),
      ja: guards.map(({ ja }) => ja).join('と'),
    },
    evidence: [...evidence, ...controlEvidence(control, denials)],
  };
}

/** Without those for whom a door is there anyway: open, or undecided. */
export function notAlready(shut: Exposure[], doors: Exposure[]): Exposure[] {
  const known = new Set(doors.map(keyOf));
  return shut.filter((one) => !known.has(keyOf(one)));
}

function keyOf({ audience, via, subject }: Exposure): string {
  return JSON.stringify([audience, via, subject]);
}
