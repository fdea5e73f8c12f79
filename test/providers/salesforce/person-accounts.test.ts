// Person accounts: rules that share accounts share the contacts that these accounts are.
import { describe, expect, test } from '@jest/globals';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { textFile } from '../../../src/snapshot/files.ts';
import type { Known } from '../../../src/snapshot/resource.ts';
import { startOrg } from '../../servers/salesforce.ts';
import { judge, judgeFiles, line, request, tokenEnv } from './judged.ts';
import { judgeOrg, judgeSite, may, object, org, permissions, rule, sharing, site } from './org.ts';

type Answer = ReturnType<typeof judgeSite>;
const ofContacts = ({ exposures }: Answer): string[] =>
  exposures
    .filter(({ subject, subjectName }) => `${subject ?? ''} ${subjectName ?? ''}`.includes('Contact'))
    .map((exposure) => line({ exposure }));

describe('a rule that shares accounts with guests', () => {
  const guest = permissions([may('Contact', 'read')]);
  const accounts = (personAccounts: unknown, sharingModel = 'Private') =>
    object('Account', { personAccounts, sharingModel });
  const contacts = object('Contact');
  const SHUT = ['shut-by anyone read guest-permission'];
  const OPEN = ['open anyone list+read guest-rule Contact'];
  const judged = (account: ReturnType<typeof object>, criteria: Parameters<typeof rule>[1] = {}) =>
    judgeSite(site(), guest, sharing([rule('Account', criteria)]), account, contacts);

  test.each([
    ['on', true, 'Private', OPEN],
    ['off', false, 'Private', SHUT],
    ['not known to be on', undefined, 'Private', ['unknown anyone read guest-rule']],
    // The platform lets nobody have person accounts where only contacts are private.
    ['not known, beside accounts that are not private', undefined, 'Read', SHUT],
  ])('with person accounts %s', (_, on, model, expected) => {
    expect(ofContacts(judged(accounts(on, model)))).toEqual(expected);
  });

  test('says so, and is proved and cured by that rule', () => {
    const [exposure] = judged(accounts(true)).exposures.filter(({ subject }) => subject === 'Contact');
    expect(exposure?.evidence[0]?.text.en).toBe(
      'guest rule Account_rule shares every record of Account, and person accounts bring their contacts',
    );
    expect(exposure?.witness?.checked).toBe(true);
    expect(exposure?.cures?.map(({ rejudged }) => rejudged)).toEqual([true, true]);
  });

  test.each([
    ['equals', 'False', SHUT],
    ['notEqual', 'True', SHUT],
    ['equals', 'True', ['open anyone read guest-rule Contact']],
  ])('of which IsPersonAccount %s %s', (operation, value, expected) => {
    const criteria = [{ field: 'Account.IsPersonAccount', operation, value }];
    expect(ofContacts(judged(accounts(true), { criteria }))).toEqual(expected);
    // Joined by OR the criterion leaves nobody out.
    const or = {
      criteria: [...criteria, { field: 'Name', operation: 'notEqual', value: '' }],
      logic: '1 OR 2',
    };
    expect(ofContacts(judged(accounts(true), or))).toEqual(OPEN);
  });

  test('contacts that are controlled by their parent are shared with or without persons', () => {
    const controlled = object('Contact', { sharingModel: 'ControlledByParent', masters: undefined });
    const answer = judgeSite(site(), guest, sharing([rule('Account')]), accounts(false), controlled);
    expect(ofContacts(answer)).toEqual(OPEN);
  });
});

describe('a rule that shares accounts with all portal users', () => {
  const customer = permissions([may('Contact', 'read')], {
    name: 'Kagi Customer',
    license: 'Customer Community',
  });
  const all = sharing([], {
    externalRules: [{ object: 'Account', name: 'All', sharedTo: ['allCustomerPortalUsers'], access: 'Read' }],
  });
  test.each([
    [true, ['open named-outsider list+read external-rule']],
    [false, []],
    [undefined, ['unknown named-outsider read external-default']],
  ])('with person accounts %p', (personAccounts, expected) => {
    const answer = judgeOrg(org(), customer, all, object('Contact'), object('Account', { personAccounts }));
    expect(answer.exposures.map((exposure) => line({ exposure }))).toEqual(expected);
  });
});

const NS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const field = (name: string) => `<CustomField ${NS}><fullName>${name}</fullName></CustomField>`;
const STANDARD =
  'AccountNumber AccountSource AnnualRevenue Fax Industry Name Ownership Phone Rating Site'.split(' ');

describe('whether person accounts are on', () => {
  const known = async (files: Record<string, string>) => {
    const { resources } = await judgeFiles(
      Object.entries({
        'out/sfdx-project.json': '{}',
        'out/sharingRules/Account.sharingRules': `<SharingRules ${NS}/>`,
        ...files,
      }).map(([path, text]) => textFile(path, text, false)),
    );
    return resources.find(({ id, type }) => type === 'salesforce.object' && id === 'Account')?.settings[
      'personAccounts'
    ];
  };
  const fields = (names: string[]) =>
    Object.fromEntries(
      names.map((name) => [`out/objects/Account/fields/${name}.field-meta.xml`, field(name)]),
    );

  test.each([
    ['a field that only they have', fields(['PersonEmail']), true],
    ['a custom field of theirs', fields(['Level__pc']), true],
    [
      'record types of theirs',
      { 'out/objects/PersonAccount/recordTypes/Person.recordType-meta.xml': '<RecordType/>' },
      true,
    ],
    ['the standard fields without one of theirs', fields(STANDARD), false],
    ['a few fields', fields(STANDARD.slice(0, 3)), undefined],
  ])('an export with %s', async (_, files, expected) => {
    expect(await known(files)).toBe(expected);
  });

  test.each([
    ['has the field', 'IsPersonAccount', true],
    ['lacks it', 'Industry', false],
  ])('an org that %s', async (_, name, expected) => {
    const fake = await startOrg('examples/salesforce/open');
    try {
      fake.rows
        .get('FieldDefinition')
        ?.push({ QualifiedApiName: name, EntityDefinition: { QualifiedApiName: 'Account' } });
      const read = async (): Promise<Known<boolean>['state'] | boolean> => {
        const judged = await judge(salesforce.collect(request(tokenEnv(fake.url), { services: ['guest'] })));
        const account = judged.resources.find(
          ({ id, type }) => type === 'salesforce.object' && id === 'Account',
        );
        const value = account?.settings['personAccounts'];
        if (typeof value === 'boolean') return value;
        expect(account?.unknowns).toContainEqual(
          expect.objectContaining({
            setting: 'personAccounts',
            reason: 'denied',
            permission: expect.any(String),
          }),
        );
        return 'unknown';
      };
      expect(await read()).toBe(expected);
      fake.faults.set('FieldDefinition', { status: 403, errorCode: 'INSUFFICIENT_ACCESS' });
      expect(await read()).toBe('unknown');
    } finally {
      await fake.close();
    }
  });
});
