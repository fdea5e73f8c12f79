// The input of an S3 case as the facts that the composition takes.
import type { AccessPoint, Acl, BlockPublicAccess, BucketFacts } from '../../src/providers/aws/s3/ways.ts';
import type { Known } from '../../src/snapshot/resource.ts';
import { isRecord } from './case.ts';
import { controls, document, either, failed, organizationBlock } from './inputs.ts';

type Input = Record<string, unknown>;

/** A setting; null = there is none; `<name>Error` = it could not be read. */
function known<T>(input: Input, name: string, read: (value: unknown) => T): Known<T> {
  const error = input[`${name}Error`];
  if (error !== undefined && error !== null) {
    return { state: 'unknown', why: { setting: name, reason: 'denied', detail: String(error) } };
  }
  const value = input[name];
  return value === null || value === undefined
    ? { state: 'absent' }
    : { state: 'present', value: read(value) };
}

export function bucketFacts(input: Input, now: number): BucketFacts {
  const facts: BucketFacts = {
    bucket: String(input['bucket']),
    policy: known(input, 'policy', document),
    acl: known(input, 'acl', readAcl),
    ownership: known(input, 'ownership', String),
    bucketBpa: known(input, 'bucketBpa', readBlock),
    accountBpa: known(input, 'accountBpa', readBlock),
    now,
  };
  if (typeof input['ownerAccount'] === 'string') facts.account = input['ownerAccount'];
  const organization = organizationBlock(input);
  if (failed(input, 'organizationBpa')) facts.organizationBpa = known(input, 'organizationBpa', readBlock);
  else if (organization !== undefined) facts.organizationBpa = readOrganization(organization);
  for (const list of ['accessPoints', 'multiRegionAccessPoints'] as const)
    if (input[list] !== undefined || input[`${list}Error`] !== undefined)
      facts[list] = known(input, list, (value) =>
        Array.isArray(value) ? value.map((point) => readPoint(point, facts.account)) : [],
      );
  const rcps = controls(input);
  if (rcps !== undefined) facts.rcps = rcps;
  const objects = objectAcls(input['objectAcls']);
  if (objects !== undefined) facts.objectAcls = objects;
  // An object's list that could not be read may open as much as the bucket's own.
  if (failed(input, 'objectAcls')) facts.acl = known({ aclError: input['objectAclsError'] }, 'acl', readAcl);
  if (input['bucketType'] === 'directory' || facts.bucket.endsWith('--x-s3')) facts.directory = true;
  return facts;
}

/** By key, or a list of records with a `Key`. */
function objectAcls(value: unknown): Record<string, Acl> | undefined {
  const list: unknown[] = Array.isArray(value) ? value : [];
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, acl]) => [key, readAcl(acl)]));
  const keyed = list
    .filter(isRecord)
    .map((item) => [String(item['Key']), readAcl(item['Acl'] ?? item)] as const);
  return keyed.length > 0 ? Object.fromEntries(keyed) : undefined;
}

function readBlock(value: unknown): BlockPublicAccess {
  const flags = isRecord(value) ? value : {};
  const flag = (name: string) => flags[name] === true || flags[name] === 'true';
  return {
    blockPublicAcls: flag('BlockPublicAcls'),
    ignorePublicAcls: flag('IgnorePublicAcls'),
    blockPublicPolicy: flag('BlockPublicPolicy'),
    restrictPublicBuckets: flag('RestrictPublicBuckets'),
  };
}

/** The organization's policy: `all`, `none`, the four flags, or the policy itself (`s3_attributes`). */
function readOrganization(given: unknown): Known<BlockPublicAccess> {
  const value = assigned(given) ?? given;
  if (value === null || value === 'none') return { state: 'absent' };
  if (value !== 'all') return { state: 'present', value: readBlock(value) };
  const on = {
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: true,
    restrictPublicBuckets: true,
  };
  return { state: 'present', value: on };
}

function assigned(policy: unknown): unknown {
  const attributes = isRecord(policy) ? policy['s3_attributes'] : undefined;
  const block = isRecord(attributes) ? attributes['public_access_block_configuration'] : undefined;
  return isRecord(block) ? block['@@assign'] : undefined;
}

function readAcl(value: unknown): Acl {
  const acl = isRecord(value) ? value : {};
  const owner = isRecord(acl['Owner']) ? acl['Owner']['ID'] : undefined;
  const grants = Array.isArray(acl['Grants']) ? acl['Grants'].filter(isRecord) : [];
  return {
    ownerId: typeof owner === 'string' ? owner : null,
    grants: grants.map((grant) => {
      const grantee = isRecord(grant['Grantee']) ? grant['Grantee'] : {};
      const member = (name: string) => (typeof grantee[name] === 'string' ? grantee[name] : null);
      return {
        grantee: { uri: member('URI'), id: member('ID'), emailAddress: member('EmailAddress') },
        permission: String(grant['Permission']),
      };
    }),
  };
}

function readPoint(value: unknown, account: string | undefined): AccessPoint {
  const point = isRecord(value) ? value : {};
  const name = String(either(point, 'Name', 'name') ?? 'point');
  const arn =
    either(point, 'AccessPointArn', 'Arn', 'arn') ?? `arn:aws:s3:us-east-1:${account}:accesspoint/${name}`;
  const origin = either(point, 'NetworkOrigin', 'networkOrigin');
  const inNetwork = isRecord(either(point, 'VpcConfiguration', 'vpcConfiguration'));
  const policy = { policy: either(point, 'Policy', 'policy'), policyError: point['PolicyError'] };
  const block = either(point, 'PublicAccessBlockConfiguration', 'PublicAccessBlock', 'bpa');
  const blockError = point['PublicAccessBlockConfigurationError'];
  return {
    name,
    arn: String(arn),
    networkOrigin: String(origin ?? (inNetwork ? 'VPC' : 'Internet')),
    policy: known(policy, 'policy', document),
    publicAccessBlock: known({ block, blockError }, 'block', readBlock),
  };
}
