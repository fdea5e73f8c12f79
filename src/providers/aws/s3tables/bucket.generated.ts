// Generated from bucket.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings that decide who can use an S3 table bucket.
 */
export interface Bucket {
  /**
   * The policy of the table bucket, as it is; null when there is none.
   */
  policy?: {} | null;
}

export const bucketSchema: Schema<Bucket> = { name: 'providers/aws/s3tables/bucket' };
