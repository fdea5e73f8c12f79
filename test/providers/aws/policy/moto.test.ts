// A real moto server over HTTP: what is shared by policy in one region, made through the SDK, then read and judged as a scan does.
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRepositoryCommand, ECRClient, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { CreateFileSystemCommand, EFSClient, PutFileSystemPolicyCommand } from '@aws-sdk/client-efs';
import { EventBridgeClient, PutPermissionCommand } from '@aws-sdk/client-eventbridge';
import { CreateStreamCommand, KinesisClient, PutResourcePolicyCommand } from '@aws-sdk/client-kinesis';
import { CreateAliasCommand, CreateGrantCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateDomainCommand, OpenSearchClient } from '@aws-sdk/client-opensearch';
import {
  CreateSecretCommand,
  PutResourcePolicyCommand as PutSecretPolicyCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SERVICES } from '../../../../src/providers/aws/services.ts';
import { type Moto, motoIsHere, startMoto } from '../../../servers/moto.ts';
import { allow, judged, PARTNER, policy } from '../by-policy.ts';
import { type Collected, collectFrom, TEST_ENV, useEnvironment } from '../live.ts';

const describeMoto = motoIsHere(process.env) ? describe : describe.skip;
const REGION = 'eu-west-1';
const SERVICE_NAMES = [
  'sns',
  'sqs',
  'kms',
  'secretsmanager',
  'lambda',
  'ecr',
  'eventbridge',
  'kinesis',
  'dynamodb',
  'efs',
  'opensearch',
];
const OWNER = '123456789012';
const THEM = { AWS: `arn:aws:iam::${PARTNER}:root` };

describeMoto('against moto', () => {
  let moto: Moto;
  let live: Collected;

  beforeAll(async () => {
    useEnvironment(TEST_ENV);
    moto = await startMoto();
    await make(moto.endpoint);
    live = await collectFrom(moto.endpoint, { services: SERVICE_NAMES, regions: [REGION] });
  }, 60_000);

  afterAll(async () => await moto?.stop());

  function doors(key: string): string[] {
    const resource = live.resources.get(key);
    const service = SERVICES.find(({ types }) => types.some(({ type }) => type === resource?.type));
    if (resource === undefined || service === undefined) return [`nothing was seen of ${key}`];
    const known = { ...resource.settings };
    for (const { setting } of resource.unknowns) known[setting] = undefined;
    return judged(service, {
      type: resource.type,
      id: resource.id,
      settings: known,
      ours: { accounts: [OWNER] },
    });
  }

  test.each<[string, string[]]>([
    ['aws.sns.topic open', ['anyone write open']],
    ['aws.sns.topic plain', []],
    ['aws.sqs.queue open', ['anyone read open']],
    ['aws.sqs.queue plain', []],
    ['aws.kms.key alias/granted', [`named-outsider read open aws-account ${PARTNER}`]],
    ['aws.secretsmanager.secret shared', [`named-outsider meta open aws-account ${PARTNER}`]],
    ['aws.secretsmanager.secret plain', []],
    ['aws.ecr.repository open', ['anyone-registered read open aws-account']],
    ['aws.ecr.repository plain', []],
    [`aws.ecr.registry ${OWNER}`, []],
    ['aws.eventbridge.bus default', ['anyone-registered write open aws-account']],
    ['aws.kinesis.stream shared', [`named-outsider read open aws-account ${PARTNER}`]],
    ['aws.kinesis.stream plain', []],
    ['aws.dynamodb.table plain', []],
    ['aws.efs.file-system shared', [`named-outsider read open aws-account ${PARTNER}`]],
    ['aws.opensearch.domain open', ['anyone read open']],
  ])('%s', (key, expected) => {
    expect(doors(key)).toEqual(expected);
  });

  test('every list was seen to its end', () => {
    const broken = [...live.listings.values()].filter(({ state }) => state !== 'complete');
    expect(broken).toEqual([]);
  });
});

/** What each service can hold, one open and one plain. */
async function make(endpoint: string): Promise<void> {
  // Kinesis speaks HTTP/2 by itself, which moto does not.
  const options = { endpoint, region: REGION, requestHandler: new NodeHttpHandler() };
  const text = (...statements: object[]) => JSON.stringify(policy(...statements));
  const sns = new SNSClient(options);
  await sns.send(
    new CreateTopicCommand({ Name: 'open', Attributes: { Policy: text(allow('*', 'sns:Publish')) } }),
  );
  await sns.send(new CreateTopicCommand({ Name: 'plain' }));
  const sqs = new SQSClient(options);
  const Policy = text(allow('*', 'sqs:ReceiveMessage'));
  await sqs.send(new CreateQueueCommand({ QueueName: 'open', Attributes: { Policy } }));
  await sqs.send(new CreateQueueCommand({ QueueName: 'plain' }));
  const kms = new KMSClient(options);
  const key = await kms.send(new CreateKeyCommand({}));
  const KeyId = key.KeyMetadata?.KeyId;
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/granted', TargetKeyId: KeyId }));
  await kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal: `${THEM.AWS}`, Operations: ['Decrypt'] }));
  const secrets = new SecretsManagerClient(options);
  await secrets.send(new CreateSecretCommand({ Name: 'plain', SecretString: 'x' }));
  await secrets.send(new CreateSecretCommand({ Name: 'shared', SecretString: 'x' }));
  const ResourcePolicy = text(
    allow(THEM, ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret']),
  );
  await secrets.send(new PutSecretPolicyCommand({ SecretId: 'shared', ResourcePolicy }));
  const ecr = new ECRClient(options);
  for (const repositoryName of ['open', 'plain'])
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const policyText = text({ Effect: 'Allow', Principal: '*', Action: ['ecr:BatchGetImage'] });
  await ecr.send(new SetRepositoryPolicyCommand({ repositoryName: 'open', policyText }));
  const events = new EventBridgeClient(options);
  const bus = { Sid: 'all', Resource: `arn:aws:events:${REGION}:${OWNER}:event-bus/default` };
  await events.send(new PutPermissionCommand({ Policy: text(allow('*', 'events:PutEvents', bus)) }));
  const kinesis = new KinesisClient(options);
  for (const StreamName of ['shared', 'plain'])
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const ResourceARN = `arn:aws:kinesis:${REGION}:${OWNER}:stream/shared`;
  await kinesis.send(
    new PutResourcePolicyCommand({ ResourceARN, Policy: text(allow(THEM, 'kinesis:GetRecords')) }),
  );
  await new DynamoDBClient(options).send(
    new CreateTableCommand({
      TableName: 'plain',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const efs = new EFSClient(options);
  const made = await efs.send(
    new CreateFileSystemCommand({ CreationToken: 'one', Tags: [{ Key: 'Name', Value: 'shared' }] }),
  );
  await efs.send(
    new PutFileSystemPolicyCommand({
      FileSystemId: made.FileSystemId,
      Policy: text(allow(THEM, 'elasticfilesystem:ClientMount')),
    }),
  );
  await new OpenSearchClient(options).send(
    new CreateDomainCommand({
      DomainName: 'open',
      AccessPolicies: text(allow('*', 'es:ESHttpGet')),
    }),
  );
}
