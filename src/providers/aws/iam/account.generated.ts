// Generated from account.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Sign-in settings of an AWS account as a whole: its root user and its password policy.
 */
export interface Account {
  /**
   * The root user has an access key.
   */
  rootAccessKeyActive?: boolean;
  /**
   * The root user has a multi-factor device.
   */
  rootMfaActive?: boolean;
  /**
   * The root user has a password; false where an organization has removed its credentials.
   */
  rootPasswordPresent?: boolean;
  /**
   * When the root user last signed in with its password; null: never, or not within what AWS records. ISO 8601, UTC.
   */
  rootPasswordLastUsed?: string | null;
  /**
   * When an access key of the root user was last used; null: never, or not within what AWS records. ISO 8601, UTC.
   */
  rootAccessKeyLastUsed?: string | null;
  /**
   * The account's own password policy; null: none, so that AWS's default holds (8 characters).
   */
  passwordPolicy?: {
    /**
     * Fewest characters.
     */
    minimumLength?: number;
    /**
     * A symbol is required.
     */
    requireSymbols?: boolean;
    /**
     * A digit is required.
     */
    requireNumbers?: boolean;
    /**
     * An upper case letter is required.
     */
    requireUppercase?: boolean;
    /**
     * A lower case letter is required.
     */
    requireLowercase?: boolean;
    /**
     * Days until a password expires; null: never.
     */
    maxAgeDays?: number | null;
    /**
     * How many former passwords may not be used again; null: none.
     */
    reusePrevention?: number | null;
  } | null;
}

export const accountSchema: Schema<Account> = { name: 'providers/aws/iam/account' };
