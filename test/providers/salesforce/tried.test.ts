// Trying in the org what the settings say: it can confirm, count and add; it can never close.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Exposure } from '../../../src/exposure.ts';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { type FakeOrg, startOrg } from '../../servers/salesforce.ts';
import { type Judged, judge, judgeFolder, request, tokenEnv } from './judged.ts';
import { judgeSite, may, object, permissions, rule, sharing, site } from './org.ts';

const profile = permissions([may('Contact', 'read')]);
const tried = (attempt: object, rules = [rule('Contact')]): Exposure[] =>
  judgeSite(
    site({ guestTried: [{ object: 'Contact', ...attempt }] }),
    profile,
    sharing(rules),
    object('Contact'),
  ).exposures.filter(({ subject }) => subject === 'Contact');
const words = ({ evidence }: Exposure): string => evidence.map(({ text }) => text.en).join('\n');

describe('what was tried', () => {
  test.each([
    ['nothing', {}, 'configuration', ''],
    [
      'shared rows',
      { shared: 41_388 },
      'tried-live',
      '41,388 records of Contact are shared with the guest user by guest rules (counted)',
    ],
    ['no shared row', { shared: 0 }, 'configuration', ''],
    ['readable records', { shared: 0, sampled: 200, readable: 7 }, 'tried-live', 'can read 7 of 200 records'],
    [
      'no readable record',
      { shared: 0, sampled: 200, readable: 0 },
      'configuration',
      'none of 200 records is readable',
    ],
    ['a count alone', { records: 1_000_000 }, 'configuration', 'Contact holds 1,000,000 records (counted)'],
    [
      'a failure',
      { failed: 'QUERY_TIMEOUT: too long' },
      'configuration',
      'could not be tried in the org: QUERY_TIMEOUT',
    ],
  ] as const)('%s: open all the same', (_, attempt, basis, said) => {
    const [exposure] = tried(attempt);
    expect(exposure).toMatchObject({ state: 'open', basis, access: ['list', 'read'], audience: 'anyone' });
    expect(words(exposure as Exposure)).toContain(said);
  });

  test('shared rows that no rule explains are open; rows of nobody, or records that cannot be read, are not', () => {
    const [shown] = tried({ shared: 3 }, []);
    expect(shown).toMatchObject({ state: 'open', basis: 'tried-live', via: 'guest-rule', access: ['read'] });
    expect(shown?.witness?.checked).toBe(true);
    expect(tried({ shared: 0, sampled: 10, readable: 0 }, [])).toEqual([]);
  });

  test('rules that could not be read: what the org shows decides', () => {
    const judged = (attempt: object) =>
      judgeSite(
        site({ guestTried: [{ object: 'Contact', ...attempt }] }),
        profile,
        sharing(undefined, { covers: undefined }),
        object('Contact'),
      ).exposures.map(({ state, basis, subject }) => [state, basis, subject]);
    expect(judged({ shared: 12 })).toContainEqual(['open', 'tried-live', 'Contact']);
    expect(judged({ shared: 0 })).not.toContainEqual(['open', 'tried-live', 'Contact']);
    expect(judged({ shared: 0 })).toContainEqual(['unknown', 'configuration', undefined]);
  });

  test('without the permission, and on a site that is not live, nothing is open', () => {
    const on = (change: object, rights: string[]) =>
      judgeSite(
        site({ guestTried: [{ object: 'Contact', shared: 5, sampled: 1, readable: 1 }], ...change }),
        permissions([may('Contact', ...rights)]),
        sharing([rule('Contact')]),
        object('Contact'),
      ).exposures.filter(({ subject }) => subject === 'Contact');
    expect(on({}, []).map(({ state }) => state)).toEqual(['shut-by']);
    expect(on({ networkStatus: 'UnderConstruction' }, ['read']).map(({ state }) => state)).toEqual([
      'shut-by',
    ]);
  });
});

describe('trying in an org', () => {
  const OPEN = 'examples/salesforce/open';
  const GUEST = '005000000000001AAA';
  const DENIED = { status: 403, errorCode: 'INSUFFICIENT_ACCESS' };
  let org: FakeOrg;

  beforeEach(async () => {
    org = await startOrg(OPEN);
    const guest = org.rows.get('User')?.find(({ CommunityNickname }) => CommunityNickname === 'Kagi_Support');
    expect(guest?.['Id']).toBe(GUEST);
    org.rows.set('ContactShare', [
      { UserOrGroupId: GUEST, RowCause: 'GuestRule', n: 41_388 },
      { UserOrGroupId: GUEST, RowCause: 'GuestParentImplicit', n: 9 },
      { UserOrGroupId: '005000000000009AAA', RowCause: 'GuestRule', n: 77 },
    ]);
    const contacts = Array.from({ length: 300 }, (_, index) => ({
      Id: `003${index}`,
      Email: 'a@kagi.example',
    }));
    org.rows.set('Contact', contacts);
    org.rows.set(
      'UserRecordAccess',
      contacts.map(({ Id }, index) => ({ UserId: GUEST, RecordId: Id, HasReadAccess: index < 150 })),
    );
  });

  afterEach(async () => {
    await org.close();
  });

  const collect = async (): Promise<Judged> => await judge(salesforce.collect(request(tokenEnv(org.url))));
  const contact = ({ exposures }: Judged): Exposure => {
    const found = exposures.find(
      ({ exposure }) => exposure.subject === 'Contact' && exposure.via === 'guest-rule',
    );
    if (found === undefined) throw new Error('Contact is not open');
    return found.exposure;
  };

  test('open, tried live: the count of guest rules of this guest alone, and 200 records at most', async () => {
    const exposure = contact(await collect());
    expect(exposure).toMatchObject({ state: 'open', basis: 'tried-live' });
    expect(words(exposure)).toContain('41,388 records of Contact');
    expect(words(exposure)).toContain('can read 150 of 200 records');
    const asked = org.requests.filter((line) => line.includes('UserRecordAccess'));
    expect(asked.length).toBeGreaterThan(0);
    for (const line of asked) expect(line.match(/'003\d+'/g)?.length).toBe(200);
  });

  test('what a record holds is never asked for', async () => {
    await collect();
    const ofRecords = org.requests.filter((line) => / FROM (Contact|Account|\w+__c|\w+Share)\b/.test(line));
    expect(ofRecords.length).toBeGreaterThan(0);
    for (const line of ofRecords)
      expect(line).toMatch(
        /SELECT (Id|COUNT\(Id\) n|OwnerId, COUNT\(Id\) n|UserOrGroupId, RowCause, COUNT\(Id\) n) FROM /,
      );
  });

  test('a contradiction does not close: no shared row, no readable record', async () => {
    org.rows.set('ContactShare', []);
    for (const row of org.rows.get('UserRecordAccess') ?? []) row['HasReadAccess'] = false;
    const exposure = contact(await collect());
    expect(exposure).toMatchObject({ state: 'open', basis: 'configuration' });
    expect(words(exposure)).toContain('none of 200 records is readable');
    expect(words(exposure)).toContain('Contact holds 300 records (counted)');
  });

  test.each([
    ['ContactShare', DENIED],
    ['Contact', DENIED],
    ['UserRecordAccess', DENIED],
    ['UserRecordAccess', { status: 500, errorCode: 'QUERY_TIMEOUT' }],
    ['Contact', { status: 403, errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
  ])('%s fails (%o): open by configuration or by the rest, and said so', async (call, fault) => {
    org.faults.set(call, fault);
    const exposure = contact(await collect());
    expect(exposure.state).toBe('open');
    expect(words(exposure)).toContain(`could not be tried in the org: ${fault.errorCode}`);
    if (fault === DENIED) expect(words(exposure)).toContain('needs View All Data');
  });

  test('records that the auditor may not see are not counted as tried', async () => {
    org.rows.set('UserRecordAccess', []);
    expect(words(contact(await collect()))).not.toMatch(/tried:/);
  });

  test('rules that may not be read: the shared rows still show the door', async () => {
    for (const type of ['listMetadata SharingGuestRule', 'SharingRules']) org.faults.set(type, DENIED);
    expect(contact(await collect())).toMatchObject({ state: 'open', basis: 'tried-live' });
  });
});

test('an export can never hold it', async () => {
  const { resources } = await judgeFolder('examples/salesforce/open');
  for (const { unknowns } of resources.filter(({ type }) => type === 'salesforce.site'))
    expect(unknowns).toContainEqual(expect.objectContaining({ setting: 'guestTried', reason: 'not-held' }));
});
