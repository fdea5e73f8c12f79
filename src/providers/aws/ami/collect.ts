// Reads machine images through the SDK: those of the account, with whom each is shared, and the block of the region.
import {
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
  EC2Client,
  GetImageBlockPublicAccessStateCommand,
  type Image,
} from '@aws-sdk/client-ec2';
import type { Known, Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { isNamed, type SettleKey, shareKeys } from '../sharing/collect-key.ts';
import type { Shares } from '../sharing/shares.ts';

/** An image that was deregistered after it had been listed. */
const GONE = ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable'];
/** Most images in a page (EC2 API reference, DescribeImages). */
const PAGE = 1000;

/** Machine images, live. */
export const ami: RegionalCollector = {
  service: 'ami',
  regional: true,
  async *collect(place) {
    const client = connect(EC2Client, place);
    const settleKey = shareKeys(place);
    yield await readBlock(place, client);
    yield* readList(place, {
      type: 'aws.ami.image',
      permission: 'ec2:DescribeImages',
      page: async (NextToken) => {
        const answer = await client.send(
          new DescribeImagesCommand({ Owners: ['self'], IncludeDisabled: true, MaxResults: PAGE, NextToken }),
        );
        return { items: answer.Images, next: answer.NextToken };
      },
      read: (image) => readImage(place, client, image, settleKey),
    });
  },
};

async function readBlock(place: Place, client: EC2Client): Promise<Resource> {
  const { account, region } = place;
  const resource = resourceOf(place, 'aws.ami.region', `${account}/${region}/ami`, region);
  const question = { setting: 'blockPublicAccess', permission: 'ec2:GetImageBlockPublicAccessState' };
  const answer = await ask(place.calls, question, () =>
    client.send(new GetImageBlockPublicAccessStateCommand({})),
  );
  settle(
    resource,
    'blockPublicAccess',
    andThen(answer, ({ ImageBlockPublicAccessState: state }) =>
      state === undefined
        ? { state: 'unknown', why: { ...question, reason: 'malformed', detail: 'the answer says no state' } }
        : { state: 'present', value: state },
    ),
  );
  return resource;
}

async function readImage(
  place: Place,
  client: EC2Client,
  image: Image,
  settleKey: SettleKey,
): Promise<Resource | undefined> {
  const { ImageId: id = '', OwnerId, BlockDeviceMappings = [] } = image;
  if (OwnerId !== undefined && OwnerId !== place.account) return undefined;
  const arn = `arn:${place.partition}:ec2:${place.region}::image/${id}`;
  const resource = resourceOf(place, 'aws.ami.image', arn, id);
  const shares = await sharesOf(place, client, image);
  if (shares.state === 'absent') return undefined;
  settle(resource, 'sharedWith', shares);
  const encrypted = BlockDeviceMappings.filter(({ Ebs }) => Ebs?.Encrypted === true);
  resource.settings['encrypted'] = encrypted.length > 0;
  if (encrypted.length === 0 || !isNamed(shares)) return resource;
  const snapshots = encrypted.flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
  settle(resource, 'key', await keyOf(place, client, snapshots));
  await settleKey(resource, shares);
  return resource;
}

/** The one key of snapshots; absent when they have several. The list of images says that they are encrypted, and not with what. */
async function keyOf(place: Place, client: EC2Client, SnapshotIds: string[]): Promise<Known<string>> {
  const question = { setting: 'key', permission: 'ec2:DescribeSnapshots' };
  const answer = await ask(place.calls, question, () =>
    client.send(new DescribeSnapshotsCommand({ SnapshotIds })),
  );
  return andThen(answer, ({ Snapshots = [] }): Known<string> => {
    const [key, ...others] = [...new Set(Snapshots.flatMap(({ KmsKeyId }) => KmsKeyId ?? []))];
    return key === undefined || others.length > 0 ? { state: 'absent' } : { state: 'present', value: key };
  });
}

/**
 * The list says which images are public; a disabled one is shared with nobody (EC2 API reference, DisableImage). Only the others are asked
 * whom they are shared with, one call each: EC2 has no answer for many.
 */
async function sharesOf(
  place: Place,
  client: EC2Client,
  { ImageId, Public, State }: Image,
): Promise<Known<Shares>> {
  if (State === 'disabled' || Public === true)
    return {
      state: 'present',
      value: { everyone: State !== 'disabled', accounts: [], organizations: [] },
    };
  const question = { setting: 'sharedWith', permission: 'ec2:DescribeImageAttribute', absent: GONE };
  const answer = await ask(place.calls, question, () =>
    client.send(new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' })),
  );
  return andThen(answer, ({ LaunchPermissions = [] }) => ({
    state: 'present',
    value: {
      everyone: LaunchPermissions.some(({ Group }) => Group === 'all'),
      accounts: LaunchPermissions.flatMap(({ UserId }) => UserId ?? []),
      organizations: LaunchPermissions.flatMap(
        ({ OrganizationArn, OrganizationalUnitArn }) => OrganizationArn ?? OrganizationalUnitArn ?? [],
      ),
    },
  }));
}
