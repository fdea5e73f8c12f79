// Powers that need no sharing rule, self-registration, external users, and public file links.
import { describe, expect, test } from '@jest/globals';
import { analyseFile } from '../../../src/providers/salesforce/files/analyse.ts';
import { NOW } from './judged.ts';
import {
  judgeOrg,
  judgeSite,
  lines,
  may,
  object,
  org,
  permissions,
  resource,
  rule,
  sharing,
  site,
} from './org.ts';

const none = sharing([]);

describe('powers of guests', () => {
  test.each([
    ['create', ['open write guest-create Case']],
    ['edit', ['open write guest-change Case']],
    ['delete', ['open delete guest-change Case']],
    ['viewAll', ['open list+read guest-view-all Case']],
    ['modifyAll', ['open list+read+write+delete guest-view-all Case']],
  ])('%s, reported by the org itself', (right, expected) => {
    expect(lines(judgeSite(site(), permissions([may('Case', right)]), none))).toEqual(expected);
  });

  test.each(['edit', 'delete', 'viewAll', 'modifyAll'])(
    '%s in a file conflicts with the platform and proves nothing',
    (right) => {
      const paper = permissions([may('Case', right), may('Lead', right)], { inEffect: false });
      const { exposures, facts } = judgeSite(site(), paper, none);
      expect(exposures.map(({ state, via, subjectName }) => [state, via, subjectName])).toEqual([
        ['shut-by', 'guest-conflict', 'Case, Lead'],
      ]);
      expect(exposures[0]?.guard?.en).toContain('confirm in the org');
      expect(facts['conflictingObjects']).toEqual(['Case', 'Lead']);
      expect(facts['guestViewAllObjects']).toEqual([]);
      expect(facts['guestChangeObjects']).toEqual([]);
    },
  );

  test('API access, and its site', () => {
    const api = permissions([], { systemPermissions: ['ApiEnabled'] });
    expect(lines(judgeSite(site(), api, none))).toEqual(['open invoke guest-api']);
    expect(lines(judgeSite(site({ active: undefined }), api, none))).toEqual([
      'open-unless invoke guest-api',
    ]);
    expect(lines(judgeSite(site({ active: false }), api, none))).toEqual(['shut-by invoke guest-api']);
  });

  test('administrative permissions: real from the org, a conflict in a file', () => {
    const admin = { systemPermissions: ['ViewAllData'] };
    expect(lines(judgeSite(site(), permissions([], admin), none))).toEqual(['open admin guest-admin']);
    expect(lines(judgeSite(site(), permissions([], { ...admin, inEffect: false }), none))).toEqual([
      'shut-by admin guest-admin',
    ]);
  });

  test('View All Users lists people, as far as the org itself says so', () => {
    const users = { systemPermissions: ['ViewAllUsers'] };
    expect(lines(judgeSite(site(), permissions([], users), none))).toEqual(['open list guest-members User']);
    expect(lines(judgeSite(site(), permissions([], { ...users, inEffect: false }), none))).toEqual([]);
    const both = judgeSite(site({ guestMemberVisibility: true }), permissions([], users), none);
    expect(lines(both)).toEqual(['open list guest-members User']);
    // Switching it off leaves the permission.
    expect(both.exposures[0]?.cures?.map(({ rejudged }) => rejudged)).toEqual([false]);
  });

  test('what is offered as a cure was judged again', () => {
    const cured = (...powers: Parameters<typeof permissions>) =>
      judgeSite(site({ guestMemberVisibility: true }), permissions(...powers), none).exposures.flatMap(
        ({ cures = [] }) => cures.map(({ rejudged }) => rejudged),
      );
    expect(cured([may('Case', 'create')], { systemPermissions: ['ApiEnabled'] })).toEqual([true, true, true]);
  });

  test('facts that could not be computed say what was missing', () => {
    const { facts, unknownFacts } = judgeSite(
      site(),
      permissions(undefined, { systemPermissions: undefined }),
      none,
    );
    expect(facts['guestSystemPermissions']).toBeUndefined();
    expect(unknownFacts?.['guestSystemPermissions']).toEqual([
      expect.objectContaining({ setting: 'salesforce.permissions#systemPermissions', reason: 'denied' }),
    ]);
    expect(unknownFacts?.['guestViewAllObjects']).toHaveLength(1);
    expect(
      judgeSite(site({ networkStatus: undefined }), permissions([]), none).unknownFacts?.['reachable'],
    ).toHaveLength(1);
  });

  test.each([
    [true, 'Live', ['open list guest-members User']],
    [true, 'DownForMaintenance', ['shut-by list guest-members User']],
    [false, 'Live', []],
    [null, null, []],
    [undefined, 'Live', ['unknown list guest-members User']],
  ])('members visible %s on a site that is %s', (guestMemberVisibility, networkStatus, expected) => {
    expect(lines(judgeSite(site({ guestMemberVisibility, networkStatus }), permissions([]), none))).toEqual(
      expected,
    );
  });
});

describe('self-registration', () => {
  const open = site({ selfRegistration: true, selfRegProfile: 'Kagi Customer' });
  const customer = permissions([may('Order__c', 'read', 'edit')], {
    name: 'Kagi Customer',
    license: 'Customer Community',
  });
  const order = (externalSharingModel: unknown, sharingModel: unknown = 'ReadWrite') =>
    object('Order__c', { sharingModel, externalSharingModel });
  const guest = permissions([]);

  test.each([
    ['Read', ['open list+read self-registration Order__c']],
    ['ReadWrite', ['open list+read+write self-registration Order__c']],
    ['Private', []],
    [null, ['open list+read+write self-registration Order__c']],
    [undefined, ['unknown read self-registration']],
  ])('external default %s', (model, expected) => {
    const { exposures } = judgeSite(open, guest, customer, none, order(model));
    expect(lines({ exposures, facts: {} })).toEqual(expected);
    for (const { audience } of exposures) expect(audience).toBe('anyone-registered');
  });

  test('an unknown external default is never wider than a private internal one', () => {
    expect(lines(judgeSite(open, guest, customer, none, order(undefined, 'Private')))).toEqual([]);
  });

  test('rules for all portal users, and children of what is open', () => {
    const all = sharing([], {
      externalRules: [
        { object: 'Order__c', name: 'All', sharedTo: ['allCustomerPortalUsers'], access: 'Read' },
      ],
    });
    const byRule = judgeSite(open, guest, customer, all, order('Private'));
    expect(lines(byRule)).toEqual(['open list+read self-registration Order__c']);
    // What a rule opens is shut by the rule, and not by a default that is private already.
    expect(byRule.exposures[0]?.cures?.[0]).toMatchObject({
      text: { en: expect.stringMatching(/^share Order__c with the roles or groups that need it/) },
      rejudged: true,
    });
    const child = object('Order__c', { externalSharingModel: 'ControlledByParent', masters: ['Deal__c'] });
    const deal = object('Deal__c', { externalSharingModel: 'Read' });
    expect(lines(judgeSite(open, guest, customer, none, child, deal))).toEqual([
      'open list+read self-registration Order__c',
    ]);
  });

  test.each([
    ['viewAll', 'Private', ['open list+read self-registration Order__c']],
    ['modifyAll', 'Private', ['open list+read+write+delete self-registration Order__c']],
    ['viewAll', 'ReadWrite', ['open list+read+write self-registration Order__c']],
  ])('%s in the profile reaches every record where the default is %s', (right, model, expected) => {
    const wide = permissions([may('Order__c', 'read', 'edit', right)], {
      name: 'Kagi Customer',
      license: 'Customer Community',
    });
    const { exposures } = judgeSite(open, guest, wide, none, order(model));
    expect(lines({ exposures, facts: {} })).toEqual(expected);
    const [exposure] = exposures;
    expect(exposure?.audience).toBe('anyone-registered');
    expect(exposure?.evidence[0]?.text.en).toMatch(/^profile "Kagi Customer" .* all records, whoever owns/);
    expect(exposure?.evidence.map(({ text }) => text.en)).toContain('anybody can sign up');
    // Where the default is open too, taking View All alone shuts nothing.
    const cure = exposure?.cures?.find(({ text }) => text.en.startsWith('take'));
    expect(cure?.rejudged).toBe(model === 'Private');
    expect(exposure?.cures?.[0]?.rejudged).toBe(model === 'Private');
  });

  test.each([
    ['ViewAllData', 'open list+read self-registration'],
    ['ModifyAllData', 'open delete+list+read+write self-registration'],
    ['ManageUsers', 'open admin+list+read self-registration'],
    ['ActivitiesAccess', undefined],
  ])('%s in the profile', (name, expected) => {
    const wide = permissions([], {
      name: 'Kagi Customer',
      license: 'Customer Community',
      systemPermissions: [name],
    });
    expect(lines(judgeSite(open, guest, wide, none))).toEqual(expected === undefined ? [] : [expected]);
    const dark = permissions([], {
      name: 'Kagi Customer',
      license: 'Customer Community',
      systemPermissions: undefined,
    });
    expect(lines(judgeSite(open, guest, dark, none))).toEqual(['unknown read self-registration']);
  });

  test('View All on a site that is not live, and where nobody can sign up, opens nothing', () => {
    const wide = permissions([may('Order__c', 'read', 'viewAll')], {
      name: 'Kagi Customer',
      license: 'Customer Community',
    });
    for (const change of [{ networkStatus: 'UnderConstruction' }, { selfRegistration: false }])
      expect(
        lines(
          judgeSite(
            site({ selfRegistration: true, selfRegProfile: 'Kagi Customer', ...change }),
            guest,
            wide,
            none,
            order('Private'),
          ),
        ),
      ).toEqual([]);
  });

  test('who gets which profile may be up to code, or not known', () => {
    const state = (change: object) => lines(judgeSite(site(change), guest, none));
    expect(state({ selfRegistration: true, selfRegProfile: null })).toEqual(['code read self-registration']);
    expect(state({ selfRegistration: true, selfRegProfile: undefined })).toEqual([
      'unknown read self-registration',
    ]);
    expect(state({ selfRegistration: true, selfRegProfile: 'Not read' })).toEqual([
      'unknown read self-registration',
    ]);
    expect(state({ selfRegistration: undefined })).toEqual(['unknown read self-registration']);
    expect(state({ selfRegistration: true, selfRegProfile: null, active: false })).toEqual([]);
    expect(state({ selfRegistration: null })).toEqual([]);
  });
});

describe('external users', () => {
  const customer = permissions([may('Order__c', 'read', 'edit'), may('Case', 'read')], {
    name: 'Kagi Customer',
    license: 'Customer Community',
  });
  const pub = object('Order__c', { sharingModel: 'ReadWrite', externalSharingModel: 'ReadWrite' });

  test('one exposure for all objects, to named outsiders', () => {
    const { exposures, facts } = judgeOrg(
      org(),
      customer,
      none,
      pub,
      object('Case', { externalSharingModel: 'Read' }),
    );
    expect(exposures).toHaveLength(1);
    expect(exposures[0]).toMatchObject({
      audience: 'named-outsider',
      state: 'open',
      access: ['list', 'read', 'write'],
      subjectName: 'Case, Order__c',
    });
    expect(facts).toMatchObject({
      externalReadObjects: ['Case', 'Order__c'],
      externalWriteObjects: ['Order__c'],
    });
  });

  test('what nobody outside may read does not count, nor what guests may', () => {
    const guestOnly = permissions([may('Order__c', 'read')]);
    const other = permissions([may('Case', 'read')], {
      name: 'Kagi Customer',
      license: 'Customer Community',
    });
    expect(judgeOrg(org(), guestOnly, other, none, pub, object('Case')).exposures).toEqual([]);
  });

  test('without external users there is nothing to open; unknown stays unknown', () => {
    expect(judgeOrg(org({ externalUsers: false }), customer, none, pub).exposures).toEqual([]);
    expect(lines(judgeOrg(org({ externalUsers: undefined }), none))).toEqual([
      'unknown read external-default',
    ]);
    expect(lines(judgeOrg(org({ externalHolders: undefined }), none, object('Case')))).toEqual([
      'unknown read external-default',
    ]);
    const lost = object('Order__c', { sharingModel: undefined, externalSharingModel: undefined });
    expect(lines(judgeOrg(org(), customer, none, lost, object('Case')))).toEqual([
      'unknown read external-default',
    ]);
  });
});

describe('public file links', () => {
  const context = {
    all: () => [],
    ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
    now: NOW,
  };
  const link = (change: object) =>
    lines(
      analyseFile(
        resource('salesforce.public-file', '05D1', {
          name: 'price-list.pdf',
          expires: null,
          passwordRequired: false,
          views: 3,
          ...change,
        }),
        context,
      ),
    );
  test.each([
    [{}, ['open read file-link']],
    [{ passwordRequired: true }, ['shut-by read file-link']],
    [{ passwordRequired: undefined }, ['open-unless read file-link']],
    [{ expires: undefined }, ['unknown read file-link']],
    [{ expires: '2026-10-31T00:00:00.000+0000' }, []],
    [{ expires: '2027-10-31T00:00:00.000+0000' }, ['open read file-link-expiring']],
  ])('%o', (change, expected) => {
    expect(link(change)).toEqual(expected);
  });
});

test('public API requests are a road of their own and change nothing about records', () => {
  const contact = permissions([may('Contact', 'read')]);
  const found = lines(
    judgeSite(site({ guestPublicApi: true }), contact, sharing([rule('Contact')]), object('Contact')),
  );
  expect(found).toEqual(['open list+read guest-rule Contact', 'open invoke guest-public-api']);
});
