// CloudFormation templates beyond S3 and IAM: policies by Ref and GetAtt, closed by default, unknown where a template leaves it open.
import { describe, expect, test } from '@jest/globals';
import { read, why } from './declarations.ts';

const template = (resources: object, more: object = {}) =>
  JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: resources, ...more });
const allow = (action: string, resource: unknown = '*', more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: action, Resource: resource, ...more }],
});
const mine = { Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } } };
const resource = (Type: string, Properties: object = {}) => ({ Type, Properties });

interface Case {
  type: string;
  name: string;
  /** The resources, given the policy; the thing alone without one. */
  of(policy?: unknown): object;
  action: string;
  about?: unknown;
  opened: string;
}

const withPolicy = (key: string, policy: unknown) => (policy === undefined ? {} : { [key]: policy });
const beside = (policy: unknown, entry: object) => (policy === undefined ? {} : { Policy: entry });

const CASES: Case[] = [
  {
    type: 'aws.sns.topic',
    name: 'Alerts',
    of: (policy) => ({
      Alerts: resource('AWS::SNS::Topic'),
      ...beside(
        policy,
        resource('AWS::SNS::TopicPolicy', { Topics: [{ Ref: 'Alerts' }], PolicyDocument: policy }),
      ),
    }),
    action: 'sns:Publish',
    about: { Ref: 'Alerts' },
    opened: 'anyone open write',
  },
  {
    type: 'aws.sqs.queue',
    name: 'orders',
    of: (policy) => ({
      Orders: resource('AWS::SQS::Queue', { QueueName: 'orders' }),
      ...beside(
        policy,
        resource('AWS::SQS::QueuePolicy', { Queues: [{ Ref: 'Orders' }], PolicyDocument: policy }),
      ),
    }),
    action: 'sqs:SendMessage',
    about: { 'Fn::GetAtt': ['Orders', 'Arn'] },
    opened: 'anyone open write',
  },
  {
    type: 'aws.kms.key',
    name: 'Key',
    of: (policy) => ({ Key: resource('AWS::KMS::Key', withPolicy('KeyPolicy', policy)) }),
    action: 'kms:Decrypt',
    opened: 'anyone-registered open read',
  },
  {
    type: 'aws.secretsmanager.secret',
    name: 'db',
    of: (policy) => ({
      Key: resource('AWS::KMS::Key', { KeyPolicy: allow('kms:Decrypt') }),
      Db: resource('AWS::SecretsManager::Secret', { Name: 'db', KmsKeyId: { Ref: 'Key' } }),
      ...beside(
        policy,
        resource('AWS::SecretsManager::ResourcePolicy', { SecretId: { Ref: 'Db' }, ResourcePolicy: policy }),
      ),
    }),
    action: 'secretsmanager:GetSecretValue',
    opened: 'anyone-registered open read',
  },
  {
    type: 'aws.ecr.repository',
    name: 'App',
    of: (policy) => ({ App: resource('AWS::ECR::Repository', withPolicy('RepositoryPolicyText', policy)) }),
    action: 'ecr:BatchGetImage',
    opened: 'anyone-registered open read',
  },
  {
    type: 'aws.eventbridge.bus',
    name: 'orders',
    of: (policy) => ({
      Bus: resource('AWS::Events::EventBus', { Name: 'orders', ...withPolicy('Policy', policy) }),
    }),
    action: 'events:PutEvents',
    about: { 'Fn::Sub': 'arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/orders' },
    opened: 'anyone-registered open write',
  },
  {
    type: 'aws.backup.vault',
    name: 'Vault',
    of: (policy) => ({ Vault: resource('AWS::Backup::BackupVault', withPolicy('AccessPolicy', policy)) }),
    action: 'backup:CopyIntoBackupVault',
    opened: 'anyone-registered open write',
  },
  {
    type: 'aws.kinesis.stream',
    name: 'Clicks',
    of: (policy) => ({
      Clicks: resource('AWS::Kinesis::Stream'),
      ...beside(
        policy,
        resource('AWS::Kinesis::ResourcePolicy', {
          ResourceArn: { 'Fn::GetAtt': ['Clicks', 'Arn'] },
          ResourcePolicy: policy,
        }),
      ),
    }),
    action: 'kinesis:PutRecord',
    about: { 'Fn::GetAtt': 'Clicks.Arn' },
    opened: 'anyone-registered open write',
  },
  {
    type: 'aws.dynamodb.table',
    name: 'Users',
    of: (policy) => ({
      Users: resource(
        'AWS::DynamoDB::Table',
        withPolicy('ResourcePolicy', policy && { PolicyDocument: policy }),
      ),
    }),
    action: 'dynamodb:PutItem',
    opened: 'anyone-registered open write',
  },
  {
    type: 'aws.opensearch.domain',
    name: 'Search',
    of: (policy) => ({
      Search: resource('AWS::OpenSearchService::Domain', withPolicy('AccessPolicies', policy)),
    }),
    action: 'es:ESHttpGet',
    about: { 'Fn::Sub': '${Search.Arn}/*' },
    opened: 'anyone open read',
  },
];

describe.each(CASES)('$type', ({ type, name, of, action, about, opened }) => {
  const doors = async (policy?: unknown) => (await read(template(of(policy)))).exposures(type, name);
  test('without a policy: closed', async () => {
    expect(await doors()).toEqual([]);
  });
  test('a policy that lets in everybody', async () => {
    expect(await doors(allow(action, about))).toContainEqual(expect.stringMatching(new RegExp(`^${opened}`)));
  });
  test('a policy for the account of the stack', async () => {
    expect(await doors(allow(action, about, mine))).toEqual([]);
  });
  test('a policy that depends on a parameter without a default', async () => {
    const more = { Parameters: { Who: { Type: 'String' } } };
    const policy = allow(action, about, { Principal: { AWS: { Ref: 'Who' } } });
    const reading = await read(template(of(policy), more));
    expect(why(reading.find(type, name), 'policy')).toMatch(/^missing: .* depends on the parameter Who/);
    expect(reading.exposures(type, name)[0]).toMatch(/^anyone unknown/);
  });
});

describe('Lambda', () => {
  const Pay = resource('AWS::Lambda::Function', { FunctionName: 'pay' });
  const permission = (more: object) =>
    resource('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': ['Pay', 'Arn'] },
      ...more,
    });
  const Rule = resource('AWS::Events::Rule');
  const table: [string, object, string[]][] = [
    ['no permission', { Pay }, []],
    ['everybody', { Pay, All: permission({ Principal: '*' }) }, ['anyone-registered open invoke']],
    [
      'a rule of the stack',
      {
        Pay,
        Rule,
        One: permission({ Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] } }),
      },
      [],
    ],
    [
      'a service for anybody',
      { Pay, One: permission({ Principal: 's3.amazonaws.com' }) },
      ['named-outsider open invoke'],
    ],
    [
      'a source that is imported',
      { Pay, One: permission({ Principal: 's3.amazonaws.com', SourceArn: { 'Fn::ImportValue': 'bucket' } }) },
      ['named-outsider unknown invoke'],
    ],
    [
      'a URL for everybody',
      {
        Pay,
        Url: resource('AWS::Lambda::Url', {
          AuthType: 'NONE',
          TargetFunctionArn: { 'Fn::GetAtt': ['Pay', 'Arn'] },
        }),
        One: permission({ Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: 'NONE' }),
        Two: permission({ Principal: '*', InvokedViaFunctionUrl: true }),
      },
      ['anyone open invoke'],
    ],
    [
      'the same by SAM',
      {
        Pay: resource('AWS::Serverless::Function', {
          FunctionName: 'pay',
          FunctionUrlConfig: { AuthType: 'NONE' },
        }),
      },
      ['anyone open invoke'],
    ],
  ];
  test.each(table)('%s', async (_, resources, expected) => {
    expect((await read(template(resources))).exposures('aws.lambda.function', 'pay')).toEqual(expected);
  });

  test('an alias with a URL', async () => {
    const Live = resource('AWS::Lambda::Alias', { FunctionName: { Ref: 'Pay' }, Name: 'live' });
    const about = { Ref: 'Live' };
    const reading = await read(
      template({
        Pay,
        Live,
        Url: resource('AWS::Lambda::Url', {
          AuthType: 'NONE',
          TargetFunctionArn: { Ref: 'Pay' },
          Qualifier: 'live',
        }),
        One: permission({
          FunctionName: about,
          Action: 'lambda:InvokeFunctionUrl',
          Principal: '*',
          FunctionUrlAuthType: 'NONE',
        }),
        Two: permission({ FunctionName: about, Principal: '*', InvokedViaFunctionUrl: true }),
      }),
    );
    expect(reading.exposures('aws.lambda.alias', 'pay:live')).toEqual(['anyone open invoke']);
    expect(reading.exposures('aws.lambda.function', 'pay')).toEqual([]);
  });

  test('an alias that refers to itself', async () => {
    const Loop = resource('AWS::Lambda::Alias', { FunctionName: { Ref: 'Loop' }, Name: 'live' });
    const One = permission({ FunctionName: { Ref: 'Loop' }, Principal: '*' });
    await expect(read(template({ Pay, Loop, One }))).resolves.toBeDefined();
  });
});

test('statements of a bus that are declared one by one are one policy, each with its place', async () => {
  const statement = (Principal: unknown) => ({
    Effect: 'Allow',
    Principal,
    Action: 'events:PutEvents',
    Resource: { 'Fn::GetAtt': ['Bus', 'Arn'] },
  });
  const of = (Principal: unknown) =>
    resource('AWS::Events::EventBusPolicy', {
      EventBusName: { Ref: 'Bus' },
      StatementId: 'one',
      Statement: statement(Principal),
    });
  const reading = await read(
    template({
      Bus: resource('AWS::Events::EventBus', { Name: 'orders' }),
      One: of({ AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }),
      Two: of('*'),
    }),
  );
  expect(reading.exposures('aws.eventbridge.bus', 'orders')[0]).toBe('anyone-registered open write');
  expect(reading.find('aws.eventbridge.bus', 'orders').origins).toMatchObject({
    'policy/Statement/1': { pointer: '/Resources/Two/Properties/Statement' },
  });
});

test('YAML: a policy has its line, and a policy that may be about any topic leaves all in doubt', async () => {
  const reading = await read({
    'stack.yaml': `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Which: { Type: String }
Resources:
  Alerts:
    Type: AWS::SNS::Topic
  Open:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Alerts]
      PolicyDocument:
        Statement:
          - { Effect: Allow, Principal: '*', Action: 'sns:Publish', Resource: !Ref Alerts }
`,
    'doubt.yaml': `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Which: { Type: String }
Resources:
  Quiet:
    Type: AWS::SNS::Topic
  Some:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Which]
      PolicyDocument:
        Statement:
          - { Effect: Allow, Principal: '*', Action: 'sns:Publish', Resource: '*' }
`,
  });
  expect(reading.exposures('aws.sns.topic', 'Alerts')[0]).toBe('anyone open write');
  expect(reading.find('aws.sns.topic', 'Alerts').origins).toMatchObject({
    policy: { file: 'stack.yaml', line: 12 },
    'policy/Statement/0': { line: 13, column: 13 },
    'policy/Statement/0/Principal': { line: 13, column: 41 },
  });
  expect(why(reading.find('aws.sns.topic', 'Quiet'), 'policy')).toBe('missing: Some may be about it');
});

test('two templates with a topic of one name have two topics', async () => {
  const text = template({ Alerts: resource('AWS::SNS::Topic', { TopicName: 'alerts' }) });
  const { resources } = await read({ 'dev.json': text, 'prod.json': text });
  expect(new Set(resources.filter(({ type }) => type === 'aws.sns.topic').map(({ id }) => id)).size).toBe(2);
});

describe('behind security groups', () => {
  const web = (CidrIp: unknown, more: object = {}) =>
    resource('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp }],
      ...more,
    });
  const db = (more: object = {}) =>
    resource('AWS::RDS::DBInstance', {
      Engine: 'postgres',
      Port: '5432',
      PubliclyAccessible: true,
      VPCSecurityGroups: [{ 'Fn::GetAtt': ['Web', 'GroupId'] }],
      ...more,
    });
  const apart = resource('AWS::EC2::SecurityGroupIngress', {
    GroupId: { Ref: 'Web' },
    IpProtocol: 'tcp',
    FromPort: 5432,
    ToPort: 5432,
    CidrIp: '0.0.0.0/0',
  });
  const table: [string, object, string[]][] = [
    ['public, and a rule for everybody', { Web: web('0.0.0.0/0'), Db: db() }, ['anyone open-unless invoke']],
    [
      'a rule that is declared apart',
      { Web: web('10.0.0.0/8'), Apart: apart, Db: db() },
      ['anyone open-unless invoke'],
    ],
    ['a rule for the own network', { Web: web('10.0.0.0/8'), Db: db() }, []],
    ['not public', { Web: web('0.0.0.0/0'), Db: db({ PubliclyAccessible: false }) }, []],
    [
      'a source that is a parameter without a default',
      { Web: web({ Ref: 'Who' }), Db: db() },
      ['anyone unknown invoke'],
    ],
    [
      'a group that is imported',
      { Db: db({ VPCSecurityGroups: [{ 'Fn::ImportValue': 'web' }] }) },
      ['anyone unknown invoke'],
    ],
  ];
  test.each(table)('a database: %s', async (_, resources, expected) => {
    const reading = await read(template(resources, { Parameters: { Who: { Type: 'String' } } }));
    expect(reading.exposures('aws.rds.instance', 'Db')).toEqual(expected);
  });
  test('a database that does not say whether it is public is as its network is', async () => {
    const reading = await read(
      template({ Web: web('0.0.0.0/0'), Db: db({ PubliclyAccessible: undefined }) }),
    );
    expect(why(reading.find('aws.rds.instance', 'Db'), 'publiclyAccessible')).toBe('not-held');
  });
  test('the metadata service of an instance, where the template speaks of it', async () => {
    const reading = await read(
      template({
        Old: resource('AWS::EC2::Instance', {
          MetadataOptions: { HttpTokens: 'optional', HttpEndpoint: 'enabled' },
        }),
        Silent: resource('AWS::EC2::Instance'),
      }),
    );
    const old = reading.find('aws.ec2.instance', 'Old');
    expect(old.settings).toMatchObject({ metadataTokens: 'optional', metadataEndpoint: 'enabled' });
    expect(old.origins?.['metadataTokens']?.pointer).toBe('/Resources/Old/Properties/MetadataOptions');
    const silent = reading.find('aws.ec2.instance', 'Silent');
    expect([why(silent, 'metadataTokens'), why(silent, 'metadataEndpoint')]).toEqual([
      'not-held',
      'not-held',
    ]);
  });
  test('an instance with an interface of its own', async () => {
    const of = (AssociatePublicIpAddress: boolean) =>
      resource('AWS::EC2::Instance', {
        NetworkInterfaces: [{ DeviceIndex: '0', AssociatePublicIpAddress, GroupSet: [{ Ref: 'Web' }] }],
      });
    const reading = await read(template({ Web: web('0.0.0.0/0'), Open: of(true), Shut: of(false) }));
    expect(reading.exposures('aws.ec2.instance', 'Open')).toEqual(['anyone open-unless invoke']);
    expect(reading.exposures('aws.ec2.instance', 'Shut')).toEqual([]);
    expect(reading.find('aws.ec2.instance', 'Open').origins).toMatchObject({
      'securityGroups/0/rules/0': { pointer: '/Resources/Web/Properties/SecurityGroupIngress/0' },
    });
  });
});
