// Generated from region.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an account in a region that bind its EBS snapshots.
 */
export interface Region {
  /**
   * Block public access for snapshots: unblocked, block-new-sharing or block-all-sharing.
   */
  blockPublicAccess?: string;
}

export const regionSchema: Schema<Region> = { name: 'providers/aws/ebs/region' };
