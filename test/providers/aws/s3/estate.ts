// Buckets made up for tests of the analysis: closed unless a test opens a door.
import type { Context, Exposure, Ours } from '../../../../src/exposure.ts';
import { analyseS3 } from '../../../../src/providers/aws/s3/analyse.ts';
import type { Resource, Unknown } from '../../../../src/snapshot/resource.ts';

const SCOPE = 'aws/111122223333';
const OURS: Ours = {
  accounts: [],
  organizations: [],
  networks: [],
  domains: [],
  vendors: [],
  declared: false,
};
export const ON = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};
export const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';
export const SIGNED_USERS = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
const OWNER = { grantee: '75aa57f0', kind: 'user', permission: 'FULL_CONTROL' };
export const DENIED: Unknown = { setting: '', reason: 'denied', permission: 's3:GetIt' };

const CLOSED = {
  policy: null,
  policyStatus: null,
  acl: { owner: '75aa57f0', grants: [OWNER] },
  ownership: 'BucketOwnerEnforced',
  blockPublicAccess: null,
  website: null,
  tags: null,
  location: 'ap-northeast-1',
  accessPoints: [],
  multiRegionAccessPoints: [],
};

export type Settings = Record<string, unknown>;

/** A resource; settings that are undefined could not be read. */
function resource(type: string, id: string, settings: Settings): Resource {
  const known = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const unknowns = Object.keys(settings)
    .filter((name) => settings[name] === undefined)
    .map((setting) => ({ ...DENIED, setting }));
  return {
    record: 'resource',
    type,
    id,
    name: id.split(':::').at(-1) ?? id,
    scope: SCOPE,
    region: 'ap-northeast-1',
    settings: known,
    unknowns,
  };
}

function contextOf(account: Settings | undefined, ours: Ours, organization?: Settings): Context {
  const held = new Map<string, Resource[]>();
  if (account)
    held.set('aws.s3.account', [resource('aws.s3.account', 'arn:aws:s3:::account/111122223333', account)]);
  if (organization)
    held.set('aws.account', [resource('aws.account', 'arn:aws:iam::111122223333:root', organization)]);
  return { all: (type) => held.get(type) ?? [], ours, now: Date.parse('2026-01-01T00:00:00Z') };
}

export interface Given {
  bucket: Settings;
  account?: Settings | undefined;
  ours?: Partial<Ours>;
  organization?: Settings;
}

export function judge({ bucket, ours, organization, ...rest }: Given) {
  const account = 'account' in rest ? rest.account : { blockPublicAccess: null };
  const context = contextOf(account, { ...OURS, ...ours }, organization);
  return analyseS3(resource('aws.s3.bucket', 'arn:aws:s3:::kagi', { ...CLOSED, ...bucket }), context);
}

export function allow(principal: unknown, action: unknown, more: object = {}, sid = 'share'): object {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: principal,
    Action: action,
    Resource: ['arn:aws:s3:::kagi', 'arn:aws:s3:::kagi/*'],
    ...more,
  };
}

export function policy(...statements: object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

export function acl(grantee: string, permission: string): object {
  return { owner: '75aa57f0', grants: [OWNER, { grantee, kind: 'group', permission }] };
}

export const PARTNER = { AWS: 'arn:aws:iam::444455556666:root' };
export const READ = policy(allow('*', 's3:GetObject'));

/** `audience access+access state via subject` of each exposure. */
export function short(exposures: Exposure[]): string[] {
  return exposures.map(({ audience, access, state, via = '-', subject = '-' }) =>
    [audience, access.join('+'), state, via, subject].join(' '),
  );
}

export const AP = 'arn:aws:s3:ap-northeast-1:111122223333:accesspoint/kagi-ap';

export function point(more: object = {}): object {
  const statement = {
    Sid: 'ap',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `${AP}/object/*`,
  };
  return {
    name: 'kagi-ap',
    arn: AP,
    networkOrigin: 'Internet',
    policy: policy(statement),
    blockPublicAccess: null,
    ...more,
  };
}

export const GLOBAL = 'arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap';

/** A Multi-Region Access Point that does not block public access, with everyone in its policy. */
export function global(more: object = {}): object {
  const statement = {
    Sid: 'global',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `${GLOBAL}/object/*`,
  };
  return {
    name: 'kagi-global',
    alias: 'mfzwi23gnjvgw.mrap',
    arn: GLOBAL,
    account: '111122223333',
    networkOrigin: 'Internet',
    policy: policy(statement),
    blockPublicAccess: { ...ON, restrictPublicBuckets: false, ignorePublicAcls: false },
    ...more,
  };
}

export const DELEGATED = policy(
  allow('*', '*', { Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } } }),
);

/** What an unread door may give. */
export const EVERYTHING = 'list+read+write+delete+admin+meta';
