// Reads snapshots of databases and database clusters through the SDK, with whom each is shared.
import {
  type DBClusterSnapshot,
  type DBSnapshot,
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { Known, Listing, Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, type Question, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { defaultKey } from '../sharing/collect-default-key.ts';
import { type SettleKey, shareKeys } from '../sharing/collect-key.ts';
import type { Shares } from '../sharing/shares.ts';

/** Most snapshots in a page (RDS API reference, DescribeDBSnapshots). */
const PAGE = 100;
/** Only manual snapshots can be shared; AWS keeps automated ones private (RDS user guide, "Sharing a DB snapshot"). */
const MANUAL = { SnapshotType: 'manual', MaxRecords: PAGE };

/**
 * Snapshots of databases, live. DocumentDB and Neptune answer at the same address by the same API, so that their cluster snapshots are in the
 * list of RDS and are read once.
 */
export const rdsSnapshots: RegionalCollector = {
  service: 'rds-snapshots',
  regional: true,
  async *collect(place) {
    const client = connect(RDSClient, place);
    const unshareable = defaultKey(place, 'alias/aws/rds');
    const keys = { unshareable, settleKey: shareKeys(place) };
    yield* databases(place, client, keys);
    yield* clusters(place, client, keys);
  },
};

interface Keys {
  unshareable: ReturnType<typeof defaultKey>;
  settleKey: SettleKey;
}

type Records = AsyncIterable<Listing | Resource>;

function databases(place: Place, client: RDSClient, keys: Keys): Records {
  const type = 'aws.rds.snapshot';
  const question = {
    setting: 'sharedWith',
    permission: 'rds:DescribeDBSnapshotAttributes',
    absent: ['DBSnapshotNotFound', 'DBSnapshotNotFoundFault'],
  };
  return readList(place, {
    type,
    permission: 'rds:DescribeDBSnapshots',
    page: async (Marker) => {
      const answer = await client.send(new DescribeDBSnapshotsCommand({ ...MANUAL, Marker }));
      return { items: answer.DBSnapshots, next: answer.Marker };
    },
    read: (snapshot: DBSnapshot) => {
      const { DBSnapshotIdentifier: id = '', DBSnapshotArn: arn = id } = snapshot;
      return readOne(resourceOf(place, type, arn, id), snapshot, keys, async () => {
        const command = new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: id });
        const answer = await ask(place.calls, question, () => client.send(command));
        return andThen(answer, ({ DBSnapshotAttributesResult: found }) =>
          sharesOf(question, found && (found.DBSnapshotAttributes ?? [])),
        );
      });
    },
  });
}

function clusters(place: Place, client: RDSClient, keys: Keys): Records {
  const type = 'aws.rds.cluster-snapshot';
  const question = {
    setting: 'sharedWith',
    permission: 'rds:DescribeDBClusterSnapshotAttributes',
    absent: ['DBClusterSnapshotNotFoundFault', 'DBClusterSnapshotNotFound'],
  };
  return readList(place, {
    type,
    permission: 'rds:DescribeDBClusterSnapshots',
    page: async (Marker) => {
      const answer = await client.send(new DescribeDBClusterSnapshotsCommand({ ...MANUAL, Marker }));
      return { items: answer.DBClusterSnapshots, next: answer.Marker };
    },
    read: (snapshot: DBClusterSnapshot) => {
      const { DBClusterSnapshotIdentifier: id = '', DBClusterSnapshotArn: arn = id } = snapshot;
      const described = { ...snapshot, Encrypted: snapshot.StorageEncrypted };
      return readOne(resourceOf(place, type, arn, id), described, keys, async () => {
        const command = new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: id });
        const answer = await ask(place.calls, question, () => client.send(command));
        return andThen(answer, ({ DBClusterSnapshotAttributesResult: found }) =>
          sharesOf(question, found && (found.DBClusterSnapshotAttributes ?? [])),
        );
      });
    },
  });
}

/** What is encrypted with the default key cannot be shared (RDS user guide, "Sharing encrypted snapshots") and is not asked. */
async function readOne(
  resource: Resource,
  described: { Encrypted?: boolean | undefined; KmsKeyId?: string | undefined; Engine?: string | undefined },
  keys: Keys,
  shares: () => Promise<Known<Shares>>,
): Promise<Resource | undefined> {
  const { Encrypted, KmsKeyId, Engine } = described;
  resource.settings['key'] = Encrypted === true ? (KmsKeyId ?? 'unknown key') : null;
  resource.settings['engine'] = Engine ?? null;
  const closed = Encrypted === true && KmsKeyId !== undefined && KmsKeyId === (await keys.unshareable());
  const found: Known<Shares> = closed
    ? { state: 'present', value: { everyone: false, accounts: [] } }
    : await shares();
  if (found.state === 'absent') return undefined;
  settle(resource, 'sharedWith', found);
  await keys.settleKey(resource, found);
  return resource;
}

/** The attribute `restore` holds account ids, and `all` for everyone. */
function sharesOf(
  { setting, permission }: Question,
  attributes: { AttributeName?: string | undefined; AttributeValues?: string[] | undefined }[] | undefined,
): Known<Shares> {
  if (attributes === undefined) {
    const detail = 'the answer holds no attributes';
    return { state: 'unknown', why: { setting, permission, reason: 'malformed', detail } };
  }
  const values = attributes
    .filter(({ AttributeName }) => AttributeName === 'restore')
    .flatMap(({ AttributeValues = [] }) => AttributeValues);
  return {
    state: 'present',
    value: { everyone: values.includes('all'), accounts: values.filter((value) => value !== 'all') },
  };
}
