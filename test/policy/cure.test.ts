// Changes that close a door: which one comes first, what it is about, who else loses by it, and that it really closes.
import { describe, expect, test } from '@jest/globals';
import { blamed, doorOf, type PolicyCure, policyCures } from '../../src/policy/cure/cure.ts';
import { evaluate } from '../../src/policy/evaluate/evaluate.ts';
import { judge } from '../../src/policy/judge.ts';
import type { Caller, Grant, PolicyKind, Question } from '../../src/policy/question.ts';
import { BUCKET, OWNER } from './ask.ts';

const ORG = 'o-a1b2c3d4e5';
const VENDOR = '777788889999';
const GITHUB = 'token.actions.githubusercontent.com';
const ROLE = `arn:aws:iam::${OWNER}:role/deploy`;
const TOPIC = `arn:aws:sns:us-east-1:${OWNER}:orders`;
const RESOURCE: Partial<Record<PolicyKind, string>> = { 's3-bucket': BUCKET, 'role-trust': ROLE, sns: TOPIC };

type Statement = Record<string, unknown>;

function read(principal: unknown, condition?: unknown): Statement {
  const base = { Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: `${BUCKET}/*` };
  return condition === undefined ? base : { ...base, Condition: condition };
}

function trust(principal: unknown, condition?: unknown): Statement {
  const base = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
  return condition === undefined ? base : { ...base, Condition: condition };
}

function token(condition: unknown): Statement {
  const provider = { Federated: `arn:aws:iam::${OWNER}:oidc-provider/${GITHUB}` };
  return { ...trust(provider, condition), Action: 'sts:AssumeRoleWithWebIdentity' };
}

function publish(principal: unknown, condition?: unknown): Statement {
  return { ...read(principal, condition), Action: 'sns:Publish', Resource: TOPIC };
}

function ask(kind: PolicyKind, statements: unknown, more: Partial<Question> = {}): Question {
  const policy = { Version: '2012-10-17', Statement: statements };
  const now = Date.UTC(2026, 0, 1);
  return { kind, policy, resource: RESOURCE[kind] ?? '*', account: OWNER, now, ...more };
}

function grantOf(question: Question, kind: Caller['class']): Grant {
  const grant = judge(question).grants.find(({ caller }) => caller.class === kind);
  if (grant === undefined) throw new Error(`no grant for ${kind}`);
  return grant;
}

/** `mend-condition /Statement/0/Condition/…: StringEquals aws:PrincipalOrgID o-x`, and who loses. */
function inShort({ change, pointers, asked, loses, ownLoses }: PolicyCure): string {
  const condition = asked === undefined ? '' : `: ${asked.operator} ${asked.key} ${asked.values.join(' ')}`;
  const losers = loses.map(({ caller }) => {
    if (caller.class === 'named-account') return caller.accounts.join();
    if (caller.class === 'organization') return caller.organizations.join();
    return caller.class === 'service' ? caller.service : 'issuer' in caller ? caller.issuer : caller.class;
  });
  if (ownLoses) losers.push('own');
  return `${change} ${pointers.join(' ')}${condition}${losers.length === 0 ? '' : ` - ${losers.join(' ')}`}`;
}

type Row = [
  name: string,
  kind: PolicyKind,
  statements: unknown,
  caller: Caller['class'],
  first: string,
  last: string,
  blame: string,
];
const ORG_KEY = 'aws:PrincipalOrgID';
const SUB = `${GITHUB}:sub`;
const IF_EXISTS = '/Statement/0/Condition/StringEqualsIfExists/aws:PrincipalOrgID';
const PIN = `StringEquals ${SUB} repo:YOUR-ORG/YOUR-REPO:ref:refs/heads/main`;
const OWN_ONLY = `StringEquals aws:PrincipalAccount ${OWNER}`;

const ROWS: Row[] = [
  [
    'everybody: only our account, which costs nobody anything; at last without the statement',
    's3-bucket',
    [read('*')],
    'anonymous',
    `add-condition /Statement/0: ${OWN_ONLY}`,
    'remove-statement /Statement/0 - own',
    '/Statement/0/Principal',
  ],
  [
    'a lone statement',
    's3-bucket',
    read('*'),
    'anonymous',
    `add-condition /Statement: ${OWN_ONLY}`,
    'remove-statement /Statement - own',
    '/Statement/Principal',
  ],
  [
    'a wildcard in a list of accounts',
    's3-bucket',
    [read({ AWS: [VENDOR, '*', OWNER] })],
    'anonymous',
    'drop-principal /Statement/0/Principal/AWS/1',
    `remove-statement /Statement/0 - ${VENDOR} own`,
    '/Statement/0/Principal/AWS/1',
  ],
  [
    'IfExists',
    's3-bucket',
    [read('*', { StringEqualsIfExists: { [ORG_KEY]: ORG } })],
    'anonymous',
    `mend-condition ${IF_EXISTS}: StringEquals ${ORG_KEY} ${ORG}`,
    `add-condition /Statement/0: StringEquals ${ORG_KEY} o-yourorgid - ${ORG} own`,
    IF_EXISTS,
  ],
  [
    'ForAllValues of a key with one value',
    's3-bucket',
    [read('*', { 'ForAllValues:StringEquals': { [ORG_KEY]: ORG } })],
    'any-account',
    `mend-condition /Statement/0/Condition/ForAllValues:StringEquals/${ORG_KEY}: StringEquals ${ORG_KEY} ${ORG}`,
    `add-condition /Statement/0: StringEquals ${ORG_KEY} o-yourorgid - ${ORG} own`,
    `/Statement/0/Condition/ForAllValues:StringEquals/${ORG_KEY}`,
  ],
  [
    'a wildcard among the values',
    's3-bucket',
    [read('*', { StringLike: { [ORG_KEY]: [ORG, 'o-*'] } })],
    'any-account',
    `drop-value /Statement/0/Condition/StringLike/${ORG_KEY}/1: StringLike ${ORG_KEY} ${ORG}`,
    `remove-statement /Statement/0 - ${ORG} own`,
    `/Statement/0/Condition/StringLike/${ORG_KEY}/1`,
  ],
  [
    'a Deny that passes over requests without its key',
    's3-bucket',
    [
      read('*'),
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: `${BUCKET}/*`,
        Condition: {
          StringNotEquals: { [ORG_KEY]: ORG },
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
    ],
    'anonymous',
    'mend-condition /Statement/1/Condition/Bool/aws:PrincipalIsAWSService: BoolIfExists aws:PrincipalIsAWSService false',
    `add-condition /Statement/0: StringEquals ${ORG_KEY} o-yourorgid - own`,
    '/Statement/1/Condition/Bool/aws:PrincipalIsAWSService',
  ],
  [
    'two statements, of which the second would keep the door open',
    's3-bucket',
    [read('*'), read({ AWS: '*' }), read({ AWS: VENDOR })],
    'anonymous',
    `add-condition /Statement/0 /Statement/1: ${OWN_ONLY}`,
    'remove-statement /Statement/0 /Statement/1 - own',
    '/Statement/0/Principal /Statement/1/Principal',
  ],
  [
    'an outside account beside ours',
    's3-bucket',
    [read({ AWS: [OWNER, `arn:aws:iam::${VENDOR}:role/etl`] })],
    'named-account',
    'drop-principal /Statement/0/Principal/AWS/1',
    'remove-statement /Statement/0 - own',
    '/Statement/0',
  ],
  [
    'a service for any account',
    'sns',
    [publish({ Service: 's3.amazonaws.com' })],
    'service',
    `add-condition /Statement/0: StringEquals aws:SourceAccount ${OWNER}`,
    'remove-statement /Statement/0 - s3.amazonaws.com',
    '/Statement/0',
  ],
  [
    'any source behind a wildcard principal',
    'sns',
    [publish('*', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } })],
    'any-account-via-service',
    `add-condition /Statement/0: StringEquals aws:SourceAccount ${OWNER}`,
    'remove-statement /Statement/0',
    '/Statement/0/Principal',
  ],
  [
    'any token',
    'role-trust',
    [token({ StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } })],
    'web-identity',
    `pin-value /Statement/0: ${PIN}`,
    `remove-statement /Statement/0 - ${GITHUB}`,
    '/Statement/0',
  ],
  [
    'owners whose name begins like ours',
    'role-trust',
    [token({ StringLike: { [SUB]: 'repo:kagi*' } })],
    'web-identity',
    `mend-condition /Statement/0/Condition/StringLike/${SUB}: StringLike ${SUB} repo:kagi/*`,
    `remove-statement /Statement/0 - ${GITHUB}`,
    `/Statement/0/Condition/StringLike/${SUB}`,
  ],
  [
    'a subject of anybody beside ours',
    'role-trust',
    [token({ StringLike: { [SUB]: ['repo:kagi/*', '*'] } })],
    'web-identity',
    `drop-value /Statement/0/Condition/StringLike/${SUB}/1: StringLike ${SUB} repo:kagi/*`,
    `remove-statement /Statement/0 - ${GITHUB}`,
    `/Statement/0/Condition/StringLike/${SUB}/1`,
  ],
  [
    'a vendor without an external id',
    'role-trust',
    [trust({ AWS: `arn:aws:iam::${VENDOR}:root` })],
    'named-account',
    'ask-external-id /Statement/0: StringEquals sts:ExternalId CHANGE-ME-a-random-value-per-customer',
    'remove-statement /Statement/0',
    '/Statement/0',
  ],
  [
    'any account may assume the role',
    'role-trust',
    [trust({ AWS: '*' })],
    'any-account',
    `add-condition /Statement/0: ${OWN_ONLY}`,
    'remove-statement /Statement/0 - own',
    '/Statement/0/Principal',
  ],
];

describe('cures', () => {
  test.each(ROWS)('%s', (_name, kind, statements, caller, first, last, blame) => {
    const question = ask(kind, statements);
    const grant = grantOf(question, caller);
    const cures = policyCures(question, grant);
    expect(inShort(cures[0] ?? never())).toBe(first);
    expect(inShort(cures.at(-1) ?? never())).toBe(last);
    expect(blamed(question, grant, cures).join(' ')).toBe(blame);
  });

  test.each(ROWS)(
    '%s: the request that got in does not after any of them',
    (_name, kind, statements, caller) => {
      const question = ask(kind, statements);
      const grant = grantOf(question, caller);
      const { witness } = grant;
      if (witness === undefined) throw new Error('no witness');
      expect(evaluate(question, witness)).toBe('allowed');
      const cures = policyCures(question, grant);
      expect(cures.length).toBeGreaterThan(1);
      for (const { closes, policy } of cures) {
        expect(closes).toBe(true);
        if (policy !== undefined) expect(evaluate({ ...question, policy }, witness)).toBe('denied');
      }
    },
  );

  test('without the statement, nothing is left of a policy of one', () => {
    const question = ask('s3-bucket', [read('*')]);
    const removal = policyCures(question, grantOf(question, 'anonymous')).find(isRemoval);
    expect(removal?.policy).toBeUndefined();
  });

  test('the document is changed where it must be and nowhere else, and the given one not at all', () => {
    const keep = read({ AWS: VENDOR }, { Bool: { 'aws:SecureTransport': 'true' } });
    const question = ask('s3-bucket', [
      read('*', { StringEqualsIfExists: { [ORG_KEY]: ORG, 'aws:Referer': 'x' } }),
      keep,
    ]);
    const given = JSON.stringify(question.policy);
    const [mend] = policyCures(question, grantOf(question, 'anonymous'));
    expect(mend?.policy).toEqual({
      Version: '2012-10-17',
      Statement: [
        read('*', { StringEqualsIfExists: { 'aws:Referer': 'x' }, StringEquals: { [ORG_KEY]: ORG } }),
        keep,
      ],
    });
    expect(JSON.stringify(question.policy)).toBe(given);
  });

  test('our organization is asked for where we have one, and siblings keep what they have', () => {
    const ours = { accounts: ['444455556666'], organizations: [ORG], networks: [] };
    const question = ask('s3-bucket', [read({ AWS: ['*', '444455556666', VENDOR] })], { ours });
    const cures = policyCures(question, grantOf(question, 'anonymous'));
    const member = cures.find(({ asked }) => asked?.key === ORG_KEY);
    expect(member).toMatchObject({ placeholders: [], ownLoses: false });
    expect(member?.loses.map(({ caller }) => caller)).toEqual([
      { class: 'named-account', accounts: [VENDOR], externalId: false },
    ]);
  });

  test('an organization is never invented: the word to fill in is named', () => {
    const question = ask('s3-bucket', [read('*')]);
    const cures = policyCures(question, grantOf(question, 'anonymous'));
    const suggestion = cures.find(({ asked }) => asked?.key === ORG_KEY);
    expect(suggestion?.placeholders).toEqual(suggestion?.asked?.values);
    for (const { placeholders, policy } of cures)
      if (placeholders.length === 0) expect(JSON.stringify(policy ?? '')).not.toContain('yourorgid');
  });

  test('without an account, no account is made up for a condition on it', () => {
    const { account: _owner, ...question } = ask('s3-bucket', [read('*')]);
    for (const { asked } of policyCures(question, grantOf(question, 'anonymous')))
      expect(asked?.key).not.toBe('aws:PrincipalAccount');
  });

  test('several grants of one caller are one door, and a cure closes all of it', () => {
    const question = ask('s3-bucket', [read('*'), { ...read('*'), Action: 's3:PutObject' }]);
    const grants = judge(question).grants.filter(({ caller }) => caller.class === 'anonymous');
    const door = doorOf({ class: 'anonymous' }, grants);
    expect(door).toMatchObject({
      actions: ['s3:GetObject', 's3:PutObject'],
      pointers: ['/Statement/0', '/Statement/1'],
    });
    const [first] = policyCures(question, door);
    expect(first?.pointers).toEqual(['/Statement/0', '/Statement/1']);
  });

  test('a Deny that a mend makes strict is no cure where it still closes nothing', () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    const question = ask('s3-bucket', [read('*'), deny]);
    for (const { change } of policyCures(question, grantOf(question, 'anonymous')))
      expect(change).not.toBe('mend-condition');
  });
});

describe('hostile documents', () => {
  const strange: [string, unknown][] = [
    ['no object', 'x'],
    ['no statements', { Statement: [] }],
    ['statements of any kind', { Statement: [1, null, [], read('*'), 'x'] }],
    [
      'prototype names',
      {
        Statement: [
          JSON.parse(
            '{"__proto__":1,"constructor":{},"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}',
          ),
        ],
      },
    ],
    [
      'conditions of any kind',
      { Statement: [{ ...read('*'), Condition: { StringEquals: [], Bool: 1, x: null } }] },
    ],
    ['odd principals', { Statement: [{ ...read('*'), Principal: { AWS: [1, '*', {}], x: '*' } }] }],
    [
      'lists in lists',
      { Statement: [{ ...read('*'), Condition: { StringLike: { 'aws:Referer': [['*'], ['*']] } } }] },
    ],
  ];
  test.each(strange)('%s', (_name, policy) => {
    const question: Question = { kind: 's3-bucket', policy, resource: BUCKET, account: OWNER };
    for (const grant of judge(question).grants)
      for (const cure of policyCures(question, grant)) expect(cure.pointers.length).toBeGreaterThan(0);
  });

  test('a policy that the engine gives up on is cured within seconds', () => {
    const busy = Array.from({ length: 6 }, (_, index) => ({
      ...read({ AWS: ['*', `10000000000${index}`] }),
      Action: ['s3:Get*', 's3:List*', 's3:Put*'],
      Resource: [`${BUCKET}/p${index}*x*/*`, BUCKET],
      Condition: {
        StringLikeIfExists: {
          'aws:Referer': [`https://a${index}*b*c*`, `*x${index}*y*`],
          'aws:UserAgent': `*a*${index}*b*`,
          's3:prefix': `*${index}*a*b*`,
        },
      },
    }));
    const denies = Array.from({ length: 6 }, (_, index) => ({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: `${BUCKET}/*${index}*q*`,
      Condition: { StringNotLike: { 'aws:Referer': `*${index}*z*`, 'aws:UserAgent': `*q*${index}*` } },
    }));
    const question = ask('s3-bucket', [...busy, ...denies]);
    const [grant] = judge(question).grants;
    if (grant === undefined) throw new Error('nobody gets in');
    const started = process.cpuUsage();
    const cures = policyCures(question, grant);
    expect(process.cpuUsage(started).user).toBeLessThan(8_000_000);
    expect(cures.length).toBeGreaterThan(0);
  });
});

function isRemoval({ change }: PolicyCure): boolean {
  return change === 'remove-statement';
}

function never(): never {
  throw new Error('no cure');
}
