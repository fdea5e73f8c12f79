// Generated from bucket.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an S3 bucket that decide who can reach it.
 */
export interface Bucket {
  /**
   * The bucket policy as it stands; null: there is none.
   */
  policy?: Document | null;
  /**
   * What S3 itself says about the policy (GetBucketPolicyStatus); null: there is no policy.
   */
  policyStatus?: PolicyStatus | null;
  acl?: Acl;
  /**
   * Object Ownership; null: never set, so that ACLs count.
   */
  ownership?: 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter' | null;
  /**
   * Block Public Access of the bucket; null: none, all four off.
   */
  blockPublicAccess?: BlockPublicAccess | null;
  /**
   * Static website hosting; null: off.
   */
  website?: Website | null;
  /**
   * Region of the bucket.
   */
  location?: string;
  /**
   * Tags of the bucket; null: none.
   */
  tags?: Tag[] | null;
  /**
   * Access points of the account that lead to the bucket.
   */
  accessPoints?: AccessPoint[];
  /**
   * Multi-Region Access Points of the account that lead to the bucket.
   */
  multiRegionAccessPoints?: AccessPoint[];
  /**
   * When it was created; ISO 8601, UTC.
   */
  created?: string;
  /**
   * Kinds of encryption that uploads may not use: SSE-C. null: the bucket has no settings of encryption. Live, it is read where outsiders may write, or a rule names it.
   */
  blockedEncryption?: string[] | null;
}
/**
 * An IAM policy document.
 */
export interface Document {
  [k: string]: unknown;
}
/**
 * What S3 itself says about a policy.
 */
export interface PolicyStatus {
  /**
   * S3 calls the policy public.
   */
  isPublic: boolean;
}
/**
 * Access control list of the bucket.
 */
export interface Acl {
  /**
   * Canonical user id of the owner.
   */
  owner?: string;
  grants: Grant[];
}
/**
 * One grant of an access control list.
 */
export interface Grant {
  /**
   * URI of a group, canonical user id, or mail address.
   */
  grantee: string;
  /**
   * What the grantee is.
   */
  kind?: 'group' | 'user' | 'email';
  permission: 'FULL_CONTROL' | 'WRITE' | 'WRITE_ACP' | 'READ' | 'READ_ACP';
}
/**
 * The four switches of Block Public Access.
 */
export interface BlockPublicAccess {
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
   * A public policy lets in nobody but the account and AWS services.
   */
  restrictPublicBuckets: boolean;
}
/**
 * Static website hosting.
 */
export interface Website {
  /**
   * Object that is served for a folder.
   */
  indexDocument?: string;
  /**
   * Object that is served for an error.
   */
  errorDocument?: string;
  /**
   * Host that every request is sent to.
   */
  redirectTo?: string;
}
export interface Tag {
  key: string;
  value: string;
}
/**
 * An access point. A part that is left out has its reason in `unknowns`.
 */
export interface AccessPoint {
  /**
   * Name of the access point.
   */
  name: string;
  /**
   * ARN of the access point.
   */
  arn?: string;
  /**
   * Alias that stands for it in a bucket name.
   */
  alias?: string;
  /**
   * Account that owns the access point.
   */
  account?: string;
  /**
   * Where requests may come from; fixed when it is made.
   */
  networkOrigin?: 'Internet' | 'VPC';
  /**
   * The VPC, for network origin VPC.
   */
  vpc?: string;
  /**
   * Its own policy; null: there is none.
   */
  policy?: Document | null;
  /**
   * Its own Block Public Access; null: none, all four off.
   */
  blockPublicAccess?: BlockPublicAccess | null;
  /**
   * What S3 itself says about its policy; null: there is no policy.
   */
  policyStatus?: PolicyStatus | null;
  /**
   * Parts that could not be read.
   */
  unknowns?: {
    setting: string;
    reason:
      'denied' | 'throttled' | 'failed' | 'cut-short' | 'malformed' | 'disputed' | 'missing' | 'not-held';
    permission?: string;
    detail?: string;
    /**
     * The detail in Japanese, where it is in words of our own.
     */
    detailJa?: string;
  }[];
}

export const bucketSchema: Schema<Bucket> = { name: 'providers/aws/s3/bucket' };
