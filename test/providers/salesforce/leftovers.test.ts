// Leftovers of guests, counted in an org: what was counted stays whatever else fails, and none is believed only of who sees all.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { type FakeOrg, startOrg } from '../../servers/salesforce.ts';
import { type Judged, judge, request, tokenEnv } from './judged.ts';

const GUEST = '005000000000001AAA';
const DENIED = { status: 403, errorCode: 'INSUFFICIENT_ACCESS' };
let org: FakeOrg;

beforeEach(async () => {
  org = await startOrg('examples/salesforce/open');
  org.rows.set('Contact', [{ OwnerId: GUEST, n: 12, Id: '0031' }]);
  org.rows.set('ContactShare', [{ UserOrGroupId: GUEST, RowCause: 'Manual', n: 3 }]);
});

afterEach(async () => {
  await org.close();
});

const collect = async (): Promise<Judged> => await judge(salesforce.collect(request(tokenEnv(org.url))));
const site = ({ resources }: Judged) => resources.find(({ id }) => id === 'Kagi_Support');
const doors = ({ exposures }: Judged) =>
  exposures.filter(({ exposure }) => exposure.via === 'guest-leftover').map(({ exposure }) => exposure);
const unread = (judged: Judged) =>
  site(judged)
    ?.unknowns.filter(({ setting }) => setting.startsWith('guest'))
    .map(({ setting, reason }) => [setting, reason]);

describe('counting leftovers', () => {
  test('whole: a door, and nothing unread', async () => {
    const judged = await collect();
    expect(doors(judged)).toEqual([expect.objectContaining({ state: 'open', basis: 'tried-live' })]);
    expect(unread(judged)).toEqual([]);
    expect(site(judged)?.settings).toMatchObject({
      guestOwned: [{ object: 'Contact', count: 12 }],
      guestShares: [{ object: 'Contact', cause: 'Manual', count: 3 }],
      guestCounted: null,
    });
  });

  test('one object that cannot be counted takes nothing from the others, and is still unread', async () => {
    org.faults.set('Account', DENIED);
    const judged = await collect();
    expect(doors(judged)).toEqual([expect.objectContaining({ state: 'open', basis: 'tried-live' })]);
    expect(unread(judged)).toEqual([['guestOwned', 'denied']]);
    expect(site(judged)?.settings['guestOwned']).toBeUndefined();
    expect(site(judged)?.settings['guestCounted']).toMatchObject({
      owned: [{ object: 'Contact', count: 12 }],
    });
    expect(site(judged)?.unknowns.find(({ setting }) => setting === 'guestOwned')?.detail).toMatch(
      /^Account: /,
    );
  });

  test('none, by somebody who does not see every record, is not none', async () => {
    const seesLittle = org.rows.get('PermissionSetAssignment')?.filter((row) => !('Assignee' in row)) ?? [];
    org.rows.set('PermissionSetAssignment', seesLittle);
    org.rows.set('Contact', []);
    org.rows.set('ContactShare', []);
    const judged = await collect();
    expect(doors(judged).map(({ state }) => state)).toContain('unknown');
    expect(unread(judged)).toEqual([
      ['guestOwned', 'denied'],
      ['guestShares', 'denied'],
    ]);
    for (const { permission } of site(judged)?.unknowns ?? []) expect(permission).toBe('View All Data');
    // Nor are documents that were not listed.
    const documents = judged.resources.find(({ type }) => type === 'salesforce.documents');
    expect(documents?.unknowns).toContainEqual(
      expect.objectContaining({ setting: 'publicDocuments', reason: 'denied', permission: 'View All Data' }),
    );
  });

  test('a session that ends among the counts: what came before stays', async () => {
    const last = org.requests;
    await collect();
    const firstShare = last.findIndex((asked) => asked.includes('FROM ContactShare'));
    org.endsAfter = last.length + firstShare + 1;
    const judged = await collect();
    expect(doors(judged)).toContainEqual(expect.objectContaining({ state: 'open', basis: 'tried-live' }));
    expect(unread(judged)).toEqual(
      expect.arrayContaining([
        ['guestOwned', 'failed'],
        ['guestShares', 'failed'],
      ]),
    );
  });
});
