// A policy document -> who outside could do what with its resource.
import type { Assessment, Context, Ours } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { type Document, documentSchema } from './document.generated.ts';
import { exposuresOf, unread } from './doors.ts';
import { questionOf } from './question.ts';

/** Exposures of a policy that is judged on its own: what else guards the resource is not looked at. Pure. */
export function analysePolicy(resource: Resource, { ours, now }: Context): Assessment {
  const given = typed<Document>(resource, documentSchema);
  const policy = setting(given, 'policy');
  if (policy.state === 'absent') return { exposures: [], facts: {} };
  if (policy.state === 'unknown') return { exposures: [unread(policy.why)], facts: {} };
  const question = questionOf(given.settings, policy.value, ours, now);
  const everyone: Ours =
    question.account === undefined ? ours : { ...ours, accounts: [...ours.accounts, question.account] };
  return { exposures: exposuresOf({ setting: 'policy' }, question, everyone), facts: {} };
}
