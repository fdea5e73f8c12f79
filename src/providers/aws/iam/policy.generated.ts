// Generated from policy.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * A customer managed policy.
 */
export interface Policy {
  /**
   * ARN of the policy.
   */
  arn?: string;
  /**
   * Path of the policy.
   */
  path?: string;
  /**
   * When the policy was made. ISO 8601, UTC.
   */
  createdAt?: string | null;
  /**
   * When it last changed. ISO 8601, UTC.
   */
  updatedAt?: string | null;
  /**
   * The policy document of the default version.
   */
  document?: {};
  /**
   * How many users, groups and roles it is attached to.
   */
  attachments?: number;
  /**
   * For how many users and roles it is the permissions boundary.
   */
  boundaryUses?: number;
}

export const policySchema: Schema<Policy> = { name: 'providers/aws/iam/policy' };
