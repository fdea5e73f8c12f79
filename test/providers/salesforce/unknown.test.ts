// What was not seen never counts as closed: external users, parents, partial profiles, rules that were not read.
import { describe, expect, test } from '@jest/globals';
import type { Assessment } from '../../../src/exposure.ts';
import { judgeOrg, judgeSite, lines, may, object, org, permissions, rule, sharing, site } from './org.ts';

const CUSTOMER = { name: 'Kagi Customer', license: 'Customer Community' };
const UNKNOWN = 'unknown read external-default';

function customer(...granted: Parameters<typeof may>[]) {
  return permissions(
    granted.map((one) => may(...one)),
    CUSTOMER,
  );
}

function details({ exposures }: Assessment): string[] {
  return exposures.flatMap(({ missing = [] }) => missing.map(({ detail = '' }) => detail));
}

describe('external users', () => {
  const reads = customer(['Order__c', 'read']);
  const shut = object('Order__c');

  test('sharing rules that were not read could open what the default shuts', () => {
    expect(lines(judgeOrg(org(), reads, sharing([]), shut))).toEqual([]);
    const lost = sharing(undefined, { externalRules: undefined, covers: undefined });
    expect(lines(judgeOrg(org(), reads, lost, shut))).toEqual([UNKNOWN]);
    expect(lines(judgeOrg(org(), reads, shut))).toEqual([UNKNOWN, 'unknown read external-setting']);
    const some = sharing([], { covers: 'listed-objects', coveredObjects: ['Account'] });
    expect(lines(judgeOrg(org(), reads, some, shut))).toEqual([UNKNOWN]);
    const unread = sharing([], { unreadObjects: ['Order__c'] });
    expect(lines(judgeOrg(org(), reads, unread, shut))).toEqual([UNKNOWN]);
  });

  test('the wider of default and rule counts', () => {
    const both = sharing([], {
      externalRules: [{ object: 'Order__c', name: 'All', sharedTo: ['allPartnerUsers'], access: 'Read' }],
    });
    const open = object('Order__c', { externalSharingModel: 'ReadWrite' });
    const edits = customer(['Order__c', 'read', 'edit']);
    expect(lines(judgeOrg(org(), edits, both, open))).toEqual(['open list+read+write external-default']);
    expect(lines(judgeOrg(org(), edits, both, shut))).toEqual(['open list+read external-rule']);
  });

  test('a standard parent opens its children, and parents that are not known leave them undecided', () => {
    const child = { sharingModel: 'ControlledByParent', externalSharingModel: 'ControlledByParent' };
    const contact = object('Contact', { ...child, masters: undefined });
    const account = object('Account', { externalSharingModel: 'Read', sharingModel: 'Read' });
    const contacts = customer(['Contact', 'read']);
    expect(lines(judgeOrg(org(), contacts, sharing([]), contact, account))).toEqual([
      'open list+read external-default',
    ]);
    expect(lines(judgeOrg(org(), contacts, sharing([]), contact))).toEqual([UNKNOWN]);
    const line = object('Line__c', { ...child, masters: undefined });
    expect(lines(judgeOrg(org(), customer(['Line__c', 'read']), sharing([]), line))).toEqual([UNKNOWN]);
  });

  test('a partial profile does not refuse what it does not mention', () => {
    const open = object('Order__c', { sharingModel: 'Read', externalSharingModel: 'Read' });
    const partial = permissions([may('Case', 'read')], { ...CUSTOMER, covers: 'listed-objects' });
    const answer = judgeOrg(org(), partial, sharing([]), open, object('Case'));
    expect(lines(answer)).toEqual([UNKNOWN]);
    expect(details(answer)).toEqual([
      '"Kagi Customer" was exported without Order__c, open to external users by default',
    ]);
    const refuses = permissions([may('Case', 'read'), may('Order__c')], {
      ...CUSTOMER,
      covers: 'listed-objects',
    });
    expect(lines(judgeOrg(org(), refuses, sharing([]), open, object('Case')))).toEqual([]);
  });

  test('one open object does not hide what could not be told of others', () => {
    const open = object('Order__c', { sharingModel: 'Read', externalSharingModel: 'Read' });
    const both = customer(['Order__c', 'read'], ['Deal__c', 'read']);
    expect(lines(judgeOrg(org(), both, sharing([]), open))).toEqual([
      'open list+read external-default',
      UNKNOWN,
    ]);
    const other = permissions(undefined, { ...CUSTOMER, name: 'Kagi Partner' });
    expect(lines(judgeOrg(org(), reads, other, sharing([]), open))).toEqual([
      'open list+read external-default',
      UNKNOWN,
    ]);
  });

  test('hundreds of objects without one thing are one line', () => {
    const names = Array.from({ length: 300 }, (_, index) => `Thing_${index}__c`);
    const all = permissions(
      names.map((name) => may(name, 'read')),
      CUSTOMER,
    );
    const answer = judgeOrg(org(), all, sharing([]));
    expect(details(answer)).toHaveLength(1);
    expect(details(answer)[0]).toMatch(/^Thing_0__c, .* and 295 more \(retrieve CustomObject\)$/);
  });

  test('whoever signs up: an open object that the profile does not mention', () => {
    const open = object('Order__c', { sharingModel: 'Read', externalSharingModel: 'Read' });
    const partial = permissions([], { ...CUSTOMER, covers: 'listed-objects' });
    const signUp = site({ selfRegistration: true, selfRegProfile: 'Kagi Customer' });
    expect(lines(judgeSite(signUp, permissions([]), partial, sharing([]), open))).toEqual([
      'unknown read self-registration',
    ]);
  });
});

describe('guests', () => {
  test('a custom object that is not in the input may be the detail of a shared one', () => {
    const guest = permissions([may('Line__c', 'read'), may('Account')]);
    expect(lines(judgeSite(site(), guest, sharing([rule('Account')])))).toContain('unknown read guest-rule');
    // Without any rule for this guest there is nothing that a parent could pass on.
    expect(lines(judgeSite(site(), guest, sharing([])))).toEqual(['shut-by read guest-permission']);
    const described = object('Line__c', { masters: undefined });
    expect(lines(judgeSite(site(), guest, sharing([rule('Account')]), described))).toEqual([
      'shut-by read guest-rule Account',
      'shut-by read guest-permission',
    ]);
  });

  test.each([
    ['CampaignMember', 'ControlledByCampaign', 'Campaign'],
    ['CampaignMember', 'ControlledByLeadOrContact', 'Lead'],
  ])('%s with %s follows %s', (name, sharingModel, parent) => {
    const guest = permissions([may(name, 'read')]);
    const child = object(name, { sharingModel, masters: undefined });
    expect(lines(judgeSite(site(), guest, sharing([rule(parent)]), child))).toContain(
      `open list+read guest-rule ${name}`,
    );
  });

  test('rules that could not be read, of an object that a partial profile does not mention', () => {
    const partial = permissions([may('Lead')], { covers: 'listed-objects' });
    const unread = sharing([], { unreadObjects: ['Contact'] });
    expect(lines(judgeSite(site(), partial, unread))).toEqual(['unknown read guest-rule']);
    expect(lines(judgeSite(site(), permissions([may('Lead')]), unread))).toEqual([]);
  });

  test('rules of some objects only, beside a partial profile', () => {
    const partial = permissions([may('Lead')], { covers: 'listed-objects' });
    const some = sharing([], { covers: 'listed-objects', coveredObjects: ['Lead'] });
    expect(lines(judgeSite(site(), partial, some))).toEqual(['unknown read guest-rule']);
    expect(lines(judgeSite(site(), permissions([may('Lead')]), some))).toEqual([]);
  });

  test('objects named like what every JavaScript object has', () => {
    const names = ['constructor', '__proto__', 'hasOwnProperty'];
    const guest = permissions(names.map((name) => may(name, 'read')));
    expect(lines(judgeSite(site(), guest, sharing(names.map((name) => rule(name)))))).toEqual(
      [...names].sort().map((name) => `open list+read guest-rule ${name}`),
    );
  });
});

describe('a permission set that is licensed for guests', () => {
  const guestSet = permissions([may('Contact', 'read')], {
    name: 'Guest extras',
    kind: 'permission-set',
    license: 'Guest User License',
  });
  const around = [permissions([]), guestSet, sharing([rule('Contact')]), object('Contact')];

  test('may be held where the input cannot say who holds it, for the object that it is about', () => {
    const lacking = site({ guestPermissionSets: undefined });
    const exported = {
      ...lacking,
      unknowns: [{ setting: 'guestPermissionSets', reason: 'not-held' as const }],
    };
    expect(lines(judgeSite(exported, ...around))).toEqual(['unknown list+read guest-rule Contact']);
    expect(details(judgeSite(exported, ...around)).join()).toContain('Guest extras');
  });

  test('is not held where the org says who holds it', () => {
    const [only] = judgeSite(site(), ...around).exposures;
    expect(only?.state).toBe('shut-by');
  });
});
