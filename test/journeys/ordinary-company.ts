// A fictional ordinary company as a snapshot: 20 asset buckets behind CloudFront, a trail bucket, 30 vendor roles.
import { randomBytes } from 'node:crypto';

const ACCOUNT = '111122223333';
const SCOPE = `aws/${ACCOUNT}`;

type Settings = Record<string, unknown>;

/** How the company is set up where companies differ. */
export interface Habits {
  /** Asset buckets admit the whole world instead of CloudFront alone. */
  assets: 'cloudfront' | 'public';
  /** The vendors' trust policies ask for an external id. */
  externalIds: boolean;
}

/** The snapshot's text. */
export function ordinaryCompany({ assets, externalIds }: Habits): string {
  const records: object[] = [
    { record: 'tojimari-snapshot', version: 1, tool: 'test' },
    {
      record: 'scope',
      id: SCOPE,
      provider: 'aws',
      label: '1111-2222-3333 (acme)',
      input: 'live',
      format: 'live',
    },
    resource('aws.account', ACCOUNT, {
      accountId: ACCOUNT,
      alias: 'acme',
      partition: 'aws',
      organization: null,
      siblings: null,
    }),
    resource('aws.s3.account', ACCOUNT, { blockPublicAccess: null }),
    resource('aws.iam.account', ACCOUNT, {
      rootAccessKeyActive: false,
      rootMfaActive: true,
      rootPasswordPresent: true,
      rootPasswordLastUsed: null,
      rootAccessKeyLastUsed: null,
      passwordPolicy: null,
    }),
  ];
  for (let index = 1; index <= 20; index += 1) records.push(assetBucket(`acme-assets-${index}`, assets));
  records.push(trailBucket(), listing('aws.s3.bucket', 21));
  for (let index = 1; index <= 30; index += 1) records.push(vendorRole(index, externalIds));
  records.push(listing('aws.iam.role', 30));
  records.push({ record: 'end', records: records.length - 1, calls: 0 });
  return `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
}

function resource(type: string, id: string, settings: Settings, name = id): object {
  return { record: 'resource', type, id, name, scope: SCOPE, settings, unknowns: [] };
}

function listing(type: string, seen: number): object {
  return { record: 'listing', scope: SCOPE, type, state: 'complete', seen };
}

function bucket(name: string, statement: Settings, blocked: boolean): object {
  const flags = {
    blockPublicAcls: blocked,
    ignorePublicAcls: blocked,
    blockPublicPolicy: blocked,
    restrictPublicBuckets: blocked,
  };
  const owner = 'f'.repeat(64);
  return resource(
    'aws.s3.bucket',
    `arn:aws:s3:::${name}`,
    {
      policy: { Version: '2012-10-17', Statement: [statement] },
      policyStatus: { isPublic: !blocked },
      acl: { owner, grants: [{ grantee: owner, kind: 'user', permission: 'FULL_CONTROL' }] },
      ownership: 'BucketOwnerEnforced',
      blockPublicAccess: flags,
      website: null,
      location: 'eu-west-1',
      tags: null,
      accessPoints: [],
      created: '2024-01-01T00:00:00Z',
    },
    name,
  );
}

function assetBucket(name: string, assets: Habits['assets']): object {
  const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${name}/*` };
  if (assets === 'public') return bucket(name, { ...read, Sid: 'assets', Principal: '*' }, false);
  const Condition = {
    StringEquals: { 'aws:SourceArn': `arn:aws:cloudfront::${ACCOUNT}:distribution/E1ACMEEXAMPLE` },
  };
  return bucket(
    name,
    { ...read, Sid: 'cdn', Principal: { Service: 'cloudfront.amazonaws.com' }, Condition },
    true,
  );
}

function trailBucket(): object {
  return bucket(
    'acme-trail',
    {
      Sid: 'trail',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::acme-trail/AWSLogs/${ACCOUNT}/*`,
    },
    true,
  );
}

function vendorRole(index: number, externalIds: boolean): object {
  const vendor = String(400_000_000_000 + index * 1111);
  const Condition = externalIds
    ? { StringEquals: { 'sts:ExternalId': `acme-${index}-${randomBytes(2).toString('hex')}` } }
    : undefined;
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${vendor}:root` },
    Action: 'sts:AssumeRole',
    Condition,
  };
  const name = `vendor-${index}`;
  return resource(
    'aws.iam.role',
    `arn:aws:iam::${ACCOUNT}:role/${name}`,
    {
      path: '/',
      createdAt: '2024-01-01T00:00:00Z',
      lastUsedAt: null,
      trustPolicy: { Version: '2012-10-17', Statement: [statement] },
      attachedPolicies: [{ name: 'SecurityAudit', arn: 'arn:aws:iam::aws:policy/SecurityAudit' }],
      inlinePolicies: [],
      permissionsBoundary: null,
      tags: {},
    },
    name,
  );
}
