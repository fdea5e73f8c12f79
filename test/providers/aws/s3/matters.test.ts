// What is not asked of a bucket, because no verdict could use it; and what is, because one could.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type Heard,
  mayBeWritten,
  mayLetIn,
  namesAll,
  speaksOfPoints,
  statusDecides,
} from '../../../../src/providers/aws/s3/matters.ts';
import type { CollectRequest } from '../../../../src/providers/provider.ts';
import type { Known } from '../../../../src/snapshot/resource.ts';
import { type Answers, type AwsServer, bucketsXml, ok, serveAws } from '../../../servers/aws.ts';
import { collectFrom, TEST_ENV, useEnvironment } from '../live.ts';

const ACCOUNT = '111122223333';
const OWNER = '75aa57f0';
const absent: Known<never> = { state: 'absent' };
const unread: Known<never> = { state: 'unknown', why: { setting: 'x', reason: 'denied' } };
const known = <T>(value: T): Known<T> => ({ state: 'present', value });
const allow = (Principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 's3:GetObject',
  Resource: '*',
  ...more,
});
const policy = (...Statement: unknown[]) => known({ Version: '2012-10-17', Statement });
const grants = (...more: { grantee: string; kind?: 'group' | 'user' }[]): Heard['acl'] =>
  known({
    owner: OWNER,
    grants: [{ grantee: OWNER }, ...more].map((one) => ({ ...one, permission: 'READ' as const })),
  });
const EVERYONE = { grantee: 'http://acs.amazonaws.com/groups/global/AllUsers', kind: 'group' } as const;
const block = (on: string[]) =>
  known({
    blockPublicAcls: false,
    ignorePublicAcls: on.includes('ignore'),
    blockPublicPolicy: false,
    restrictPublicBuckets: on.includes('restrict'),
  });

function heard(more: Partial<Heard>): Heard {
  return {
    account: ACCOUNT,
    policy: absent,
    acl: grants(),
    ownership: absent,
    blocks: [block([]), block([])],
    points: [known([]), known([])],
    ...more,
  };
}

const point = known([{ name: 'kagi-ap' }]);
const source = (operator: string, key: string, value: unknown) =>
  allow({ Service: 'cloudfront.amazonaws.com' }, { Condition: { [operator]: { [key]: value } } });
const TLS = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };

const NO_CUSTOMER_KEYS = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::kagi-open/*',
  Condition: { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } },
};

describe('whether anybody may write', () => {
  const writes = (Action: unknown, more: object = {}) =>
    policy(allow({ AWS: '444455556666' }, { Action, ...more }));
  test.each<[string, boolean, Partial<Heard>]>([
    ['nothing at all', false, {}],
    ['a partner reads', false, { policy: writes(['s3:GetObject', 's3:List*']) }],
    ['a partner writes', true, { policy: writes(['s3:GetObject', 's3:PutObject']) }],
    ['a partner does anything', true, { policy: writes('*') }],
    ['a partner does all but read', true, { policy: writes(undefined, { NotAction: 's3:Get*' }) }],
    ['a statement that cannot be read', true, { policy: policy('x') }],
    ['the policy could not be read', true, { policy: unread }],
    ['the ACL could not be read', true, { acl: unread }],
    ['everyone reads by ACL', false, { acl: grants(EVERYONE) }],
    [
      'everyone writes by ACL',
      true,
      { acl: known({ owner: OWNER, grants: [{ ...EVERYONE, permission: 'WRITE' }] }) },
    ],
    ['an access point', true, { points: [point, known([])] }],
    ['access points that could not be read', true, { points: [unread, known([])] }],
  ])('%s: %s', (_name, expected, more) => {
    expect(mayBeWritten(heard(more))).toBe(expected);
  });
});

describe('whether anybody may be let in', () => {
  test.each<[string, boolean, Partial<Heard>]>([
    ['nothing at all', false, {}],
    ['a policy that only denies', false, { policy: policy(TLS) }],
    ['the account itself', false, { policy: policy(allow({ AWS: ACCOUNT }), TLS) }],
    ['a role of the account', false, { policy: policy(allow({ AWS: [`arn:aws:iam::${ACCOUNT}:role/x`] })) }],
    ['the account and a partner', true, { policy: policy(allow({ AWS: [ACCOUNT, '444455556666'] })) }],
    ['everyone', true, { policy: policy(allow('*')) }],
    ['everyone as AWS', true, { policy: policy(allow({ AWS: '*' })) }],
    [
      'any ARN of the account by a wildcard',
      true,
      { policy: policy(allow({ AWS: `arn:aws:iam::${ACCOUNT}:*` })) },
    ],
    ['everyone but one', true, { policy: policy({ ...allow(undefined), NotPrincipal: { AWS: ACCOUNT } }) }],
    ['a service', true, { policy: policy(allow({ Service: 'logs.amazonaws.com' })) }],
    [
      'a service for this account',
      false,
      {
        policy: policy(
          source('StringEquals', 'AWS:SourceArn', `arn:aws:cloudfront::${ACCOUNT}:distribution/E1`),
        ),
      },
    ],
    [
      'a service for this account by number',
      false,
      { policy: policy(source('StringLike', 'aws:SourceAccount', [ACCOUNT])) },
    ],
    [
      'a service for it and another',
      true,
      { policy: policy(source('StringEquals', 'aws:SourceAccount', [ACCOUNT, '444455556666'])) },
    ],
    [
      'a service for whom is left open',
      true,
      { policy: policy(source('StringEqualsIfExists', 'aws:SourceAccount', ACCOUNT)) },
    ],
    [
      'a service for another',
      true,
      { policy: policy(source('StringNotEquals', 'aws:SourceAccount', ACCOUNT)) },
    ],
    ['a statement that is none', true, { policy: policy('what') }],
    ['a policy that was not read', true, { policy: unread }],
    ['an ACL that was not read', true, { acl: unread }],
    ['everyone by ACL', true, { acl: grants(EVERYONE) }],
    [
      'everyone by ACL, ignored by the account',
      false,
      { acl: grants(EVERYONE), blocks: [absent, block(['ignore'])] },
    ],
    [
      'a stranger by ACL, which no switch ignores',
      true,
      { acl: grants({ grantee: 'aa11' }), blocks: [block(['ignore'])] },
    ],
    [
      'everyone by ACL, ACLs off',
      false,
      { acl: grants(EVERYONE), ownership: known('BucketOwnerEnforced' as const) },
    ],
    ['everyone by ACL, ownership not read', true, { acl: grants(EVERYONE), ownership: unread }],
    ['an access point', true, { points: [point, known([])] }],
    ['access points that were not read', true, { points: [known([]), unread] }],
  ])('%s: %s', (_what, expected, more) => {
    expect(mayLetIn(heard(more))).toBe(expected);
  });
});

describe("whether S3's own opinion of the policy decides", () => {
  const open = { policy: policy(allow('*')) };
  test.each<[string, boolean, Partial<Heard>]>([
    ['no policy', false, { blocks: [block(['restrict'])] }],
    ['a policy that was not read', true, { policy: unread }],
    ['nothing restricts', false, open],
    ['the bucket restricts', true, { ...open, blocks: [block(['restrict']), absent] }],
    ['the account restricts', true, { ...open, blocks: [absent, block(['restrict'])] }],
    ['whether the account restricts was not read', true, { ...open, blocks: [absent, unread] }],
    ['an access point may', true, { ...open, points: [known([]), point] }],
    ['it is for the account alone', false, { policy: policy(allow({ AWS: ACCOUNT })), blocks: [unread] }],
  ])('%s: %s', (_what, expected, more) => {
    expect(statusDecides(heard(more))).toBe(expected);
  });
});

test.each<[boolean, unknown]>([
  [true, { AWS: ['444455556666', 'arn:aws:iam::444455556666:role/x'], Service: 'logs.amazonaws.com' }],
  [true, { CanonicalUser: 'aa11' }],
  [false, '*'],
  [false, { AWS: '*' }],
  [false, { AWS: 'arn:aws:iam::444455556666:role/${aws:username}' }],
  [false, { Federated: 'accounts.google.com' }],
  [false, undefined],
])('nobody could call it public: %s, %j', (expected, principal) => {
  expect(namesAll({ Statement: allow(principal) })).toBe(expected);
});

test('a policy speaks of access points by its conditions', () => {
  const delegated = allow('*', { Condition: { StringEquals: { 'S3:DataAccessPointAccount': ACCOUNT } } });
  expect([policy(delegated), policy(allow('*')), absent, unread].map(speaksOfPoints)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

let server: AwsServer | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => server?.stop());

/** How often each thing was asked of a bucket. */
async function asked(answers: Answers, needs?: CollectRequest['needs']) {
  server = await serveAws(answers);
  const { resources } = await collectFrom(server.endpoint, needs === undefined ? {} : { needs });
  const operations = server.asked.map(({ operation }) => operation);
  const times = (name: string) => operations.filter((one) => one === `s3:${name}`).length;
  return { times, open: resources.get('aws.s3.bucket kagi-open') };
}

/** A list that says of no bucket where it is. */
const UNLOCATED: Answers = {
  's3:ListAllMyBuckets': () => ok(bucketsXml(['kagi-open', 'kagi-shut'], undefined, '')),
};
const nothing = () => false;

describe('of two buckets, one open', () => {
  test('as long as nobody knows the rules, everything is read', async () => {
    const { times } = await asked(UNLOCATED);
    expect(['GetBucketLocation', 'GetBucketTagging', 'GetBucketPolicyStatus'].map(times)).toEqual([2, 2, 1]);
  });

  test('where no rule names them: tags of the open one, and neither regions nor opinions', async () => {
    const { times, open } = await asked(UNLOCATED, nothing);
    expect(['GetBucketLocation', 'GetBucketTagging', 'GetBucketPolicyStatus'].map(times)).toEqual([0, 1, 0]);
    expect(open?.unknowns).toEqual([]);
    for (const name of ['location', 'accessPoints', 'policyStatus'])
      expect(open?.settings).not.toHaveProperty(name);
  });

  test('a rule that names the fact has the opinion read', async () => {
    const { times } = await asked({}, (_type, name) => name === 'facts.policyStatusDisagrees');
    expect(times('GetBucketPolicyStatus')).toBe(1);
  });

  test('blocked kinds of encryption: of none that nobody writes to, of all where a rule names them or nobody knows the rules', async () => {
    const fact: CollectRequest['needs'] = (_type, name) => name === 'facts.customerKeysRefused';
    const written: Answers = {
      's3:GetBucketPolicy': ({ bucket }) =>
        bucket === 'kagi-open'
          ? ok(
              JSON.stringify({
                Version: '2012-10-17',
                Statement: [allow({ AWS: '444455556666' }, { Action: 's3:PutObject' })],
              }),
            )
          : undefined,
    };
    const denied: Answers = {
      's3:GetBucketPolicy': ({ bucket }) =>
        bucket === 'kagi-open'
          ? ok(
              JSON.stringify({
                Version: '2012-10-17',
                Statement: [allow({ AWS: '444455556666' }, { Action: 's3:PutObject' }), NO_CUSTOMER_KEYS],
              }),
            )
          : undefined,
    };
    const counts: number[] = [];
    for (const [answers, needs] of [
      [written, nothing],
      [written, fact],
      [denied, fact],
      [{}, (_type: string, name: string) => name === 'blockedEncryption'],
      [{}, undefined],
    ] as const) {
      counts.push((await asked(answers, needs)).times('GetEncryptionConfiguration'));
      await server?.stop();
    }
    expect(counts).toEqual([0, 1, 0, 2, 2]);
  });

  test('an answer that tells the region saves asking for it', async () => {
    const answers: Answers = {
      ...UNLOCATED,
      's3:GetBucketAcl': () => ({
        ...ok('<AccessControlPolicy><Owner><ID>75aa57f0</ID></Owner></AccessControlPolicy>'),
        headers: { 'x-amz-bucket-region': 'eu-west-1' },
      }),
    };
    const { times, open } = await asked(answers);
    expect(times('GetBucketLocation')).toBe(0);
    expect(open).toMatchObject({ region: 'eu-west-1', settings: { location: 'eu-west-1' } });
  });

  test('a region of the run is found out beforehand', async () => {
    server = await serveAws(UNLOCATED);
    const { listings } = await collectFrom(server.endpoint, { needs: nothing, regions: ['eu-west-1'] });
    expect(listings.get('aws.s3.bucket')).toMatchObject({ state: 'complete', seen: 0 });
  });
});
