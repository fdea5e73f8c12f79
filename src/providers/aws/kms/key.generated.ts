// Generated from key.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a customer key of KMS that decide who can use it.
 */
export interface Key {
  /**
   * The key policy as it is.
   */
  policy?: {} | null;
  /**
   * Grants to principals of other accounts. Grants to AWS services, to principals of the own account and to principals that were deleted are left out.
   */
  grants?: {
    /**
     * Id of the grant.
     */
    id: string;
    /**
     * Name of the grant.
     */
    name?: string;
    /**
     * ARN of the principal that may use the key.
     */
    grantee: string;
    /**
     * What it may do: Decrypt, GenerateDataKey, CreateGrant and so on.
     */
    operations: string[];
    /**
     * The grant asks for an encryption context, which the caller chooses.
     */
    encryptionContext?: boolean;
  }[];
  /**
   * Whether the key can be used: Enabled, Disabled, PendingDeletion, PendingImport and so on.
   */
  state?: string;
}

export const keySchema: Schema<Key> = { name: 'providers/aws/kms/key' };
