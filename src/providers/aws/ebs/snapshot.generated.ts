// Generated from snapshot.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an EBS snapshot that decide who can read it.
 */
export interface Snapshot {
  /**
   * Whom the snapshot is shared with: its permissions to create volumes.
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
   * Id of the volume that it was made of.
   */
  volume?: string | null;
}

export const snapshotSchema: Schema<Snapshot> = { name: 'providers/aws/ebs/snapshot' };
