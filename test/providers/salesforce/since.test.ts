// Since when visitors can reach something: the setup audit trail and creation dates of a running org, and what neither says.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { analyseFile } from '../../../src/providers/salesforce/files/analyse.ts';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { withDates } from '../../../src/providers/salesforce/since/date.ts';
import { changesIn, timeOf } from '../../../src/providers/salesforce/since/trail.ts';
import { type FakeOrg, startOrg } from '../../servers/salesforce.ts';
import type { Row } from '../../servers/salesforce-rows.ts';
import { type Judged, judge, line, NOW, request, tokenEnv } from './judged.ts';
import { judgeSite, may, object, permissions, resource, rule, sharing, site } from './org.ts';

const PROFILE = 'Kagi Support Profile';
const NAMED = {
  profiles: [PROFILE, 'Kagi Partners Profile'],
  objects: [
    { name: 'Account', label: 'Account' },
    { name: 'Contact', label: 'Contact' },
    { name: 'Contact_Point__c', label: 'Contact Point' },
  ],
  rules: [
    { object: 'Contact', name: 'Contacts_for_form', label: 'Contacts for form' },
    { object: 'Account', name: 'All', label: 'All' },
  ],
};

const entry = (
  Action: string,
  Display: unknown,
  CreatedDate: unknown = '2026-08-01T01:02:03.000+0000',
): Row => ({
  Action,
  Display,
  CreatedDate,
});

/** `changed Contact: ->read`, `created Contact.Contacts_for_form`. */
function found(rows: Row[]): string[] {
  const changes = changesIn(rows, NAMED);
  if (changes.state !== 'present') throw new Error(changes.state);
  return changes.value.map(({ did, what, of, name, before, after }) =>
    what === 'sharing-rule'
      ? `${did} ${of}.${name}`
      : `${did} ${name}${before === undefined ? '' : `: ${before}->${after}`}`,
  );
}

describe('an entry of the setup audit trail', () => {
  const olp = (text: string) => entry('profileOlpChangedCustom', text);

  test.each([
    [
      `Changed profile ${PROFILE}: Contact object permissions were changed from No Access to Read`,
      ['changed Contact: ->read'],
    ],
    [
      `Changed profile ${PROFILE}: Contact Point object permissions were changed from Read, Edit to Read, Create, View All, Modify All`,
      ['changed Contact_Point__c: read,edit->read,create,viewAll,modifyAll'],
    ],
    // Somebody else's profile, and an object that nobody asked about.
    ['Changed profile Sales: Contact object permissions were changed from No Access to Read', []],
    [
      `Changed profile ${PROFILE}: Contact Request object permissions were changed from No Access to Read`,
      [],
    ],
    // A language that is not understood names both: it may be about it, and about every object whose name is in it.
    [`プロファイル ${PROFILE} を変更: Contact のオブジェクト権限が変更されました`, ['changed Contact']],
    // A name or right that is made to look like an entry is not understood.
    [
      `Changed profile ${PROFILE}: Contact object permissions were changed from No Access to Read object permissions were changed from No Access to Read`,
      ['changed Contact'],
    ],
    [
      `Changed profile ${PROFILE}: Contact object permissions were changed from No Access to Read to Read`,
      ['changed Contact'],
    ],
    [
      `Changed profile ${PROFILE}: Contact object permissions were changed from constructor to Read`,
      ['changed Contact'],
    ],
    ['', []],
  ])('about a permission: %s', (text, expected) => {
    expect(found([olp(text)])).toEqual(expected);
  });

  test.each([
    [
      'insertSharingRule',
      'Created Contact Guest User Sharing Rule Contacts for form',
      ['created Contact.Contacts_for_form'],
    ],
    // The same words under another action are not a creation.
    [
      'updateSharingRule',
      'Updated Contact Guest User Sharing Rule Contacts for form: Changed Name',
      ['changed Contact.Contacts_for_form'],
    ],
    [
      'deleteSharingRule',
      'Deleted Contact Guest User Sharing Rule Contacts for form',
      ['removed Contact.Contacts_for_form'],
    ],
    // Of another object; a longer name of a rule; a kind of rule that is not known.
    ['insertSharingRule', 'Created Contact Point Owner Sharing Rule Contacts for form', []],
    ['insertSharingRule', 'Created Contact Owner Sharing Rule Contacts for form 2', []],
    [
      'insertSharingRule',
      'Created Contact Strange Sharing Rule Contacts for form',
      ['changed Contact.Contacts_for_form'],
    ],
    [
      'insertSharingRule',
      '取引先責任者の共有ルール「Contacts for form」を作成しました',
      ['changed Contact.Contacts_for_form'],
    ],
    // An object of which nothing is known may be a known one under another name.
    ['insertSharingRule', 'Created Lead Owner Sharing Rule All', ['changed Account.All']],
    ['insertSharingRule', 'Created Contact Owner Sharing Rule All', []],
    ['insertSharingRule', 'Created Account Owner Sharing Rule All', ['created Account.All']],
    ['changedApexClass', 'Created Account Owner Sharing Rule All', []],
    ['profileClonedCustom', `Created profile ${PROFILE}: Cloned from profile X`, [`changed ${PROFILE}`]],
  ])('%s: %s', (action, text, expected) => {
    expect(found([entry(action, text)])).toEqual(expected);
  });

  test.each([
    ['no date', entry('insertSharingRule', 'Created', null)],
    ['a date that is none', entry('insertSharingRule', 'Created', 'yesterday')],
    ['no text', entry('insertSharingRule', null)],
  ])('with %s: nothing at all is concluded', (_name, row) => {
    const good = entry('insertSharingRule', 'Created Account Owner Sharing Rule All');
    expect(changesIn([good, row], NAMED)).toMatchObject({ state: 'unknown', why: { reason: 'malformed' } });
  });

  test('newest first; and the first second of 1970 is no date', () => {
    const at = (date: string) => entry('insertSharingRule', 'Created Account Owner Sharing Rule All', date);
    const changes = changesIn([at('2026-01-01T00:00:00Z'), at('2026-03-01T00:00:00+0900')], NAMED);
    expect(changes).toMatchObject({
      value: [{ date: '2026-02-28T15:00:00.000Z' }, { date: '2026-01-01T00:00:00.000Z' }],
    });
    expect(timeOf('1970-01-01T00:00:00.000Z')).toBeUndefined();
  });
});

describe('an entry about a system permission', () => {
  const told = (text: string): string[] => {
    const changes = changesIn([entry('profilePermChangedCustom', text)], NAMED);
    return changes.state === 'present'
      ? changes.value.map(({ name, before, after }) =>
          before === undefined ? name : `${name}: ${before}->${after}`,
        )
      : [];
  };
  const change = (label: string, states = 'disabled to enabled') =>
    `Changed profile ${PROFILE}: general user permission ${label} was changed from ${states}`;

  test.each([
    [change('API Enabled'), ['ApiEnabled: ->on']],
    [change('View All Data', 'enabled to disabled'), ['ViewAllData: on->']],
    [change('Convert Leads'), []],
    [change('API Enabled').replace(PROFILE, 'Sales'), []],
  ])('%s', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test.each([
    change('API Enabled', 'disabled to enabled again'),
    change('constructor', 'constructor to enabled'),
    `プロファイル ${PROFILE} を変更: API の有効化`,
  ])('that is not understood may be about every permission of the profile: %s', (text) => {
    expect(told(text)).toEqual(expect.arrayContaining(['ApiEnabled', 'ViewAllData', 'ViewAllUsers']));
  });
});

describe('a door', () => {
  const FROM = '2026-05-05T00:00:00.000Z';
  type Told = {
    date: string;
    what: string;
    of: string;
    name: string;
    did: string;
    before?: string[];
    after?: string[];
  };
  const given = (date: string, before: string[], after: string[]): Told => ({
    date: `${date}T00:00:00.000Z`,
    what: 'object-permission',
    of: PROFILE,
    name: 'Contact',
    did: 'changed',
    before,
    after,
  });
  const touched = ({ before: _, after: __, ...change }: Told): Told => change;
  const ruled = (date: string, did: string): Told => ({
    date: `${date}T00:00:00.000Z`,
    what: 'sharing-rule',
    of: 'Contact',
    name: 'Contact_rule',
    did,
  });
  const made = (what: string, of: string, name: string, day: string) => ({
    what,
    of,
    name,
    date: `${day}T00:00:00.000Z`,
  });

  function since(trail: Told[] | null | undefined, dates: object[] = [], change = {}) {
    const history = resource('salesforce.history', 'history', {
      trail: Array.isArray(trail) ? { from: FROM, changes: trail } : trail,
      made: dates,
    });
    const around = [
      permissions([may('Contact', 'read')], change),
      sharing([rule('Contact')]),
      object('Contact'),
    ];
    const assessment = judgeSite(site(), ...around);
    const dated = withDates(assessment, site(), {
      all: (type) => [...around, history].filter((one) => one.type === type),
      ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
      now: NOW,
    });
    const door = dated.exposures.find(({ via, subject }) => via === 'guest-rule' && subject === 'Contact');
    expect(door?.state).toBe('open');
    if (door?.since === undefined) return undefined;
    const { date, source, orEarlier, orLater } = door.since;
    const bound = orEarlier === true ? ' or earlier' : orLater === true ? ' or later' : '';
    return `${date.slice(0, 10)}${bound} (${source})`;
  }

  test.each<[string, Told[], object[], string | undefined]>([
    ['no change at all', [], [], '2026-05-05 or earlier (setup-audit-trail)'],
    ['the rule came', [ruled('2026-07-01', 'created')], [], '2026-07-01 (setup-audit-trail)'],
    ['the permission came', [given('2026-07-02', [], ['read'])], [], '2026-07-02 (setup-audit-trail)'],
    [
      'the permission came after the rule',
      [given('2026-07-02', [], ['read']), ruled('2026-07-01', 'created')],
      [],
      '2026-07-02 (setup-audit-trail)',
    ],
    [
      'another right came later: Read was there before',
      [given('2026-08-01', ['read'], ['read', 'create']), given('2026-06-01', [], ['read'])],
      [],
      '2026-06-01 (setup-audit-trail)',
    ],
    [
      'Read was there before the oldest entry',
      [given('2026-08-01', ['read'], ['read', 'create'])],
      [],
      '2026-05-05 or earlier (setup-audit-trail)',
    ],
    ['Read was taken last, and is there: not understood', [given('2026-08-01', ['read'], [])], [], undefined],
    [
      'an entry that may be about it',
      [touched(given('2026-08-01', [], []))],
      [],
      '2026-08-01 or earlier (setup-audit-trail)',
    ],
    [
      'the rule was changed',
      [ruled('2026-08-01', 'changed')],
      [],
      '2026-08-01 or earlier (setup-audit-trail)',
    ],
    ['the rule was removed, and is there: not understood', [ruled('2026-08-01', 'removed')], [], undefined],
    [
      'an entry that may be about the rule, of the day on which it was made',
      [ruled('2026-08-01', 'changed')],
      [made('sharing-rule', 'Contact', 'Contact_rule', '2026-08-01')],
      '2026-08-01 (setup-audit-trail)',
    ],
    // The trail does not know of profiles that came with their permissions.
    [
      'no change, but the permission is younger than the trail',
      [],
      [made('object-permission', PROFILE, 'Contact', '2026-09-09')],
      '2026-09-09 or later (created)',
    ],
    [
      'the site is younger than everything',
      [ruled('2026-07-01', 'created')],
      [
        made('site', 'Kagi_Support', 'Kagi_Support', '2025-01-01'),
        made('activation', 'Kagi_Support', 'Kagi_Support', '2026-10-10'),
      ],
      '2026-10-10 or later (created)',
    ],
    [
      'the site is older',
      [ruled('2026-07-01', 'created')],
      [made('site', 'Kagi_Support', 'Kagi_Support', '2025-01-01')],
      '2026-07-01 (setup-audit-trail)',
    ],
    // Dates of others say nothing.
    [
      'another site is younger',
      [],
      [made('site', 'Kagi_Partners', 'Kagi_Partners', '2026-10-10')],
      '2026-05-05 or earlier (setup-audit-trail)',
    ],
  ])('%s', (_name, changes, dates, expected) => {
    expect(since(changes, dates)).toBe(expected);
  });

  test('to the API is dated by the one permission that opens it, and by no more than one', () => {
    const sinceApi = (systemPermissions: string[], changes: Told[]) => {
      const history = resource('salesforce.history', 'history', { trail: { from: FROM, changes }, made: [] });
      const around = [permissions([], { systemPermissions }), sharing([]), history];
      const context = {
        all: (type: string) => around.filter((one) => one.type === type),
        ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
        now: NOW,
      };
      const { exposures } = withDates(judgeSite(site(), ...around), site(), context);
      const door = exposures.find(({ via }) => via === 'guest-api');
      expect(door?.state).toBe('open');
      return door?.since;
    };
    const on: Told = {
      ...given('2026-08-08', [], ['on']),
      what: 'system-permission',
      name: 'ApiEnabled',
    };
    expect(sinceApi(['ApiEnabled'], [on])).toMatchObject({
      date: '2026-08-08T00:00:00.000Z',
      detail: { en: `setup audit trail: "${PROFILE}" was given ApiEnabled` },
    });
    expect(sinceApi(['ApiEnabled'], [touched(on)])).toMatchObject({ orEarlier: true, date: on.date });
    expect(sinceApi(['ApiEnabled'], [])).toMatchObject({ orEarlier: true, date: FROM });
    expect(sinceApi(['ApiEnabled', 'ApexRestServices'], [on])).toBeUndefined();
  });

  const dates = [
    made('site', 'Kagi_Support', 'Kagi_Support', '2024-01-01'),
    made('sharing-rule', 'Contact', 'Contact_rule', '2024-03-01'),
  ];

  test('without a trail, or with an empty one: creation dates, as the least age and no more', () => {
    expect(since(undefined, dates)).toBe('2024-03-01 or later (created)');
    expect(since(null, dates)).toBe('2024-03-01 or later (created)');
    expect(since(undefined)).toBeUndefined();
    expect(since(null)).toBeUndefined();
  });
});

test.each([
  ['2024-05-06T07:08:09.000+0000', '2024-05-06T07:08:09.000Z'],
  [null, undefined],
  ['no date', undefined],
])('a public link that was made %s cannot be older', (created, date) => {
  const link = { name: 'Prices', document: '069', expires: null, passwordRequired: false, views: 3, created };
  const { exposures } = analyseFile(resource('salesforce.public-file', '05D', link), {
    all: () => [],
    ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
    now: NOW,
  });
  expect(exposures.map(({ state }) => state)).toEqual(['open']);
  const since = date === undefined ? undefined : { date, source: 'created', orLater: true };
  expect(exposures[0]?.since).toEqual(since && expect.objectContaining(since));
});

describe('a running org', () => {
  let org: FakeOrg;

  beforeEach(async () => {
    org = await startOrg('examples/salesforce/open');
  });

  afterEach(async () => {
    await org.close();
  });

  const collect = async (): Promise<Judged> => await judge(salesforce.collect(request(tokenEnv(org.url))));
  const contact = ({ exposures }: Judged) =>
    exposures.find(
      ({ of, exposure }) =>
        of.endsWith('Kagi_Support') && exposure.via === 'guest-rule' && exposure.subject === 'Contact',
    )?.exposure.since;
  const trail = (...rows: Row[]): void => {
    org.rows.set('SetupAuditTrail', [
      entry(
        'suOrgAdminLogin',
        'Logged in using Login-As access for Kaoru Kagi',
        '2026-04-20T00:00:00.000+0000',
      ),
      ...rows,
    ]);
  };
  const rows = (name: string): Row[] => org.rows.get(name) ?? [];

  test('dates its doors by the trail: two calls, which ask for no names', async () => {
    trail(entry('insertSharingRule', 'Created Contact Guest User Sharing Rule Contacts for form'));
    const judged = await collect();
    expect(contact(judged)).toEqual({
      date: '2026-08-01T01:02:03.000Z',
      source: 'setup-audit-trail',
      detail: {
        en: 'setup audit trail: the sharing rule Contacts_for_form was created',
        ja: '設定変更履歴: 共有ルール Contacts_for_form が作成された',
      },
    });
    const asked = org.requests.filter((line) => line.includes('SetupAuditTrail'));
    expect(asked).toHaveLength(2);
    expect(asked.join()).not.toMatch(/CreatedBy|DelegateUser|Section/);
  });

  test('without a word about a door: as old as the trail, or older; and since its pieces were made', async () => {
    trail();
    for (const row of rows('Site')) row['CreatedDate'] = '2024-02-03T00:00:00.000+0000';
    for (const row of rows('Network')) row['FirstActivationDate'] = '2024-02-10T00:00:00.000+0000';
    for (const row of rows('User')) row['CreatedDate'] = '2024-02-03T00:00:00.000+0000';
    org.created.set('Contact.Contacts_for_form', '2025-05-05T05:05:05.000Z');
    expect(contact(await collect())).toMatchObject({
      date: '2026-04-20T00:00:00.000Z',
      orEarlier: true,
      detail: {
        en: 'setup audit trail: it goes back to this day and holds no change of what opens this; no earlier than 2025-05-05, creation date of the sharing rule Contacts_for_form',
      },
    });
  });

  test.each([
    [
      'denied',
      (): void => void org.faults.set('SetupAuditTrail', { status: 403, errorCode: 'INSUFFICIENT_ACCESS' }),
      /View Setup and Configuration/,
    ],
    ['not there', (): void => void org.rows.delete('SetupAuditTrail'), /View Setup and Configuration/],
    ['truncated', (): void => void org.totals.set('SetupAuditTrail', 5), /of 5 rows of SetupAuditTrail came/],
  ])('a trail that is %s: one remark, creation dates, and the same verdicts', async (_name, spoil, why) => {
    const before = (await collect()).exposures.map(line);
    trail();
    for (const row of rows('ObjectPermissions')) row['CreatedDate'] = '2025-07-07T00:00:00.000+0000';
    spoil();
    const judged = await collect();
    expect(judged.exposures.map(line)).toEqual(before);
    const notes = judged.scopes.flatMap(({ notes = [] }) => notes.map(({ en }) => en));
    expect(notes).toEqual([expect.stringMatching(why)]);
    expect(contact(judged)).toMatchObject({
      date: '2025-07-07T00:00:00.000Z',
      source: 'created',
      orLater: true,
      detail: { en: expect.stringMatching(/^creation date of .*; the setup audit trail could not be read$/) },
    });
    expect(judged.listings.every(({ state }) => state === 'complete')).toBe(true);
  });

  test('entries of which not all came date nothing', async () => {
    const many = Array.from({ length: 2001 }, () =>
      entry('insertSharingRule', 'Created Lead Owner Sharing Rule X'),
    );
    trail(...many);
    org.nextUrl = '/services/data/v67.0/elsewhere';
    const judged = await collect();
    expect(contact(judged)).toBeUndefined();
    const history = judged.resources.find(({ type }) => type === 'salesforce.history');
    expect(history?.unknowns).toEqual([expect.objectContaining({ setting: 'trail', reason: 'cut-short' })]);
  });

  test('texts and names of people are not kept, whatever they hold', async () => {
    trail(
      entry(
        'profileOlpChangedCustom',
        `\u001b]8;;http://evil.example\u0007Kaoru Kagi ${PROFILE} Contact ${'A'.repeat(5000)}`,
      ),
      entry('insertSharingRule', { toString: 'no text' }, '2026-02-30T99:00:00Z'),
    );
    const judged = await collect();
    expect(JSON.stringify(judged.resources)).not.toMatch(/evil|Kaoru|AAAA/);
    // One entry cannot be read: nothing is concluded from the others.
    expect(contact(judged)).toBeUndefined();
    trail(entry('profileOlpChangedCustom', `\u001b[31mKaoru Kagi ${PROFILE} Contact`));
    const again = await collect();
    expect(contact(again)).toMatchObject({ date: '2026-08-01T01:02:03.000Z', orEarlier: true });
    expect(JSON.stringify([again.resources, again.exposures])).not.toMatch(/Kaoru|\u001b/);
  });
});
