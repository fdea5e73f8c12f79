// Generated from snapshot.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a snapshot of a database or a database cluster that decide who can restore it.
 */
export interface Snapshot {
  /**
   * Whom the snapshot is shared with: its restore attribute.
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
  /**
   * Database engine: postgres, aurora-mysql, docdb, neptune.
   */
  engine?: string | null;
}

export const snapshotSchema: Schema<Snapshot> = { name: 'providers/aws/rds-snapshots/snapshot' };
