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
}

export const snapshotSchema: Schema<Snapshot> = { name: 'providers/aws/redshift-snapshots/snapshot' };
