// Generated from account.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * The trails that record every region of an account, and what they record of access to objects in S3.
 */
export interface Account {
  /**
   * Trails of all regions, those of the organization among them.
   */
  trails?: {
    /**
     * ARN of the trail.
     */
    name: string;
    /**
     * Whether it records now. Asked where it records access to objects.
     */
    logging?: boolean;
    /**
     * Records who reads objects, of every bucket or of some.
     */
    s3Reads: boolean;
    /**
     * Records who writes objects, of every bucket or of some.
     */
    s3Writes: boolean;
  }[];
}

export const accountSchema: Schema<Account> = { name: 'providers/aws/cloudtrail/account' };
