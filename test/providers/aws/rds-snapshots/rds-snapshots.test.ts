// Database snapshots: what is asked of RDS, what is not, and who may restore them.
import { afterEach, describe, expect, test } from '@jest/globals';
import { analyseRdsSnapshots } from '../../../../src/providers/aws/rds-snapshots/analyse.ts';
import { rdsSnapshots } from '../../../../src/providers/aws/rds-snapshots/collect.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { inShort, resource, STRANGER, sorted, surroundings } from '../surroundings.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const DEFAULT_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000001';
const arn = (kind: string, name: string) => `arn:aws:rds:eu-west-1:111122223333:${kind}:${name}`;
const database = (name: string, more: object = {}) => ({
  DBSnapshotIdentifier: name,
  DBSnapshotArn: arn('snapshot', name),
  Engine: 'postgres',
  Encrypted: false,
  ...more,
});
const cluster = (name: string, more: object = {}) => ({
  DBClusterSnapshotIdentifier: name,
  DBClusterSnapshotArn: arn('cluster-snapshot', name),
  Engine: 'docdb',
  StorageEncrypted: false,
  ...more,
});
const attributes = (...values: string[]) => [
  { AttributeName: 'restore', AttributeValues: { AttributeValue: values } },
];
const ORDINARY: Replies = {
  DescribeDBSnapshots: ({ input }) =>
    input['Marker'] === undefined
      ? { DBSnapshots: { DBSnapshot: [database('public')] }, Marker: 'page-2' }
      : { DBSnapshots: { DBSnapshot: [database('default', { Encrypted: true, KmsKeyId: DEFAULT_KEY })] } },
  DescribeDBSnapshotAttributes: {
    DBSnapshotAttributesResult: { DBSnapshotAttributes: { DBSnapshotAttribute: attributes('all') } },
  },
  DescribeDBClusterSnapshots: { DBClusterSnapshots: { DBClusterSnapshot: [cluster('shared')] } },
  DescribeDBClusterSnapshotAttributes: {
    DBClusterSnapshotAttributesResult: {
      DBClusterSnapshotAttributes: { DBClusterSnapshotAttribute: attributes(STRANGER) },
    },
  },
  DescribeKey: { KeyMetadata: { KeyId: 'x', Arn: DEFAULT_KEY } },
};

async function read(replies: Replies = {}) {
  server = await serveOperations({ ...ORDINARY, ...replies });
  const found = sorted(await collected(rdsSnapshots.collect(server.place)));
  return { ...found, asked: server.asked };
}

describe('database snapshots, live', () => {
  test('every page of both lists; those under the default key are not asked', async () => {
    const { resources, listings, asked } = await read();
    expect(resources.get('public')?.settings).toEqual({
      sharedWith: { everyone: true, accounts: [] },
      key: null,
      engine: 'postgres',
    });
    expect(resources.get('default')?.settings).toMatchObject({
      sharedWith: { everyone: false, accounts: [] },
      key: DEFAULT_KEY,
    });
    expect(resources.get('shared')).toMatchObject({
      type: 'aws.rds.cluster-snapshot',
      id: arn('cluster-snapshot', 'shared'),
      settings: { sharedWith: { everyone: false, accounts: [STRANGER] }, engine: 'docdb' },
    });
    expect(listings).toMatchObject([
      { type: 'aws.rds.snapshot', state: 'complete', seen: 2 },
      { type: 'aws.rds.cluster-snapshot', state: 'complete', seen: 1 },
    ]);
    const questions = asked.map(({ name, input }) => [name, input['SnapshotType']]);
    expect(questions.filter(([name]) => name === 'DescribeDBSnapshotAttributes')).toHaveLength(1);
    expect(questions[0]).toEqual(['DescribeDBSnapshots', 'manual']);
  });

  test.each([
    ['DescribeDBSnapshots', 0],
    ['DescribeDBClusterSnapshots', 1],
  ])('%s denied: that list is unknown and the other is whole', async (name, index) => {
    const { listings } = await read({ [name]: denies('AccessDenied') });
    expect(listings[index]).toMatchObject({
      state: 'unknown',
      reason: 'denied',
      permission: `rds:${name}`,
      seen: 0,
    });
    expect(listings[1 - index]?.state).toBe('complete');
  });

  test.each([
    ['DescribeDBSnapshotAttributes', 'public'],
    ['DescribeDBClusterSnapshotAttributes', 'shared'],
  ])('%s denied: with whom it is shared is unknown', async (name, one) => {
    const { resources } = await read({ [name]: denies('AccessDenied') });
    expect(resources.get(one)?.unknowns).toMatchObject([
      { setting: 'sharedWith', reason: 'denied', permission: `rds:${name}` },
    ]);
  });

  test('snapshots that are gone by now are left out', async () => {
    const { resources } = await read({
      DescribeDBSnapshotAttributes: fails(404, 'DBSnapshotNotFound'),
      DescribeDBClusterSnapshotAttributes: fails(404, 'DBClusterSnapshotNotFoundFault'),
    });
    expect([...resources.keys()]).toEqual(['default']);
  });
});

describe('database snapshots, judged', () => {
  const snapshot = (sharedWith: object, key: string | null = null, type = 'aws.rds.snapshot') =>
    resource(type, arn('snapshot', 'orders'), {
      sharedWith: { everyone: false, accounts: [], ...sharedWith },
      key,
      engine: 'postgres',
    });

  test.each<[string, object, string | null, string[]]>([
    ['public', { everyone: true }, null, ['anyone-registered aws-account list+read open']],
    ['shared', { accounts: [STRANGER] }, null, [`named-outsider aws-account ${STRANGER} list+read open`]],
    [
      'shared and encrypted',
      { accounts: [STRANGER] },
      DEFAULT_KEY,
      [`named-outsider aws-account ${STRANGER} list+read open-unless`],
    ],
    ['private', {}, null, []],
  ])('%s', (_name, sharedWith, key, expected) => {
    expect(inShort(analyseRdsSnapshots(snapshot(sharedWith, key), surroundings()))).toEqual(expected);
  });

  test('a cluster snapshot is taken back as one', () => {
    const shared = snapshot({ everyone: true }, null, 'aws.rds.cluster-snapshot');
    const [found] = analyseRdsSnapshots(shared, surroundings()).exposures;
    expect(found?.cures?.[0]?.command).toBe(
      'aws rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier orders --attribute-name restore --values-to-remove all --region eu-west-1',
    );
  });

  test('a restore attribute that could not be read is unknown', () => {
    const unread = resource('aws.rds.snapshot', arn('snapshot', 'x'), { key: null, engine: null }, [
      'sharedWith',
    ]);
    expect(inShort(analyseRdsSnapshots(unread, surroundings()))).toEqual([
      'anyone-registered aws-account list+read unknown',
    ]);
  });
});
