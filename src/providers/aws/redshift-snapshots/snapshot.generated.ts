// Generated from snapshot.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a Redshift snapshot that decide who can restore it.
 */
export interface Snapshot {
  /**
   * The accounts that may restore the snapshot. Redshift cannot share with everyone.
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
   * Policy of that key; null when there is none. Only read where the snapshot is shared with accounts.
   */
  keyPolicy?: {} | null;
  /**
   * Grants of that key to other accounts. Only read where the snapshot is shared with accounts.
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
}

export const snapshotSchema: Schema<Snapshot> = { name: 'providers/aws/redshift-snapshots/snapshot' };
