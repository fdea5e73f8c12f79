// Generated from pool.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a Cognito identity pool that decide what guests can do.
 */
export interface Pool {
  /**
   * True when it gives credentials to whoever asks, without signing in.
   */
  guests?: boolean;
  /**
   * True when guests may assume the role by themselves; then Cognito does not narrow what it may do.
   */
  classicFlow?: boolean;
  /**
   * ARN of the role that guests get; null when there is none.
   */
  guestRole?: string | null;
  /**
   * The policies of that role; null when there is no such role.
   */
  guestPolicies?:
    | {
        /**
         * Name or ARN of the policy.
         */
        name: string;
        /**
         * The policy document.
         */
        document: {};
      }[]
    | null;
  /**
   * The permissions boundary of that role; null when there is none.
   */
  guestBoundary?: {} | null;
}

export const poolSchema: Schema<Pool> = { name: 'providers/aws/cognito-identity/pool' };
