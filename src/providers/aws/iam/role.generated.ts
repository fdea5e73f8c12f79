// Generated from role.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * An IAM role: who may assume it, and what it may then do.
 */
export interface Role {
  /**
   * Path of the role; roles below /aws-service-role/ belong to AWS services.
   */
  path?: string;
  /**
   * The trust policy (AssumeRolePolicyDocument), parsed.
   */
  trustPolicy?: {};
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
  /**
   * ARN of the permissions boundary; null: none.
   */
  permissionsBoundary?: string | null;
  /**
   * When the role was made. ISO 8601, UTC.
   */
  createdAt?: string | null;
  /**
   * When the role was last used; null: not within the 400 days that AWS records. ISO 8601, UTC.
   */
  lastUsedAt?: string | null;
  /**
   * Tags, name to value.
   */
  tags?: {
    [k: string]: string;
  };
}

export const roleSchema: Schema<Role> = { name: 'providers/aws/iam/role' };
