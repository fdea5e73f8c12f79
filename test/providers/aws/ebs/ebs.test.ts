// EBS snapshots: what is asked of EC2, what is not, and who gets in under which block.
import { afterEach, describe, expect, test } from '@jest/globals';
import { analyseEbs } from '../../../../src/providers/aws/ebs/analyse.ts';
import { ebs } from '../../../../src/providers/aws/ebs/collect.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, policy } from '../judged.ts';
import { inShort, OWNER, resource, STRANGER, sorted, surroundings } from '../surroundings.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const DEFAULT_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000001';
const OWN_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000002';
const KEY_POLICY = policy(allow({ AWS: `arn:aws:iam::${OWNER}:root` }, 'kms:*'));
const plain = { ownerId: OWNER, encrypted: false, volumeId: 'vol-0aa' };
const SNAPSHOTS = [
  { ...plain, snapshotId: 'snap-public' },
  { ...plain, snapshotId: 'snap-private' },
  { ...plain, snapshotId: 'snap-default', encrypted: true, kmsKeyId: DEFAULT_KEY },
  { ...plain, snapshotId: 'snap-shared', encrypted: true, kmsKeyId: OWN_KEY },
  { ...plain, snapshotId: 'snap-amazons', ownerId: '999900001111' },
];
const SHARED: Record<string, object> = {
  'snap-public': { item: [{ group: 'all' }] },
  'snap-shared': { item: [{ userId: STRANGER }] },
};
const ORDINARY: Replies = {
  GetSnapshotBlockPublicAccessState: { state: 'block-new-sharing' },
  DescribeSnapshots: ({ input }) =>
    input['NextToken'] === undefined
      ? { snapshotSet: { item: SNAPSHOTS.slice(0, 3) }, nextToken: 'page-2' }
      : { snapshotSet: { item: SNAPSHOTS.slice(3) } },
  DescribeSnapshotAttribute: ({ input }) => ({
    createVolumePermission: SHARED[String(input['SnapshotId'])] ?? '',
  }),
  GetKeyPolicy: { Policy: JSON.stringify(KEY_POLICY) },
  ListGrants: {
    Grants: [
      { GrantId: 'g1', GranteePrincipal: `arn:aws:iam::${STRANGER}:role/restore`, Operations: ['Decrypt'] },
    ],
  },
  DescribeKey: { KeyMetadata: { KeyId: DEFAULT_KEY.split('/')[1], Arn: DEFAULT_KEY } },
};

async function read(replies: Replies = {}) {
  server = await serveOperations({ ...ORDINARY, ...replies });
  const found = sorted(await collected(ebs.collect(server.place)));
  const asked = server.asked.map(({ name, input }) => [name, input['SnapshotId']].filter(Boolean).join(' '));
  return { ...found, asked: asked.sort() };
}

describe('snapshots, live', () => {
  test('every page is read; those under the default key cannot be shared and are not asked', async () => {
    const { resources, listings, asked } = await read();
    expect(asked).toEqual([
      'DescribeKey',
      'DescribeSnapshotAttribute snap-private',
      'DescribeSnapshotAttribute snap-public',
      'DescribeSnapshotAttribute snap-shared',
      'DescribeSnapshots',
      'DescribeSnapshots',
      'GetKeyPolicy',
      'ListGrants',
    ]);
    expect(listings).toMatchObject([{ type: 'aws.ebs.snapshot', state: 'complete', seen: 4 }]);
    const settings = (name: string) => resources.get(name)?.settings;
    expect(settings('snap-public')).toEqual({
      sharedWith: { everyone: true, accounts: [] },
      key: null,
      volume: 'vol-0aa',
    });
    expect(settings('snap-private')).toMatchObject({ sharedWith: { everyone: false, accounts: [] } });
    expect(settings('snap-default')).toMatchObject({
      sharedWith: { everyone: false, accounts: [] },
      key: DEFAULT_KEY,
    });
    expect(settings('snap-shared')).toMatchObject({
      sharedWith: { everyone: false, accounts: [STRANGER] },
      key: OWN_KEY,
      keyPolicy: KEY_POLICY,
      keyGrants: [{ id: 'g1', grantee: `arn:aws:iam::${STRANGER}:role/restore`, operations: ['Decrypt'] }],
    });
  });

  test.each([
    ['GetKeyPolicy', 'keyPolicy'],
    ['ListGrants', 'keyGrants'],
  ])('%s denied is unknown', async (operation, setting) => {
    const { resources } = await read({ [operation]: denies() });
    expect(resources.get('snap-shared')?.unknowns).toMatchObject([
      { setting, reason: 'denied', permission: `kms:${operation}` },
    ]);
  });

  test('without encrypted snapshots nobody asks for the default key', async () => {
    const { asked } = await read({ DescribeSnapshots: { snapshotSet: { item: SNAPSHOTS.slice(0, 2) } } });
    expect(asked).not.toContain('DescribeKey');
  });

  test('a default key that is denied costs calls, not knowledge', async () => {
    const { resources, asked } = await read({ DescribeKey: denies() });
    expect(asked).toContain('DescribeSnapshotAttribute snap-default');
    expect(resources.get('snap-default')?.unknowns).toEqual([]);
  });

  test('a list that breaks off on its second page keeps what was seen and says so', async () => {
    const { resources, listings } = await read({
      DescribeSnapshots: ({ input }) =>
        input['NextToken'] === undefined
          ? { snapshotSet: { item: SNAPSHOTS.slice(0, 1) }, nextToken: 'page-2' }
          : denies('UnauthorizedOperation'),
    });
    expect([...resources.keys()]).toEqual(['snap-public']);
    expect(listings).toMatchObject([
      { state: 'unknown', reason: 'denied', seen: 1, permission: 'ec2:DescribeSnapshots' },
    ]);
  });

  test('permissions that are denied are unknown; a snapshot that is gone by now is left out', async () => {
    const denied = await read({ DescribeSnapshotAttribute: denies('UnauthorizedOperation') });
    expect(denied.resources.get('snap-public')?.unknowns).toMatchObject([
      { setting: 'sharedWith', reason: 'denied', permission: 'ec2:DescribeSnapshotAttribute' },
    ]);
    await server?.stop();
    const gone = await read({ DescribeSnapshotAttribute: fails(400, 'InvalidSnapshot.NotFound') });
    expect([...gone.resources.keys()]).toEqual(['snap-default']);
  });

  test('the block of the region is read as context, or is unknown', async () => {
    server = await serveOperations(ORDINARY);
    const [block] = await collected(ebs.context?.(server.place) ?? (async function* () {})());
    expect(block).toMatchObject({
      type: 'aws.ebs.region',
      region: 'eu-west-1',
      settings: { blockPublicAccess: 'block-new-sharing' },
    });
    await server.stop();
    server = await serveOperations({ GetSnapshotBlockPublicAccessState: denies('UnauthorizedOperation') });
    const [unread] = await collected(ebs.context?.(server.place) ?? (async function* () {})());
    expect(unread).toMatchObject({
      settings: {},
      unknowns: [{ setting: 'blockPublicAccess', reason: 'denied' }],
    });
  });
});

describe('snapshots, judged', () => {
  const ARN = 'arn:aws:ec2:eu-west-1::snapshot/snap-0aa';
  const snapshot = (sharedWith: object, key: string | null = null) =>
    resource('aws.ebs.snapshot', ARN, {
      sharedWith: { everyone: false, accounts: [], ...sharedWith },
      key,
      volume: null,
    });
  const block = (blockPublicAccess: string) => [resource('aws.ebs.region', 'x', { blockPublicAccess })];

  test.each<[string, object, string | null, string, string[]]>([
    ['public', { everyone: true }, null, 'unblocked', ['anyone-registered aws-account list+read open']],
    [
      'public before new sharing was blocked',
      { everyone: true },
      null,
      'block-new-sharing',
      ['anyone-registered aws-account list+read open'],
    ],
    [
      'public behind the block',
      { everyone: true },
      null,
      'block-all-sharing',
      ['anyone-registered aws-account list+read shut-by'],
    ],
    [
      'named behind the block',
      { accounts: [STRANGER] },
      null,
      'block-all-sharing',
      [`named-outsider aws-account ${STRANGER} list+read open`],
    ],
    [
      'named and encrypted',
      { accounts: [STRANGER] },
      OWN_KEY,
      'unblocked',
      [`named-outsider aws-account ${STRANGER} list+read open-unless`],
    ],
    ['private', {}, null, 'unblocked', []],
  ])('%s', (_name, sharedWith, key, state, expected) => {
    expect(inShort(analyseEbs(snapshot(sharedWith, key), surroundings(block(state))))).toEqual(expected);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      'the key lets the stranger decrypt',
      { keyPolicy: policy(allow({ AWS: STRANGER }, ['kms:Decrypt', 'kms:CreateGrant'])), keyGrants: [] },
      [`named-outsider aws-account ${STRANGER} list+read open`],
    ],
    [
      'the key lets only the owner in',
      { keyPolicy: KEY_POLICY, keyGrants: [] },
      [`named-outsider aws-account ${STRANGER} list+read shut-by`],
    ],
    [
      'the key lets somebody else in',
      { keyPolicy: policy(allow({ AWS: '888899990000' }, 'kms:Decrypt')), keyGrants: [] },
      [`named-outsider aws-account ${STRANGER} list+read shut-by`],
    ],
    [
      'a grant lets the stranger decrypt',
      {
        keyPolicy: KEY_POLICY,
        keyGrants: [{ id: 'g1', grantee: `arn:aws:iam::${STRANGER}:root`, operations: ['Decrypt'] }],
      },
      [`named-outsider aws-account ${STRANGER} list+read open`],
    ],
    [
      'the key lets in an organization that the stranger may belong to',
      {
        keyPolicy: policy(
          allow('*', 'kms:Decrypt', { StringEquals: { 'aws:PrincipalOrgID': 'o-strangers' } }),
        ),
        keyGrants: [],
      },
      [`named-outsider aws-account ${STRANGER} list+read open-unless`],
    ],
    [
      'the grants were not read',
      { keyPolicy: KEY_POLICY },
      [`named-outsider aws-account ${STRANGER} list+read open-unless`],
    ],
  ])('%s', (_name, key, expected) => {
    const shared = snapshot({ accounts: [STRANGER] }, OWN_KEY);
    const given = { ...shared, settings: { ...shared.settings, ...key } };
    expect(inShort(analyseEbs(given, surroundings(block('unblocked'))))).toEqual(expected);
  });

  test('a block that was not read, or is of another region, leaves it open unless', () => {
    const denied = [resource('aws.ebs.region', 'x', {}, ['blockPublicAccess'])];
    const elsewhere = block('block-all-sharing').map((one) => ({ ...one, region: 'us-east-1' }));
    for (const around of [denied, elsewhere, []]) {
      const [found] = analyseEbs(snapshot({ everyone: true }), surroundings(around)).exposures;
      expect(found?.state).toBe('open-unless');
      expect(found?.missing?.[0]?.setting).toBe('blockPublicAccess');
    }
  });

  test('the cure takes the very share back', () => {
    const [found] = analyseEbs(
      snapshot({ accounts: [STRANGER] }),
      surroundings(block('unblocked')),
    ).exposures;
    expect(found?.cures?.[0]).toMatchObject({
      command: `aws ec2 modify-snapshot-attribute --snapshot-id snap-0aa --region eu-west-1 --attribute createVolumePermission --operation-type remove --user-ids ${STRANGER}`,
      rejudged: true,
    });
  });
});
