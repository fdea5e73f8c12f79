// FPGA images: what is asked of EC2, and who may load them.
import { afterEach, describe, expect, test } from '@jest/globals';
import { analyseFpga } from '../../../../src/providers/aws/fpga/analyse.ts';
import { fpga } from '../../../../src/providers/aws/fpga/collect.ts';
import {
  collected,
  denies,
  fails,
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

const ORDINARY: Replies = {
  DescribeFpgaImages: ({ input }) =>
    input['NextToken'] === undefined
      ? {
          fpgaImageSet: { item: [{ fpgaImageId: 'afi-public', ownerId: OWNER, public: true }] },
          nextToken: 'page-2',
        }
      : { fpgaImageSet: { item: [{ fpgaImageId: 'afi-shared', ownerId: OWNER, public: false }] } },
  DescribeFpgaImageAttribute: {
    fpgaImageAttribute: { fpgaImageId: 'afi-shared', loadPermissions: { item: [{ userId: STRANGER }] } },
  },
};

async function read(replies: Replies = {}) {
  server = await serveOperations({ ...ORDINARY, ...replies });
  return sorted(await collected(fpga.collect(server.place)));
}

describe('FPGA images, live', () => {
  test('every page; only images that are not public are asked', async () => {
    const { resources, listings } = await read();
    expect(resources.get('afi-public')?.settings).toEqual({ sharedWith: { everyone: true, accounts: [] } });
    expect(resources.get('afi-shared')?.settings).toEqual({
      sharedWith: { everyone: false, accounts: [STRANGER] },
    });
    expect(server?.asked.map(({ name }) => name).sort()).toEqual([
      'DescribeFpgaImageAttribute',
      'DescribeFpgaImages',
      'DescribeFpgaImages',
    ]);
    expect(listings).toMatchObject([{ type: 'aws.fpga.image', state: 'complete', seen: 2 }]);
  });

  test('a region without FPGA instances has none; a denied list is unknown', async () => {
    const none = await read({ DescribeFpgaImages: fails(400, 'UnsupportedOperation') });
    expect(none.listings).toMatchObject([{ state: 'complete', seen: 0 }]);
    await server?.stop();
    const denied = await read({ DescribeFpgaImages: denies('UnauthorizedOperation') });
    expect(denied.listings).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'ec2:DescribeFpgaImages' },
    ]);
  });

  test('a denied attribute is unknown; an image that is gone is left out', async () => {
    const denied = await read({ DescribeFpgaImageAttribute: denies('UnauthorizedOperation') });
    expect(denied.resources.get('afi-shared')?.unknowns).toMatchObject([
      { setting: 'sharedWith', reason: 'denied', permission: 'ec2:DescribeFpgaImageAttribute' },
    ]);
    await server?.stop();
    const gone = await read({ DescribeFpgaImageAttribute: fails(400, 'InvalidFpgaImageID.NotFound') });
    expect([...gone.resources.keys()]).toEqual(['afi-public']);
  });
});

describe('FPGA images, judged', () => {
  test.each<[string, object, string[]]>([
    ['public', { everyone: true }, ['anyone-registered aws-account invoke open']],
    ['shared', { accounts: [STRANGER] }, [`named-outsider aws-account ${STRANGER} invoke open`]],
    ['private', {}, []],
  ])('%s', (_name, more, expected) => {
    const sharedWith = { everyone: false, accounts: [], ...more };
    const image = resource('aws.fpga.image', 'arn:aws:ec2:eu-west-1::fpga-image/afi-0aa', { sharedWith });
    expect(inShort(analyseFpga(image, surroundings()))).toEqual(expected);
  });
});
