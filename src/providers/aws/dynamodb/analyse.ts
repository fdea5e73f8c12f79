// DynamoDB: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { analysePolicyAlone } from '../policy/alone.ts';
import { shellWord } from '../words/shell.ts';
import { streamSchema } from './stream.generated.ts';
import { tableSchema } from './table.generated.ts';

/**
 * A table with its indexes, and its stream, are reached through policies of their own (DynamoDB developer guide, "Using resource-based
 * policies for DynamoDB"). DynamoDB itself refuses policies for everybody.
 */
export function analyseDynamodb(resource: Resource, context: Context): Assessment {
  return analysePolicyAlone(resource, context, {
    schema: resource.type === 'aws.dynamodb.stream' ? streamSchema : tableSchema,
    kind: 'generic',
    apply: ({ id }, document) =>
      `aws dynamodb put-resource-policy --resource-arn ${shellWord(id)} --policy ${document}`,
    remove: ({ id }) => `aws dynamodb delete-resource-policy --resource-arn ${shellWord(id)}`,
  });
}
