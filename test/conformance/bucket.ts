// The input of an S3 case as the facts that the composition takes.
import type { AccessPoint, Acl, BlockPublicAccess, BucketFacts } from '../../src/providers/aws/s3/ways.ts';
import type { Known } from '../../src/snapshot/resource.ts';
import { isRecord } from './case.ts';

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
    policy: known(input, 'policy', (value) => value),
    acl: known(input, 'acl', readAcl),
    ownership: known(input, 'ownership', String),
    bucketBpa: known(input, 'bucketBpa', readBlock),
    accountBpa: known(input, 'accountBpa', readBlock),
    now,
  };
  if (typeof input['ownerAccount'] === 'string') facts.account = input['ownerAccount'];
  const organization = input['organizationBpa'] ?? input['orgBpa'] ?? input['organizationPolicy'];
  if (organization !== undefined) facts.organizationBpa = readOrganization(organization);
  if (input['accessPoints'] !== undefined || input['accessPointsError'] !== undefined)
    facts.accessPoints = known(input, 'accessPoints', (value) =>
      Array.isArray(value) ? value.map(readPoint) : [],
    );
  // Resource control policies do not bind the management account.
  if (Array.isArray(input['rcps']) && input['managementAccount'] !== true) facts.rcps = input['rcps'];
  if (isRecord(input['objectAcls']))
    facts.objectAcls = Object.fromEntries(
      Object.entries(input['objectAcls']).map(([key, acl]) => [key, readAcl(acl)]),
    );
  if (input['bucketType'] === 'directory') facts.directory = true;
  return facts;
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

function readPoint(value: unknown): AccessPoint {
  const point = isRecord(value) ? value : {};
  return {
    name: String(point['Name']),
    arn: String(point['AccessPointArn']),
    networkOrigin: String(point['NetworkOrigin'] ?? 'Internet'),
    policy: known(point, 'Policy', (policy) => policy),
    publicAccessBlock: known(point, 'PublicAccessBlockConfiguration', readBlock),
  };
}
