// Answers of the S3 APIs -> settings. One projection each for SDK answers, AWS CLI files and recorded answers.
import type { Known } from '../../../snapshot/resource.ts';
import { flag, type Raw, raw, raws, time, word } from '../answers/shape.ts';
import { readDocument } from '../iam/document.ts';
import type { AccessPoint, Acl, BlockPublicAccess, Bucket, Tag, Website } from './bucket.generated.ts';

type Document = Record<string, unknown>;
type Ownership = NonNullable<Bucket['ownership']>;

/** GetBucketPolicy, GetAccessPointPolicy: `{ Policy: text or object }`. */
export function policyOf(answer: unknown): Known<Document> {
  const read = readDocument(raw(answer)?.['Policy']);
  return read.ok ? { state: 'present', value: read.document } : malformed(`the policy ${read.problem}`);
}

/**
 * GetBucketPolicyStatus, GetAccessPointPolicyStatus: `{ PolicyStatus: { IsPublic } }`; GetMultiRegionAccessPointPolicyStatus calls it
 * `Established`.
 */
export function policyStatusOf(answer: unknown): Known<{ isPublic: boolean }> {
  const from = raw(answer);
  const isPublic = flag(raw(from?.['PolicyStatus'] ?? from?.['Established'])?.['IsPublic']);
  return isPublic === undefined
    ? malformed('the answer does not say whether the policy is public')
    : { state: 'present', value: { isPublic } };
}

/** GetBucketAcl: `{ Owner, Grants }`. */
export function aclOf(answer: unknown): Known<Acl> {
  const from = raw(answer);
  const owner = word(raw(from?.['Owner'])?.['ID']);
  // An answer without a single grant has no list; one without an owner either is no ACL.
  const list = raws(from?.['Grants'] ?? (owner === undefined ? undefined : []));
  if (list === undefined) return malformed('the answer holds no access control list');
  const grants: Acl['grants'] = [];
  for (const { item } of list) {
    const grant = grantOf(item);
    if (grant === undefined) return malformed('a grant of the access control list could not be read');
    grants.push(grant);
  }
  // Not a sum of parts: of an estate's buckets, each would have a shape of its own.
  return { state: 'present', value: owner === undefined ? { grants } : { owner, grants } };
}

const PERMISSIONS = ['FULL_CONTROL', 'WRITE', 'WRITE_ACP', 'READ', 'READ_ACP'] as const;

function grantOf(from: Raw): Acl['grants'][number] | undefined {
  const permission = PERMISSIONS.find((known) => known === from['Permission']);
  const grantee = raw(from['Grantee']);
  if (permission === undefined || grantee === undefined) return undefined;
  const group = word(grantee['URI']);
  if (group !== undefined) return { grantee: group, kind: 'group', permission };
  const user = word(grantee['ID']);
  if (user !== undefined) return { grantee: user, kind: 'user', permission };
  const email = word(grantee['EmailAddress']);
  return email === undefined ? undefined : { grantee: email, kind: 'email', permission };
}

const OWNERSHIPS: readonly Ownership[] = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'];

/** GetBucketOwnershipControls: `{ OwnershipControls: { Rules: [{ ObjectOwnership }] } }`. */
export function ownershipOf(answer: unknown): Known<Ownership> {
  const rules = raws(raw(raw(answer)?.['OwnershipControls'])?.['Rules']);
  const ownership = OWNERSHIPS.find((known) => known === rules?.[0]?.item['ObjectOwnership']);
  return ownership === undefined
    ? malformed('the answer names no Object Ownership that is known')
    : { state: 'present', value: ownership };
}

/**
 * GetMultiRegionAccessPointPolicy: `{ Policy: { Established: { Policy: text }, Proposed } }`. The established policy is the one in
 * force; a proposed one is on its way to all regions (S3 API reference).
 */
export function multiRegionPolicyOf(answer: unknown): Known<Document> {
  const document = raw(raw(answer)?.['Policy']);
  if (document === undefined) return malformed('the answer holds no policy of a Multi-Region Access Point');
  const established = raw(document['Established']);
  const text = word(established?.['Policy']);
  if (text === undefined || text === '') return { state: 'absent' };
  return policyOf(established);
}

const SWITCHES = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];

/**
 * GetPublicAccessBlock of a bucket, an account or an access point: `{ PublicAccessBlockConfiguration }`.
 * A switch that is left out is off (S3 API reference, PublicAccessBlockConfiguration).
 */
export function blockPublicAccessOf(answer: unknown): Known<BlockPublicAccess> {
  return switchesOf(raw(raw(answer)?.['PublicAccessBlockConfiguration']));
}

/**
 * DescribeEffectivePolicy of an S3 policy: `{ EffectivePolicy: { PolicyContent: text } }` with `all` or `none` at
 * s3_attributes.public_access_block_configuration (AWS Organizations user guide, "Amazon S3 policy syntax and examples").
 */
export function organizationBlockOf(answer: unknown): Known<BlockPublicAccess> {
  const read = readDocument(raw(raw(answer)?.['EffectivePolicy'])?.['PolicyContent']);
  if (!read.ok) return malformed(`the S3 policy ${read.problem}`);
  const said = raw(read.document['s3_attributes'])?.['public_access_block_configuration'];
  if (said !== 'all' && said !== 'none')
    return malformed('the S3 policy says neither all nor none of Block Public Access');
  const on = said === 'all';
  return {
    state: 'present',
    value: { blockPublicAcls: on, ignorePublicAcls: on, blockPublicPolicy: on, restrictPublicBuckets: on },
  };
}

function switchesOf(from: Raw | undefined): Known<BlockPublicAccess> {
  const [acls, ignore, policy, restrict] = SWITCHES.map((name) => flag(from?.[name]));
  // An answer without a single switch was none: an SDK makes an empty configuration of any document.
  if (from === undefined || [acls, ignore, policy, restrict].every((one) => one === undefined))
    return malformed('the answer holds no Block Public Access configuration');
  return {
    state: 'present',
    value: {
      blockPublicAcls: acls ?? false,
      ignorePublicAcls: ignore ?? false,
      blockPublicPolicy: policy ?? false,
      restrictPublicBuckets: restrict ?? false,
    },
  };
}

/** GetBucketWebsite: `{ IndexDocument: { Suffix }, ErrorDocument: { Key }, RedirectAllRequestsTo: { HostName } }`. */
export function websiteOf(answer: unknown): Known<Website> {
  const from = raw(answer);
  const indexDocument = word(raw(from?.['IndexDocument'])?.['Suffix']);
  const errorDocument = word(raw(from?.['ErrorDocument'])?.['Key']);
  const redirectTo = word(raw(from?.['RedirectAllRequestsTo'])?.['HostName']);
  if (indexDocument === undefined && redirectTo === undefined)
    return malformed('the answer names neither an index document nor a host to redirect to');
  return {
    state: 'present',
    value: {
      ...(indexDocument !== undefined && { indexDocument }),
      ...(errorDocument !== undefined && { errorDocument }),
      ...(redirectTo !== undefined && { redirectTo }),
    },
  };
}

/** GetBucketLocation: `{ LocationConstraint }`, empty for us-east-1 and `EU` for old buckets in eu-west-1. */
export function locationOf(answer: unknown): Known<string> {
  const from = raw(answer);
  if (from === undefined) return malformed('the answer names no region');
  const region = word(from['LocationConstraint']) ?? 'us-east-1';
  return { state: 'present', value: region === 'EU' ? 'eu-west-1' : region };
}

/** GetBucketTagging: `{ TagSet: [{ Key, Value }] }`. */
export function tagsOf(answer: unknown): Known<Tag[]> {
  const list = raws(raw(answer)?.['TagSet']);
  if (list === undefined) return malformed('the answer holds no tags');
  const tags: Tag[] = [];
  for (const { item } of list) {
    const key = word(item['Key']);
    if (key !== undefined) tags.push({ key, value: word(item['Value']) ?? '' });
  }
  return { state: 'present', value: tags };
}

/** A bucket of ListBuckets: name, creation time, region when the answer has it. Undefined without a name. */
export function listedBucket(
  from: Raw,
): { name: string; created: string | undefined; region: string | undefined } | undefined {
  const name = word(from['Name']);
  if (name === undefined) return undefined;
  return { name, created: time(from['CreationDate']), region: word(from['BucketRegion']) };
}

/** An access point of ListAccessPoints or GetAccessPoint, without its policy and Block Public Access. */
export function accessPointOf(answer: unknown): { bucket: string; accessPoint: AccessPoint } | undefined {
  const from = raw(answer);
  const name = word(from?.['Name']);
  const bucket = word(from?.['Bucket']);
  if (name === undefined || bucket === undefined) return undefined;
  const arn = word(from?.['AccessPointArn']);
  const alias = word(from?.['Alias']);
  const vpc = word(raw(from?.['VpcConfiguration'])?.['VpcId']);
  const origin = from?.['NetworkOrigin'];
  return {
    bucket,
    accessPoint: {
      name,
      ...(arn !== undefined && { arn, account: arn.split(':')[4] ?? '' }),
      ...(alias !== undefined && { alias }),
      ...((origin === 'Internet' || origin === 'VPC') && { networkOrigin: origin }),
      ...(vpc !== undefined && { vpc }),
    },
  };
}

/** A Multi-Region Access Point of ListMultiRegionAccessPoints, and the buckets behind it with the accounts that own them. */
export interface MultiRegion {
  accessPoint: AccessPoint;
  /** Its own Block Public Access; immutable, all on unless it was made otherwise. */
  blockPublicAccess: Known<BlockPublicAccess>;
  buckets: { name: string; account: string | undefined }[];
}

/** Undefined for one that has no name or alias yet (it is being made). Its ARN has no region and ends in the alias. */
export function multiRegionOf(answer: unknown, account: string, partition: string): MultiRegion | undefined {
  const from = raw(answer);
  const [name, alias] = [word(from?.['Name']), word(from?.['Alias'])];
  if (name === undefined || alias === undefined) return undefined;
  const buckets: MultiRegion['buckets'] = [];
  for (const { item } of raws(from?.['Regions']) ?? []) {
    const bucket = word(item['Bucket']);
    if (bucket !== undefined) buckets.push({ name: bucket, account: word(item['BucketAccountId']) });
  }
  const arn = `arn:${partition}:s3::${account}:accesspoint/${alias}`;
  return {
    accessPoint: { name, alias, arn, account, networkOrigin: 'Internet' },
    blockPublicAccess: switchesOf(raw(from?.['PublicAccessBlock'])),
    buckets,
  };
}

function malformed(detail: string): {
  state: 'unknown';
  why: { setting: string; reason: 'malformed'; detail: string };
} {
  return { state: 'unknown', why: { setting: '', reason: 'malformed', detail } };
}
