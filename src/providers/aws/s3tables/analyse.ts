// S3 Tables: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { analysePolicyAlone } from '../policy/alone.ts';
import { restricted } from '../policy/restricted.ts';
import { shellWord } from '../shell.ts';
import { bucketSchema } from './bucket.generated.ts';

/**
 * A table bucket is reached through its policy, or that of a table in it.
 * Block Public Access of table buckets is always on (S3 user guide, "Access management for S3 Tables").
 */
export function analyseS3tables(resource: Resource, context: Context): Assessment {
  const where = `--table-bucket-arn ${shellWord(resource.id)}`;
  const { exposures, facts } = analysePolicyAlone(resource, context, {
    schema: bucketSchema,
    kind: 'generic',
    apply: (_bucket, document) =>
      `aws s3tables put-table-bucket-policy ${where} --resource-policy ${document}`,
    remove: () => `aws s3tables delete-table-bucket-policy ${where}`,
  });
  return { exposures: restricted(exposures, { state: 'on' }), facts };
}
