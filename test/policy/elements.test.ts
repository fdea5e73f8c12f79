// Principals, actions, resources and statement shapes, each rule as a row.
import { describe, expect, test } from '@jest/globals';
import { admits, BUCKET, denyIf, judged, OWNER, outsiders, readIf } from './ask.ts';

const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/*` };

const PRINCIPALS: [name: string, element: Record<string, unknown>, answer: string][] = [
  ['the bare star', { Principal: '*' }, 'yes/yes'],
  ['the star of AWS', { Principal: { AWS: '*' } }, 'yes/yes'],
  ['a star among accounts', { Principal: { AWS: ['444455556666', '*'] } }, 'yes/yes'],
  ['an account', { Principal: { AWS: '444455556666' } }, 'no/no'],
  [
    'a wildcard within an ARN names nobody, or who knows',
    { Principal: { AWS: 'arn:aws:iam::*:root' } },
    'maybe/maybe',
  ],
  ['a list is no principal', { Principal: ['*'] }, 'maybe/maybe'],
  ['Allow with NotPrincipal', { NotPrincipal: { AWS: '444455556666' } }, 'maybe/maybe'],
  ['a deleted user', { Principal: { AWS: 'AIDAEXAMPLEDELETED01' } }, 'no/no'],
  ['no principal at all', {}, 'maybe/maybe'],
  ['an unknown kind of principal', { Principal: { Robot: '*' } }, 'maybe/maybe'],
  ['an empty list, which the grammar does not know', { Principal: { AWS: [] } }, 'maybe/maybe'],
];

describe('principals', () => {
  test.each(PRINCIPALS)('%s', (_name, element, answer) => {
    expect(outsiders(judged('s3-bucket', [{ ...read, ...element }]))).toBe(answer);
  });

  test('accounts, roles and canonical users are named outsiders; the owner and ours are none', () => {
    const principals = {
      AWS: ['444455556666', 'arn:aws:iam::222233334444:role/x', `arn:aws:iam::${OWNER}:root`, '999900001111'],
      CanonicalUser: 'abcdef',
    };
    const { grants } = judged('s3-bucket', [{ ...read, Principal: principals }], {
      ours: { accounts: ['999900001111'], organizations: [], networks: [] },
    });
    const named = grants.map((grant) =>
      grant.caller.class === 'named-account' ? grant.caller.accounts : grant.caller.class,
    );
    expect(named.flat().sort()).toEqual(['222233334444', '444455556666', 'abcdef']);
    expect(grants.every((grant) => grant.certainty === 'exact')).toBe(true);
  });

  test('the origin access identity of CloudFront is the service, not a stranger', () => {
    const identity = 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1ABC';
    const { grants } = judged('s3-bucket', [{ ...read, Principal: { AWS: identity } }]);
    expect(grants.map((grant) => grant.caller)).toEqual([
      { class: 'service', service: 'cloudfront.amazonaws.com', confused: false },
    ]);
  });

  test('Deny with NotPrincipal spares only the listed', () => {
    const deny = {
      ...denyIf({}),
      NotPrincipal: { AWS: ['444455556666', 'arn:aws:iam::444455556666:user/bob'] },
    };
    const { Principal: _everybody, ...spared } = { Principal: '*', ...deny };
    expect(outsiders(judged('s3-bucket', [readIf({}), spared]))).toBe('no/no');
  });

  test('an organization is its own caller, and not one of ours', () => {
    const condition = { StringEquals: { 'aws:PrincipalOrgID': ['o-kagi123456', 'o-acme123456'] } };
    const ours = { accounts: [], organizations: ['o-kagi123456'], networks: [] };
    const { grants } = judged('s3-bucket', [readIf(condition)], { ours });
    expect(grants.map((grant) => grant.caller)).toEqual([
      { class: 'organization', organizations: ['o-acme123456'] },
    ]);
  });
});

const SERVICES: [name: string, condition: unknown, confused: boolean][] = [
  ['no source', {}, true],
  ['its own account', { StringEquals: { 'aws:SourceAccount': OWNER } }, false],
  ['its own resource', { ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:*:${OWNER}:trail/*` } }, false],
  ['any trail', { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/*' } }, true],
  ['the source if there is one', { StringEqualsIfExists: { 'aws:SourceAccount': OWNER } }, true],
  ['its organization', { StringEquals: { 'aws:SourceOrgID': 'o-kagi123456' } }, false],
];

test.each(SERVICES)('a service principal with %s', (_name, condition, confused) => {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `${BUCKET}/*`,
    Condition: condition,
  };
  const { grants } = judged('s3-bucket', [statement]);
  expect(grants.map((grant) => grant.caller)).toEqual([
    { class: 'service', service: 'cloudtrail.amazonaws.com', confused },
  ]);
});

const ACTIONS: [name: string, statement: Record<string, unknown>, access: string[]][] = [
  ['case does not count', { Action: 'S3:GETOBJECT' }, ['read']],
  ['wildcards', { Action: 's3:Get*' }, ['meta', 'read']],
  ['one character', { Action: 's3:?etObject' }, ['read']],
  ['another service', { Action: 'ec2:*' }, []],
  ['all but', { NotAction: 's3:*' }, []],
  ['objects need the object ARN', { Action: 's3:*', Resource: BUCKET }, ['admin', 'list', 'meta']],
  ['the bucket needs the bucket ARN', { Action: 's3:ListBucket', Resource: `${BUCKET}/*` }, []],
  ['a prefix of the name', { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::kag*' }, ['list']],
  ['all but the objects', { Action: 's3:GetObject', Resource: undefined, NotResource: `${BUCKET}/*` }, []],
  [
    'all but some objects',
    { Action: 's3:GetObject', Resource: undefined, NotResource: `${BUCKET}/private/*` },
    ['read'],
  ],
  ['case counts in resources', { Action: 's3:GetObject', Resource: `${BUCKET.toUpperCase()}/*` }, []],
  ['an escaped star', { Action: 's3:GetObject', Resource: `${BUCKET}/\${*}` }, ['read']],
];

test.each(ACTIONS)('actions and resources: %s', (_name, statement, access) => {
  const whole: Record<string, unknown> = { ...read, Principal: '*', ...statement };
  for (const key of ['Action', 'Resource'])
    if (whole[key] === undefined || (key === 'Action' && 'NotAction' in statement)) delete whole[key];
  const { grants } = judged('s3-bucket', [whole]);
  const words = grants.filter((grant) => grant.caller.class === 'anonymous').flatMap((grant) => grant.access);
  expect([...new Set(words)].sort()).toEqual(access);
});

test('a named account gets a grant of its own for what it can do beyond everybody', () => {
  const partner = { Effect: 'Allow', Principal: { AWS: '444455556666' }, Resource: `${BUCKET}/daily/*` };
  const named = (action: unknown) =>
    judged('s3-bucket', [
      { ...read, Principal: '*' },
      { ...partner, Action: action },
    ])
      .grants.filter((grant) => grant.caller.class === 'named-account')
      .map((grant) => grant.actions);
  expect(named('s3:GetObject')).toEqual([]);
  expect(named(['s3:GetObject', 's3:PutObject'])).toEqual([['s3:PutObject']]);
});

const DENIES: [name: string, denied: string[], answer: string][] = [
  ['the union covers', [`${BUCKET}/a/*`, `${BUCKET}/b/*`], 'no/no'],
  ['one half is left', [`${BUCKET}/a/*`], 'yes/yes'],
  ['more than covers', ['*'], 'no/no'],
  ['the bucket is not its objects', [BUCKET], 'yes/yes'],
  ['an infix does not cover', [`${BUCKET}/*x*`], 'yes/yes'],
];

test.each(DENIES)('Deny subtracts: %s', (_name, denied, answer) => {
  const allow = { ...read, Principal: '*', Resource: [`${BUCKET}/a/*`, `${BUCKET}/b/*`] };
  const denies = denied.map((resource) => ({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: resource,
  }));
  expect(outsiders(judged('s3-bucket', [allow, ...denies]))).toBe(answer);
});

test('a lone statement is a statement', () => {
  expect(outsiders(judged('s3-bucket', { ...read, Principal: '*' }))).toBe('yes/yes');
});

test('without version 2012-10-17 a variable is text', () => {
  const statement = { ...read, Principal: '*', Resource: `${BUCKET}/\${aws:username}/*` };
  expect(outsiders(judged('s3-bucket', [statement], {}, '2008-10-17'))).toBe('yes/yes');
  expect(outsiders(judged('s3-bucket', [statement]))).toBe('no/yes');
});

test('a witness stands for each exact grant, and says how it travels', () => {
  const { grants } = judged('s3-bucket', [readIf({ StringLike: { 'aws:SourceVpce': 'vpce-*' } })]);
  const [first] = grants;
  expect(first?.witness).toMatchObject({
    principal: 'anonymous',
    action: 's3:GetObject',
    transport: 'vpc-endpoint',
  });
  expect(first?.witness?.resource.startsWith(`${BUCKET}/`)).toBe(true);
});

test('resource control policies deny too', () => {
  const rcp = {
    Version: '2012-10-17',
    Statement: [denyIf({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-kagi123456' } })],
  };
  expect(outsiders(judged('s3-bucket', [readIf({})], { alsoDeny: [rcp] }))).toBe('no/no');
});

test('statements that open are named, and only those', () => {
  const { grants } = judged('s3-bucket', [
    denyIf({ Bool: { 'aws:SecureTransport': 'false' } }),
    { ...read, Principal: { AWS: OWNER } },
    readIf({}),
  ]);
  expect(grants.map((grant) => grant.statements)).toEqual([[2], [2]]);
  expect(admits(judged('s3-bucket', []), 'anonymous', 'any-account', 'named-account', 'service')).toBe('no');
});
