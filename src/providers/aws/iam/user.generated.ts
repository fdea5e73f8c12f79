// Generated from user.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * An IAM user: how it can sign in, and what it may then do.
 */
export interface User {
  /**
   * Path of the user.
   */
  path?: string;
  /**
   * When the user was made. ISO 8601, UTC.
   */
  createdAt?: string | null;
  /**
   * The user has a password for the console.
   */
  consoleAccess?: boolean;
  /**
   * When the password was last used; null: never, or not within what AWS records. ISO 8601, UTC.
   */
  passwordLastUsed?: string | null;
  /**
   * The user has a multi-factor device.
   */
  mfaActive?: boolean;
  /**
   * Long-term access keys, active or not.
   *
   * Items: An access key.
   */
  accessKeys?: {
    /**
     * The key's id; not a secret. The credential report does not have it.
     */
    id?: string;
    /**
     * Whether it can be used.
     */
    active: boolean;
    /**
     * When it was made. ISO 8601, UTC.
     */
    createdAt?: string | null;
    /**
     * When it was last used; null: never, or not within what AWS records. ISO 8601, UTC.
     */
    lastUsedAt?: string | null;
  }[];
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
   * Names of the groups it belongs to.
   */
  groups?: string[];
  /**
   * ARN of the permissions boundary; null: none.
   */
  permissionsBoundary?: string | null;
  /**
   * Tags, name to value.
   */
  tags?: {
    [k: string]: string;
  };
}

export const userSchema: Schema<User> = { name: 'providers/aws/iam/user' };
