// Reads FPGA images of the account through the SDK, with whom each is shared.
import {
  DescribeFpgaImageAttributeCommand,
  DescribeFpgaImagesCommand,
  EC2Client,
  type FpgaImage,
} from '@aws-sdk/client-ec2';
import type { Known, Resource } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import type { Shares } from '../sharing/shares.ts';

/** An image that was deleted after it had been listed. */
const GONE = ['InvalidFpgaImageID.NotFound'];
/** What EC2 says in regions without FPGA instances. */
const NOT_HERE = ['UnsupportedOperation', 'Unsupported', 'InvalidAction'];
/** Most images in a page (EC2 API reference, DescribeFpgaImages). */
const PAGE = 1000;

/** FPGA images, live. */
export const fpga: RegionalCollector = {
  service: 'fpga',
  regional: true,
  collect(place) {
    const client = connect(EC2Client, place);
    return readList(place, {
      type: 'aws.fpga.image',
      permission: 'ec2:DescribeFpgaImages',
      none: NOT_HERE,
      page: async (NextToken) => {
        const answer = await client.send(
          new DescribeFpgaImagesCommand({ Owners: ['self'], MaxResults: PAGE, NextToken }),
        );
        return { items: answer.FpgaImages, next: answer.NextToken };
      },
      read: (image) => readImage(place, client, image),
    });
  },
};

async function readImage(place: Place, client: EC2Client, image: FpgaImage): Promise<Resource | undefined> {
  const { FpgaImageId: id = '', OwnerId } = image;
  if (OwnerId !== undefined && OwnerId !== place.account) return undefined;
  const arn = `arn:${place.partition}:ec2:${place.region}::fpga-image/${id}`;
  const resource = resourceOf(place, 'aws.fpga.image', arn, id);
  const shares = await sharesOf(place, client, image);
  if (shares.state === 'absent') return undefined;
  settle(resource, 'sharedWith', shares);
  return resource;
}

/** The list says which images are public; only the others are asked whom they are shared with. */
async function sharesOf(
  place: Place,
  client: EC2Client,
  { FpgaImageId, Public }: FpgaImage,
): Promise<Known<Shares>> {
  if (Public === true) return { state: 'present', value: { everyone: true, accounts: [] } };
  const why = { setting: 'sharedWith', permission: 'ec2:DescribeFpgaImageAttribute' };
  const question = { ...why, absent: GONE };
  const answer = await ask(place.calls, question, () =>
    client.send(new DescribeFpgaImageAttributeCommand({ FpgaImageId, Attribute: 'loadPermission' })),
  );
  return andThen(answer, ({ FpgaImageAttribute }): Known<Shares> => {
    if (FpgaImageAttribute === undefined)
      return {
        state: 'unknown',
        why: { ...why, reason: 'malformed', detail: 'the answer holds no attribute' },
      };
    const permissions = FpgaImageAttribute.LoadPermissions ?? [];
    return {
      state: 'present',
      value: {
        everyone: permissions.some(({ Group }) => Group === 'all'),
        accounts: permissions.flatMap(({ UserId }) => UserId ?? []),
      },
    };
  });
}
