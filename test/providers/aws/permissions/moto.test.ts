// The policy that `tojimari permissions aws` prints, attached to a user of a moto server that enforces it: it suffices, and without a line its call is
// refused. Only services whose calls moto judges by the right action; all others are proved against permissions.test.ts's server.
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { iamPolicy } from '../../../../src/cli/run/permissions.ts';
import { aws } from '../../../../src/providers/aws/provider.ts';
import { type Moto, motoIsHere, startMoto } from '../../../servers/moto.ts';
import { allow, policy } from '../judged.ts';
import { collectFrom, TEST_ENV, useEnvironment } from '../live.ts';

const inCase = motoIsHere(process.env) ? describe : describe.skip;
const ASKED = ['s3', 'iam', 'sns', 'sqs', 'kms', 'secretsmanager', 'ecr', 'dynamodb'];

/** These calls moto refuses whether they are granted or not: it asks for an action of another name, or for none. */
const REFUSED_ANYWAY = [
  's3:GetAccountPublicAccessBlock',
  's3:GetBucketOwnershipControls',
  's3:GetBucketPolicyStatus',
  's3:GetBucketPublicAccessBlock',
  's3:GetEncryptionConfiguration',
];
/** What moto refuses without its line, and grants with it: what is asked of an account or a region, and what of each thing in it. */
const LISTS = [
  'dynamodb:ListTables',
  'ecr:DescribeRepositories',
  'iam:GetAccountAuthorizationDetails',
  'iam:GetAccountPasswordPolicy',
  'iam:GetAccountSummary',
  'iam:GetCredentialReport',
  'iam:ListAccountAliases',
  'iam:ListSAMLProviders',
  'kms:ListKeys',
  'organizations:DescribeEffectivePolicy',
  'organizations:DescribeOrganization',
  'organizations:ListAccounts',
  's3:ListAllMyBuckets',
  'secretsmanager:ListSecrets',
  'sns:ListTopics',
  'sqs:ListQueues',
];
const OF_EACH = [
  'dynamodb:DescribeTable',
  'dynamodb:GetResourcePolicy',
  'ecr:GetRegistryPolicy',
  'ecr:GetRepositoryPolicy',
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:ListGrants',
  's3:GetBucketAcl',
  's3:GetBucketLocation',
  's3:GetBucketPolicy',
  's3:GetBucketTagging',
  's3:GetBucketWebsite',
  'secretsmanager:GetResourcePolicy',
  'sns:GetTopicAttributes',
  'sqs:GetQueueAttributes',
];

inCase('against moto with its enforcement on', () => {
  let moto: Moto;
  let keys: { AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string };
  let admin: IAMClient;
  const printed: { Statement: { Action: string[] }[] } = JSON.parse(iamPolicy(aws));
  const lines = printed.Statement.flatMap(({ Action }) => Action);

  beforeAll(async () => {
    useEnvironment(TEST_ENV);
    moto = await startMoto();
    admin = await seed(moto.endpoint);
    await admin.send(new CreateUserCommand({ UserName: 'auditor' }));
    const { AccessKey } = await admin.send(new CreateAccessKeyCommand({ UserName: 'auditor' }));
    const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {};
    keys = { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey };
  }, 120_000);
  afterAll(async () => moto?.stop());

  /** What a scan is refused that may do this, by the permission it names as missing. */
  async function refused(actions: string[]): Promise<string[]> {
    await enforce(moto, false);
    const PolicyDocument = JSON.stringify(policy({ Effect: 'Allow', Action: actions, Resource: '*' }));
    const put = new PutUserPolicyCommand({ UserName: 'auditor', PolicyName: 'audit', PolicyDocument });
    await admin.send(put);
    await enforce(moto, true);
    useEnvironment({ ...TEST_ENV, ...keys });
    const { records } = await collectFrom(moto.endpoint, { services: ASKED, regions: ['us-east-1'] });
    const found = JSON.stringify(records).matchAll(
      /"reason":"denied","permission":"([^"]+)"|"permission":"([^"]+)","reason":"denied"/g,
    );
    return [...new Set([...found].map(([, one, other]) => one ?? other ?? ''))].sort();
  }

  test('it suffices', async () => {
    expect(await refused(lines)).toEqual(REFUSED_ANYWAY);
  }, 120_000);

  test.each([
    ['what is asked of each thing', OF_EACH],
    ['lists', LISTS],
  ])(
    'each line is needed: %s',
    async (_what, without) => {
      expect(lines).toEqual(expect.arrayContaining(without));
      const left = lines.filter((line) => !without.includes(line));
      expect((await refused(left)).filter((line) => !REFUSED_ANYWAY.includes(line))).toEqual(without);
    },
    120_000,
  );
});

/** From now on moto asks for permissions, or no longer. */
async function enforce({ endpoint }: Moto, on: boolean): Promise<void> {
  await fetch(`${endpoint}/moto-api/reset-auth`, { method: 'POST', body: on ? '0' : 'inf' });
}

/** One of each thing. */
async function seed(endpoint: string): Promise<IAMClient> {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-of-the-test' };
  const options = { endpoint, region: 'us-east-1', credentials };
  const iam = new IAMClient(options);
  const trust = JSON.stringify(policy(allow({ Service: 'ec2.amazonaws.com' }, 'sts:AssumeRole')));
  await iam.send(new CreateRoleCommand({ RoleName: 'kagi', AssumeRolePolicyDocument: trust }));
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'kagi' }));
  const Policy = JSON.stringify(policy(allow('*', 's3:GetObject', { Resource: 'arn:aws:s3:::kagi/*' })));
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'kagi', Policy }));
  await new SNSClient(options).send(new CreateTopicCommand({ Name: 'kagi' }));
  await new SQSClient(options).send(new CreateQueueCommand({ QueueName: 'kagi' }));
  await new KMSClient(options).send(new CreateKeyCommand({}));
  await new SecretsManagerClient(options).send(new CreateSecretCommand({ Name: 'kagi', SecretString: 'x' }));
  await new ECRClient(options).send(new CreateRepositoryCommand({ repositoryName: 'kagi' }));
  await new DynamoDBClient(options).send(
    new CreateTableCommand({
      TableName: 'kagi',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  return iam;
}
