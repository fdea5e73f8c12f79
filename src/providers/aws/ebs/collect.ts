// Reads EBS snapshots through the SDK: those of the account, with whom each is shared, and the block of the region.
import {
  DescribeSnapshotAttributeCommand,
  DescribeSnapshotsCommand,
  EC2Client,
  GetSnapshotBlockPublicAccessStateCommand,
  type Snapshot,
} from '@aws-sdk/client-ec2';
import type { Known, Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { defaultKey } from '../sharing/collect-default-key.ts';
import { shareKeys } from '../sharing/collect-key.ts';
import type { Shares } from '../sharing/shares.ts';

/** A snapshot that was deleted after it had been listed. */
const GONE = ['InvalidSnapshot.NotFound'];
/** Most snapshots in a page (EC2 API reference, DescribeSnapshots). */
const PAGE = 1000;

/** EBS snapshots, live. */
export const ebs: RegionalCollector = {
  service: 'ebs',
  regional: true,
  async *context(place) {
    yield await readBlock(place, connect(EC2Client, place));
  },
  collect(place) {
    const client = connect(EC2Client, place);
    const unshareable = defaultKey(place, 'alias/aws/ebs');
    const settleKey = shareKeys(place);
    return readList(place, {
      type: 'aws.ebs.snapshot',
      permission: 'ec2:DescribeSnapshots',
      page: async (NextToken) => {
        const answer = await client.send(
          new DescribeSnapshotsCommand({ OwnerIds: ['self'], MaxResults: PAGE, NextToken }),
        );
        return { items: answer.Snapshots, next: answer.NextToken };
      },
      read: async (snapshot) => {
        const { SnapshotId: id = '', OwnerId, Encrypted, KmsKeyId, VolumeId } = snapshot;
        if (OwnerId !== undefined && OwnerId !== place.account) return undefined;
        const arn = `arn:${place.partition}:ec2:${place.region}::snapshot/${id}`;
        const resource = resourceOf(place, 'aws.ebs.snapshot', arn, id);
        resource.settings['key'] = Encrypted === true ? (KmsKeyId ?? 'unknown key') : null;
        resource.settings['volume'] = VolumeId ?? null;
        const own = Encrypted === true && KmsKeyId !== undefined && KmsKeyId === (await unshareable());
        const shares: Known<Shares> = own
          ? { state: 'present', value: { everyone: false, accounts: [] } }
          : await sharesOf(place, client, snapshot);
        if (shares.state === 'absent') return undefined;
        settle(resource, 'sharedWith', shares);
        await settleKey(resource, shares);
        return resource;
      },
    });
  },
};

async function readBlock(place: Place, client: EC2Client): Promise<Resource> {
  const { account, region } = place;
  const resource = resourceOf(place, 'aws.ebs.region', `${account}/${region}/ebs`, region);
  const question = { setting: 'blockPublicAccess', permission: 'ec2:GetSnapshotBlockPublicAccessState' };
  const answer = await ask(place.calls, question, () =>
    client.send(new GetSnapshotBlockPublicAccessStateCommand({})),
  );
  settle(
    resource,
    'blockPublicAccess',
    andThen(answer, ({ State: state }) =>
      state === undefined
        ? { state: 'unknown', why: { ...question, reason: 'malformed', detail: 'the answer says no state' } }
        : { state: 'present', value: state },
    ),
  );
  return resource;
}

/**
 * One call a snapshot: the list can only be asked for snapshots that are public or shared with accounts that are known already, and what
 * block-all-sharing hides from the public is no longer listed as public, but still says so here.
 */
async function sharesOf(place: Place, client: EC2Client, { SnapshotId }: Snapshot): Promise<Known<Shares>> {
  const question = { setting: 'sharedWith', permission: 'ec2:DescribeSnapshotAttribute', absent: GONE };
  const answer = await ask(place.calls, question, () =>
    client.send(new DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: 'createVolumePermission' })),
  );
  return andThen(answer, ({ CreateVolumePermissions = [] }) => ({
    state: 'present',
    value: {
      everyone: CreateVolumePermissions.some(({ Group }) => Group === 'all'),
      accounts: CreateVolumePermissions.flatMap(({ UserId }) => UserId ?? []),
    },
  }));
}
