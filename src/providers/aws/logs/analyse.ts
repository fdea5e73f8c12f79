// CloudWatch Logs: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { analysePolicyAlone, commandsOf, ownerOf } from '../policy/alone.ts';
import { policyExposures } from '../policy/doors.ts';
import { shellWord } from '../words/shell.ts';
import { destinationSchema } from './destination.generated.ts';
import { resourcePolicySchema } from './resource-policy.generated.ts';

/**
 * A resource policy speaks of all log groups of its region; a destination's access policy of the destination alone (CloudWatch Logs API
 * reference, PutResourcePolicy and PutDestinationPolicy).
 */
export function analyseLogs(resource: Resource, context: Context): Assessment {
  if (resource.type === 'aws.logs.destination')
    return analysePolicyAlone(resource, context, {
      schema: destinationSchema,
      kind: 'generic',
      apply: ({ name }, document) =>
        `aws logs put-destination-policy --destination-name ${shellWord(name)} --access-policy ${document}`,
    });
  const policy = typed(resource, resourcePolicySchema);
  const groups = policy.id.split(':').slice(0, 5).join(':');
  const exposures = policyExposures(
    {
      setting: 'policy',
      policy: setting(policy, 'policy'),
      about: { kind: 'generic', resource: `${groups}:*`, ...ownerOf(policy.id) },
      ...commandsOf(resource, {
        apply: ({ name }, document) =>
          `aws logs put-resource-policy --policy-name ${shellWord(name)} --policy-document ${document}`,
        remove: ({ name }) => `aws logs delete-resource-policy --policy-name ${shellWord(name)}`,
      }),
    },
    policy.scope,
    context,
  );
  return { exposures, facts: {} };
}
