// What could not be read: a guard is open-unless, a door unknown; and what guards that are on shut.
import { describe, expect, test } from '@jest/globals';
import {
  ALL_USERS,
  acl,
  allow,
  EVERYTHING,
  type Given,
  judge,
  ON,
  PARTNER,
  policy,
  READ,
  type Settings,
  short,
} from './estate.ts';

describe('guards', () => {
  const account = { blockPublicAccess: undefined };
  test.each<[string, Given, string[]]>([
    ['the bucket blocks', { bucket: { policy: READ, blockPublicAccess: ON } }, ['anyone read shut-by - -']],
    [
      'the account blocks',
      { bucket: { policy: READ }, account: { blockPublicAccess: ON } },
      ['anyone read shut-by - -'],
    ],
    [
      'the bucket could not be read',
      { bucket: { policy: READ, blockPublicAccess: undefined } },
      ['anyone read open-unless - -'],
    ],
    ['the account could not be read', { bucket: { policy: READ }, account }, ['anyone read open-unless - -']],
    [
      'the input has no account',
      { bucket: { policy: READ }, account: undefined },
      ['anyone read open-unless - -'],
    ],
    [
      'one is on, the other unread: decided',
      { bucket: { policy: READ, blockPublicAccess: ON }, account },
      ['anyone read shut-by - -'],
    ],
    ['nothing to guard', { bucket: { blockPublicAccess: undefined }, account }, []],
    [
      'ownership could not be read',
      { bucket: { acl: acl(ALL_USERS, 'READ'), ownership: undefined } },
      ['anyone list open-unless - -'],
    ],
    [
      'open by policy, open-unless by ACL: told apart by the door',
      { bucket: { policy: READ, acl: acl(ALL_USERS, 'READ'), ownership: undefined } },
      ['anyone read open - -', 'anyone list open-unless acl -'],
    ],
  ])('%s', (_what, given, expected) => {
    expect(short(judge(given).exposures)).toEqual(expected);
  });

  test('an unread guard is named, with the permission, on the resource it belongs to', () => {
    const [exposure] = judge({ bucket: { policy: READ }, account }).exposures;
    expect(exposure?.guard).toEqual({
      en: 'Block Public Access of the account',
      ja: 'アカウントのパブリックアクセスブロック',
    });
    expect(exposure?.missing).toEqual([
      {
        setting: 'blockPublicAccess',
        reason: 'denied',
        permission: 's3:GetIt',
        resource: { type: 'aws.s3.account', id: 'arn:aws:s3:::account/111122223333' },
      },
    ]);
  });
});

describe('doors that could not be read', () => {
  test.each<[string, Given, string[]]>([
    ['the policy', { bucket: { policy: undefined } }, [`anyone ${EVERYTHING} unknown - -`]],
    [
      'the ACL, where ACLs count',
      { bucket: { acl: undefined, ownership: null } },
      [`anyone ${EVERYTHING} unknown - -`],
    ],
    ['the ACL, where ACLs are off', { bucket: { acl: undefined } }, []],
    [
      'the ACL, where public ACLs are ignored',
      { bucket: { acl: undefined, ownership: null, blockPublicAccess: ON } },
      [],
    ],
  ])('%s', (_what, given, expected) => {
    const { exposures } = judge(given);
    const anyone = exposures.filter(({ audience }) => audience === 'anyone');
    expect(short(anyone)).toEqual(expected);
    for (const exposure of anyone)
      expect(exposure.missing).toContainEqual(expect.objectContaining({ reason: 'denied' }));
  });

  test('an unread policy does not let the public in where the account blocks it', () => {
    const { exposures } = judge({ bucket: { policy: undefined }, account: { blockPublicAccess: ON } });
    expect(exposures.filter(({ audience, state }) => audience === 'anyone' && state !== 'shut-by')).toEqual(
      [],
    );
  });

  test('what is known to be open is still said', () => {
    const { exposures } = judge({
      bucket: { policy: undefined, acl: acl(ALL_USERS, 'READ'), ownership: null },
    });
    expect(short(exposures)[0]).toBe('anyone list open-unless - -');
    expect(exposures[0]?.guard?.en).toBe('a Deny of the bucket policy');
    expect(exposures.some(({ state, access }) => state === 'unknown' && access.includes('read'))).toBe(true);
  });
});

describe("S3's own opinion of the policy", () => {
  const restricted = { policy: READ, blockPublicAccess: ON };
  const partner = { policy: policy(allow(PARTNER, 's3:GetObject')), blockPublicAccess: ON };
  test.each<[string, Settings, string[]]>([
    ['it agrees: shut', { ...restricted, policyStatus: { isPublic: true } }, ['anyone read shut-by - -']],
    [
      'it does not call it public: so nothing is restricted?',
      { ...restricted, policyStatus: { isPublic: false } },
      ['anyone read unknown - -'],
    ],
    ['it could not be read', { ...restricted, policyStatus: undefined }, ['anyone read shut-by - -']],
    [
      'it agrees that a partner is not the public',
      { ...partner, policyStatus: { isPublic: false } },
      ['named-outsider read open aws-account 444455556666'],
    ],
    [
      'it calls a partner public',
      { ...partner, policyStatus: { isPublic: true } },
      ['named-outsider read unknown aws-account 444455556666'],
    ],
    [
      'it calls public what seems closed',
      { policy: policy(allow({ AWS: '111122223333' }, 's3:GetObject')), policyStatus: { isPublic: true } },
      ['anyone list+read+write+delete+admin+meta unknown - -'],
    ],
    [
      'nothing is restricted: no matter',
      { policy: READ, policyStatus: { isPublic: false } },
      ['anyone read open - -'],
    ],
  ])('%s', (_what, bucket, expected) => {
    expect(short(judge({ bucket }).exposures)).toEqual(expected);
  });
});
