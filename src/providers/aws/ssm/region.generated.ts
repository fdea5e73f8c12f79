// Generated from region.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an account in a region that bind its Systems Manager documents.
 */
export interface Region {
  /**
   * Whether documents may be shared with everyone: Enable or Disable.
   */
  publicSharing?: string;
}

export const regionSchema: Schema<Region> = { name: 'providers/aws/ssm/region' };
