// The commands of rules do what they say, as far as moto plays AWS: what stood open is closed after them.
import { EC2 } from '@aws-sdk/client-ec2';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { commandsFor } from '../../src/report/commands.ts';
import { loadRules } from '../../src/rules/load.ts';
import { typesOf } from '../../src/rules/rule.ts';
import { findFiles } from '../../src/snapshot/files.ts';
import { TEST_ENV, useEnvironment } from '../providers/aws/live.ts';
import { pythonOfAws, refusedByAws } from '../rules/aws-cli.ts';
import { type Moto, motoIsHere, startMoto } from '../servers/moto.ts';

const NAME = 'kagi-export';
const ACCOUNT = '123456789012';
const POLICY_ARN = `arn:aws:iam::${ACCOUNT}:policy/${NAME}`;
const EVERYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

const types = PROVIDERS.flatMap(({ services }) => services.flatMap((service) => service.types));
const rules = await loadRules(await findFiles(['rules']), types);
const python = await pythonOfAws();
const here = motoIsHere({ CI: process.env['CI'] }) && python !== undefined;
useEnvironment({ ...TEST_ENV, AWS_REGION: 'us-east-1' });
let moto: Moto | undefined;

beforeAll(async () => {
  if (here) moto = await startMoto();
}, 30_000);
afterAll(async () => {
  await moto?.stop();
});

/** What moto does not play; commands.test.ts has the AWS CLI check these as well. */
const BEYOND_MOTO = ['lookup-events', 'snapshot-block-public-access', 'UserIdGroupPairs'];

/** A bucket, a user, a role, a policy, a snapshot and a group, each as open as it gets; the ids that moto gave. */
async function makeOpen(
  s3: S3,
  iam: IAM,
  ec2: EC2,
): Promise<{ key: string; snapshot: string; group: string }> {
  await s3.createBucket({ Bucket: NAME });
  const Statement = [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${NAME}/*` },
  ];
  await s3.putBucketPolicy({ Bucket: NAME, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
  await s3.putBucketAcl({ Bucket: NAME, ACL: 'public-read' });
  await iam.createUser({ UserName: NAME });
  await iam.createLoginProfile({ UserName: NAME, Password: 'correct-horse-Battery-1' });
  const { AccessKey } = await iam.createAccessKey({ UserName: NAME });
  const anyone = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [anyone] });
  await iam.createRole({ RoleName: NAME, AssumeRolePolicyDocument: trust });
  await iam.attachRolePolicy({ RoleName: NAME, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
  await iam.createPolicy({ PolicyName: NAME, PolicyDocument: EVERYTHING });
  const volume = await ec2.createVolume({ AvailabilityZone: 'us-east-1a', Size: 1 });
  const { SnapshotId: snapshot = '' } = await ec2.createSnapshot({ VolumeId: volume.VolumeId });
  const all = { Attribute: 'createVolumePermission', OperationType: 'add', GroupNames: ['all'] } as const;
  await ec2.modifySnapshotAttribute({ SnapshotId: snapshot, ...all, GroupNames: ['all'] });
  const { GroupId: group = '' } = await ec2.createSecurityGroup({ GroupName: NAME, Description: NAME });
  const door = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' };
  await ec2.authorizeSecurityGroupIngress({ GroupId: group, ...door });
  return { key: AccessKey?.AccessKeyId ?? '', snapshot, group };
}

/** The commands of the rules for a type, with what stands for their words in capitals. */
function commandsOf(type: string, name: string, words: Record<string, string>): string[] {
  const resource = { type, id: POLICY_ARN, name, scope: `aws/${ACCOUNT}` };
  const found = rules
    .filter((rule) => typesOf(rule)[0] === type)
    .flatMap(({ fix }) => fix.flatMap(({ cli = '' }) => commandsFor(cli, resource)))
    .map((command) => command.replace(/\b[A-Z][A-Z0-9_]*\b/g, (word) => words[word] ?? word));
  return [...new Set(found)];
}

test('closed after the commands', async () => {
  if (moto === undefined || python === undefined) return;
  const client = { endpoint: moto.endpoint, region: 'us-east-1', forcePathStyle: true };
  const [s3, iam, ec2] = [new S3(client), new IAM(client), new EC2(client)];
  const { key, snapshot, group } = await makeOpen(s3, iam, ec2);
  const words = {
    ACCESS_KEY_ID: key,
    CODE_1: '123456',
    CODE_2: '654321',
    GROUP: group,
    MFA_ARN: `arn:aws:iam::${ACCOUNT}:mfa/${NAME}`,
    PORT: '22',
  };
  const commands = [
    ...commandsOf('aws.s3.bucket', NAME, words),
    ...commandsOf('aws.iam.user', NAME, words),
    ...commandsOf('aws.iam.role', NAME, words),
    ...commandsOf('aws.iam.policy', NAME, words),
    ...commandsOf('aws.ebs.snapshot', snapshot, words),
    ...commandsOf('aws.ec2.security-group', NAME, words),
  ].filter((command) => !BEYOND_MOTO.some((part) => command.includes(part)));
  expect(commands.length).toBeGreaterThan(20);
  expect(await refusedByAws(python, commands, moto.endpoint)).toEqual([]);

  const block = await s3.getPublicAccessBlock({ Bucket: NAME });
  expect(Object.values(block.PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
  const { OwnershipControls } = await s3.getBucketOwnershipControls({ Bucket: NAME });
  expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
  const { Grants } = await s3.getBucketAcl({ Bucket: NAME });
  expect(Grants?.filter(({ Grantee }) => Grantee?.URI !== undefined)).toEqual([]);
  const { AccessKeyMetadata } = await iam.listAccessKeys({ UserName: NAME });
  expect(AccessKeyMetadata?.map(({ Status }) => Status)).toEqual(['Inactive']);
  await expect(iam.getLoginProfile({ UserName: NAME })).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
  expect((await iam.listMFADevices({ UserName: NAME })).MFADevices).toHaveLength(1);
  expect((await iam.listAttachedRolePolicies({ RoleName: NAME })).AttachedPolicies ?? []).toEqual([]);
  expect((await iam.getPolicy({ PolicyArn: POLICY_ARN })).Policy?.DefaultVersionId).toBe('v2');
  const shared = await ec2.describeSnapshotAttribute({
    SnapshotId: snapshot,
    Attribute: 'createVolumePermission',
  });
  expect(shared.CreateVolumePermissions ?? []).toEqual([]);
  await expect(ec2.describeSecurityGroups({ GroupIds: [group] })).rejects.toMatchObject({
    name: 'InvalidGroup.NotFound',
  });
}, 60_000);
