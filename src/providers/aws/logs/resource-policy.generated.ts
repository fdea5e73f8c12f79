// Generated from resource-policy.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings that decide who can use the log groups of a region.
 */
export interface ResourcePolicy {
  /**
   * A resource policy of the region, as it is; null when there is none.
   */
  policy?: {} | null;
}

export const resourcePolicySchema: Schema<ResourcePolicy> = { name: 'providers/aws/logs/resource-policy' };
