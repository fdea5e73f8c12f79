// Policy, ACLs, ownership, Block Public Access and access points together: state by state.
import { describe, expect, test } from '@jest/globals';
import { compose } from '../../../../src/providers/aws/s3/compose.ts';
import type { Acl, BlockPublicAccess, BucketFacts, Way } from '../../../../src/providers/aws/s3/ways.ts';
import type { Known } from '../../../../src/snapshot/resource.ts';

const OWNER = '111122223333';
const present = <T>(value: T): Known<T> => ({ state: 'present', value });
const absent: Known<never> = { state: 'absent' };
const denied = (setting: string): Known<never> => ({ state: 'unknown', why: { setting, reason: 'denied' } });
const policy = (...statements: unknown[]) =>
  present<unknown>({ Version: '2012-10-17', Statement: statements });
const read = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi/*' };
const block = (...flags: (keyof BlockPublicAccess)[]) =>
  present<BlockPublicAccess>(Object.fromEntries(flags.map((flag) => [flag, true])));
const group = (name: string, permission: string): Acl => ({
  ownerId: 'owner',
  grants: [
    { grantee: { id: 'owner' }, permission: 'FULL_CONTROL' },
    { grantee: { uri: `http://acs.amazonaws.com/groups/${name}` }, permission },
  ],
});

function ways(changes: Partial<BucketFacts>): Way[] {
  const facts: BucketFacts = {
    bucket: 'kagi',
    account: OWNER,
    policy: absent,
    acl: absent,
    ownership: present('BucketOwnerEnforced'),
    bucketBpa: absent,
    accountBpa: absent,
    now: 0,
    ...changes,
  };
  return compose(facts).ways;
}

/** `caller via state access`, one a way. */
function told(changes: Partial<BucketFacts>): string[] {
  return ways(changes).map((way) =>
    [way.caller.class, way.via, way.state, way.access.join('+')].join(' ').trim(),
  );
}

describe('a public policy', () => {
  const open = policy(read);
  const both = (state: string) => [`anonymous policy ${state} read`, `any-account policy ${state} read`];
  const rows: [name: string, changes: Partial<BucketFacts>, told: string[]][] = [
    ['nothing stops it', {}, both('open')],
    ['the bucket restricts it', { bucketBpa: block('restrictPublicBuckets') }, both('shut-by')],
    ['the account restricts it', { accountBpa: block('restrictPublicBuckets') }, both('shut-by')],
    ['the organization restricts it', { organizationBpa: block('restrictPublicBuckets') }, both('shut-by')],
    [
      'switches that stop new policies stop nothing',
      { bucketBpa: block('blockPublicPolicy', 'ignorePublicAcls') },
      both('open'),
    ],
    ['the account could not be read', { accountBpa: denied('accountBpa') }, both('open-unless')],
    [
      'what could not be read does not matter',
      { accountBpa: denied('accountBpa'), bucketBpa: block('restrictPublicBuckets') },
      both('shut-by'),
    ],
  ];
  test.each(rows)('%s', (_name, changes, expected) =>
    expect(told({ policy: open, ...changes })).toEqual(expected),
  );

  test('the guards are named', () => {
    const [shut] = ways({
      policy: open,
      bucketBpa: block('restrictPublicBuckets'),
      accountBpa: block('restrictPublicBuckets'),
    });
    expect(shut?.guards).toEqual(['bucketBpa.restrictPublicBuckets', 'accountBpa.restrictPublicBuckets']);
    const [unless] = ways({ policy: open, bucketBpa: denied('bucketBpa') });
    expect(unless?.missing).toEqual(['bucketBpa.restrictPublicBuckets']);
  });
});

describe('RestrictPublicBuckets and who is named', () => {
  const partner = { ...read, Principal: { AWS: '444455556666' } };
  const service = { ...read, Principal: { Service: 'cloudfront.amazonaws.com' } };
  const on = { bucketBpa: block('restrictPublicBuckets') };
  test('a policy that is not public goes on', () =>
    expect(told({ policy: policy(partner), ...on })).toEqual(['named-account policy open read']));
  test('a public one stops named accounts too, not services', () => {
    expect(told({ policy: policy({ ...partner, Action: 's3:PutObject' }, service, read), ...on })).toEqual([
      'anonymous policy shut-by read',
      'any-account policy shut-by read',
      'service policy open read',
      'named-account policy shut-by write',
    ]);
  });
  test('a guard that could not be read is nothing to a policy that is not public', () => {
    expect(told({ policy: policy(partner), bucketBpa: denied('bucketBpa') })).toEqual([
      'named-account policy open read',
    ]);
  });
});

describe('ACLs', () => {
  const acl = present(group('global/AllUsers', 'READ'));
  const writer = present('ObjectWriter');
  const both = (state: string) => [`anonymous acl ${state} list`, `any-account acl ${state} list`];
  const rows: [name: string, changes: Partial<BucketFacts>, told: string[]][] = [
    ['count with ObjectWriter', { ownership: writer }, both('open')],
    ['count without an ownership configuration', { ownership: absent }, both('open')],
    ['are shut by the enforced owner', {}, both('shut-by')],
    [
      'count unless ownership, which could not be read',
      { ownership: denied('ownership') },
      both('open-unless'),
    ],
    ['are ignored', { ownership: writer, accountBpa: block('ignorePublicAcls') }, both('shut-by')],
    [
      'are not touched by policy switches',
      { ownership: writer, bucketBpa: block('restrictPublicBuckets', 'blockPublicAcls') },
      both('open'),
    ],
    [
      'count unless the policy, which could not be read, denies',
      { ownership: writer, policy: denied('policy') },
      ['anonymous policy unknown', ...both('open-unless')],
    ],
    [
      'lose to a Deny',
      {
        ownership: writer,
        policy: policy({ Effect: 'Deny', Principal: '*', Action: 's3:List*', Resource: '*' }),
      },
      [],
    ],
  ];
  test.each(rows)('%s', (_name, changes, expected) =>
    expect(told({ acl, ...changes }).sort()).toEqual([...expected].sort()),
  );

  test('authenticated users are any account; log delivery is nobody; others by name', () => {
    expect(
      told({ acl: present(group('global/AuthenticatedUsers', 'WRITE_ACP')), ownership: writer }),
    ).toEqual(['any-account acl open admin']);
    expect(told({ acl: present(group('s3/LogDelivery', 'WRITE')), ownership: writer })).toEqual([]);
    const friend: Acl = { ownerId: 'owner', grants: [{ grantee: { id: 'friend' }, permission: 'READ' }] };
    expect(ways({ acl: present(friend), ownership: writer }).map((way) => way.caller)).toEqual([
      { class: 'named-account', accounts: ['friend'], externalId: false },
    ]);
  });

  test('of one object', () => {
    const objectAcls = { 'report*.pdf': group('global/AllUsers', 'READ') };
    expect(told({ objectAcls, ownership: writer })).toEqual([
      'anonymous acl open read',
      'any-account acl open read',
    ]);
    expect(ways({ objectAcls, ownership: writer })[0]?.witness?.resource).toBe(
      'arn:aws:s3:::kagi/report*.pdf',
    );
  });
});

describe('doors that could not be read', () => {
  const rows: [name: string, changes: Partial<BucketFacts>, told: string[]][] = [
    ['the policy', { policy: denied('policy') }, ['anonymous policy unknown']],
    [
      'the policy, restricted: only names are left',
      { policy: denied('policy'), bucketBpa: block('restrictPublicBuckets') },
      ['named-account policy unknown'],
    ],
    ['the ACL, with the enforced owner', { acl: denied('acl') }, []],
    ['the ACL', { acl: denied('acl'), ownership: absent }, ['anonymous acl unknown']],
  ];
  test.each(rows)('%s', (_name, changes, expected) => expect(told(changes)).toEqual(expected));

  test('a policy that does not parse', () => {
    expect(told({ policy: present<unknown>('{') })).toEqual([
      expect.stringMatching(/^anonymous policy unknown/),
      expect.stringMatching(/^any-account policy unknown/),
    ]);
  });
});

describe('access points', () => {
  const arn = `arn:aws:s3:us-west-2:${OWNER}:accesspoint/front`;
  const delegated = policy({
    ...read,
    Action: 's3:*',
    Resource: ['arn:aws:s3:::kagi', 'arn:aws:s3:::kagi/*'],
    Condition: { StringEquals: { 's3:DataAccessPointAccount': OWNER } },
  });
  const point = (changes: object = {}) => ({
    name: 'front',
    arn,
    networkOrigin: 'Internet',
    policy: policy({ ...read, Resource: `${arn}/object/*` }),
    publicAccessBlock: absent as Known<BlockPublicAccess>,
    ...changes,
  });
  const both = (state: string) => [
    `anonymous access-point ${state} read`,
    `any-account access-point ${state} read`,
  ];
  const rows: [name: string, changes: Partial<BucketFacts>, told: string[]][] = [
    ['both policies let in', { accessPoints: present([point()]) }, both('open')],
    [
      'its own switch',
      { accessPoints: present([point({ publicAccessBlock: block('restrictPublicBuckets') })]) },
      both('shut-by'),
    ],
    ['its network', { accessPoints: present([point({ networkOrigin: 'VPC' })]) }, both('shut-by')],
    [
      'the switch of the bucket',
      { accessPoints: present([point()]), bucketBpa: block('restrictPublicBuckets') },
      both('shut-by'),
    ],
    [
      'its switch could not be read',
      { accessPoints: present([point({ publicAccessBlock: denied('publicAccessBlock') })]) },
      both('open-unless'),
    ],
    [
      'its policy could not be read',
      { accessPoints: present([point({ policy: denied('policy') })]) },
      ['anonymous access-point unknown'],
    ],
    ['no policy of its own', { accessPoints: present([point({ policy: absent })]) }, []],
    [
      'the list could not be read, and the bucket leaves it to them',
      { accessPoints: denied('accessPoints') },
      ['anonymous access-point unknown'],
    ],
    ['the bucket policy says nothing', { accessPoints: present([point()]), policy: absent }, []],
  ];
  test.each(rows)('%s', (_name, changes, expected) =>
    expect(told({ policy: delegated, ...changes })).toEqual(expected),
  );
});

describe('resource control policies', () => {
  const deny = (Condition?: object) => ({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', ...(Condition && { Condition }) },
    ],
  });
  const outside = { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-kagikagi00' } };
  const open = policy(read);
  const acl = present(group('global/AllUsers', 'READ'));
  const ours = { accounts: [OWNER], organizations: ['o-kagikagi00'], networks: [] };
  const through = (more: Partial<BucketFacts>) => told({ policy: open, ours, ...more });
  test.each<[string, Partial<BucketFacts>, string[]]>([
    ['deny everybody', { rcps: [deny()] }, []],
    ['deny whoever is not of the organization', { rcps: [deny(outside)] }, []],
    [
      'deny what does not come over TLS: anybody can use TLS',
      { rcps: [deny({ Bool: { 'aws:SecureTransport': 'false' } })] },
      ['anonymous policy open read', 'any-account policy open read'],
    ],
    [
      'an Allow in them opens nothing',
      { policy: absent, rcps: [{ Version: '2012-10-17', Statement: [{ ...read, Resource: '*' }] }] },
      [],
    ],
    [
      'deny what an ACL grants',
      { policy: absent, acl, ownership: present('ObjectWriter'), rcps: [deny()] },
      [],
    ],
    [
      'deny what an unread ACL may grant',
      { policy: absent, acl: denied('acl'), ownership: absent, rcps: [deny()] },
      [],
    ],
  ])('%s', (_name, more, expected) => expect(through(more)).toEqual(expected));

  test('forget the unsigned: the key is absent, and a plain Bool does not fire', () => {
    const rcps = [deny({ Bool: { 'aws:PrincipalIsAWSService': 'false' } })];
    expect(through({ rcps })).toContain('anonymous policy open read');
    expect(through({ rcps })).not.toContain('any-account policy open read');
  });

  test('deny what comes through access points', () => {
    const arn = `arn:aws:s3:us-west-2:${OWNER}:accesspoint/front`;
    const point = {
      name: 'front',
      arn,
      networkOrigin: 'Internet',
      policy: policy({ ...read, Resource: `${arn}/object/*` }),
      publicAccessBlock: absent,
    };
    const delegated = policy({
      ...read,
      Condition: { StringEquals: { 's3:DataAccessPointAccount': OWNER } },
    });
    const accessPoints = present([point]);
    expect(told({ policy: delegated, accessPoints })).toHaveLength(2);
    expect(told({ policy: delegated, accessPoints, ours, rcps: [deny(outside)] })).toEqual([]);
  });
});

describe("S3's own answer, where the policy could not be read", () => {
  const on = { bucketBpa: block('restrictPublicBuckets') };
  test.each<[string, Partial<BucketFacts>, string[]]>([
    ['it is public', { said: true }, ['anonymous policy unknown']],
    ['it is not: somebody by name at most', { said: false }, ['named-account policy unknown']],
    ['it is public, and restricted: services alone', { said: true, ...on }, ['service policy unknown']],
    ['it is not, and so not restricted', { said: false, ...on }, ['named-account policy unknown']],
  ])('%s', (_name, more, expected) => expect(told({ policy: denied('policy'), ...more })).toEqual(expected));
});

describe('RestrictPublicBuckets, where the user guide does not say whether the policy is public', () => {
  const partner = { ...read, Principal: { AWS: '444455556666' } };
  const strange = { ...read, Action: 's3:PutObject', Condition: { StringSortOf: { a: 'b' } } };
  const on = { policy: policy(partner, strange), bucketBpa: block('restrictPublicBuckets') };
  const named = (more: Partial<BucketFacts>) =>
    ways({ ...on, ...more })
      .filter(({ caller, actions }) => caller.class === 'named-account' && actions.includes('s3:GetObject'))
      .map(({ state }) => state);
  test.each<[string, Partial<BucketFacts>, string[]]>([
    ['S3 was not asked', {}, ['unknown']],
    ['S3 says that it is', { said: true }, ['shut-by']],
    ['S3 says that it is not', { said: false }, ['open']],
    ['nothing is restricted', { bucketBpa: absent }, ['open']],
    ['the switch could not be read', { bucketBpa: denied('bucketBpa') }, ['open-unless']],
    [
      'the switch could not be read, and it is not',
      { bucketBpa: denied('bucketBpa'), said: false },
      ['open'],
    ],
  ])('%s', (_name, more, expected) => expect(named(more)).toEqual(expected));
});

test('a directory bucket is always blocked', () => {
  expect(told({ policy: policy(read), directory: true }).every((line) => line.includes('shut-by'))).toBe(
    true,
  );
});
