// Generated from bucket.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a Lightsail bucket that decide who reads it.
 */
export interface Bucket {
  /**
   * public: everybody reads all of its objects; private.
   */
  getObject?: string | null;
  /**
   * Whether single objects can be made public.
   */
  allowPublicOverrides?: boolean | null;
  /**
   * Accounts that may read it.
   */
  readonlyAccessAccounts?: string[];
  /**
   * Where its objects are; null when it was not said.
   */
  url?: string | null;
}

export const bucketSchema: Schema<Bucket> = { name: 'providers/aws/lightsail/bucket' };
