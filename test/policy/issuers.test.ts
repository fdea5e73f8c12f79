// Identity providers: which of them anybody can join, and which claims AWS looks at.
import { describe, expect, test } from '@jest/globals';
import { issuerName, publicIssuer } from '../../src/policy/callers/issuers.ts';
import { type Answer, admits, judged, OWNER } from './ask.ts';

const GITHUB = 'token.actions.githubusercontent.com';

function asked(provider: string, condition?: unknown): Answer {
  const statement = {
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${OWNER}:oidc-provider/${provider}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(condition === undefined ? {} : { Condition: condition }),
  };
  return admits(judged('role-trust', [statement]), 'web-identity');
}

describe('who can join', () => {
  test.each<[string, Answer]>([
    [GITHUB, 'yes'],
    [`${GITHUB}/kagi-inc`, 'no'],
    ['github.kagi.example/_services/token', 'no'],
    ['gitlab.com', 'yes'],
    ['gitlab.kagi.example', 'no'],
    ['app.terraform.io', 'yes'],
    ['agent.buildkite.com', 'yes'],
    ['appleid.apple.com', 'yes'],
    ['login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0', 'yes'],
    ['login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0', 'no'],
    ['oidc.circleci.com/org/11111111-2222-3333-4444-555555555555', 'no'],
    ['api.bitbucket.org/2.0/workspaces/kagi/pipelines-config/identity/oidc', 'no'],
    ['oidc.vercel.com/kagi', 'no'],
    ['oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF', 'no'],
    ['kagi.eu.auth0.com/', 'maybe'],
    ['kagi.b2clogin.com/kagi.onmicrosoft.com/v2.0', 'maybe'],
    ['cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf', 'maybe'],
    ['securetoken.google.com/kagi', 'maybe'],
    ['kagi.okta.com/oauth2/default', 'no'],
  ])('%s: %s', (provider, answer) => {
    expect(asked(provider)).toBe(answer);
  });

  test('a pinned user of a pool is no stranger', () => {
    const pool = 'kagi.eu.auth0.com/';
    expect(asked(pool, { StringEquals: { [`${pool}:sub`]: 'auth0|5f7c' } })).toBe('no');
  });

  test('names are compared without the ARN, in any case', () => {
    expect(issuerName(`arn:aws:iam::${OWNER}:oidc-provider/Token.Actions.GitHubUserContent.com`)).toBe(
      GITHUB,
    );
    expect(publicIssuer(GITHUB)?.name).toBe(GITHUB);
  });
});

const claim = (name: string, operator: string, value: unknown) => ({
  [operator]: { [`${GITHUB}:${name}`]: value },
});

describe('claims of GitHub', () => {
  test.each<[string, unknown, Answer]>([
    ['an owner with any number', claim('sub', 'StringLike', 'repo:kagi@*/app@*:*'), 'no'],
    ['an owner by name and number', claim('sub', 'StringLike', 'repo:kagi@12/*'), 'no'],
    ['a number that may stand in a branch name', claim('sub', 'StringLike', 'repo:*@12/*'), 'yes'],
    ['a claim that is handed on, pinned', claim('repository_id', 'StringEquals', '12'), 'no'],
    [
      'a claim that is handed on, of all values',
      claim('repository', 'ForAllValues:StringEquals', 'kagi/app'),
      'no',
    ],
    ['a claim that is not handed on, pinned', claim('repository_owner', 'StringEquals', 'kagi'), 'no'],
    ['of all values: there is none', claim('repository_owner', 'ForAllValues:StringEquals', 'kagi'), 'yes'],
    ['if there is one: there is none', claim('repository_owner_id', 'StringEqualsIfExists', '12'), 'yes'],
    ['it might be handed on one day', claim('repository_owner', 'StringLike', '*'), 'maybe'],
    ['a claim that a job can leave out', claim('environment', 'ForAllValues:StringEquals', 'prod'), 'yes'],
    ['a misspelt claim', claim('subject', 'ForAllValues:StringLike', 'repo:kagi/*'), 'yes'],
  ])('%s', (_name, condition, answer) => {
    expect(asked(GITHUB, condition)).toBe(answer);
  });

  test('the number of the owner is not among the proofs', () => {
    const statement = {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${OWNER}:oidc-provider/${GITHUB}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: claim('sub', 'StringLike', 'repo:*@12/*'),
    };
    const { grants } = judged('role-trust', [statement]);
    const subject = grants.find(({ caller }) => caller.class === 'web-identity')?.witness?.context[
      `${GITHUB}:sub`
    ];
    expect(subject).toMatch(/^repo:[^:]+:.*@12\//);
    expect(subject).not.toMatch(/^repo:[^/:]*@12\//);
  });
});

describe('guests of an identity pool', () => {
  const COGNITO = 'cognito-identity.amazonaws.com';
  const trust = (condition: unknown) => [
    {
      Effect: 'Allow',
      Principal: { Federated: COGNITO },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: condition,
    },
  ];
  const pool = { [`${COGNITO}:aud`]: 'eu-west-1:12345678-corner-cafe-123456790ab' };

  test('an identity that the policy names is nobody else', () => {
    const named = { StringEquals: { ...pool, [`${COGNITO}:sub`]: 'eu-west-1:aaaa' } };
    expect(admits(judged('role-trust', trust(named), { guestsAllowed: true }), 'web-identity')).toBe('no');
    expect(
      admits(judged('role-trust', trust({ StringEquals: pool }), { guestsAllowed: true }), 'web-identity'),
    ).toBe('yes');
  });
});

describe('services that a Deny spares', () => {
  const deny = (condition: unknown, principal: unknown = '*') => [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi/*' },
    { Effect: 'Deny', Principal: principal, Action: 's3:*', Resource: '*', Condition: condition },
  ];

  test('some service may be left, and no account', () => {
    const { grants } = judged('s3-bucket', deny({ BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } }));
    expect(grants).toMatchObject([
      { caller: { class: 'service', service: '*', confused: true }, certainty: 'maybe' },
    ]);
  });

  test('a Deny of everyone but a service spares it as well', () => {
    const [allow] = deny({});
    const except = {
      Effect: 'Deny',
      NotPrincipal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:*',
      Resource: '*',
    };
    const { grants } = judged('s3-bucket', [allow, except]);
    expect(grants).toMatchObject([{ caller: { class: 'service', service: '*' }, certainty: 'maybe' }]);
  });

  test('a role is handed to a service only by its own account', () => {
    const trust = [
      { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:*',
        Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
      },
    ];
    expect(judged('role-trust', trust).grants).toEqual([]);
  });
});

describe('a policy variable in a Deny', () => {
  const statements = (deny: unknown) => [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::kagi/${aws:PrincipalTag/t}/*',
    },
    { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: deny },
  ];

  test('with a value and without one, nobody is left', () => {
    expect(judged('s3-bucket', statements({ Null: { 'aws:PrincipalTag/t': 'false' } })).grants).toEqual([]);
    const left = judged('s3-bucket', statements({ Null: { 'aws:PrincipalTag/t': 'true' } }));
    expect(admits(left, 'any-account')).toBe('yes');
    expect(admits(left, 'anonymous')).toBe('no');
  });
});
