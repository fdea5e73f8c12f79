// Permission set groups: muting takes from its own group alone, live and exported alike, and a stale group is unknown.
import { describe, expect, test } from '@jest/globals';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { findFiles, type InputFile, textFile } from '../../../src/snapshot/files.ts';
import { type FakeOrg, startOrg } from '../../servers/salesforce.ts';
import { assignment } from '../../servers/salesforce-sets.ts';
import { type Judged, judge, judgeFiles, request, tokenEnv } from './judged.ts';

const GROUPS = 'test/providers/salesforce/groups';
const PARTNER = { id: '005PARTNER00000AAA', type: 'PowerPartner' };
const CLERK = { id: '005CLERK0000000AAA', type: 'Standard' };
const GUEST = { id: '005000000000000AAA', type: 'Guest' };
type Assigned = Parameters<typeof assignment>;

/** `open list+read external-default Order__c`: what is decided about objects and powers. */
function found({ exposures }: Judged): string[] {
  return exposures
    .filter(({ exposure }) => exposure.state !== 'unknown' && exposure.evidence.length > 0)
    .filter(({ exposure }) => /^(external-(default|power|rule)|guest-)/.test(exposure.via ?? ''))
    .map(({ exposure: { state, access, via, subject, subjectName } }) =>
      `${state} ${access.join('+')} ${via} ${subject ?? subjectName ?? ''}`.trim(),
    )
    .sort();
}

function lost({ exposures }: Judged): string[] {
  return exposures.flatMap(({ exposure }) =>
    exposure.state === 'unknown' ? (exposure.missing ?? []).map(({ detail = '' }) => detail) : [],
  );
}

async function live(held: Assigned[], change: (org: FakeOrg) => void = () => {}): Promise<Judged> {
  const org = await startOrg(GROUPS);
  try {
    change(org);
    for (const [user, what] of held) org.rows.get('PermissionSetAssignment')?.push(assignment(user, what));
    const env = tokenEnv(org.url);
    return await judge(salesforce.collect(request(env, { services: ['guest', 'external'] })));
  } finally {
    await org.close();
  }
}

async function exported(change: (text: string, path: string) => string | undefined = (text) => text) {
  const files: InputFile[] = [];
  for (const file of await findFiles([GROUPS])) {
    const text = change(await file.text(), file.path);
    if (text !== undefined) files.push(textFile(file.path, text, false));
  }
  return await judgeFiles(files);
}

const MUTED = ['open list+read external-default Contact, Order__c'];

describe('external users with a group', () => {
  test('have what its sets give without what it mutes, live and exported', async () => {
    expect(found(await exported())).toEqual(MUTED);
    expect(found(await live([[PARTNER, { group: 'Desk' }]]))).toEqual(MUTED);
  });

  test('what a set of the group would give by itself is not known to files', async () => {
    const judged = await exported();
    expect(lost(judged)).toEqual([
      'whether anybody holds the permission set "Order_Desk" otherwise than by Desk, which gives less of Case, Order__c',
      'whether anybody holds the permission set "Order_Desk" (Case) otherwise than by Desk',
      'whether anybody holds the permission set "Support_Desk" (ViewAllData) otherwise than by Desk',
    ]);
    for (const { exposure } of judged.exposures)
      for (const { reason } of exposure.state === 'unknown' ? (exposure.missing ?? []) : [])
        expect(reason).toBe('not-held');
  });

  test('keep what they hold besides the group', async () => {
    const besides = await live([
      [PARTNER, { group: 'Desk' }],
      [PARTNER, { set: 'Order_Desk' }],
    ]);
    expect(found(besides)).toEqual([
      'open list+read external-power Case',
      'open list+read+write external-default Case, Contact, Order__c',
    ]);
  });

  test('without any muting have all of it', async () => {
    const open = await exported((text, path) =>
      path.includes('permissionsetgroups') ? text.replace(/ *<muting.*\n/, '') : text,
    );
    const all = [
      'open list+read external-power',
      'open list+read+write external-default Case, Contact, Order__c',
    ];
    expect(found(open)).toEqual(all);
    expect(lost(open)).toEqual([]);
  });

  test('a set that only people inside hold opens nothing, whoever else is a member by it', async () => {
    expect(found(await live([[CLERK, { set: 'Order_Desk' }]]))).toEqual([]);
    expect(found(await live([]))).toEqual([]);
  });

  test('who holds what may be denied', async () => {
    const judged = await live([], (org) =>
      org.faults.set('PermissionSetAssignment', { status: 403, errorCode: 'INSUFFICIENT_ACCESS' }),
    );
    const [whole] = judged.resources.filter(({ type }) => type === 'salesforce.org');
    expect(whole?.unknowns).toContainEqual(
      expect.objectContaining({
        setting: 'externalHolders',
        reason: 'denied',
        permission: expect.any(String),
      }),
    );
  });
});

describe('a group that was not calculated', () => {
  test.each(['Outdated', 'Updating', 'Failed'])('%s is unknown, live and exported', async (status) => {
    const files = await exported((text) => text.replace('<status>Updated', `<status>${status}`));
    expect(found(files)).toEqual([]);
    expect(lost(files)).toContain(
      `permission set group "Desk" was ${status}: recalculate it and retrieve it again`,
    );
    const running = await live([[PARTNER, { group: 'Desk' }]], (org) => {
      for (const row of org.rows.get('PermissionSet') ?? [])
        if (row['PermissionSetGroupId'] !== undefined)
          row['PermissionSetGroup'] = { DeveloperName: 'Desk', Status: status };
    });
    expect(found(running)).toEqual([]);
    expect(lost(running)).toContain(`permission set group "Desk" is ${status}: recalculate it`);
  });

  test('without a status it is what the files say', async () => {
    expect(found(await exported((text) => text.replace(/ *<status>.*\n/, '')))).toEqual(
      expect.arrayContaining(MUTED),
    );
  });
});

describe('files that are not all there', () => {
  test.each([
    ['the muting set', 'mutingpermissionsets', 'retrieve MutingPermissionSet Desk_Mute of the group "Desk"'],
    ['the group', 'permissionsetgroups', undefined],
  ])('%s', async (_, part, why) => {
    const judged = await exported((text, path) => (path.includes(part) ? undefined : text));
    if (why === undefined) expect(found(judged)).toContain('open list+read external-power Case');
    else {
      expect(found(judged)).toEqual([]);
      expect(lost(judged)).toContain(why);
    }
  });

  test('a set of the group: the others still give what they give', async () => {
    const judged = await exported((text, path) => (path.includes('Support_Desk') ? undefined : text));
    expect(found(judged)).toEqual(['open list+read external-default Order__c']);
    expect(lost(judged)).toContainEqual(expect.stringContaining('"Desk" was exported without Contact'));
  });

  test.each([
    ['mutingpermissionsets', []],
    ['permissionsetgroups', ['open list+read+write external-default Case, Order__c']],
  ])('a malformed file of %s', async (part, expected) => {
    const judged = await exported((text, path) => (path.includes(part) ? `${text}<` : text));
    expect(found(judged).filter((line) => line.includes('default'))).toEqual(expected);
    expect(lost(judged).join('\n')).toMatch(/Desk\w*\.\w+-meta\.xml:\d+/);
  });
});

describe('a guest user with a group', () => {
  const shared = (org: FakeOrg): void => {
    org.rows.set('CaseShare', [{ UserOrGroupId: GUEST.id, RowCause: 'GuestRule', n: 12 }]);
    org.rows.set('Order__Share', [{ UserOrGroupId: GUEST.id, RowCause: 'GuestRule', n: 3 }]);
  };
  const ofGuest = (judged: Judged) => found(judged).filter((line) => line.includes('guest-'));

  test('has lost what the group mutes', async () => {
    const judged = await live([[GUEST, { group: 'Desk' }]], shared);
    expect(ofGuest(judged)).toEqual([
      'open read guest-rule Order__c',
      'shut-by read guest-permission Contact',
    ]);
    const [site] = judged.resources.filter(({ type }) => type === 'salesforce.site');
    expect(site?.settings).toMatchObject({ guestPermissionSets: [], guestPermissionSetGroups: ['Desk'] });
    const [door] = judged.exposures.filter(({ exposure }) => exposure.via === 'guest-rule');
    const said = door?.exposure.evidence.map(({ text }) => text.en);
    expect(said).toContain('the guest user\'s permission set group "Desk" may read Order__c');
    // What guests hold is nothing that external users hold.
    expect(found(judged).filter((line) => line.includes('external-'))).toEqual([]);
  });

  test('keeps what it holds besides the group', async () => {
    const judged = await live(
      [
        [GUEST, { group: 'Desk' }],
        [GUEST, { set: 'Order_Desk' }],
      ],
      shared,
    );
    expect(ofGuest(judged)).toEqual(
      expect.arrayContaining(['open list+read guest-view-all Case', 'open write guest-change Order__c']),
    );
  });

  test('that is outdated is not known', async () => {
    const judged = await live([[GUEST, { group: 'Desk' }]], (org) => {
      shared(org);
      for (const row of org.rows.get('PermissionSet') ?? [])
        if (row['PermissionSetGroupId'] !== undefined)
          row['PermissionSetGroup'] = { DeveloperName: 'Desk', Status: 'Outdated' };
    });
    expect(ofGuest(judged)).toEqual([]);
    const [group] = judged.resources.filter(({ id }) => id === 'permission-set-group/Desk');
    expect(group?.settings).not.toHaveProperty('objectPermissions');
    for (const setting of ['objectPermissions', 'systemPermissions', 'settingAccess', 'classAccess'])
      expect(group?.unknowns).toContainEqual(
        expect.objectContaining({
          setting,
          reason: 'failed',
          detail: 'permission set group "Desk" is Outdated: recalculate it',
        }),
      );
  });
});
