// Generated from account.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * An AWS account and the organization it is in.
 */
export interface Account {
  /**
   * Twelve digits.
   */
  accountId?: string;
  /**
   * Account alias; null: none.
   */
  alias?: string | null;
  /**
   * aws, aws-cn or aws-us-gov.
   */
  partition?: string;
  /**
   * The organization; null: the account is in none.
   */
  organization?: {
    /**
     * Id of the organization, o-...
     */
    id: string;
    /**
     * Account that manages it.
     */
    managementAccount?: string;
  } | null;
  /**
   * Accounts of the organization, this one included; null: the account is in none.
   */
  siblings?:
    | {
        /**
         * Twelve digits.
         */
        id: string;
        /**
         * What the organization calls it.
         */
        name?: string;
      }[]
    | null;
  /**
   * Id of the account resource of the same run that lists the accounts of the organization.
   */
  siblingsAt?: string;
  /**
   * Accounts of the same run, and the one that signed in: they are ours, though perhaps not all that are. Left out: the account was read alone, or another of the run lists them.
   */
  alongside?: string[];
  /**
   * Resource control policies that bind the resources of the account, without the one that AWS attaches everywhere and that denies nothing; null: none bind it (no organization, the management account, the policy type is not enabled).
   */
  resourceControlPolicies?:
    | {
        /**
         * Id of the policy, p-...
         */
        id: string;
        /**
         * What the organization calls it.
         */
        name?: string;
        /**
         * What it is attached to, of the account and what is above it: r-..., ou-..., twelve digits.
         */
        targets: string[];
        /**
         * The policy document.
         */
        document?: {};
        /**
         * Parts that could not be read.
         */
        unknowns?: {
          setting: string;
          reason:
            | 'denied'
            | 'throttled'
            | 'failed'
            | 'cut-short'
            | 'malformed'
            | 'disputed'
            | 'missing'
            | 'not-held';
          permission?: string;
          detail?: string;
        }[];
      }[]
    | null;
}

export const accountSchema: Schema<Account> = { name: 'providers/aws/account/account' };
