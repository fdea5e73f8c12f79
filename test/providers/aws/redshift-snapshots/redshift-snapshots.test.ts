// Redshift snapshots: what the list says of each, and who may restore them.
import { afterEach, describe, expect, test } from '@jest/globals';
import { analyseRedshiftSnapshots } from '../../../../src/providers/aws/redshift-snapshots/analyse.ts';
import { redshiftSnapshots } from '../../../../src/providers/aws/redshift-snapshots/collect.ts';
import {
  collected,
  denies,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { inShort, OWNER, resource, STRANGER, sorted, surroundings } from '../surroundings.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function read(replies: Replies) {
  server = await serveOperations(replies);
  return sorted(await collected(redshiftSnapshots.collect(server.place)));
}

const snapshot = (name: string, more: object = {}) => ({
  SnapshotIdentifier: name,
  ClusterIdentifier: 'warehouse',
  OwnerAccount: OWNER,
  Encrypted: false,
  ...more,
});

describe('Redshift snapshots, live', () => {
  test('the list says it all, page by page; what others shared is theirs', async () => {
    const { resources, listings } = await read({
      DescribeClusterSnapshots: ({ input }) =>
        input['Marker'] === undefined
          ? {
              Snapshots: {
                Snapshot: [
                  snapshot('shared', {
                    AccountsWithRestoreAccess: { AccountWithRestoreAccess: [{ AccountId: STRANGER }] },
                  }),
                  snapshot('theirs', { OwnerAccount: STRANGER }),
                ],
              },
              Marker: 'page-2',
            }
          : {
              Snapshots: { Snapshot: [snapshot('private', { Encrypted: true, KmsKeyId: 'arn:aws:kms:k' })] },
            },
    });
    expect(resources.get('shared')).toMatchObject({
      id: 'arn:aws:redshift:eu-west-1:111122223333:snapshot:warehouse/shared',
      settings: { sharedWith: { everyone: false, accounts: [STRANGER] }, key: null },
    });
    expect(resources.get('private')?.settings).toEqual({
      sharedWith: { everyone: false, accounts: [] },
      key: 'arn:aws:kms:k',
    });
    expect(listings).toMatchObject([{ type: 'aws.redshift.snapshot', state: 'complete', seen: 2 }]);
    expect(server?.asked).toHaveLength(2);
  });

  test('the key of a shared snapshot is read, once', async () => {
    const shared = {
      Encrypted: true,
      KmsKeyId: 'arn:aws:kms:k',
      AccountsWithRestoreAccess: { AccountWithRestoreAccess: [{ AccountId: STRANGER }] },
    };
    const { resources } = await read({
      DescribeClusterSnapshots: {
        Snapshots: { Snapshot: [snapshot('one', shared), snapshot('two', shared)] },
      },
      GetKeyPolicy: { Policy: '{"Version":"2012-10-17","Statement":[]}' },
      ListGrants: { Grants: [] },
    });
    for (const name of ['one', 'two'])
      expect(resources.get(name)?.settings).toMatchObject({
        keyPolicy: { Version: '2012-10-17', Statement: [] },
        keyGrants: [],
      });
    expect(server?.asked.filter(({ name }) => name === 'GetKeyPolicy')).toHaveLength(1);
  });

  test('a denied list is unknown', async () => {
    const { listings } = await read({ DescribeClusterSnapshots: denies('AccessDenied') });
    expect(listings).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'redshift:DescribeClusterSnapshots' },
    ]);
  });
});

describe('Redshift snapshots, judged', () => {
  const ARN = 'arn:aws:redshift:eu-west-1:111122223333:snapshot:warehouse/orders';
  test.each<[string, string[], string | null, string[]]>([
    ['private', [], null, []],
    ['shared', [STRANGER], null, [`named-outsider aws-account ${STRANGER} list+read open`]],
    [
      'shared and encrypted',
      [STRANGER],
      'arn:aws:kms:k',
      [`named-outsider aws-account ${STRANGER} list+read open-unless`],
    ],
  ])('%s', (_name, accounts, key, expected) => {
    const given = resource('aws.redshift.snapshot', ARN, { sharedWith: { everyone: false, accounts }, key });
    expect(inShort(analyseRedshiftSnapshots(given, surroundings()))).toEqual(expected);
  });

  test('the cure revokes that account', () => {
    const given = resource('aws.redshift.snapshot', ARN, {
      sharedWith: { everyone: false, accounts: [STRANGER] },
      key: null,
    });
    const [found] = analyseRedshiftSnapshots(given, surroundings()).exposures;
    expect(found?.cures?.[0]?.command).toBe(
      `aws redshift revoke-snapshot-access --snapshot-identifier orders --region eu-west-1 --account-with-restore-access ${STRANGER}`,
    );
  });
});
