// Directory buckets: settings -> exposures. Pure.
import type { Assessment, Context } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { analysePolicyAlone } from '../policy/alone.ts';
import { restricted } from '../policy/restricted.ts';
import { shellWord } from '../words/shell.ts';
import { bucketSchema } from './bucket.generated.ts';

/**
 * A directory bucket is reached through its policy alone: ACLs are off.
 * Block Public Access of directory buckets is on and cannot be changed (S3 user guide, "Security best practices for S3 Express One Zone").
 */
export function analyseS3express(resource: Resource, context: Context): Assessment {
  const { exposures, facts } = analysePolicyAlone(resource, context, {
    schema: bucketSchema,
    kind: 'generic',
    apply: ({ name }, document) =>
      `aws s3api put-bucket-policy --bucket ${shellWord(name)} --policy ${document}`,
    remove: ({ name }) => `aws s3api delete-bucket-policy --bucket ${shellWord(name)}`,
  });
  return { exposures: restricted(exposures, { state: 'on' }), facts };
}
