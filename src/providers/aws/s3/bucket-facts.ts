// Settings of a bucket and its account -> what the composition asks for.
import type { Context, SensitiveNames } from '../../../exposure.ts';
import { type Known, type Resource, setting, typed, type Unknown } from '../../../snapshot/resource.ts';
import { controlOf } from '../account/control.ts';
import { oursIn } from '../account/service.ts';
import { accountSchema } from './account.generated.ts';
import type { AccessPoint, Acl, BlockPublicAccess, Bucket } from './bucket.generated.ts';
import { controlFacts } from './control.ts';
import type { BucketFacts, AccessPoint as Point } from './ways.ts';

/** A bucket with everything that decides about it. */
export interface Case {
  bucket: Resource<Bucket>;
  facts: BucketFacts;
  /** Id of the account's S3 settings; undefined when the input has none. */
  accountSettings: string | undefined;
  /** What people call sensitive besides the built-in names. */
  sensitive?: SensitiveNames;
}

/** Gathers what decides about a bucket. */
export function caseOf(bucket: Resource<Bucket>, context: Context): Case {
  const [account] = context.all('aws.s3.account', bucket.scope);
  const [, partition = 'aws'] = bucket.id.split(':');
  const owner = /^aws\/(\d{12})$/.exec(bucket.scope)?.[1];
  const { sensitive } = context;
  const facts: BucketFacts = {
    bucket: bucket.name,
    partition,
    account: owner,
    policy: setting(bucket, 'policy'),
    said: bucket.settings.policyStatus?.isPublic,
    acl: mapped(setting(bucket, 'acl'), aclFacts),
    ownership: setting(bucket, 'ownership'),
    bucketBpa: setting(bucket, 'blockPublicAccess'),
    accountBpa: accountBlock(account),
    accessPoints: mapped(setting(bucket, 'accessPoints'), (points) => points.map(pointFacts)),
    multiRegionAccessPoints: mapped(setting(bucket, 'multiRegionAccessPoints'), (points) =>
      points.map(pointFacts),
    ),
    ours: withOwner(oursIn(context, bucket.scope), bucket.settings.acl?.owner),
    now: context.now,
    memo: { byKey: new Map() },
  };
  Object.assign(facts, organizationBlock(account), controlFacts(controlOf(context, bucket.scope)));
  return sensitive === undefined
    ? { bucket, accountSettings: account?.id, facts }
    : { bucket, accountSettings: account?.id, sensitive, facts };
}

/** Policies and ACLs may call the account that owns the bucket by its canonical user id. */
function withOwner(
  ours: NonNullable<BucketFacts['ours']>,
  owner: string | undefined,
): NonNullable<BucketFacts['ours']> {
  return owner === undefined ? ours : { ...ours, accounts: [...ours.accounts, owner] };
}

/** Block Public Access of the account, from its context resource. */
export function accountBlock(account: Resource | undefined): Known<BlockPublicAccess> {
  if (account !== undefined) return setting(typed(account, accountSchema), 'blockPublicAccess');
  const why: Unknown = {
    setting: 'blockPublicAccess',
    reason: 'missing',
    permission: 's3:GetAccountPublicAccessBlock',
  };
  return { state: 'unknown', why };
}

/** What the S3 policy of the organization sets; nothing where it could not be read: that is a remark about the scope. */
function organizationBlock(account: Resource | undefined): Pick<BucketFacts, 'organizationBpa'> {
  if (account === undefined) return {};
  const block = setting(typed(account, accountSchema), 'organizationBlockPublicAccess');
  return block.state === 'unknown' ? {} : { organizationBpa: block };
}

function aclFacts(acl: Acl): NonNullable<Extract<BucketFacts['acl'], { state: 'present' }>['value']> {
  return {
    ownerId: acl.owner,
    grants: acl.grants.map(({ grantee, kind, permission }) => {
      if (kind === 'group' || (kind === undefined && grantee.startsWith('http')))
        return { grantee: { uri: grantee }, permission };
      return { grantee: kind === 'email' ? { emailAddress: grantee } : { id: grantee }, permission };
    }),
  };
}

function pointFacts(point: AccessPoint): Point {
  return {
    name: point.name,
    arn: point.arn ?? '',
    networkOrigin: point.networkOrigin ?? 'Internet',
    policy: part(point, 'policy'),
    publicAccessBlock: part(point, 'blockPublicAccess'),
    said: point.policyStatus?.isPublic,
  };
}

function part<K extends 'policy' | 'blockPublicAccess'>(
  point: AccessPoint,
  name: K,
): Known<NonNullable<AccessPoint[K]>> {
  const value: AccessPoint[K] = point[name];
  if (value === null) return { state: 'absent' };
  if (value !== undefined) return { state: 'present', value };
  const why = point.unknowns?.find((unknown) => unknown.setting === name);
  return { state: 'unknown', why: why ?? { setting: name, reason: 'missing' } };
}

function mapped<T, V>(known: Known<T>, project: (value: T) => V): Known<V> {
  return known.state === 'present' ? { state: 'present', value: project(known.value) } : known;
}
