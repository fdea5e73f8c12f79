// Machine images: what is asked of EC2, what is not, and who gets in.
import { afterEach, describe, expect, test } from '@jest/globals';
import { analyseAmi } from '../../../../src/providers/aws/ami/analyse.ts';
import { ami } from '../../../../src/providers/aws/ami/collect.ts';
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

const IMAGES = [
  { imageId: 'ami-public', imageOwnerId: OWNER, isPublic: true, imageState: 'available' },
  { imageId: 'ami-shared', imageOwnerId: OWNER, isPublic: false, imageState: 'available' },
  { imageId: 'ami-disabled', imageOwnerId: OWNER, isPublic: false, imageState: 'disabled' },
  { imageId: 'ami-theirs', imageOwnerId: STRANGER, isPublic: true, imageState: 'available' },
];
const PERMISSIONS = {
  launchPermission: {
    item: [
      { userId: STRANGER },
      { organizationArn: 'arn:aws:organizations::777788889999:organization/o-stranger01' },
      { organizationalUnitArn: 'arn:aws:organizations::111122223333:ou/o-kagi000001/ou-kagi-11112222' },
    ],
  },
};
const ORDINARY: Replies = {
  GetImageBlockPublicAccessState: { imageBlockPublicAccessState: 'unblocked' },
  DescribeImages: ({ input }) =>
    input['NextToken'] === undefined
      ? { imagesSet: { item: IMAGES.slice(0, 2) }, nextToken: 'page-2' }
      : { imagesSet: { item: IMAGES.slice(2) } },
  DescribeImageAttribute: PERMISSIONS,
};

async function read(replies: Replies = {}) {
  server = await serveOperations({ ...ORDINARY, ...replies });
  const found = sorted(await collected(ami.collect(server.place)));
  return {
    ...found,
    asked: server.asked.map(({ name, input }) => [name, input['ImageId']].filter(Boolean).join(' ')),
  };
}

describe('machine images, live', () => {
  test('every page is read; only images that are neither public nor disabled are asked whom they are shared with', async () => {
    const { resources, listings, asked } = await read();
    expect([...resources.keys()].sort()).toEqual(['ami-disabled', 'ami-public', 'ami-shared', 'eu-west-1']);
    expect(asked.filter((name) => name.startsWith('DescribeImageAttribute'))).toEqual([
      'DescribeImageAttribute ami-shared',
    ]);
    expect(listings).toMatchObject([
      { type: 'aws.ami.image', state: 'complete', seen: 3, region: 'eu-west-1' },
    ]);
    expect(resources.get('ami-shared')?.settings['sharedWith']).toEqual({
      everyone: false,
      accounts: [STRANGER],
      organizations: [
        'arn:aws:organizations::777788889999:organization/o-stranger01',
        'arn:aws:organizations::111122223333:ou/o-kagi000001/ou-kagi-11112222',
      ],
    });
    expect(resources.get('ami-disabled')?.settings['sharedWith']).toMatchObject({ everyone: false });
    expect(resources.get('eu-west-1')?.settings).toEqual({ blockPublicAccess: 'unblocked' });
  });

  test('a list that is denied is unknown, not empty', async () => {
    const { listings } = await read({ DescribeImages: denies('UnauthorizedOperation') });
    expect(listings).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'ec2:DescribeImages', seen: 0 },
    ]);
  });

  test('launch permissions that are denied are unknown, and public images stay public', async () => {
    const { resources } = await read({ DescribeImageAttribute: denies('UnauthorizedOperation') });
    expect(resources.get('ami-shared')?.unknowns).toMatchObject([
      { setting: 'sharedWith', reason: 'denied', permission: 'ec2:DescribeImageAttribute' },
    ]);
    expect(resources.get('ami-public')?.settings['sharedWith']).toMatchObject({ everyone: true });
  });

  test('an image that is gone by now is left out', async () => {
    const { resources, listings } = await read({
      DescribeImageAttribute: fails(400, 'InvalidAMIID.NotFound'),
    });
    expect([resources.has('ami-shared'), listings[0]?.seen, listings[0]?.state]).toEqual([
      false,
      2,
      'complete',
    ]);
  });

  test('a block that is denied is unknown', async () => {
    const { resources } = await read({ GetImageBlockPublicAccessState: denies('UnauthorizedOperation') });
    expect(resources.get('eu-west-1')?.unknowns).toMatchObject([
      { setting: 'blockPublicAccess', reason: 'denied', permission: 'ec2:GetImageBlockPublicAccessState' },
    ]);
  });
});

describe('the key of an encrypted image, live', () => {
  const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000002';
  const disk = (snapshotId: string) => ({ ebs: { snapshotId, encrypted: true } });
  const encrypted: Replies = {
    DescribeImages: {
      imagesSet: {
        item: [{ ...IMAGES[1], blockDeviceMapping: { item: [disk('snap-1'), disk('snap-2')] } }],
      },
    },
    DescribeSnapshots: {
      snapshotSet: {
        item: [
          { snapshotId: 'snap-1', kmsKeyId: KEY },
          { snapshotId: 'snap-2', kmsKeyId: KEY },
        ],
      },
    },
    GetKeyPolicy: { Policy: '{"Version":"2012-10-17","Statement":[]}' },
    ListGrants: { Grants: [] },
  };

  test('is read where the image is shared by name', async () => {
    const { resources } = await read(encrypted);
    expect(resources.get('ami-shared')?.settings).toMatchObject({
      encrypted: true,
      key: KEY,
      keyPolicy: { Version: '2012-10-17', Statement: [] },
      keyGrants: [],
    });
  });

  test('is none of several, and not asked for where nobody is named', async () => {
    const item = [
      { snapshotId: 'snap-1', kmsKeyId: KEY },
      { snapshotId: 'snap-2', kmsKeyId: `${KEY}3` },
    ];
    const several = await read({ ...encrypted, DescribeSnapshots: { snapshotSet: { item } } });
    expect(several.resources.get('ami-shared')?.settings['key']).toBeNull();
    await server?.stop();
    const nobody = await read({ ...encrypted, DescribeImageAttribute: { launchPermission: '' } });
    expect(nobody.asked).not.toContain('DescribeSnapshots');
  });

  test('is unknown where it is denied', async () => {
    const { resources } = await read({ ...encrypted, DescribeSnapshots: denies('UnauthorizedOperation') });
    expect(resources.get('ami-shared')?.unknowns).toMatchObject([
      { setting: 'key', reason: 'denied', permission: 'ec2:DescribeSnapshots' },
    ]);
  });
});

describe('machine images, judged', () => {
  const image = (settings: Record<string, unknown>, denied: string[] = []) =>
    resource('aws.ami.image', 'arn:aws:ec2:eu-west-1::image/ami-0aa', settings, denied);
  const shares = (more: object) => ({ everyone: false, accounts: [], organizations: [], ...more });

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      'public',
      { sharedWith: shares({ everyone: true }), encrypted: false },
      ['anyone-registered aws-account list+read open'],
    ],
    ['private', { sharedWith: shares({}), encrypted: false }, []],
    [
      'shared with a stranger',
      { sharedWith: shares({ accounts: [STRANGER] }), encrypted: false },
      [`named-outsider aws-account ${STRANGER} list+read open`],
    ],
    [
      'encrypted and shared: the key is needed too',
      { sharedWith: shares({ accounts: [STRANGER] }), encrypted: true },
      [`named-outsider aws-account ${STRANGER} list+read open-unless`],
    ],
  ])('%s', (_name, settings, expected) => {
    expect(inShort(analyseAmi(image(settings), surroundings()))).toEqual(expected);
  });

  test.each<[string, object, string]>([
    ['lets them decrypt', allow({ AWS: STRANGER }, 'kms:Decrypt'), 'open'],
    ['lets nobody decrypt', allow({ AWS: OWNER }, 'kms:*'), 'shut-by'],
  ])('encrypted with a key that %s', (_name, statement, state) => {
    const settings = {
      sharedWith: shares({ accounts: [STRANGER] }),
      encrypted: true,
      key: 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000002',
      keyPolicy: policy(statement),
      keyGrants: [],
    };
    expect(inShort(analyseAmi(image(settings), surroundings()))).toEqual([
      `named-outsider aws-account ${STRANGER} list+read ${state}`,
    ]);
  });

  test('a key that lets an organization decrypt opens what is shared with that organization', () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-stranger01' } };
    const settings = {
      sharedWith: shares({
        organizations: ['arn:aws:organizations::777788889999:organization/o-stranger01'],
      }),
      encrypted: true,
      key: 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000002',
      keyPolicy: policy(allow('*', 'kms:Decrypt', { Condition })),
      keyGrants: [],
    };
    expect(inShort(analyseAmi(image(settings), surroundings()))).toEqual([
      'named-outsider aws-organization o-stranger01 list+read open',
    ]);
  });

  test('launch permissions that could not be read are unknown', () => {
    const found = analyseAmi(image({ encrypted: false }, ['sharedWith']), surroundings());
    expect(inShort(found)).toEqual(['anyone-registered aws-account list+read unknown']);
  });

  test('the lines to see it and to take it back are words of a shell', () => {
    const odd = {
      ...image({ sharedWith: shares({ accounts: ["1' $(id)"] }), encrypted: false }),
      name: "x'; rm -rf /",
    };
    const [found] = analyseAmi(odd, surroundings()).exposures;
    expect(found?.cures?.[0]?.command).toBe(
      `aws ec2 modify-image-attribute --image-id 'x'\\''; rm -rf /' --region eu-west-1 --launch-permission 'Remove=[{UserId=1'\\'' $(id)}]'`,
    );
    expect(found?.witness?.command).toContain("--image-ids 'x'\\''; rm -rf /'");
  });
});
