// Where findings say that they stand, in the formats that write settings inside of other things: the smallest node that says it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import { folder, tojimari } from '../cli/harness.ts';

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'No',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: 'arn:aws:s3:::kagi-x/*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'Open',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::kagi-x/*',
    },
  ],
};
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
};
const OFF = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};

const CONFIG = {
  configurationItems: [
    {
      configurationItemCaptureTime: '2026-01-02T00:00:00Z',
      resourceType: 'AWS::S3::Bucket',
      resourceName: 'kagi-x',
      resourceId: 'kagi-x',
      ARN: 'arn:aws:s3:::kagi-x',
      awsAccountId: '111122223333',
      awsRegion: 'eu-west-1',
      configuration: { name: 'kagi-x' },
      supplementaryConfiguration: {
        BucketPolicy: JSON.stringify({ policyText: JSON.stringify(POLICY) }),
        AccessControlList: JSON.stringify(
          JSON.stringify({
            owner: { id: 'a' },
            grantList: [
              { grantee: { id: 'a' }, permission: 'FullControl' },
              { grantee: 'AllUsers', permission: 'Read' },
            ],
          }),
        ),
        PublicAccessBlockConfiguration: JSON.stringify(OFF),
      },
      tags: {},
    },
    {
      configurationItemCaptureTime: '2026-01-02T00:00:00Z',
      resourceType: 'AWS::IAM::Role',
      resourceName: 'open',
      resourceId: 'AROA',
      ARN: 'arn:aws:iam::111122223333:role/open',
      awsAccountId: '111122223333',
      awsRegion: 'global',
      configuration: {
        path: '/',
        roleName: 'open',
        arn: 'arn:aws:iam::111122223333:role/open',
        assumeRolePolicyDocument: encodeURIComponent(JSON.stringify(TRUST)),
        rolePolicyList: [],
        attachedManagedPolicies: [],
      },
      supplementaryConfiguration: {},
    },
  ],
};
/** The first item as a rule is invoked with it: the whole event is a string. */
const EVENT = { invokingEvent: JSON.stringify({ configurationItem: CONFIG.configurationItems[0] }) };

const YAML = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {AWS: '*'}, Action: sts:AssumeRole}]}
  Topics:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Topic]
      PolicyDocument:
        Statement:
          Effect: Allow
          Principal: "*"
          Action: sns:Publish
          Resource: "*"
  Topic:
    Type: AWS::SNS::Topic
`;

const group = (id: string, rules: object[]) => ({
  GroupId: id,
  GroupName: id === 'sg-1' ? 'web' : 'default',
  OwnerId: '111122223333',
  VpcId: 'vpc-1',
  IpPermissions: rules,
});
const SAVED: Record<string, unknown> = {
  'global/sts-get-caller-identity.json': { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/a' },
  'global/s3api-list-buckets.json': { Buckets: [{ Name: 'kagi-x' }] },
  'global/s3api-get-bucket-acl/kagi-x': {
    Owner: { ID: 'a' },
    Grants: [
      { Grantee: { Type: 'CanonicalUser', ID: 'a' }, Permission: 'FULL_CONTROL' },
      {
        Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
        Permission: 'READ',
      },
    ],
  },
  'global/iam-get-credential-report.json': [
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated',
    'kagi,arn:aws:iam::111122223333:user/kagi,2019-01-01T00:00:00+00:00,true,2024-01-01T00:00:00+00:00,2019-01-01T00:00:00+00:00,N/A,false,false,N/A,N/A,N/A,N/A,true,2019-01-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,false,N/A',
    '',
  ].join('\n'),
  'eu-west-1/ec2-describe-instances.json': {
    Reservations: [
      {
        Instances: [
          {
            InstanceId: 'i-1',
            State: { Name: 'running' },
            VpcId: 'vpc-1',
            SubnetId: 'subnet-1',
            PublicIpAddress: '198.51.100.7',
            SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'web' }],
            NetworkInterfaces: [
              {
                NetworkInterfaceId: 'eni-1',
                SubnetId: 'subnet-1',
                VpcId: 'vpc-1',
                Association: { PublicIp: '198.51.100.7' },
                Groups: [{ GroupId: 'sg-1', GroupName: 'web' }],
              },
            ],
            Tags: [{ Key: 'Name', Value: 'web' }],
          },
        ],
      },
    ],
  },
  'eu-west-1/ec2-describe-security-groups.json': {
    SecurityGroups: [
      group('sg-0', []),
      group('sg-1', [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
        { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
      ]),
    ],
  },
  'eu-west-1/ec2-describe-snapshots.json': {
    Snapshots: [{ SnapshotId: 'snap-1', VolumeId: 'vol-1', OwnerId: '111122223333', Encrypted: false }],
  },
  'eu-west-1/ec2-describe-snapshot-attribute/snap-1': {
    SnapshotId: 'snap-1',
    CreateVolumePermissions: [{ UserId: '444455556666' }, { Group: 'all' }],
  },
};

/** What stands at each place that evidence names, by setting; a character before its end where that is on another line. */
async function places(files: Record<string, unknown>): Promise<Record<string, string>> {
  const root = folder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(
      join(root, name),
      typeof content === 'string' ? content : JSON.stringify(content, undefined, 1),
    );
  }
  const { stdout, stderr } = await tojimari(['scan', root, '--format', 'json', '--quiet']);
  if (stdout === '') throw new Error(stderr);
  const report = parseReport(JSON.parse(stdout));
  if (!report.ok) throw new Error(JSON.stringify(report.misfits));
  const found: Record<string, string> = {};
  for (const { evidence } of [...report.value.findings, ...report.value.doors])
    for (const { setting, pointer = '', origin } of evidence) {
      if (origin?.line === undefined) continue;
      const lines = readFileSync(origin.file, 'utf8')
        .split('\n')
        .slice(origin.line - 1, origin.endLine ?? origin.line);
      const last = lines.length - 1;
      if (origin.endColumn !== undefined) lines[last] = (lines[last] ?? '').slice(0, origin.endColumn - 1);
      lines[0] = (lines[0] ?? '').slice((origin.column ?? 1) - 1);
      found[setting + pointer] = lines.map((line) => line.trim()).join('');
    }
  return found;
}

const plain = (text: string | undefined) => (text ?? '').replaceAll('\\', '');

test('AWS Config: JSON inside of strings, once and twice, and percent-encoded', async () => {
  const found = await places({ 'config.json': CONFIG });
  expect(JSON.parse(plain(found['policy/Statement/1']))).toEqual(POLICY.Statement[1]);
  expect(JSON.parse(plain(found['acl/grants/1']))).toEqual({ grantee: 'AllUsers', permission: 'Read' });
  expect(JSON.parse(decodeURIComponent(found['trustPolicy/Statement/0'] ?? ''))).toEqual(TRUST.Statement[0]);
});

test('an event of AWS Config: all of it is a string', async () => {
  const found = await places({ 'event.json': EVENT });
  expect(JSON.parse(plain(found['policy/Statement/1']))).toEqual(POLICY.Statement[1]);
});

test('YAML: blocks, flows, and a statement without a list', async () => {
  const found = await places({ 'template.yaml': YAML });
  expect(found['trustPolicy/Statement/0']).toBe(
    "{Effect: Allow, Principal: {AWS: '*'}, Action: sts:AssumeRole}]}",
  );
  expect(found['policy/Statement']).toBe('Effect: Allow');
});

test('answers of the command line: grants, cells of a report, rules of groups, those that something is shared with', async () => {
  const found = await places(SAVED);
  expect(JSON.parse(found['acl/grants/1'] ?? '')).toMatchObject({ Permission: 'READ' });
  expect(found['mfaActive']).toMatch(/^false,false,N\/A/);
  expect(found['accessKeys/0']).toMatch(/^true,2019-01-01/);
  expect(JSON.parse(found['securityGroups/0/rules/1'] ?? '')).toMatchObject({ FromPort: 22 });
  expect(JSON.parse(found['interfaces/0'] ?? '')).toMatchObject({ NetworkInterfaceId: 'eni-1' });
  expect(found['sharedWith/everyone']).toBe('"all"');
  expect(found['sharedWith/accounts/0']).toBe('"444455556666"');
});
