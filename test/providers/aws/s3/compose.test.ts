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

test('a directory bucket is always blocked', () => {
  expect(told({ policy: policy(read), directory: true }).every((line) => line.includes('shut-by'))).toBe(
    true,
  );
});
