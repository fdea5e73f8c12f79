// Reads manual Redshift snapshots through the SDK. The list already says who may restore each.
import { DescribeClusterSnapshotsCommand, RedshiftClient, type Snapshot } from '@aws-sdk/client-redshift';
import type { Known, Resource } from '../../../snapshot/resource.ts';
import { settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { type SettleKey, shareKeys } from '../sharing/collect-key.ts';
import type { Shares } from '../sharing/shares.ts';

/** Most snapshots in a page (Redshift API reference, DescribeClusterSnapshots). */
const PAGE = 100;

/** Redshift snapshots, live. */
export const redshiftSnapshots: RegionalCollector = {
  service: 'redshift-snapshots',
  regional: true,
  collect(place) {
    const client = connect(RedshiftClient, place);
    const settleKey = shareKeys(place);
    return readList(place, {
      type: 'aws.redshift.snapshot',
      permission: 'redshift:DescribeClusterSnapshots',
      page: async (Marker) => {
        const answer = await client.send(
          new DescribeClusterSnapshotsCommand({ SnapshotType: 'manual', MaxRecords: PAGE, Marker }),
        );
        return { items: answer.Snapshots, next: answer.Marker };
      },
      read: (snapshot) => readSnapshot(place, settleKey, snapshot),
    });
  },
};

/** Snapshots that others shared with this account are in the list as well; they are theirs. */
async function readSnapshot(
  place: Place,
  settleKey: SettleKey,
  snapshot: Snapshot,
): Promise<Resource | undefined> {
  const { SnapshotIdentifier: id = '', ClusterIdentifier: cluster = '', OwnerAccount, Encrypted } = snapshot;
  if (OwnerAccount !== undefined && OwnerAccount !== place.account) return undefined;
  const made = `arn:${place.partition}:redshift:${place.region}:${place.account}:snapshot:${cluster}/${id}`;
  const resource = resourceOf(place, 'aws.redshift.snapshot', snapshot.SnapshotArn ?? made, id);
  const accounts = (snapshot.AccountsWithRestoreAccess ?? []).flatMap(({ AccountId }) => AccountId ?? []);
  const shares: Known<Shares> = { state: 'present', value: { everyone: false, accounts } };
  settle(resource, 'sharedWith', shares);
  resource.settings['key'] = Encrypted === true ? (snapshot.KmsKeyId ?? 'unknown key') : null;
  await settleKey(resource, shares);
  return resource;
}
