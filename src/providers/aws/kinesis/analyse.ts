// Kinesis: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { analysePolicyAlone } from '../policy/alone.ts';
import { shellWord } from '../words/shell.ts';
import { consumerSchema } from './consumer.generated.ts';
import { streamSchema } from './stream.generated.ts';

/** A stream and each of its consumers are reached through policies of their own (Kinesis developer guide, "Resource-based policy examples for Kinesis data streams"). */
export function analyseKinesis(resource: Resource, context: Context): Assessment {
  return analysePolicyAlone(resource, context, {
    schema: resource.type === 'aws.kinesis.consumer' ? consumerSchema : streamSchema,
    kind: 'generic',
    apply: ({ id }, document) =>
      `aws kinesis put-resource-policy --resource-arn ${shellWord(id)} --policy ${document}`,
    remove: ({ id }) => `aws kinesis delete-resource-policy --resource-arn ${shellWord(id)}`,
  });
}
