// S3 Tables: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { analysePolicyAlone } from '../policy/alone.ts';
import { restricted } from '../policy/restricted.ts';
import { shellWord } from '../words/shell.ts';
import { bucketSchema } from './bucket.generated.ts';
import { tableSchema } from './table.generated.ts';

/**
 * A table is reached through its own policy or that of its bucket; each is judged for itself.
 * Block Public Access of table buckets and tables is always on (S3 user guide, "Access management for S3 Tables").
 */
export function analyseS3tables(resource: Resource, context: Context): Assessment {
  const { schema, verb, where } = resource.type === 'aws.s3tables.table' ? table(resource) : bucket(resource);
  const { exposures, facts } = analysePolicyAlone(resource, context, {
    schema,
    kind: 'generic',
    apply: (_resource, document) => `aws s3tables put-${verb}-policy ${where} --resource-policy ${document}`,
    remove: () => `aws s3tables delete-${verb}-policy ${where}`,
  });
  return { exposures: restricted(exposures, { state: 'on' }), facts };
}

function bucket({ id }: Resource) {
  return { schema: bucketSchema, verb: 'table-bucket', where: `--table-bucket-arn ${shellWord(id)}` };
}

function table({ id, name }: Resource) {
  const [bucketArn = ''] = id.split('/table/');
  const [namespace = '', ...rest] = name.split('.');
  const named = `--namespace ${shellWord(namespace)} --name ${shellWord(rest.join('.'))}`;
  return { schema: tableSchema, verb: 'table', where: `--table-bucket-arn ${shellWord(bucketArn)} ${named}` };
}
