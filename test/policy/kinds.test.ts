// What is special about each kind of resource: who can assume, publish, decrypt, invoke, read a secret.
import { describe, expect, test } from '@jest/globals';
import type { Question } from '../../src/policy/question.ts';
import { admits, judged, OWNER, outsiders } from './ask.ts';

const GITHUB = 'token.actions.githubusercontent.com';

/** A role that tokens of a provider may assume. */
function token(provider: string, condition: unknown): Record<string, unknown> {
  const own = provider.includes('amazon') || provider.includes('google');
  const federated = own ? provider : `arn:aws:iam::${OWNER}:oidc-provider/${provider}`;
  return {
    Effect: 'Allow',
    Principal: { Federated: federated },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
  };
}

const sub = (operator: string, value: unknown) => ({ [operator]: { [`${GITHUB}:sub`]: value } });

const SUBJECTS: [name: string, condition: unknown, answer: string][] = [
  ['only the audience', { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } }, 'yes'],
  ['one repository', sub('StringEquals', 'repo:kagi/app:ref:refs/heads/main'), 'no'],
  ['one owner', sub('StringLike', 'repo:kagi/*'), 'no'],
  ['a beginning of an owner', sub('StringLike', 'repo:kagi*'), 'yes'],
  ['a wildcard in the owner', sub('StringLike', 'repo:?agi/app:*'), 'yes'],
  ['any owner of that name of repository', sub('StringLike', 'repo:*/app:*'), 'yes'],
  ['a second value that opens', sub('StringLike', ['repo:kagi/app:*', '*']), 'yes'],
  ['all but one', sub('StringNotEquals', 'repo:evil/x:ref:refs/heads/main'), 'yes'],
  ['if there is one, and there always is', sub('StringLikeIfExists', 'repo:kagi/*'), 'no'],
  ['wildcards that StringEquals takes literally', sub('StringEquals', 'repo:kagi/*'), 'no'],
  ['an environment of anybody', sub('StringLike', '*:environment:production'), 'yes'],
  ['immutable ids', sub('StringLike', 'repo:kagi@1234/app@5678:*'), 'no'],
  ['the owner in another claim', { StringEquals: { [`${GITHUB}:repository_owner`]: 'kagi' } }, 'no'],
  ['ignoring case', sub('StringEqualsIgnoreCase', 'repo:Kagi/App:ref:refs/heads/main'), 'no'],
];

describe('GitHub subjects', () => {
  test.each(SUBJECTS)('%s', (_name, condition, answer) => {
    expect(admits(judged('role-trust', [token(GITHUB, condition)]), 'web-identity')).toBe(answer);
  });

  test('pinned subjects are named identities', () => {
    const { grants } = judged('role-trust', [token(GITHUB, sub('StringLike', 'repo:kagi/*'))]);
    expect(grants.map((grant) => grant.caller)).toEqual([
      { class: 'named-identity', issuer: GITHUB, subjects: ['repo:kagi/*'] },
    ]);
  });

  test('the request that proves it is not the pinned owner', () => {
    const [grant] = judged('role-trust', [token(GITHUB, sub('StringLike', 'repo:kagi*'))]).grants;
    const subject = String(grant?.witness?.context[`${GITHUB}:sub`]);
    expect(subject).toMatch(/^repo:kagi[^/]+\/[^/]+:/);
  });
});

const ISSUERS: [provider: string, condition: unknown, answer: string][] = [
  ['gitlab.com', {}, 'yes'],
  ['gitlab.com', { StringLike: { 'gitlab.com:sub': 'project_path:kagi/*:ref_type:branch:ref:main' } }, 'no'],
  ['gitlab.com', { StringLike: { 'gitlab.com:sub': 'project_path:*:ref_type:branch:ref:main' } }, 'yes'],
  [
    'app.terraform.io',
    { StringLike: { 'app.terraform.io:sub': 'organization:kagi:project:*:workspace:*:run_phase:*' } },
    'no',
  ],
  [
    'app.terraform.io',
    { StringLike: { 'app.terraform.io:sub': 'organization:*:project:*:workspace:prod:run_phase:*' } },
    'yes',
  ],
  ['accounts.google.com', { StringEquals: { 'accounts.google.com:sub': '110248495921238986420' } }, 'no'],
  [
    'accounts.google.com',
    { StringEquals: { 'accounts.google.com:aud': '1234.apps.googleusercontent.com' } },
    'yes',
  ],
  ['oidc.eks.us-east-1.amazonaws.com/id/ABCDEF', {}, 'no'],
];

test.each(ISSUERS)('tokens of %s under %j', (provider, condition, answer) => {
  expect(admits(judged('role-trust', [token(provider, condition)]), 'web-identity')).toBe(answer);
});

const POOL = 'us-east-1:12345678-1234-1234-1234-123456789012';
const amr = (value: string) => ({
  StringEquals: { 'cognito-identity.amazonaws.com:aud': POOL },
  'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': value },
});

const POOLS: [name: string, condition: unknown, guests: boolean | undefined, answer: string][] = [
  ['guests of a pool that has some', amr('unauthenticated'), true, 'yes'],
  ['guests of a pool that has none', amr('unauthenticated'), false, 'no'],
  ['guests of a pool that we could not see', amr('unauthenticated'), undefined, 'maybe'],
  ['members', amr('authenticated'), false, 'maybe'],
  ['any pool, a stranger’s own included', {}, false, 'yes'],
];

test.each(POOLS)('Cognito: %s', (_name, condition, guests, answer) => {
  const more: Partial<Question> = guests === undefined ? {} : { guestsAllowed: guests };
  expect(
    admits(judged('role-trust', [token('cognito-identity.amazonaws.com', condition)], more), 'web-identity'),
  ).toBe(answer);
});

describe('role trust', () => {
  const trust = (principal: unknown, condition: unknown = {}, action = 'sts:AssumeRole') => [
    { Effect: 'Allow', Principal: principal, Action: action, Condition: condition },
  ];

  test('everybody means every account, never the unsigned', () => {
    expect(outsiders(judged('role-trust', trust({ AWS: '*' })))).toBe('no/yes');
    expect(outsiders(judged('role-trust', trust({ AWS: '*' }, {}, 'sts:TagSession')))).toBe('no/no');
  });

  test('an external id is told when every road asks for one', () => {
    const fixed = { StringEquals: { 'sts:ExternalId': 'abc' } };
    const asks = (statements: unknown[]) =>
      judged('role-trust', statements).grants.map(
        (grant) => 'externalId' in grant.caller && grant.caller.externalId,
      );
    expect(asks(trust({ AWS: '444455556666' }, fixed))).toEqual([true]);
    expect(asks(trust({ AWS: '444455556666' }))).toEqual([false]);
    expect(asks(trust({ AWS: '444455556666' }, { StringLike: { 'sts:ExternalId': '*' } }))).toEqual([false]);
    expect(asks([...trust({ AWS: '444455556666' }, fixed), ...trust({ AWS: '444455556666' })])).toEqual([
      false,
    ]);
  });

  test('a service has its roles from their own account', () => {
    const { grants } = judged('role-trust', trust({ Service: 'ec2.amazonaws.com' }));
    expect(grants.map((grant) => grant.caller)).toEqual([
      { class: 'service', service: 'ec2.amazonaws.com', confused: false },
    ]);
  });

  test('a SAML provider is somebody by name', () => {
    const provider = `arn:aws:iam::${OWNER}:saml-provider/Okta`;
    const { grants } = judged('role-trust', trust({ Federated: provider }, {}, 'sts:AssumeRoleWithSAML'));
    expect(grants.map((grant) => grant.caller.class)).toEqual(['named-identity']);
  });
});

describe('queues, topics and keys', () => {
  const all = (kind: 'sns' | 'sqs' | 'kms', action: string, condition: unknown = {}) =>
    judged(kind, [{ Effect: 'Allow', Principal: '*', Action: action, Resource: '*', Condition: condition }]);

  test('unsigned calls reach queues and topics, never keys', () => {
    expect(
      [all('sqs', 'sqs:SendMessage'), all('sns', 'sns:Publish'), all('kms', 'kms:*')].map(outsiders),
    ).toEqual(['yes/yes', 'yes/yes', 'no/yes']);
  });

  test('actions that never leave their account', () => {
    expect(outsiders(all('sqs', 'sqs:DeleteQueue'))).toBe('no/no');
    expect(outsiders(all('kms', 'kms:PutKeyPolicy'))).toBe('no/no');
  });

  test('the service a key is used through is not the caller', () => {
    expect(
      outsiders(
        all('kms', 'kms:Decrypt', { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }),
      ),
    ).toBe('no/yes');
    expect(
      outsiders(all('kms', 'kms:Decrypt', { StringEqualsIfExists: { 'kms:CallerAccount': OWNER } })),
    ).toBe('no/no');
  });

  test('an endpoint that only our mailboxes have is undecided', () => {
    expect(
      outsiders(all('sns', 'sns:Subscribe', { StringLike: { 'sns:Endpoint': 'https://*.kagi.example/*' } })),
    ).toBe('yes/yes');
    expect(outsiders(all('sns', 'sns:Subscribe', { StringLike: { 'sns:Endpoint': '*@kagi.example' } }))).toBe(
      'maybe/maybe',
    );
  });
});

describe('functions', () => {
  const url = {
    Effect: 'Allow',
    Principal: '*',
    Action: 'lambda:InvokeFunctionUrl',
    Resource: '*',
    Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
  };
  const invoke = {
    Effect: 'Allow',
    Principal: '*',
    Action: 'lambda:InvokeFunction',
    Resource: '*',
    Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
  };
  const ask = (statements: unknown[], functionUrl: Question['functionUrl']) =>
    outsiders(judged('lambda', statements, functionUrl === undefined ? {} : { functionUrl }));

  test('a URL must be there, be open, and on new functions may invoke', () => {
    expect(ask([url], null)).toBe('no/no');
    expect(ask([url], { authType: 'NONE', needsInvoke: false })).toBe('yes/yes');
    expect(ask([url], { authType: 'NONE', needsInvoke: true })).toBe('no/no');
    expect(ask([url, invoke], { authType: 'NONE', needsInvoke: true })).toBe('yes/yes');
    expect(ask([url], { authType: 'AWS_IAM', needsInvoke: false })).toBe('no/no');
    expect(ask([url], { authType: 'NONE' })).toBe('maybe/maybe');
    expect(ask([url], undefined)).toBe('maybe/maybe');
  });

  test('an alias of the function counts', () => {
    const alias = {
      Effect: 'Allow',
      Principal: '*',
      Action: 'lambda:InvokeFunction',
      Resource: `arn:aws:lambda:us-east-1:${OWNER}:function:api:prod`,
    };
    expect(ask([alias], null)).toBe('no/yes');
  });
});

describe('secrets', () => {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:*', Resource: '*' };
  const key = (principal: unknown, action = 'kms:*') => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: action, Resource: '*' }],
  });
  const access = (keyPolicy: unknown) => {
    const { grants } = judged('secret', [statement], { keyPolicy });
    return [
      ...new Set(grants.filter((grant) => grant.certainty === 'exact').flatMap((grant) => grant.access)),
    ].sort();
  };

  test('the value needs the key', () => {
    expect(access(null)).toEqual(['admin', 'meta']);
    expect(access(key({ AWS: OWNER }))).toEqual(['admin', 'meta']);
    expect(access(key('*', 'kms:Decrypt'))).toEqual(['admin', 'meta', 'read']);
    expect(access(key('*'))).toEqual(['admin', 'meta', 'read', 'write']);
  });

  test('a key that could not be read leaves the value undecided', () => {
    const { grants } = judged('secret', [{ ...statement, Action: 'secretsmanager:GetSecretValue' }]);
    expect(grants.map((grant) => [grant.caller.class, grant.certainty])).toEqual([['any-account', 'maybe']]);
  });
});

describe('resources of other services', () => {
  const repository = (statement: Record<string, unknown>) =>
    judged('generic', [{ Effect: 'Allow', Principal: '*', ...statement }]);

  test('have the actions that the policy names, and need no Resource element', () => {
    const { grants } = repository({ Action: ['ecr:BatchGetImage', 'ecr:PutImage'] });
    expect(outsiders({ grants, faults: [] })).toBe('no/yes');
    expect(grants[0]?.access).toEqual(['read', 'write']);
    expect(outsiders(repository({ Action: 'es:ESHttpGet' }))).toBe('yes/yes');
  });

  test('a log service encrypts for the log groups that the policy names', () => {
    const logs = (arn: string) =>
      judged('kms', [
        {
          Effect: 'Allow',
          Principal: { Service: 'logs.us-east-1.amazonaws.com' },
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn } },
        },
      ]).grants.map((grant) => grant.caller.class === 'service' && grant.caller.confused);
    expect(logs(`arn:aws:logs:us-east-1:${OWNER}:*`)).toEqual([false]);
    expect(logs('arn:aws:logs:us-east-1:*:*')).toEqual([true]);
  });
});
