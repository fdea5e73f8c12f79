// Names that give sensitive data away, and names that only look like it.
import { describe, expect, test } from '@jest/globals';
import { sensitiveText, sensitivity } from '../../../src/providers/salesforce/guest/sensitive.ts';

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
