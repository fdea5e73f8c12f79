// Terraform plans and states beyond S3 and IAM: what each type declares is judged, what is new is closed by default, what is not said is unknown.
import { describe, expect, test } from '@jest/globals';
import { type Change, configured, plan, type Reading, read, why } from './declarations.ts';

const anyone = (action: string, resource = '*') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: action, Resource: resource }],
  });
const own = (action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: action,
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
      },
    ],
  });
const CALLER = {
  prior_state: {
    values: {
      root_module: {
        resources: [
          {
            address: 'data.aws_caller_identity.this',
            mode: 'data',
            type: 'aws_caller_identity',
            values: { account_id: '111122223333', arn: 'arn:aws:iam::111122223333:user/kagi' },
          },
        ],
      },
    },
  },
};

interface Case {
  type: string;
  /** The thing, with its name. */
  thing: Change;
  name: string;
  /** What opens it, given a policy. */
  door(policy: string): Change;
  action: string;
  opened: string;
}

const state = (type: string, attributes: object): Change => ({ address: `${type}.this`, after: attributes });

const CASES: Case[] = [
  {
    type: 'aws.sns.topic',
    thing: state('aws_sns_topic', { name: 'alerts' }),
    name: 'alerts',
    door: (policy) =>
      state('aws_sns_topic_policy', { arn: 'arn:aws:sns:eu-west-1:111122223333:alerts', policy }),
    action: 'sns:Publish',
    opened: 'anyone open write',
  },
  {
    type: 'aws.sqs.queue',
    thing: state('aws_sqs_queue', { name: 'orders' }),
    name: 'orders',
    door: (policy) =>
      state('aws_sqs_queue_policy', {
        queue_url: 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders',
        policy,
      }),
    action: 'sqs:SendMessage',
    opened: 'anyone open write',
  },
  {
    type: 'aws.ecr.repository',
    thing: state('aws_ecr_repository', { name: 'kagi/app' }),
    name: 'kagi/app',
    door: (policy) => state('aws_ecr_repository_policy', { repository: 'kagi/app', policy }),
    action: 'ecr:BatchGetImage',
    opened: 'anyone-registered open read',
  },
  {
    type: 'aws.secretsmanager.secret',
    thing: state('aws_secretsmanager_secret', {
      name: 'db',
      kms_key_id: 'arn:aws:kms:eu-west-1:111122223333:key/k1',
    }),
    name: 'db',
    door: (policy) =>
      state('aws_secretsmanager_secret_policy', {
        secret_arn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db',
        policy,
      }),
    action: 'secretsmanager:DeleteSecret',
    opened: 'anyone-registered open admin',
  },
  {
    type: 'aws.eventbridge.bus',
    thing: state('aws_cloudwatch_event_bus', { name: 'orders' }),
    name: 'orders',
    door: (policy) => state('aws_cloudwatch_event_bus_policy', { event_bus_name: 'orders', policy }),
    action: 'events:PutEvents',
    opened: 'anyone-registered open write',
  },
  {
    type: 'aws.backup.vault',
    thing: state('aws_backup_vault', { name: 'vault' }),
    name: 'vault',
    door: (policy) => state('aws_backup_vault_policy', { backup_vault_name: 'vault', policy }),
    action: 'backup:CopyIntoBackupVault',
    opened: 'anyone-registered open write',
  },
  {
    type: 'aws.dynamodb.table',
    thing: state('aws_dynamodb_table', { name: 'users' }),
    name: 'users',
    door: (policy) =>
      state('aws_dynamodb_resource_policy', {
        resource_arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/users',
        policy,
      }),
    action: 'dynamodb:PutItem',
    opened: 'anyone-registered open write',
  },
  {
    type: 'aws.opensearch.domain',
    thing: state('aws_opensearch_domain', { domain_name: 'search' }),
    name: 'search',
    door: (policy) =>
      state('aws_opensearch_domain_policy', { domain_name: 'search', access_policies: policy }),
    action: 'es:ESHttpGet',
    opened: 'anyone open read',
  },
];

const doors = (reading: Reading, { type, name }: Case) => reading.exposures(type, name);

describe.each(CASES)('$type', (one) => {
  const { type, name, thing, door, action } = one;
  test('new, and nothing else: closed', async () => {
    expect(doors(await read(plan([thing], undefined, CALLER)), one)).toEqual([]);
  });
  test('a policy that lets in everybody', async () => {
    expect(doors(await read(plan([thing, door(anyone(action))], undefined, CALLER)), one)).toContainEqual(
      expect.stringMatching(new RegExp(`^${one.opened}`)),
    );
  });
  test('a policy for the own account', async () => {
    expect(doors(await read(plan([thing, door(own(action))], undefined, CALLER)), one)).toEqual([]);
  });
  test('a policy that is known after apply', async () => {
    const { address, after = {} } = door('');
    const key = 'access_policies' in after ? 'access_policies' : 'policy';
    const later: Change = { address, after: { ...after, [key]: undefined }, unknown: { [key]: true } };
    const reading = await read(plan([thing, later], undefined, CALLER));
    expect(why(reading.find(type, name), 'policy')).toBe(
      `missing: ${key} of ${address} is known after apply`,
    );
    expect(doors(reading, one)[0]).toMatch(/^anyone unknown/);
  });
  test('a policy that goes', async () => {
    const there: Change = { ...thing, actions: ['no-op'], before: thing.after ?? {} };
    const { address, after } = door(anyone(action));
    const gone: Change = { address, actions: ['delete'], before: after ?? {} };
    expect(doors(await read(plan([there, gone], undefined, CALLER)), one)).toEqual([]);
  });
  test('one that exists, without a word about its policy', async () => {
    const there: Change = { ...thing, actions: ['no-op'], before: thing.after ?? {} };
    expect(why((await read(plan([there], undefined, CALLER))).find(type, name), 'policy')).toBe('missing');
  });
  test('a policy by reference, of one that is made', async () => {
    const { address, after = {} } = door(anyone(action));
    const key = Object.keys(after).find((name) => !/policy|policies/.test(name)) ?? '';
    const root = {
      resources: [
        configured(thing.address, {}),
        configured(address, { [key]: { references: [`${thing.address}.arn`, thing.address] } }),
      ],
    };
    const later: Change = { address, after: { ...after, [key]: undefined }, unknown: { [key]: true } };
    expect(doors(await read(plan([thing, later], root, CALLER)), one)).toContainEqual(
      expect.stringMatching(new RegExp(`^${one.opened}`)),
    );
  });
});

const PERMISSION = { action: 'lambda:InvokeFunction', function_name: 'pay', statement_id: 'one' };
const pay = state('aws_lambda_function', { function_name: 'pay' });

describe('Lambda', () => {
  const table: [string, Change[], string[]][] = [
    ['no permission', [pay], []],
    [
      'everybody',
      [pay, state('aws_lambda_permission', { ...PERMISSION, principal: '*' })],
      ['anyone-registered open invoke'],
    ],
    [
      'a service for anybody',
      [pay, state('aws_lambda_permission', { ...PERMISSION, principal: 's3.amazonaws.com' })],
      ['named-outsider open invoke'],
    ],
    [
      'a service for a bucket of ours',
      [
        pay,
        state('aws_lambda_permission', {
          ...PERMISSION,
          principal: 's3.amazonaws.com',
          source_arn: 'arn:aws:s3:::kagi-in',
          source_account: '111122223333',
        }),
      ],
      [],
    ],
    [
      'another account',
      [pay, state('aws_lambda_permission', { ...PERMISSION, principal: '444455556666' })],
      ['named-outsider open invoke'],
    ],
    [
      'a URL without signatures, and the permissions that go with it',
      [
        pay,
        state('aws_lambda_function_url', { function_name: 'pay', authorization_type: 'NONE' }),
        {
          address: 'aws_lambda_permission.url',
          after: {
            ...PERMISSION,
            action: 'lambda:InvokeFunctionUrl',
            principal: '*',
            function_url_auth_type: 'NONE',
          },
        },
        {
          address: 'aws_lambda_permission.invoke',
          after: { ...PERMISSION, principal: '*', invoked_via_function_url: true },
        },
      ],
      ['anyone open invoke'],
    ],
    [
      'a URL with signatures',
      [pay, state('aws_lambda_function_url', { function_name: 'pay', authorization_type: 'AWS_IAM' })],
      [],
    ],
  ];
  test.each(table)('%s', async (_, changes, expected) => {
    expect((await read(plan(changes, undefined, CALLER))).exposures('aws.lambda.function', 'pay')).toEqual(
      expected,
    );
  });

  const source = (references: string[]) =>
    read(
      plan(
        [
          pay,
          {
            address: 'aws_lambda_permission.this',
            after: { ...PERMISSION, principal: 'events.amazonaws.com' },
            unknown: { source_arn: true },
          },
        ],
        {
          resources: [
            configured('aws_lambda_function.this', {}),
            configured('aws_lambda_permission.this', { source_arn: { references } }),
          ],
        },
      ),
    );
  test('a source that the same plan makes is a resource of the same account', async () => {
    const reading = await source([
      'aws_cloudwatch_event_rule.nightly.arn',
      'aws_cloudwatch_event_rule.nightly',
    ]);
    expect(reading.exposures('aws.lambda.function', 'pay')).toEqual([]);
  });
  test('a source of which nothing is known is not decided', async () => {
    const reading = await source(['var.source']);
    expect(reading.exposures('aws.lambda.function', 'pay')).toEqual(['named-outsider unknown invoke']);
  });

  test('every statement has the place of its permission', async () => {
    const reading = await read(
      plan([
        pay,
        state('aws_lambda_permission', { ...PERMISSION, principal: '111122223333' }),
        { address: 'aws_lambda_permission.other', after: { ...PERMISSION, principal: '*' } },
      ]),
    );
    expect(reading.find('aws.lambda.function', 'pay').origins).toMatchObject({
      'policy/Statement/0': { pointer: '/resource_changes/1/change/after' },
      'policy/Statement/1': { pointer: '/resource_changes/2/change/after' },
    });
  });

  test('an alias with a URL is judged by its own permissions', async () => {
    const url = { function_name: 'pay', authorization_type: 'NONE', qualifier: 'live' };
    const all = { ...PERMISSION, principal: '*', qualifier: 'live' };
    const reading = await read(
      plan([pay, state('aws_lambda_function_url', url), state('aws_lambda_permission', all)]),
    );
    expect(reading.exposures('aws.lambda.function', 'pay')).toEqual([]);
    expect(reading.exposures('aws.lambda.alias', 'pay:live')).toEqual(['anyone-registered open invoke']);
  });

  test('a function that exists: what Terraform does not manage of it is not held', async () => {
    const reading = await read(plan([{ ...pay, actions: ['no-op'] }]));
    const found = reading.find('aws.lambda.function', 'pay');
    expect([why(found, 'policy'), why(found, 'url')]).toEqual(['not-held', 'not-held']);
  });
});

describe('shares', () => {
  const table: [string, string, Change[], string, string[]][] = [
    ['a new image', 'aws.ami.image', [state('aws_ami', { id: 'ami-1' })], 'ami-1', []],
    [
      'an image for all',
      'aws.ami.image',
      [
        state('aws_ami', { id: 'ami-1' }),
        state('aws_ami_launch_permission', { image_id: 'ami-1', group: 'all' }),
      ],
      'ami-1',
      ['anyone-registered open list+read'],
    ],
    [
      'an image that is declared elsewhere',
      'aws.ami.image',
      [state('aws_ami_launch_permission', { image_id: 'ami-2', account_id: '444455556666' })],
      'ami-2',
      ['named-outsider open list+read'],
    ],
    [
      'a snapshot for another account',
      'aws.ebs.snapshot',
      [
        state('aws_ebs_snapshot', { id: 'snap-1', encrypted: false, volume_id: 'vol-1' }),
        state('aws_snapshot_create_volume_permission', { snapshot_id: 'snap-1', account_id: '444455556666' }),
      ],
      'snap-1',
      ['named-outsider open list+read'],
    ],
    [
      'a database snapshot for all',
      'aws.rds.snapshot',
      [
        state('aws_db_snapshot', {
          db_snapshot_identifier: 'nightly',
          shared_accounts: ['all'],
          encrypted: false,
        }),
      ],
      'nightly',
      ['anyone-registered open list+read'],
    ],
    [
      'a database snapshot for nobody',
      'aws.rds.snapshot',
      [state('aws_db_snapshot', { db_snapshot_identifier: 'nightly', encrypted: false })],
      'nightly',
      [],
    ],
  ];
  test.each(table)('%s', async (_, type, changes, name, expected) => {
    expect((await read(plan(changes, undefined, CALLER))).exposures(type, name)).toEqual(expected);
  });

  test('a document for all', async () => {
    const document = {
      name: 'Kagi-Setup',
      permissions: { type: 'Share', account_ids: 'All' },
      document_type: 'Command',
    };
    const reading = await read(plan([state('aws_ssm_document', document)]));
    expect(reading.find('aws.ssm.document', 'Kagi-Setup').settings['sharedWith']).toEqual({
      everyone: true,
      accounts: [],
    });
  });

  test('whom it is shared with is known after apply', async () => {
    const permission = {
      address: 'aws_ami_launch_permission.this',
      after: { image_id: 'ami-1' },
      unknown: { account_id: true },
    };
    const reading = await read(plan([state('aws_ami', { id: 'ami-1' }), permission]));
    expect(why(reading.find('aws.ami.image', 'ami-1'), 'sharedWith')).toBe(
      'missing: whom aws_ami_launch_permission.this names is known after apply',
    );
  });
});

describe('permissions of event buses', () => {
  const permission = (more: object) =>
    state('aws_cloudwatch_event_permission', { statement_id: 'one', ...more });
  const organization = { key: 'aws:PrincipalOrgID', type: 'StringEquals', value: 'o-kagi123456' };
  const table: [string, Change[], string, string[]][] = [
    [
      'everybody, on the default bus',
      [permission({ principal: '*' })],
      'default',
      ['anyone-registered open write'],
    ],
    [
      'another account, on a bus of the file',
      [
        state('aws_cloudwatch_event_bus', { name: 'orders' }),
        permission({ principal: '444455556666', event_bus_name: 'orders' }),
      ],
      'orders',
      ['named-outsider open write'],
    ],
    [
      'an organization',
      [permission({ principal: '*', condition: [organization] })],
      'default',
      ['named-outsider open write'],
    ],
  ];
  test.each(table)('%s', async (_, changes, name, expected) => {
    expect((await read(plan(changes, undefined, CALLER))).exposures('aws.eventbridge.bus', name)).toEqual(
      expected,
    );
  });
});

describe('keys and secrets', () => {
  const rootOf = (account: string) => ({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  });
  const key = (...statements: object[]) => ({
    address: 'aws_kms_key.this',
    after: { policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }), is_enabled: true },
  });
  test('the account that is in charge of a new key is the own', async () => {
    const reading = await read(plan([key(rootOf('111122223333'))]));
    expect(reading.exposures('aws.kms.key', 'aws_kms_key.this')).toEqual([]);
  });
  test('a key for everybody', async () => {
    const all = { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
    const reading = await read(plan([key(rootOf('111122223333'), all)]));
    expect(reading.exposures('aws.kms.key', 'aws_kms_key.this')).toEqual(['anyone-registered open read']);
  });

  const secret = {
    address: 'aws_secretsmanager_secret.this',
    after: { name: 'db' },
    unknown: { kms_key_id: true },
  };
  const shared = state('aws_secretsmanager_secret_policy', {
    policy: anyone('secretsmanager:GetSecretValue'),
    secret_arn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db',
  });
  const root = {
    resources: [
      configured('aws_kms_key.this', {}),
      configured('aws_secretsmanager_secret.this', {
        kms_key_id: { references: ['aws_kms_key.this.arn', 'aws_kms_key.this'] },
      }),
    ],
  };
  test('a shared secret whose key is shut', async () => {
    const reading = await read(plan([key(rootOf('111122223333')), secret, shared], root));
    expect(reading.exposures('aws.secretsmanager.secret', 'db')).toEqual([]);
  });
  test('a shared secret whose key is open', async () => {
    const all = { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
    const reading = await read(plan([key(rootOf('111122223333'), all), secret, shared], root));
    expect(reading.exposures('aws.secretsmanager.secret', 'db')).toEqual(['anyone-registered open read']);
  });
  test('a shared secret with a key that is declared elsewhere', async () => {
    const elsewhere = state('aws_secretsmanager_secret', {
      name: 'db',
      kms_key_id: 'arn:aws:kms:eu-west-1:111122223333:key/k1',
    });
    const reading = await read(plan([elsewhere, shared]));
    expect(why(reading.find('aws.secretsmanager.secret', 'db'), 'keyPolicy')).toBe('not-held');
    expect(reading.exposures('aws.secretsmanager.secret', 'db')).toEqual(['anyone-registered unknown read']);
  });
});

describe('what things are called', () => {
  test('a policy that names the new topic names its account and region', async () => {
    const arn = 'arn:aws:sns:eu-west-1:111122223333:alerts';
    const topic = state('aws_sns_topic', { name: 'alerts', policy: anyone('sns:Publish', arn) });
    const reading = await read(plan([topic]));
    expect(reading.find('aws.sns.topic', 'alerts').id).toBe(arn);
    expect(reading.exposures('aws.sns.topic', 'alerts')[0]).toBe('anyone open write');
  });
  test('the region of the provider and the account of the caller', async () => {
    const reading = await read(
      plan([state('aws_sqs_queue', { name: 'orders' })], undefined, {
        ...CALLER,
        configuration: {
          root_module: {},
          provider_config: {
            aws: { name: 'aws', expressions: { region: { constant_value: 'eu-north-1' } } },
          },
        },
      }),
    );
    expect(reading.find('aws.sqs.queue', 'orders')).toMatchObject({
      id: 'arn:aws:sqs:eu-north-1:111122223333:orders',
      region: 'eu-north-1',
    });
  });
  test('two plans that make a topic of one name make two topics', async () => {
    const text = plan([state('aws_sns_topic', { name: 'alerts' })]);
    const { resources } = await read({ 'dev.json': text, 'prod.json': text });
    expect(new Set(resources.filter(({ type }) => type === 'aws.sns.topic').map(({ id }) => id)).size).toBe(
      2,
    );
  });
  test('a policy of a topic that is not in the file belongs to one that exists', async () => {
    const arn = 'arn:aws:sns:eu-west-1:111122223333:old';
    const reading = await read(plan([state('aws_sns_topic_policy', { arn, policy: anyone('sns:Publish') })]));
    expect(reading.find('aws.sns.topic', 'old').id).toBe(arn);
    expect(reading.exposures('aws.sns.topic', 'old')[0]).toBe('anyone open write');
  });
  test('the URL of a queue says which queue it is', async () => {
    const queue_url = 'https://sqs.eu-west-1.amazonaws.com/111122223333/old';
    const reading = await read(
      plan([state('aws_sqs_queue_policy', { queue_url, policy: anyone('sqs:SendMessage') })]),
    );
    expect(reading.find('aws.sqs.queue', 'old')).toMatchObject({
      id: 'arn:aws:sqs:eu-west-1:111122223333:old',
      region: 'eu-west-1',
    });
  });
  test('ARNs of images name no account', async () => {
    const permission = state('aws_ami_launch_permission', {
      image_id: 'ami-2',
      group: 'all',
      region: 'eu-west-1',
    });
    const reading = await read(plan([permission], undefined, CALLER));
    expect(reading.find('aws.ami.image', 'ami-2').id).toBe('arn:aws:ec2:eu-west-1::image/ami-2');
  });
  test('a policy that may be about any of them', async () => {
    const later = {
      address: 'aws_sns_topic_policy.this',
      after: { policy: anyone('sns:Publish') },
      unknown: { arn: true },
    };
    const reading = await read(plan([state('aws_sns_topic', { name: 'alerts' }), later]));
    expect(why(reading.find('aws.sns.topic', 'alerts'), 'policy')).toBe(
      'missing: aws_sns_topic_policy.this may be about it',
    );
    expect(reading.scopes[0]?.notes?.map(({ en }) => en).join()).toContain(
      '1 settings do not say which resource',
    );
  });
});

test('a state: recorded settings, their places, and types that are left aside', async () => {
  const arn = 'arn:aws:sqs:eu-west-1:111122223333:orders';
  const reading = await read(
    JSON.stringify({
      version: 4,
      terraform_version: '1.9.0',
      resources: [
        {
          mode: 'managed',
          type: 'aws_sqs_queue',
          name: 'orders',
          instances: [{ attributes: { arn, name: 'orders', policy: anyone('sqs:ReceiveMessage') } }],
        },
        {
          mode: 'managed',
          type: 'aws_sqs_queue',
          name: 'quiet',
          instances: [{ attributes: { arn: `${arn}-quiet`, name: 'orders-quiet', policy: '' } }],
        },
        {
          mode: 'managed',
          type: 'aws_cloudwatch_metric_alarm',
          name: 'late',
          instances: [{ attributes: {} }],
        },
      ],
    }),
  );
  expect(reading.exposures('aws.sqs.queue', 'orders')[0]).toMatch(/^anyone open/);
  expect(reading.exposures('aws.sqs.queue', 'orders-quiet')).toEqual([]);
  expect(reading.find('aws.sqs.queue', 'orders')).toMatchObject({
    id: arn,
    region: 'eu-west-1',
    origins: { policy: { pointer: '/resources/0/instances/0/attributes/policy' } },
  });
  expect(reading.listings).toContainEqual(
    expect.objectContaining({ type: 'aws.sqs.queue', state: 'not-held', seen: 2 }),
  );
  expect(reading.scopes[0]?.notes?.map(({ en }) => en).join()).toContain('aws_cloudwatch_metric_alarm 1');
});
