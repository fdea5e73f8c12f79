// AWS Config items: single ones, snapshots, events of rules; JSON inside JSON.
import { describe, expect, test } from '@jest/globals';
import { textFile } from '../../../../src/snapshot/files.ts';
import { folder, readFiles, unknowns } from './reading.ts';

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi-open/*' },
  ],
};
const acl = (grantee: unknown) =>
  JSON.stringify(
    JSON.stringify({
      grantSet: null,
      grantList: [{ grantee, permission: 'Read' }],
      owner: { id: '75aa57f0' },
    }),
  );
const bucket = (more = {}, supplement = {}) => ({
  version: '1.3',
  accountId: '111122223333',
  configurationItemCaptureTime: '2025-01-01T00:00:00.000Z',
  configurationItemStatus: 'OK',
  arn: 'arn:aws:s3:::kagi-open',
  resourceType: 'AWS::S3::Bucket',
  resourceId: 'kagi-open',
  resourceName: 'kagi-open',
  awsRegion: 'ap-northeast-1',
  resourceCreationTime: '2024-02-03T04:05:06.000Z',
  tags: { team: 'web' },
  configuration: '{"name":"kagi-open"}',
  supplementaryConfiguration: {
    BucketPolicy: JSON.stringify({ policyText: JSON.stringify(POLICY) }),
    AccessControlList: acl({ id: '75aa57f0' }),
    PublicAccessBlockConfiguration:
      '{"blockPublicAcls":true,"ignorePublicAcls":true,"blockPublicPolicy":false,"restrictPublicBuckets":false}',
    ...supplement,
  },
  ...more,
});
const role = {
  accountId: '111122223333',
  configurationItemCaptureTime: '2025-01-01T00:00:00.000Z',
  configurationItemStatus: 'OK',
  ARN: 'arn:aws:iam::111122223333:role/team/deploy',
  resourceType: 'AWS::IAM::Role',
  resourceId: 'AROAEXAMPLE',
  resourceName: 'deploy',
  awsRegion: 'global',
  tags: {},
  configuration: {
    path: '/team/',
    roleName: 'deploy',
    arn: 'arn:aws:iam::111122223333:role/team/deploy',
    createDate: '2024-02-03T04:05:06.000Z',
    assumeRolePolicyDocument: encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: [] })),
    rolePolicyList: [
      { policyName: 'inline', policyDocument: encodeURIComponent(JSON.stringify({ Statement: [] })) },
    ],
    attachedManagedPolicies: [
      { policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', policyName: 'ReadOnlyAccess' },
    ],
    permissionsBoundary: null,
    tags: [],
    roleLastUsed: null,
  },
};

describe('a bucket', () => {
  test('policy, ACL, Block Public Access, region and tags', async () => {
    const read = await readFiles(folder({ 'item.json': bucket() }));
    expect(read.scopes).toMatchObject([{ id: 'aws/111122223333', format: 'AWS Config items' }]);
    const found = read.get('aws.s3.bucket', 'kagi-open');
    expect(found.region).toBe('ap-northeast-1');
    expect(found.settings).toEqual({
      policy: POLICY,
      acl: { owner: '75aa57f0', grants: [{ grantee: '75aa57f0', kind: 'user', permission: 'READ' }] },
      blockPublicAccess: {
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: false,
        restrictPublicBuckets: false,
      },
      location: 'ap-northeast-1',
      tags: [{ key: 'team', value: 'web' }],
      created: '2024-02-03T04:05:06Z',
    });
    expect(unknowns(found)).toEqual([
      'accessPoints not-held',
      'blockedEncryption not-held',
      'multiRegionAccessPoints not-held',
      'ownership missing',
      'policyStatus not-held',
      'website missing',
    ]);
    expect(found.origins?.['policy']).toEqual({
      file: 'item.json',
      pointer: '/supplementaryConfiguration/BucketPolicy/policyText',
    });
  });

  test.each([
    ['no policy', { BucketPolicy: '{"policyText":null}' }, { policy: null }],
    [
      'everyone in the ACL',
      { AccessControlList: acl('AllUsers') },
      {
        acl: {
          owner: '75aa57f0',
          grants: [
            { grantee: 'http://acs.amazonaws.com/groups/global/AllUsers', kind: 'group', permission: 'READ' },
          ],
        },
      },
    ],
    [
      'ownership',
      { OwnershipControls: '{"rules":[{"objectOwnership":"BucketOwnerEnforced"}]}' },
      { ownership: 'BucketOwnerEnforced' },
    ],
    [
      'a website',
      { BucketWebsiteConfiguration: '{"indexDocumentSuffix":"index.html","errorDocument":null}' },
      { website: { indexDocument: 'index.html' } },
    ],
  ])('%s', async (_name, supplement, expected) => {
    const read = await readFiles(folder({ 'item.json': bucket({}, supplement) }));
    expect(read.get('aws.s3.bucket', 'kagi-open').settings).toMatchObject(expected);
  });

  test.each([
    ['policy', { BucketPolicy: '{"policyText":"{nope"}' }],
    ['policy', { BucketPolicy: '{' }],
    ['acl', { AccessControlList: acl('Martians') }],
    ['acl', { AccessControlList: '[]' }],
  ])('a %s that cannot be read is unknown', async (setting, supplement) => {
    const read = await readFiles(folder({ 'item.json': bucket({}, supplement) }));
    expect(unknowns(read.get('aws.s3.bucket', 'kagi-open'))).toContain(`${setting} malformed`);
  });
});

test('a role, a user and the account', async () => {
  const user = {
    ...role,
    resourceType: 'AWS::IAM::User',
    ARN: 'arn:aws:iam::111122223333:user/alice',
    configuration: {
      path: '/',
      userName: 'alice',
      arn: 'arn:aws:iam::111122223333:user/alice',
      userPolicyList: null,
      groupList: ['admins'],
      attachedManagedPolicies: [],
    },
  };
  const block = {
    ...role,
    resourceType: 'AWS::S3::AccountPublicAccessBlock',
    resourceId: '111122223333',
    configuration: {
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: true,
    },
  };
  const read = await readFiles(
    folder({ 'snapshot.json': { fileVersion: '1.0', configurationItems: [role, user, block] } }),
  );
  const found = read.get('aws.iam.role', 'deploy');
  expect(found.settings).toMatchObject({
    trustPolicy: { Version: '2012-10-17', Statement: [] },
    permissionsBoundary: null,
    inlinePolicies: [{ name: 'inline', document: { Statement: [] } }],
  });
  expect(unknowns(found)).toEqual(['lastUsedAt not-held']);
  expect(found.origins?.['trustPolicy']).toEqual({
    file: 'snapshot.json',
    pointer: '/configurationItems/0/configuration/assumeRolePolicyDocument',
  });
  expect(read.get('aws.iam.user', 'alice').settings).toMatchObject({
    groups: ['admins'],
    inlinePolicies: [],
  });
  expect(unknowns(read.get('aws.iam.user', 'alice'))).toContain('mfaActive not-held');
  expect(read.get('aws.s3.account', '111122223333').settings['blockPublicAccess']).toMatchObject({
    restrictPublicBuckets: true,
  });
  // Context comes before what is judged by it.
  expect(read.records.filter((record) => record.record === 'resource').map(({ type }) => type)[0]).toBe(
    'aws.s3.account',
  );
});

describe('many items', () => {
  const newer = bucket(
    { configurationItemCaptureTime: '2025-02-01T00:00:00.000Z' },
    { BucketPolicy: '{"policyText":null}' },
  );
  const gone = bucket({
    configurationItemCaptureTime: '2025-03-01T00:00:00.000Z',
    configurationItemStatus: 'ResourceDeleted',
  });

  test.each([
    ['in their order', [bucket(), newer]],
    ['the other way round', [newer, bucket()]],
  ])('the newest of a bucket counts, %s', async (_name, items) => {
    const read = await readFiles(folder({ 'history.json': { configurationItems: items } }));
    expect(read.resources).toHaveLength(1);
    expect(read.get('aws.s3.bucket', 'kagi-open').settings['policy']).toBeNull();
  });

  test('a deleted bucket is none, wherever the deletion stands', async () => {
    for (const items of [
      [bucket(), gone],
      [gone, bucket()],
    ]) {
      const read = await readFiles(folder({ 'history.json': { configurationItems: items } }));
      expect(read.resources).toEqual([]);
    }
  });

  test('of two accounts are two scopes; other types are counted', async () => {
    const items = [
      bucket(),
      bucket({ accountId: '444455556666', resourceName: 'acme', arn: 'arn:aws:s3:::acme' }),
      { ...bucket(), resourceType: 'AWS::EC2::VPC' },
    ];
    const read = await readFiles(folder({ 'snapshot.json': { configurationItems: items } }));
    expect(read.scopes.map(({ id }) => id)).toEqual(['aws/111122223333', 'aws/444455556666']);
    expect(read.scopes[0]?.notes?.[0]?.en).toContain(
      '1 items of types that are not judged were left aside (AWS::EC2::VPC)',
    );
  });

  test('something that is no item is said, not skipped', async () => {
    const read = await readFiles(
      folder({
        'snapshot.json': {
          configurationItems: [bucket(), 7, { resourceType: 'AWS::S3::Bucket', accountId: '111122223333' }],
        },
      }),
    );
    expect(read.resources).toHaveLength(1);
    const listings = read.records.filter(
      (record) => record.record === 'listing' && record.type === 'aws.s3.bucket',
    );
    expect(listings).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ state: 'unknown', reason: 'malformed' })]),
    );
  });

  test('a broken file among good ones', async () => {
    const read = await readFiles(
      folder({ 'a.json': bucket(), 'b.json': `{"configurationItems": [${JSON.stringify(bucket())}` }),
    );
    expect(read.resources).toHaveLength(1);
    expect(read.listings.get('aws.s3.bucket')).toMatchObject({ state: 'unknown', reason: 'malformed' });
    expect(read.scopes[0]?.notes?.map(({ en }) => en).join()).toContain('b.json:1:');
  });
});

test('the event of a Config rule', async () => {
  const read = await readFiles(
    folder({
      'event.json': { invokingEvent: JSON.stringify({ configurationItem: bucket() }), resultToken: 'x' },
    }),
  );
  expect(read.get('aws.s3.bucket', 'kagi-open').settings['policy']).toEqual(POLICY);
});

test('a named file that is broken is refused with its place', async () => {
  await expect(readFiles([textFile('item.json', '{"configurationItems": [')])).rejects.toThrow(
    'item.json:1:',
  );
});
