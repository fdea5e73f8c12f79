// What decides who can reach a bucket, and the ways in that come of it: the words that doors and guards share.
import type { AccessWord, Caller, Grant, Judgement, Request } from '../../../policy/question.ts';
import type { Known } from '../../../snapshot/resource.ts';
import type { Control, Denial } from '../account/control.ts';
import type { Memo } from './beside.ts';

/** The four switches as S3 names them, in camelCase. A switch that is left out is off. */
export interface BlockPublicAccess {
  blockPublicAcls?: boolean | null | undefined;
  ignorePublicAcls?: boolean | null | undefined;
  blockPublicPolicy?: boolean | null | undefined;
  restrictPublicBuckets?: boolean | null | undefined;
}

/** An access control list. A grantee has a `uri` (group), an `id` (canonical user) or an `emailAddress`. */
export interface Acl {
  ownerId?: string | null | undefined;
  grants: {
    grantee: {
      uri?: string | null | undefined;
      id?: string | null | undefined;
      emailAddress?: string | null | undefined;
    };
    permission: string;
  }[];
}

/** One access point of the bucket. */
export interface AccessPoint {
  name: string;
  arn: string;
  /** `Internet` or `VPC`. A VPC origin is never public. */
  networkOrigin: string;
  policy: Known<unknown>;
  publicAccessBlock: Known<BlockPublicAccess>;
  /** What S3 itself says about its policy (GetAccessPointPolicyStatus); left out when it was not read. */
  said?: boolean | undefined;
}

/** Everything that decides who can reach a bucket. Present, absent (S3 said there is none) and unknown never mix. */
export interface BucketFacts {
  bucket: string;
  /** `aws` when left out; `aws-cn`, `aws-us-gov`. */
  partition?: string;
  /** Twelve digits of the owning account, when known. */
  account?: string | undefined;
  /** The parsed policy document (an object); absent = no policy. */
  policy: Known<unknown>;
  /** What S3 itself says about that policy (GetBucketPolicyStatus); left out when it was not read. */
  said?: boolean | undefined;
  acl: Known<Acl>;
  /** `BucketOwnerEnforced`, `BucketOwnerPreferred`, `ObjectWriter`; absent = no ownership configuration, ACLs count. */
  ownership: Known<string>;
  bucketBpa: Known<BlockPublicAccess>;
  accountBpa: Known<BlockPublicAccess>;
  /** Block Public Access set by the organization; left out when there is none or it cannot be read by this identity. */
  organizationBpa?: Known<BlockPublicAccess>;
  /** Unknown when the list could not be read; left out = not looked at (named under limits). */
  accessPoints?: Known<AccessPoint[]>;
  /** The same of Multi-Region Access Points, whose ARNs have no region. */
  multiRegionAccessPoints?: Known<AccessPoint[]>;
  /** Resource control policies that apply to the bucket's account (Deny only). */
  rcps?: unknown[];
  /** The same with their names and places; says which of them denies. */
  control?: Control;
  /** Object key -> its ACL, where known. */
  objectAcls?: Record<string, Acl>;
  /** Directory buckets (S3 Express): Block Public Access always on, ACLs always off. */
  directory?: boolean;
  ours?: { accounts: string[]; organizations: string[]; networks: string[] };
  /** Milliseconds since 1970, for conditions on the time of the request. */
  now?: number;
  /** What the engine said before, by question: a cure that changes one setting asks the same about the others. */
  memo?: Memo;
}

/** The settings that can only close, by the name of their setting. */
export type GuardName =
  | 'bucketBpa.ignorePublicAcls'
  | 'bucketBpa.restrictPublicBuckets'
  | 'accountBpa.ignorePublicAcls'
  | 'accountBpa.restrictPublicBuckets'
  | 'organizationBpa.ignorePublicAcls'
  | 'organizationBpa.restrictPublicBuckets'
  | 'accessPoint.restrictPublicBuckets'
  | 'accessPoint.networkOrigin'
  | 'ownership'
  | 'directory'
  /** Of an ACL: a bucket policy that could not be read may deny what the ACL grants. */
  | 'policy';

/** The two lists of access points, by their setting. */
export type PointList = 'accessPoints' | 'multiRegionAccessPoints';

/** In which list an access point stands: the ARN of a Multi-Region Access Point names no region (S3 user guide). */
export function listOf(arn: string): PointList {
  return arn.split(':')[3] === '' ? 'multiRegionAccessPoints' : 'accessPoints';
}

/** One way in for one class of caller. */
export interface Way {
  caller: Caller;
  via: 'policy' | 'acl' | 'access-point';
  /** A wider caller may have the same actions by the same door, but not these requests. */
  beside?: boolean;
  /** via access-point: the bucket policy lets nobody make these requests directly. */
  apart?: boolean;
  /** via access-point: its ARN. */
  accessPoint?: string;
  /** via acl: the key of the object whose ACL it is; left out for the bucket's own ACL. */
  object?: string;
  /** Sorted S3 action names. Empty only in state `unknown`. */
  actions: string[];
  /** Empty only in state `unknown`, where it could be anything. */
  access: AccessWord[];
  /**
   * `open`: reachable. `open-unless`: reachable unless one of `missing` (guards that could not be read) stops it.
   * `shut-by`: open but for `guards`. `unknown`: a door could not be read (`missingDoors`) or the engine could not decide (`reason`).
   */
  state: 'open' | 'open-unless' | 'shut-by' | 'unknown';
  /** open-unless: the guards that could not be read and would decide. */
  missing: GuardName[];
  /** shut-by: the guards that shut it; any one of them suffices. */
  guards: GuardName[];
  /** shut-by: statements of resource control policies that deny it; without `guards`, they alone. */
  denials?: Denial[];
  /** unknown: doors that could not be read. */
  missingDoors: ('policy' | 'acl' | PointList | 'accessPoint.policy')[];
  /** `maybe` when the engine could not decide; then the state is `unknown`, or `shut-by` when a guard settles it. */
  certainty: Grant['certainty'];
  reason?: string;
  /** via policy / access-point: indexes of the Allow statements. via acl: indexes into `grants` of the ACL. */
  indexes: number[];
  /** Conditions the request has to meet, in words. */
  conditions: string[];
  witness?: Request;
}

/** The answer about one bucket. Sorted widest caller first; nothing for what is closed. */
export interface Composition {
  ways: Way[];
  /** The judgement of the bucket policy alone, when there is one: grants, faults. */
  policy?: Judgement;
  /** AWS's own question (GetBucketPolicyStatus): false without a policy, `unknown` when it cannot be told. */
  policyStatusIsPublic: boolean | 'unknown';
}
