// Generated from region.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an account in a region that bind its machine images.
 */
export interface Region {
  /**
   * Block public access for AMIs: unblocked or block-new-sharing, which leaves what is public already.
   */
  blockPublicAccess?: string;
}

export const regionSchema: Schema<Region> = { name: 'providers/aws/ami/region' };
