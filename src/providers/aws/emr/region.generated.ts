// Generated from region.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an account in a region that bind its EMR clusters.
 */
export interface Region {
  /**
   * Refuses clusters whose security groups let in the whole internet.
   */
  blockPublicSecurityGroupRules?: boolean;
  /**
   * Ports that may be open all the same.
   */
  permittedRanges?: {
    /**
     * First port.
     */
    from: number;
    /**
     * Last port.
     */
    to: number;
  }[];
}

export const regionSchema: Schema<Region> = { name: 'providers/aws/emr/region' };
