// Random buckets: policy, ACLs, ownership and Block Public Access at three levels.
import type { Dice } from './dice.ts';

/** A statement of a random bucket policy. */
export type Statement = {
  Effect: string;
  Principal: unknown;
  Action: string[];
  Resource: string[];
  Condition?: Condition;
};
/** Operator -> key -> value. */
export type Condition = Record<string, Record<string, string>>;

/** The bucket. */
export const ARN = 'arn:aws:s3:::acme-data';
const GROUPS = 'http://acs.amazonaws.com/groups/global/';

/** Action, what it is asked of, and its word. */
export const ACTIONS = [
  ['s3:ListBucket', ARN, 'list'],
  ['s3:ListBucketVersions', ARN, 'list'],
  ['s3:ListBucketMultipartUploads', ARN, 'list'],
  ['s3:GetBucketAcl', ARN, 'meta'],
  ['s3:PutBucketAcl', ARN, 'admin'],
  ['s3:GetObject', `${ARN}/a`, 'read'],
  ['s3:GetObjectVersion', `${ARN}/a`, 'read'],
  ['s3:GetObjectAcl', `${ARN}/a`, 'meta'],
  ['s3:GetObjectVersionAcl', `${ARN}/a`, 'meta'],
  ['s3:PutObject', `${ARN}/a`, 'write'],
  ['s3:PutObjectAcl', `${ARN}/a`, 'admin'],
  ['s3:PutObjectVersionAcl', `${ARN}/a`, 'admin'],
] as const;

const CONDITIONS: (Condition | undefined)[] = [
  undefined,
  undefined,
  undefined,
  { Bool: { 'aws:SecureTransport': 'false' } },
  { StringEquals: { 'aws:PrincipalOrgID': 'o-kagi123456' } },
  { StringNotEquals: { 'aws:PrincipalOrgID': 'o-kagi123456' } },
  { StringEquals: { 'aws:PrincipalType': 'Anonymous' } },
  { StringNotEquals: { 'aws:PrincipalType': 'Anonymous' } },
  { Null: { 'aws:PrincipalOrgID': 'true' } },
];

/** Permission in a bucket ACL -> actions. */
export const BUCKET_ACL: Record<string, string[]> = {
  READ: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
  WRITE: ['s3:PutObject'],
  READ_ACP: ['s3:GetBucketAcl'],
  WRITE_ACP: ['s3:PutBucketAcl'],
};
/** Permission in an object ACL -> actions. */
export const OBJECT_ACL: Record<string, string[]> = {
  READ: ['s3:GetObject', 's3:GetObjectVersion'],
  READ_ACP: ['s3:GetObjectAcl', 's3:GetObjectVersionAcl'],
  WRITE_ACP: ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'],
};

function pick<T>(roll: Dice, from: readonly T[], otherwise: T): T {
  return from[roll(from.length)] ?? otherwise;
}

function statement(roll: Dice): Statement {
  const names = ACTIONS.filter(() => roll(3) === 0).map(([name]) => name);
  const made: Statement = {
    Effect: roll(5) < 2 ? 'Deny' : 'Allow',
    Principal: pick(roll, ['*', '*', { AWS: '*' }, { AWS: '444455556666' }], '*'),
    Action: names.length > 0 ? names : ['s3:GetObject'],
    Resource: pick(roll, [[ARN], [`${ARN}/*`], [ARN, `${ARN}/*`]], [ARN]),
  };
  const condition = pick(roll, CONDITIONS, undefined);
  return condition === undefined ? made : { ...made, Condition: condition };
}

/** A random ACL for groups. */
export function acl(roll: Dice) {
  const grants = Array.from({ length: roll(3) }, () => ({
    Grantee: { Type: 'Group', URI: GROUPS + pick(roll, ['AllUsers', 'AuthenticatedUsers'], 'AllUsers') },
    Permission: pick(roll, ['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL'], 'READ'),
  }));
  return { Owner: { ID: 'owner' }, Grants: grants };
}

function block(roll: Dice): Record<string, boolean> | null {
  if (roll(3) === 0) return null;
  const names = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
  return Object.fromEntries(names.map((name) => [name, roll(6) === 0]));
}

/** A random bucket, in the words of vectors. */
export function bucket(roll: Dice) {
  return {
    bucket: 'acme-data',
    ownerAccount: '111122223333',
    policy:
      roll(5) === 0
        ? null
        : { Version: '2012-10-17', Statement: Array.from({ length: 1 + roll(3) }, () => statement(roll)) },
    acl: acl(roll),
    ownership: pick(roll, [null, 'ObjectWriter', 'BucketOwnerPreferred', 'BucketOwnerEnforced'], null),
    bucketBpa: block(roll),
    accountBpa: block(roll),
    organizationBpa: pick(roll, [null, null, null, null, null, 'all', 'none'], null),
    objectAcls: roll(2) === 0 ? {} : { a: acl(roll) },
    bucketType: roll(12) === 0 ? 'directory' : 'general',
  };
}
