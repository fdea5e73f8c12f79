// Generated from analyzer.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * An external access analyzer of IAM Access Analyzer, and what it finds.
 */
export interface Analyzer {
  /**
   * Whom it trusts: its account, or the organization.
   */
  zone?: 'ACCOUNT' | 'ORGANIZATION';
  /**
   * Whether it is at work.
   */
  active?: boolean;
  /**
   * Its findings that are active or archived.
   */
  findings?: {
    /**
     * ARN of the resource.
     */
    resource: string;
    /**
     * AWS::S3::Bucket
     */
    type: string;
    /**
     * Account that owns the resource.
     */
    account: string;
    /**
     * Whether it calls the resource public.
     */
    public: boolean;
    /**
     * Who gets in.
     */
    who: string[];
    /**
     * Whether somebody archived the finding.
     */
    archived: boolean;
  }[];
}

export const analyzerSchema: Schema<Analyzer> = { name: 'providers/aws/access-analyzer/analyzer' };
