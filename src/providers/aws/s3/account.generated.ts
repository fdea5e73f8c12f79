// Generated from account.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * S3 settings of an AWS account as a whole.
 */
export interface Account {
  /**
   * Block Public Access of the account; null: none, all four off.
   */
  blockPublicAccess?: {
    /**
     * Refuses new public ACLs.
     */
    blockPublicAcls: boolean;
    /**
     * Public ACLs do not count.
     */
    ignorePublicAcls: boolean;
    /**
     * Refuses new public policies.
     */
    blockPublicPolicy: boolean;
    /**
     * Public policies let in nobody but the account and AWS services.
     */
    restrictPublicBuckets: boolean;
  } | null;
  /**
   * Block Public Access by the S3 policy of the organization; null: no such policy.
   */
  organizationBlockPublicAccess?: {
    /**
     * Refuses new public ACLs.
     */
    blockPublicAcls: boolean;
    /**
     * Public ACLs do not count.
     */
    ignorePublicAcls: boolean;
    /**
     * Refuses new public policies.
     */
    blockPublicPolicy: boolean;
    /**
     * Public policies let in nobody but the account and AWS services.
     */
    restrictPublicBuckets: boolean;
  } | null;
}

export const accountSchema: Schema<Account> = { name: 'providers/aws/s3/account' };
