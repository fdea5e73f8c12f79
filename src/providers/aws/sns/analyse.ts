// SNS: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import { type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { policyExposures } from '../policy/doors.ts';
import { shellWord } from '../words/shell.ts';
import { topicSchema } from './topic.generated.ts';

/** A topic is reached through its access policy alone (SNS developer guide, "Example cases for Amazon SNS access control"). */
export function analyseSns(resource: Resource, context: Context): Assessment {
  const topic = typed(resource, topicSchema);
  const arn = topic.id;
  const account = arn.split(':')[4];
  const exposures = policyExposures(
    {
      setting: 'policy',
      policy: setting(topic, 'policy'),
      about: { kind: 'sns', resource: arn, ...(account !== undefined && { account }) },
      apply: (document) =>
        `aws sns set-topic-attributes --topic-arn ${shellWord(arn)} --attribute-name Policy --attribute-value ${document}`,
    },
    topic.scope,
    context,
  );
  return { exposures, facts: {} };
}
