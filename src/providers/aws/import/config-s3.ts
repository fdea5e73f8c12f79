// S3 in AWS Config: a bucket's settings are JSON strings under names of Config's own.
import type { Known, Origin, Resource } from '../../../snapshot/resource.ts';
import { type Raw, raw, raws, time, word } from '../answers/shape.ts';
import { andThen, settle } from '../collecting/ask.ts';
import { draft } from '../iam/draft.ts';
import { aclOf, blockPublicAccessOf, policyOf, websiteOf } from '../s3/project.ts';
import { capitalised, unknown, unpacked, unpackedKnown } from './config-shape.ts';
import type { Owner } from './owner.ts';

/** A bucket; undefined when the item does not name it. */
export function bucketOf(item: Raw, origin: Origin, scope: string): Resource | undefined {
  const name = word(item['resourceName']) ?? word(item['resourceId']);
  if (name === undefined) return undefined;
  const id = word(item['arn']) ?? word(item['ARN']) ?? `arn:aws:s3:::${name}`;
  const origins: Record<string, Origin> = {};
  const bucket: Resource = {
    record: 'resource',
    type: 'aws.s3.bucket',
    id,
    name,
    scope,
    settings: {},
    unknowns: [],
    origins,
  };
  const region = word(item['awsRegion']);
  const supplement = raw(item['supplementaryConfiguration']);
  const place = `${origin.pointer ?? ''}/supplementaryConfiguration`;
  const keep = (setting: string, key: string, project: (value: unknown) => Known<unknown>) => {
    const value = supplement?.[key];
    const known: Known<unknown> =
      value === undefined ? unknown('missing') : andThen(unpackedKnown(value), project);
    settle(bucket, setting, known);
    const inside = setting === 'policy' && known.state === 'present' ? '/policyText' : '';
    if (known.state !== 'unknown')
      origins[setting] = { file: origin.file, pointer: `${place}/${key}${inside}` };
  };
  keep('policy', 'BucketPolicy', configPolicy);
  keep('acl', 'AccessControlList', configAcl);
  for (const [index, list] of grantPlaces(bucket))
    origins[`acl/grants/${index}`] = {
      file: origin.file,
      pointer: `${place}/AccessControlList/${list}/${index}`,
    };
  keepOrNone('blockPublicAccess', 'PublicAccessBlockConfiguration', configBlock);
  keepOrNone('website', 'BucketWebsiteConfiguration', configWebsite);
  keepOrNone('ownership', 'OwnershipControls', configOwnership);
  for (const setting of ['policyStatus', 'accessPoints', 'multiRegionAccessPoints', 'blockedEncryption'])
    bucket.unknowns.push({ setting, reason: 'not-held' });
  const tags = raw(item['tags']);
  settle(
    bucket,
    'tags',
    tags === undefined
      ? unknown('missing')
      : {
          state: 'present',
          value: Object.entries(tags).map(([key, value]) => ({ key, value: String(value) })),
        },
  );
  if (region !== undefined) {
    bucket.region = region;
    bucket.settings['location'] = region;
  } else bucket.unknowns.push({ setting: 'location', reason: 'missing' });
  const created = time(item['resourceCreationTime']);
  if (created !== undefined) bucket.settings['created'] = created;
  return bucket;

  /** Items made before S3 had the setting do not have it: that is not the same as none. */
  function keepOrNone(setting: string, key: string, project: (value: unknown) => Known<unknown>): void {
    keep(setting, key, (value) => (value === null ? { state: 'absent' } : project(value)));
  }
}

/** Numbers of the grants, and the key of the list that they stand in. */
function grantPlaces({ settings }: Resource): [number, string][] {
  const grants = raw(settings['acl'])?.['grants'];
  return Array.isArray(grants) ? grants.map((_, index) => [index, 'grantList']) : [];
}

/** `{ policyText: text or null }` */
function configPolicy(value: unknown): Known<unknown> {
  const text = raw(value)?.['policyText'];
  if (text === null) return { state: 'absent' };
  return policyOf({ Policy: text });
}

const PERMISSIONS: Record<string, string> = {
  FullControl: 'FULL_CONTROL',
  Read: 'READ',
  Write: 'WRITE',
  ReadAcp: 'READ_ACP',
  WriteAcp: 'WRITE_ACP',
};
const GROUPS: Record<string, string> = {
  AllUsers: 'http://acs.amazonaws.com/groups/global/AllUsers',
  AuthenticatedUsers: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
  LogDelivery: 'http://acs.amazonaws.com/groups/s3/LogDelivery',
};

/** `{ owner: { id }, grantList: [{ grantee: 'AllUsers' or { id }, permission: 'FullControl' }] }` */
function configAcl(value: unknown): Known<unknown> {
  const acl = raw(value);
  const owner = raw(acl?.['owner']);
  if (acl === undefined || owner === undefined) return unknown('malformed');
  const list = acl['grantList'] ?? acl['grantSet'] ?? [];
  const grants = raws(list)?.map(({ item }) => {
    const group = GROUPS[word(item['grantee']) ?? ''];
    const grantee = raw(item['grantee']);
    return {
      Permission: PERMISSIONS[word(item['permission']) ?? ''] ?? item['permission'],
      Grantee:
        group === undefined
          ? { ID: grantee?.['id'], EmailAddress: grantee?.['emailAddress'] }
          : { URI: group },
    };
  });
  return aclOf({ Owner: { ID: owner['id'] }, Grants: grants ?? 'malformed' });
}

function configBlock(value: unknown): Known<unknown> {
  return blockPublicAccessOf({ PublicAccessBlockConfiguration: raw(value) && capitalised(raw(value) ?? {}) });
}

function configWebsite(value: unknown): Known<unknown> {
  const from = raw(value);
  const index = word(from?.['indexDocumentSuffix']);
  const host = word(raw(from?.['redirectAllRequestsTo'])?.['hostName']);
  if (index === undefined && host === undefined) return { state: 'absent' };
  return websiteOf({
    ...(index !== undefined && { IndexDocument: { Suffix: index } }),
    ErrorDocument: { Key: from?.['errorDocument'] },
    ...(host !== undefined && { RedirectAllRequestsTo: { HostName: host } }),
  });
}

function configOwnership(value: unknown): Known<unknown> {
  const rules = raws(raw(value)?.['rules'])?.[0]?.item;
  const ownership = rules?.['objectOwnership'];
  if (
    ownership === 'BucketOwnerEnforced' ||
    ownership === 'BucketOwnerPreferred' ||
    ownership === 'ObjectWriter'
  )
    return { state: 'present', value: ownership };
  return unknown('malformed');
}

/** Block Public Access of the account. */
export function accountBlockOf(item: Raw, origin: Origin, scope: string, owner: Owner | undefined): Resource {
  const account = owner?.account ?? word(item['resourceId']);
  const id =
    account === undefined ? `${scope}/s3` : `arn:${owner?.partition ?? 'aws'}:s3:::account/${account}`;
  const resource: Resource = draft('aws.s3.account', id, account ?? scope, {
    scope,
    lacking: (setting) => ({ setting, reason: 'missing' }),
    origin,
  });
  const configuration = raw(unpacked(item['configuration']));
  const known: Known<unknown> =
    configuration === undefined ? unknown('malformed') : configBlock(configuration);
  settle(resource, 'blockPublicAccess', known);
  resource.unknowns.push({ setting: 'organizationBlockPublicAccess', reason: 'not-held' });
  if (resource.origins && known.state === 'present')
    resource.origins['blockPublicAccess'] = {
      file: origin.file,
      pointer: `${origin.pointer ?? ''}/configuration`,
    };
  return resource;
}
