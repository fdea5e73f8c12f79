// Generated from snapshot.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an EBS snapshot that decide who can read it.
 */
export interface Snapshot {
  /**
   * Whom it is shared with: its permissions to create volumes.
   */
  sharedWith?: {
    /**
     * With every AWS account.
     */
    everyone: boolean;
    /**
     * With these accounts.
     */
    accounts: string[];
  };
  /**
   * ARN of the key that it is encrypted with; null when it is not encrypted.
   */
  key?: string | null;
  /**
   * Policy of that key; null when there is none. Only read where it is shared with accounts.
   */
  keyPolicy?: {} | null;
  /**
   * Grants of that key to other accounts. Only read where it is shared with accounts.
   */
  keyGrants?: {
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
   * Id of the volume that it was made of.
   */
  volume?: string | null;
}

export const snapshotSchema: Schema<Snapshot> = { name: 'providers/aws/ebs/snapshot' };
