// SQS: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { analysePolicyAlone } from '../policy/alone.ts';
import { shellWord } from '../words/shell.ts';
import { queueSchema } from './queue.generated.ts';

/**
 * A queue is reached through its access policy alone; AddPermission writes into that policy, and a queue without one is the owner's (SQS
 * developer guide, "Using custom policies with the Amazon SQS access policy language").
 */
export function analyseSqs(resource: Resource, context: Context): Assessment {
  const set = `aws sqs set-queue-attributes --queue-url ${shellWord(queueUrl(resource.id))} --attributes`;
  return analysePolicyAlone(resource, context, {
    schema: queueSchema,
    kind: 'sqs',
    apply: (_queue, document) => `${set} "$(jq -n --arg policy ${document} '{Policy: $policy}')"`,
    remove: () => `${set} '{"Policy": ""}'`,
  });
}

/** The URL by which SQS calls a queue (AWS General Reference, "Amazon SQS endpoints and quotas"). */
function queueUrl(arn: string): string {
  const [, partition, , region, account, name] = arn.split(':');
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://sqs.${region}.${suffix}/${account}/${name}`;
}
