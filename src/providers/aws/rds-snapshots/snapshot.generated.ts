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
   * Database engine: postgres, aurora-mysql, docdb, neptune.
   */
  engine?: string | null;
}

export const snapshotSchema: Schema<Snapshot> = { name: 'providers/aws/rds-snapshots/snapshot' };
