// One configuration item -> one resource. Config writes JSON inside JSON, and names of its own for what S3 calls otherwise.
import type { Known, Origin, Resource, Unknown } from '../../../snapshot/resource.ts';
import { andThen, settle } from '../ask.ts';
import { draft, put, type Source } from '../iam/draft.ts';
import { projectGroup, projectPolicy, projectRole, projectUser } from '../iam/project.ts';
import { type Raw, raw, raws, time, word } from '../iam/shape.ts';
import { aclOf, blockPublicAccessOf, policyOf, websiteOf } from '../s3/project.ts';
import { scopeId } from './claims.ts';
import type { Owner } from './owner.ts';

/** Types of Config that become resources. */
export const CONFIG_TYPES = new Set([
  'AWS::S3::Bucket',
  'AWS::S3::AccountPublicAccessBlock',
  'AWS::IAM::Role',
  'AWS::IAM::User',
  'AWS::IAM::Group',
  'AWS::IAM::Policy',
]);

/** The resource of an item; undefined when it does not say which resource it is about. */
export function resourceOfItem(
  type: string,
  item: Raw,
  origin: Origin,
  owner: Owner | undefined,
): Resource | undefined {
  const scope = scopeId(owner);
  if (type === 'AWS::S3::Bucket') return bucketOf(item, origin, scope);
  if (type === 'AWS::S3::AccountPublicAccessBlock') return accountBlockOf(item, origin, scope, owner);
  return principalOf(type, item, origin, scope);
}

/** Configuration keys are the API's with a small first letter. */
function principalOf(type: string, item: Raw, origin: Origin, scope: string): Resource | undefined {
  const inner = unpacked(item['configuration']);
  const configuration = raw(inner);
  const broken = configuration === undefined;
  const from = capitalised(configuration ?? {});
  const details: Raw = { Arn: word(item['arn']) ?? word(item['ARN']), ...from };
  if (Array.isArray(details['Tags']) === false) details['Tags'] = tagList(item['tags']);
  const lacking = (setting: string): Unknown => ({
    setting,
    reason: broken ? 'malformed' : SIGN_IN.has(setting) ? 'not-held' : 'missing',
  });
  const source: Source = {
    scope,
    lacking,
    origin: { file: origin.file, pointer: `${origin.pointer ?? ''}/configuration` },
  };
  const extent = broken ? 'brief' : 'details';
  if (type === 'AWS::IAM::Role') return itself(projectRole(details, extent, source), source);
  if (type === 'AWS::IAM::Group') return itself(projectGroup(details, source), source);
  if (type === 'AWS::IAM::Policy') return itself(projectPolicy(details, source), source);
  const user = projectUser(details, extent, source);
  for (const setting of SIGN_IN) if (user !== undefined) put(user, source, setting, undefined);
  return itself(user, source);
}

const SIGN_IN = new Set([
  'consoleAccess',
  'passwordLastUsed',
  'mfaActive',
  'accessKeys',
  'lastUsedAt',
  'rootMfaActive',
]);

/** Pointers of Config would name keys that the file spells otherwise: they all point to the configuration. */
function itself(resource: Resource | undefined, source: Source): Resource | undefined {
  if (resource?.origins !== undefined && source.origin !== undefined)
    for (const setting of Object.keys(resource.origins)) resource.origins[setting] = source.origin;
  return resource;
}

function bucketOf(item: Raw, origin: Origin, scope: string): Resource | undefined {
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
    if (known.state !== 'unknown') origins[setting] = { file: origin.file, pointer: `${place}/${key}` };
  };
  keep('policy', 'BucketPolicy', configPolicy);
  keep('acl', 'AccessControlList', configAcl);
  keepOrNone('blockPublicAccess', 'PublicAccessBlockConfiguration', configBlock);
  keepOrNone('website', 'BucketWebsiteConfiguration', configWebsite);
  keepOrNone('ownership', 'OwnershipControls', configOwnership);
  for (const setting of ['policyStatus', 'accessPoints'])
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
  const list = acl?.['grantList'] ?? acl?.['grantSet'] ?? [];
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
  return aclOf({ Owner: { ID: raw(acl?.['owner'])?.['id'] }, Grants: grants ?? 'malformed' });
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

function accountBlockOf(item: Raw, origin: Origin, scope: string, owner: Owner | undefined): Resource {
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
  if (resource.origins && known.state === 'present')
    resource.origins['blockPublicAccess'] = {
      file: origin.file,
      pointer: `${origin.pointer ?? ''}/configuration`,
    };
  return resource;
}

/** Config wraps values in JSON strings, at times twice. */
function unpacked(value: unknown): unknown {
  let inner = value;
  for (let depth = 0; depth < 3 && typeof inner === 'string'; depth += 1) {
    try {
      inner = JSON.parse(inner);
    } catch {
      return undefined;
    }
  }
  return inner;
}

function unpackedKnown(value: unknown): Known<unknown> {
  const inner = unpacked(value);
  return inner === undefined ? unknown('malformed') : { state: 'present', value: inner };
}

function unknown(reason: Unknown['reason']): Known<never> {
  return { state: 'unknown', why: { setting: '', reason } };
}

/** `roleName` -> `RoleName`, through all lists and objects but policy documents, which are strings here. */
function capitalised(from: Raw): Raw {
  const result: Raw = {};
  for (const [key, value] of Object.entries(from))
    result[key.slice(0, 1).toUpperCase() + key.slice(1)] = deeper(value);
  return result;
}

function deeper(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deeper);
  const object = raw(value);
  return object === undefined ? value : capitalised(object);
}

function tagList(tags: unknown): { Key: string; Value: string }[] | undefined {
  const map = raw(tags);
  return map && Object.entries(map).map(([Key, value]) => ({ Key, Value: String(value) }));
}
