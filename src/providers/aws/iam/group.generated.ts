// Generated from group.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * An IAM group and what its members may do.
 */
export interface Group {
  /**
   * Path of the group.
   */
  path?: string;
  /**
   * When the group was made. ISO 8601, UTC.
   */
  createdAt?: string | null;
  /**
   * Managed policies that are attached.
   *
   * Items: A managed policy.
   */
  attachedPolicies?: {
    /**
     * ARN of the policy.
     */
    arn: string;
    /**
     * Its name.
     */
    name?: string;
  }[];
  /**
   * Policies embedded in it.
   *
   * Items: An embedded policy.
   */
  inlinePolicies?: {
    /**
     * Its name.
     */
    name: string;
    /**
     * The policy document. Absent when it could not be read; problem says why.
     */
    document?: {};
    /**
     * Why the document could not be read.
     */
    problem?: string;
  }[];
}

export const groupSchema: Schema<Group> = { name: 'providers/aws/iam/group' };
