// Names that give sensitive data away, and names that only look like it.
import { describe, expect, test } from '@jest/globals';
import {
  builtInNames,
  sensitiveText,
  sensitivity,
} from '../../../src/providers/salesforce/guest/sensitive.ts';

describe('sensitive fields', () => {
  test.each([
    ['BankAccount__c', 'bank account or card'],
    ['Credit_Card_Number__c', 'bank account or card'],
    ['SSN__c', 'identity number'],
    ['MyNumber__c', 'identity number'],
    ['Birthdate', 'date of birth'],
    ['MobilePhone', 'contact details'],
    ['PersonEmail', 'contact details'],
    ['ApiKey__c', 'password or key'],
  ])('%s is %s by its name', (name, kind) => {
    expect(sensitivity({ name })).toEqual({ kind: expect.objectContaining({ en: kind }), marked: false });
  });

  test.each([
    ['口座番号', '口座・カード情報'],
    ['生年月日', '生年月日'],
    ['マイナンバー', '識別番号'],
    ['電話番号', '連絡先'],
    ['既往歴', '健康・医療情報'],
  ])('the label %s tells, whatever the name', (label, kind) => {
    expect(sensitivity({ name: 'Field1__c', label })?.kind.ja).toBe(kind);
  });

  test.each(['Cardinality__c', 'Discard__c', 'Description', 'Birthplace_Count__c', 'Name', 'Embankment__c'])(
    '%s is not',
    (name) => {
      expect(sensitivity({ name })).toBeUndefined();
    },
  );

  test('a classification of the org goes before the name and is not a guess', () => {
    expect(sensitivity({ name: 'Notes__c', compliance: 'PII' })).toEqual({
      kind: { en: 'PII', ja: 'PII' },
      marked: true,
    });
    expect(sensitivity({ name: 'Email', classification: 'Public' })?.marked).toBe(false);
    expect(sensitiveText([{ name: 'Notes__c', classification: 'Confidential' }])?.en).toMatch(
      /classified in the org$/,
    );
    expect(sensitiveText([{ name: 'Email' }])?.en).toMatch(/judged by name$/);
    expect(sensitiveText([{ name: 'Color__c' }])).toBeUndefined();
  });
});

describe('names of their own', () => {
  const own = (names: string[], ignore: string[] = []) => ({ own: { names, ignore } });
  const kind = (name: string, about: Parameters<typeof sensitivity>[1], label?: string) =>
    sensitivity({ name, ...(label === undefined ? {} : { label }) }, about)?.kind.en;

  test.each([
    ['Loyalty_Number__c', 'loyalty number'],
    ['LoyaltyNumber__c', 'Loyalty-Number'],
    ['loyaltynumber__c', 'loyalty number'],
    ['Old_Loyalty_Number_2__c', 'loyalty number'],
  ])('%s is found by "%s"', (field, name) => {
    expect(kind(field, own([name]))).toBe('listed in tojimari.yaml');
    expect(kind(field, {})).toBeUndefined();
  });

  test('Japanese anywhere in a label, English as whole words', () => {
    expect(kind('F1__c', own(['会員番号']), '旧会員番号（予備）')).toBe('listed in tojimari.yaml');
    expect(kind('F1__c', own(['会員ID']), '会員ID')).toBe('listed in tojimari.yaml');
    expect(kind('Scorecardinal__c', own(['score']))).toBeUndefined();
  });

  test('one field of one object', () => {
    expect(kind('Score__c', { ...own(['contact.score__c']), object: 'Contact' })).toBe(
      'listed in tojimari.yaml',
    );
    expect(kind('Score__c', { ...own(['Contact.Score__c']), object: 'Lead' })).toBeUndefined();
    expect(kind('Card__c', { ...own([], ['Case.Card__c']), object: 'Case' })).toBeUndefined();
    expect(kind('Card__c', { ...own([], ['Case.Card__c']), object: 'Lead' })).toBe('bank account or card');
  });

  test.each(['fax', 'Fax', 'FAX'])('"%s" switches one name off, in any spelling, and no other', (name) => {
    expect(kind('Fax', own([], [name]))).toBeUndefined();
    expect(kind('Phone', own([], [name]))).toBe('contact details');
  });

  test('a name that is switched off does not hide another in the same field', () => {
    expect(kind('Credit_Card_Number__c', own([], ['card']))).toBe('bank account or card');
    expect(kind('Credit_Card_Number__c', own([], ['card', 'credit card']))).toBeUndefined();
  });

  test('the classification of the org stays what it is', () => {
    const marked = { name: 'Fax', compliance: 'PII' };
    expect(sensitivity(marked, own([], ['fax']))).toMatchObject({ marked: true });
  });

  test('what looks like a pattern is only text, and takes no time', () => {
    expect(kind('aaaa__c', own(['.*', '(a+)+$', '[']))).toBeUndefined();
    const started = process.cpuUsage().user;
    kind(`${'a'.repeat(20_000)}!__c`, own(['(a+)+$', 'a'.repeat(100)]));
    expect(process.cpuUsage().user - started).toBeLessThan(1_000_000);
  });

  test('every kind can be switched off whole', () => {
    expect(kind('Fax', own([], builtInNames()))).toBeUndefined();
  });
});
