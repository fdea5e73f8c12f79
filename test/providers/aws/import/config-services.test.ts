// AWS Config beyond S3 and IAM: topics, queues, keys, functions and more, and the shapes that queries and aggregators answer in.
import { describe, expect, test } from '@jest/globals';
import { read, why } from './declarations.ts';

const ACCOUNT = '111122223333';
const allow = (action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: action, Resource: '*' }],
  });
const closed = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: '*', Resource: '*' },
  ],
});

/** An item as Config writes it: `configuration` an object in files, a text in answers. */
const item = (resourceType: string, arn: string, configuration: object, supplementary: object = {}) => ({
  version: '1.3',
  accountId: ACCOUNT,
  awsRegion: 'eu-west-1',
  configurationItemStatus: 'OK',
  configurationItemCaptureTime: '2026-01-01T00:00:00.000Z',
  resourceType,
  resourceId: arn,
  arn: `arn:aws:${arn}`,
  configuration,
  supplementaryConfiguration: supplementary,
});
const snapshot = (...items: object[]) =>
  JSON.stringify({ fileVersion: '1.0', configSnapshotId: 'one', configurationItems: items });

interface Case {
  type: string;
  name: string;
  of(policy: unknown): object;
  action: string;
  opened: string;
  /** Doors of which Config never says anything. */
  rest?: string[];
}

const at = (service: string, rest: string) => `${service}:eu-west-1:${ACCOUNT}:${rest}`;
const CASES: Case[] = [
  {
    type: 'aws.sns.topic',
    name: 'alerts',
    of: (Policy) => item('AWS::SNS::Topic', at('sns', 'alerts'), { Policy }),
    action: 'sns:Publish',
    opened: 'anyone open write',
  },
  {
    type: 'aws.sqs.queue',
    name: 'orders',
    of: (Policy) => item('AWS::SQS::Queue', at('sqs', 'orders'), { QueueName: 'orders', Policy }),
    action: 'sqs:SendMessage',
    opened: 'anyone open write',
  },
  {
    type: 'aws.kms.key',
    name: 'k1',
    of: (Policy) =>
      item('AWS::KMS::Key', at('kms', 'key/k1'), { keyState: 'Enabled', keyManager: 'CUSTOMER' }, { Policy }),
    action: 'kms:Decrypt',
    opened: 'anyone-registered open read',
    rest: ['anyone unknown list+read+write+delete+admin+invoke+assume+meta'],
  },
  {
    type: 'aws.lambda.function',
    name: 'pay',
    of: (Policy) =>
      item('AWS::Lambda::Function', at('lambda', 'function:pay'), { functionName: 'pay' }, { Policy }),
    action: 'lambda:UpdateFunctionCode',
    opened: 'anyone-registered open',
  },
  {
    type: 'aws.ecr.repository',
    name: 'kagi/app',
    of: (RepositoryPolicyText) =>
      item('AWS::ECR::Repository', at('ecr', 'repository/kagi/app'), {
        RepositoryName: 'kagi/app',
        RepositoryPolicyText,
      }),
    action: 'ecr:BatchGetImage',
    opened: 'anyone-registered open read',
  },
  {
    type: 'aws.backup.vault',
    name: 'vault',
    of: (AccessPolicy) =>
      item('AWS::Backup::BackupVault', at('backup', 'backup-vault:vault'), {
        BackupVaultName: 'vault',
        AccessPolicy,
      }),
    action: 'backup:CopyIntoBackupVault',
    opened: 'anyone-registered open write',
  },
  {
    type: 'aws.opensearch.domain',
    name: 'search',
    of: (AccessPolicies) =>
      item('AWS::OpenSearch::Domain', at('es', 'domain/search'), {
        DomainName: 'search',
        AccessPolicies,
        VPCOptions: {},
        AdvancedSecurityOptions: { Enabled: false },
      }),
    action: 'es:ESHttpGet',
    opened: 'anyone open read',
  },
];

describe.each(CASES)('$type', ({ type, name, of, action, opened, rest = [] }) => {
  const doors = async (policy: unknown) => (await read(snapshot(of(policy)))).exposures(type, name);
  test.each([
    ['text', (text: string): unknown => text],
    ['an object', (text: string): unknown => JSON.parse(text)],
  ])('a policy that lets in everybody, as %s', async (_, shape) => {
    expect(await doors(shape(allow(action)))).toContainEqual(expect.stringMatching(new RegExp(`^${opened}`)));
  });
  test('a policy for the own account', async () => {
    expect(await doors(closed)).toEqual(rest);
  });
  test('none', async () => {
    expect(await doors(null)).toEqual(rest);
  });
  test('an item that does not say', async () => {
    const reading = await read(snapshot(of(undefined)));
    expect(why(reading.find(type, name), 'policy')).toBe('missing');
    expect(reading.exposures(type, name)[0]).toMatch(/^anyone unknown/);
  });
  test('a policy that is no JSON', async () => {
    expect(why((await read(snapshot(of('{"Statement": [')))).find(type, name), 'policy')).toMatch(
      /^malformed/,
    );
  });
  test('its place', async () => {
    const reading = await read(snapshot(of(allow(action))));
    expect(reading.find(type, name).origins?.['policy']?.pointer).toMatch(
      /^\/configurationItems\/0\/(configuration|supplementaryConfiguration)\/\w*Polic/,
    );
  });
});

test('a key that AWS manages is not the account’s to decide on', async () => {
  const key = item(
    'AWS::KMS::Key',
    at('kms', 'key/aws'),
    { keyManager: 'AWS' },
    { Policy: allow('kms:Decrypt') },
  );
  const { resources, listings } = await read(snapshot(key));
  expect(resources).toEqual([]);
  expect(listings.filter(({ state }) => state === 'unknown')).toEqual([]);
});

test('snapshots of databases: with whom they are shared', async () => {
  const one = (name: string, values: string[]) =>
    item(
      'AWS::RDS::DBSnapshot',
      at('rds', `snapshot:${name}`),
      { dBSnapshotIdentifier: name, encrypted: false, engine: 'postgres' },
      { DBSnapshotAttributes: [{ attributeName: 'restore', attributeValues: values }] },
    );
  const reading = await read(snapshot(one('all', ['all']), one('none', [])));
  expect(reading.exposures('aws.rds.snapshot', 'all')).toEqual(['anyone-registered open list+read']);
  expect(reading.exposures('aws.rds.snapshot', 'none')).toEqual([]);
});

test('security groups: their rules; what they guard is not held', async () => {
  const group = item('AWS::EC2::SecurityGroup', at('ec2', 'security-group/sg-1'), {
    groupId: 'sg-1',
    groupName: 'db',
    ipPermissions: [
      {
        ipProtocol: 'tcp',
        fromPort: 5432,
        toPort: 5432,
        ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }],
        ipv6Ranges: [],
        prefixListIds: [{ prefixListId: 'pl-1' }],
        userIdGroupPairs: [{ groupId: 'sg-2', userId: ACCOUNT }],
        ipRanges: ['0.0.0.0/0'],
      },
    ],
  });
  const found = (await read(snapshot(group))).find('aws.ec2.security-group', 'db');
  expect(found.settings['securityGroups']).toEqual([
    {
      id: 'sg-1',
      name: 'db',
      rules: [
        {
          protocol: 'tcp',
          from: 5432,
          to: 5432,
          cidrs: ['0.0.0.0/0'],
          prefixLists: [{ id: 'pl-1', unread: { reason: 'not-held' } }],
          groups: [{ id: 'sg-2', account: ACCOUNT }],
        },
      ],
    },
  ]);
  expect(why(found, 'guards')).toBe('not-held');
});

describe('shapes', () => {
  const topic = item('AWS::SNS::Topic', at('sns', 'alerts'), { Policy: allow('sns:Publish') });
  const answered = {
    ...topic,
    configuration: JSON.stringify(topic.configuration),
    configurationItemCaptureTime: 1767225600,
  };
  const table: [string, object, string][] = [
    [
      'BatchGetResourceConfig',
      { baseConfigurationItems: [answered], unprocessedResourceKeys: [] },
      '/baseConfigurationItems/0',
    ],
    [
      'BatchGetAggregateResourceConfig',
      { BaseConfigurationItems: [answered], UnprocessedResourceIdentifiers: [] },
      '/BaseConfigurationItems/0',
    ],
    ['GetAggregateResourceConfig', { ConfigurationItem: answered }, '/ConfigurationItem'],
    ['GetResourceConfigHistory', { configurationItems: [answered] }, '/configurationItems/0'],
    [
      'SelectResourceConfig',
      { Results: [JSON.stringify(topic)], QueryInfo: { SelectFields: [{ Name: '*' }] } },
      '/Results/0',
    ],
    [
      'SelectAggregateResourceConfig, without the account',
      { Results: [JSON.stringify({ ...topic, accountId: undefined })], QueryInfo: { SelectFields: [] } },
      '/Results/0',
    ],
  ];
  test.each(table)('%s', async (_, answer, pointer) => {
    const reading = await read({ 'answer.json': JSON.stringify(answer, null, 2) });
    expect(reading.scopes).toMatchObject([{ id: `aws/${ACCOUNT}`, format: 'AWS Config items' }]);
    expect(reading.exposures('aws.sns.topic', 'alerts')).toContainEqual(
      expect.stringMatching(/^anyone open/),
    );
    expect(reading.find('aws.sns.topic', 'alerts').origins?.['policy']?.pointer).toBe(
      `${pointer}/configuration/Policy`,
    );
  });

  test('what an aggregator leaves out is not whole', async () => {
    const left = {
      SourceAccountId: ACCOUNT,
      SourceRegion: 'eu-west-1',
      ResourceId: 'x',
      ResourceType: 'AWS::SNS::Topic',
    };
    const { listings } = await read({
      'answer.json': JSON.stringify({
        BaseConfigurationItems: [answered],
        UnprocessedResourceIdentifiers: [left],
      }),
    });
    expect(listings).toContainEqual(
      expect.objectContaining({
        type: 'aws.sns.topic',
        state: 'unknown',
        detail: expect.stringContaining('/Unprocessed'),
      }),
    );
  });

  test('a query that selects no type is not understood, and says so', async () => {
    const { listings } = await read({
      'answer.json': JSON.stringify({
        Results: ['{"arn":"arn:aws:sns:eu-west-1:111122223333:alerts"}'],
        QueryInfo: {},
      }),
    });
    expect(listings[0]).toMatchObject({ state: 'unknown', reason: 'malformed' });
  });

  test('the files of a delivery channel, by account', async () => {
    const path = (account: string) =>
      `AWSLogs/${account}/Config/eu-west-1/2026/1/1/ConfigSnapshot/${account}_Config_eu-west-1_ConfigSnapshot_1.json`;
    const other = { ...topic, accountId: '444455556666', arn: 'arn:aws:sns:eu-west-1:444455556666:alerts' };
    const reading = await read({ [path(ACCOUNT)]: snapshot(topic), [path('444455556666')]: snapshot(other) });
    expect(reading.scopes.map(({ id }) => id).sort()).toEqual(['aws/111122223333', 'aws/444455556666']);
  });
});
