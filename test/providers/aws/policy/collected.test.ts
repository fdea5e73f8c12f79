// Services whose resources are shared by their policy alone: what is asked of each, and what comes of paging, of none and of denial.
import { afterEach, describe, expect, test } from '@jest/globals';
import { backup } from '../../../../src/providers/aws/backup/collect.ts';
import { codeartifact } from '../../../../src/providers/aws/codeartifact/collect.ts';
import type { RegionalCollector } from '../../../../src/providers/aws/collector.ts';
import { glacier } from '../../../../src/providers/aws/glacier/collect.ts';
import { glue } from '../../../../src/providers/aws/glue/collect.ts';
import { logs } from '../../../../src/providers/aws/logs/collect.ts';
import { s3ObjectLambda } from '../../../../src/providers/aws/s3-object-lambda/collect.ts';
import { s3express } from '../../../../src/providers/aws/s3express/collect.ts';
import { s3tables } from '../../../../src/providers/aws/s3tables/collect.ts';
import { ses } from '../../../../src/providers/aws/ses/collect.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';
import {
  collected,
  denies,
  fails,
  type Operation,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, policy } from '../judged.ts';
import { sorted } from '../surroundings.ts';

const HERE = 'eu-west-1:111122223333';
const POLICY = policy(allow({ AWS: '*' }, 'x:Read'));
const TEXT = JSON.stringify(POLICY);

interface Service {
  name: string;
  collector: RegionalCollector;
  /** Two pages: `first` on one, `second` on the other; `first` has the policy, `second` none. */
  replies: Replies;
  /** What is listed, with the operation that lists and the permission for it. */
  lists: { type: string; operation: string; permission: string; seen: number; below?: string }[];
  /** What holds the policies: operation and permission; absent where the list holds them. */
  reads: { operation: string; permission: string; none: string }[];
}

const paged = (
  key: 'query' | 'input',
  name: string,
  one: object | string,
  two: object | string,
): ((call: Operation) => object | string) => {
  return (call) => {
    const token = key === 'query' ? call.query.get(name) : call.input[name];
    return token === undefined || token === null ? one : two;
  };
};

const table = (name: string) => ({
  namespace: ['sales'],
  name,
  type: 'customer',
  tableARN: `arn:aws:s3tables:${HERE}:bucket/first/table/${name}`,
  createdAt: '2026-01-01T00:00:00Z',
  modifiedAt: '2026-01-01T00:00:00Z',
});

const SERVICES: Service[] = [
  {
    name: 'backup',
    collector: backup,
    replies: {
      'GET /backup-vaults': paged(
        'query',
        'nextToken',
        { BackupVaultList: [{ BackupVaultName: 'first', BackupVaultArn: 'arn:1' }], NextToken: 'two' },
        { BackupVaultList: [{ BackupVaultName: 'second', BackupVaultArn: 'arn:2' }] },
      ),
      'GET /backup-vaults/first/access-policy': { Policy: TEXT },
      'GET /backup-vaults/second/access-policy': fails(404, 'ResourceNotFoundException'),
    },
    lists: [
      {
        type: 'aws.backup.vault',
        operation: 'GET /backup-vaults',
        permission: 'backup:ListBackupVaults',
        seen: 2,
      },
    ],
    reads: [
      {
        operation: 'GET /backup-vaults/first/access-policy',
        permission: 'backup:GetBackupVaultAccessPolicy',
        none: 'ResourceNotFoundException',
      },
    ],
  },
  {
    name: 'glacier',
    collector: glacier,
    replies: {
      'GET /-/vaults': paged(
        'query',
        'marker',
        { VaultList: [{ VaultName: 'first', VaultARN: 'arn:1' }], Marker: 'two' },
        { VaultList: [{ VaultName: 'second', VaultARN: 'arn:2' }] },
      ),
      'GET /-/vaults/first/access-policy': { Policy: TEXT },
      'GET /-/vaults/second/access-policy': fails(404, 'ResourceNotFoundException'),
    },
    lists: [
      { type: 'aws.glacier.vault', operation: 'GET /-/vaults', permission: 'glacier:ListVaults', seen: 2 },
    ],
    reads: [
      {
        operation: 'GET /-/vaults/first/access-policy',
        permission: 'glacier:GetVaultAccessPolicy',
        none: 'ResourceNotFoundException',
      },
    ],
  },
  {
    name: 'codeartifact',
    collector: codeartifact,
    replies: {
      'POST /v1/domains': paged(
        'input',
        'nextToken',
        {
          domains: [{ name: 'kagi', owner: '111122223333', arn: `arn:aws:codeartifact:${HERE}:domain/kagi` }],
          nextToken: 'two',
        },
        { domains: [{ name: 'theirs', owner: '777788889999', arn: 'arn:theirs' }] },
      ),
      'GET /v1/domain/permissions/policy': { policy: { document: TEXT } },
      'POST /v1/repositories': paged(
        'query',
        'next-token',
        {
          repositories: [
            {
              name: 'first',
              administratorAccount: '111122223333',
              domainName: 'kagi',
              domainOwner: '111122223333',
              arn: 'arn:1',
            },
          ],
          nextToken: 'two',
        },
        {
          repositories: [
            {
              name: 'second',
              administratorAccount: '111122223333',
              domainName: 'kagi',
              domainOwner: '111122223333',
              arn: 'arn:2',
            },
          ],
        },
      ),
      'GET /v1/repository/permissions/policy': ({ query }) =>
        query.get('repository') === 'first'
          ? { policy: { document: TEXT } }
          : fails(404, 'ResourceNotFoundException'),
    },
    lists: [
      {
        type: 'aws.codeartifact.domain',
        operation: 'POST /v1/domains',
        permission: 'codeartifact:ListDomains',
        seen: 1,
      },
      {
        type: 'aws.codeartifact.repository',
        operation: 'POST /v1/repositories',
        permission: 'codeartifact:ListRepositories',
        seen: 2,
      },
    ],
    reads: [
      {
        operation: 'GET /v1/repository/permissions/policy',
        permission: 'codeartifact:GetRepositoryPermissionsPolicy',
        none: 'ResourceNotFoundException',
      },
    ],
  },
  {
    name: 's3tables',
    collector: s3tables,
    replies: {
      'GET /buckets': paged(
        'query',
        'continuationToken',
        {
          tableBuckets: [
            {
              arn: `arn:aws:s3tables:${HERE}:bucket/first`,
              name: 'first',
              ownerAccountId: '111122223333',
              createdAt: '2026-01-01T00:00:00Z',
            },
          ],
          continuationToken: 'two',
        },
        {
          tableBuckets: [
            {
              arn: `arn:aws:s3tables:${HERE}:bucket/second`,
              name: 'second',
              ownerAccountId: '111122223333',
              createdAt: '2026-01-01T00:00:00Z',
            },
          ],
        },
      ),
      [`GET /tables/arn:aws:s3tables:${HERE}:bucket/first`]: paged(
        'query',
        'continuationToken',
        { tables: [table('orders')], continuationToken: 'two' },
        { tables: [table('refunds')] },
      ),
      [`GET /tables/arn:aws:s3tables:${HERE}:bucket/second`]: { tables: [] },
      [`GET /tables/arn:aws:s3tables:${HERE}:bucket/first/sales/orders/policy`]: { resourcePolicy: TEXT },
      [`GET /tables/arn:aws:s3tables:${HERE}:bucket/first/sales/refunds/policy`]: fails(
        404,
        'NotFoundException',
      ),
      [`GET /buckets/arn:aws:s3tables:${HERE}:bucket/first/policy`]: { resourcePolicy: TEXT },
      [`GET /buckets/arn:aws:s3tables:${HERE}:bucket/second/policy`]: fails(404, 'NotFoundException'),
    },
    lists: [
      {
        type: 'aws.s3tables.bucket',
        operation: 'GET /buckets',
        permission: 's3tables:ListTableBuckets',
        seen: 2,
        below: 'aws.s3tables.table',
      },
      {
        type: 'aws.s3tables.table',
        operation: `GET /tables/arn:aws:s3tables:${HERE}:bucket/first`,
        permission: 's3tables:ListTables',
        seen: 2,
      },
    ],
    reads: [
      {
        operation: `GET /buckets/arn:aws:s3tables:${HERE}:bucket/first/policy`,
        permission: 's3tables:GetTableBucketPolicy',
        none: 'NotFoundException',
      },
    ],
  },
  {
    name: 's3express',
    collector: s3express,
    replies: {
      'GET /': paged(
        'query',
        'continuation-token',
        '<ListAllMyDirectoryBucketsResult><Buckets><Bucket><Name>first--euw1-az1--x-s3</Name></Bucket></Buckets><ContinuationToken>two</ContinuationToken></ListAllMyDirectoryBucketsResult>',
        '<ListAllMyDirectoryBucketsResult><Buckets><Bucket><Name>second--euw1-az1--x-s3</Name></Bucket></Buckets></ListAllMyDirectoryBucketsResult>',
      ),
      'GET /first--euw1-az1--x-s3//?policy': TEXT,
      'GET /second--euw1-az1--x-s3//?policy': fails(404, 'NoSuchBucketPolicy'),
    },
    lists: [
      {
        type: 'aws.s3express.bucket',
        operation: 'GET /',
        permission: 's3express:ListAllMyDirectoryBuckets',
        seen: 2,
      },
    ],
    reads: [
      {
        operation: 'GET /first--euw1-az1--x-s3//?policy',
        permission: 's3express:GetBucketPolicy',
        none: 'NoSuchBucketPolicy',
      },
    ],
  },
  {
    name: 's3-object-lambda',
    collector: s3ObjectLambda,
    replies: {
      'GET /v20180820/accesspointforobjectlambda': paged(
        'query',
        'nextToken',
        {
          ListAccessPointsForObjectLambdaResult: {
            ObjectLambdaAccessPointList: {
              ObjectLambdaAccessPoint: [{ Name: 'first', ObjectLambdaAccessPointArn: 'arn:1' }],
            },
            NextToken: 'two',
          },
        },
        {
          ListAccessPointsForObjectLambdaResult: {
            ObjectLambdaAccessPointList: {
              ObjectLambdaAccessPoint: [{ Name: 'second', ObjectLambdaAccessPointArn: 'arn:2' }],
            },
          },
        },
      ),
      'GET /v20180820/accesspointforobjectlambda/first/policy': {
        GetAccessPointPolicyForObjectLambdaResult: { Policy: TEXT },
      },
      'GET /v20180820/accesspointforobjectlambda/second/policy': fails(404, 'NoSuchAccessPointPolicy'),
      'GET /v20180820/accesspointforobjectlambda/first': {
        GetAccessPointForObjectLambdaResult: {
          Name: 'first',
          PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
        },
      },
    },
    lists: [
      {
        type: 'aws.s3-object-lambda.access-point',
        operation: 'GET /v20180820/accesspointforobjectlambda',
        permission: 's3:ListAccessPointsForObjectLambda',
        seen: 2,
      },
    ],
    reads: [
      {
        operation: 'GET /v20180820/accesspointforobjectlambda/first/policy',
        permission: 's3:GetAccessPointPolicyForObjectLambda',
        none: 'NoSuchAccessPointPolicy',
      },
    ],
  },
  {
    name: 'logs',
    collector: logs,
    replies: {
      DescribeResourcePolicies: paged(
        'input',
        'nextToken',
        { resourcePolicies: [{ policyName: 'intake', policyDocument: TEXT }], nextToken: 'two' },
        { resourcePolicies: [] },
      ),
      DescribeDestinations: paged(
        'input',
        'nextToken',
        { destinations: [{ destinationName: 'first', arn: 'arn:1', accessPolicy: TEXT }], nextToken: 'two' },
        { destinations: [{ destinationName: 'second', arn: 'arn:2' }] },
      ),
    },
    lists: [
      {
        type: 'aws.logs.resource-policy',
        operation: 'DescribeResourcePolicies',
        permission: 'logs:DescribeResourcePolicies',
        seen: 1,
      },
      {
        type: 'aws.logs.destination',
        operation: 'DescribeDestinations',
        permission: 'logs:DescribeDestinations',
        seen: 2,
      },
    ],
    reads: [],
  },
];

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function read(collector: RegionalCollector, replies: Replies) {
  server = await serveOperations(replies);
  return sorted(await collected(collector.collect(server.place)));
}

/** The resource whose name begins so. */
function named(resources: Map<string, Resource>, start: string): Resource | undefined {
  return [...resources.values()].find(({ name }) => name.startsWith(start));
}

describe.each(SERVICES)('$name', ({ collector, replies, lists }) => {
  test('all pages; a policy is one, and none is none', async () => {
    const { resources, listings } = await read(collector, replies);
    expect(named(resources, 'first')).toMatchObject({
      settings: { policy: POLICY },
      unknowns: [],
      region: 'eu-west-1',
    });
    expect(named(resources, 'second')).toMatchObject({ settings: { policy: null }, unknowns: [] });
    expect(listings.map(({ type, state, seen }) => [type, state, seen])).toEqual(
      lists.map(({ type, seen }) => [type, 'complete', seen]),
    );
  });

  test.each(lists)(
    '$operation denied is unknown, and nothing else is',
    async ({ type, operation, permission, below }) => {
      const { listings } = await read(collector, { ...replies, [operation]: denies() });
      for (const listing of listings.filter((one) => one.type !== below))
        expect(listing).toMatchObject(
          listing.type === type
            ? { state: 'unknown', reason: 'denied', permission, seen: 0 }
            : { state: 'complete' },
        );
    },
  );
});

const READS = SERVICES.flatMap(({ name, collector, replies, reads }) =>
  reads.map((one) => ({ name, collector, replies, ...one })),
);

describe.each(READS)('$name $operation', ({ collector, replies, operation, permission, none }) => {
  test('denied is unknown', async () => {
    const { resources } = await read(collector, { ...replies, [operation]: denies() });
    expect(named(resources, 'first')?.settings['policy']).toBeUndefined();
    expect(named(resources, 'first')?.unknowns[0]).toMatchObject({
      setting: 'policy',
      reason: 'denied',
      permission,
    });
  });

  test('no policy is none', async () => {
    const { resources } = await read(collector, { ...replies, [operation]: fails(404, none) });
    expect(named(resources, 'first')?.settings['policy']).toBeNull();
  });
});

describe('s3tables', () => {
  const replies = SERVICES.find(({ name }) => name === 's3tables')?.replies ?? {};

  test('tables with their policies', async () => {
    const { resources } = await read(s3tables, replies);
    expect(resources.get('sales.orders')).toMatchObject({
      type: 'aws.s3tables.table',
      settings: { policy: POLICY },
    });
    expect(resources.get('sales.refunds')?.settings).toEqual({ policy: null });
  });

  test('a denied table policy is unknown; buckets that are denied leave their tables unknown', async () => {
    const orders = `GET /tables/arn:aws:s3tables:${HERE}:bucket/first/sales/orders/policy`;
    const { resources } = await read(s3tables, { ...replies, [orders]: denies() });
    expect(resources.get('sales.orders')?.unknowns).toMatchObject([
      { setting: 'policy', reason: 'denied', permission: 's3tables:GetTablePolicy' },
    ]);
    await server?.stop();
    const { listings } = await read(s3tables, { ...replies, 'GET /buckets': denies() });
    expect(listings.map(({ type, state }) => [type, state])).toEqual([
      ['aws.s3tables.bucket', 'unknown'],
      ['aws.s3tables.table', 'unknown'],
    ]);
  });
});

describe('glue', () => {
  test('the catalog with its policy; without one there is nothing; denied is unknown', async () => {
    const one = await read(glue, { GetResourcePolicy: { PolicyInJson: TEXT } });
    expect([...one.resources.values()]).toMatchObject([
      { type: 'aws.glue.catalog', id: `arn:aws:glue:${HERE}:catalog`, settings: { policy: POLICY } },
    ]);
    await server?.stop();
    const none = await read(glue, { GetResourcePolicy: fails(400, 'EntityNotFoundException') });
    expect(none.listings).toMatchObject([{ type: 'aws.glue.catalog', state: 'complete', seen: 0 }]);
    await server?.stop();
    const denied = await read(glue, { GetResourcePolicy: denies() });
    expect(denied.listings).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'glue:GetResourcePolicy' },
    ]);
  });
});

describe('ses', () => {
  const ordinary: Replies = {
    ListIdentities: ({ input }) =>
      input['NextToken'] === undefined
        ? { Identities: { member: ['first'] }, NextToken: 'two' }
        : { Identities: { member: ['second'] } },
    ListIdentityPolicies: ({ input }) =>
      input['Identity'] === 'first' ? { PolicyNames: { member: ['partner'] } } : { PolicyNames: '' },
    GetIdentityPolicies: { Policies: { entry: [{ key: 'partner', value: TEXT }] } },
  };

  test('all pages; only identities with policies are asked for them', async () => {
    const { resources, listings } = await read(ses, ordinary);
    expect(named(resources, 'first')?.settings).toEqual({ policies: { partner: POLICY } });
    expect(named(resources, 'second')?.settings).toEqual({ policies: null });
    expect(server?.asked.filter(({ name }) => name === 'GetIdentityPolicies')).toHaveLength(1);
    expect(listings).toMatchObject([{ type: 'aws.ses.identity', state: 'complete', seen: 2 }]);
  });

  test.each(['ListIdentityPolicies', 'GetIdentityPolicies'])('%s denied is unknown', async (name) => {
    const { resources } = await read(ses, { ...ordinary, [name]: denies('AccessDenied') });
    expect(named(resources, 'first')?.unknowns).toMatchObject([
      { setting: 'policies', reason: 'denied', permission: `ses:${name}` },
    ]);
  });

  test('a denied list is unknown; one policy that cannot be read makes them unknown', async () => {
    const { listings } = await read(ses, { ...ordinary, ListIdentities: denies('AccessDenied') });
    expect(listings).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'ses:ListIdentities' },
    ]);
    await server?.stop();
    const Policies = {
      entry: [
        { key: 'partner', value: TEXT },
        { key: 'broken', value: '{' },
      ],
    };
    const { resources } = await read(ses, { ...ordinary, GetIdentityPolicies: { Policies } });
    expect(named(resources, 'first')?.unknowns).toMatchObject([{ setting: 'policies', reason: 'malformed' }]);
  });
});
