// tojimari.yaml: text in, who is ours out, and every mistake with its place.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseConfig, readConfig } from '../../src/cli/config.ts';
import { BUILT_IN, canBeIgnored, sensitiveMarkdown } from '../../src/cli/sensitive.ts';
import { InputError } from '../../src/errors.ts';
import { parseReport } from '../../src/report/parse.ts';
import { folder, ROOT, tojimari } from './harness.ts';

function faults(text: string): string[] {
  try {
    parseConfig(text, 'tojimari.yaml');
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test('an account id keeps its leading zeros without quotes', () => {
  const config = parseConfig('own:\n  accounts: [012345678901, "111122223333"]\n', 'tojimari.yaml');
  expect(config.own?.accounts).toEqual(['012345678901', '111122223333']);
});

test.each([
  ['own:\n  acounts: []\n', 'tojimari.yaml:2:3: own has an unknown key "acounts", did you mean "accounts"?'],
  ['vendor: []\n', 'tojimari.yaml:1:1: the file has an unknown key "vendor", did you mean "vendors"?'],
  ['own:\n  accounts:\n    - 1234\n', 'tojimari.yaml:3:7: own.accounts.0 must match pattern "^[0-9]{12}$"'],
  ['own:\n  networks: [10.0.0.0/33]\n', 'tojimari.yaml:2:14: own.networks.0 "10.0.0.0/33" is not a network'],
  ['vendors:\n  - name: A\n', 'tojimari.yaml:2:5: vendors.0 lacks the key "accounts"'],
  ['- own\n', 'tojimari.yaml:1:1: the file must be object'],
  [
    'sensitive:\n  nmaes: []\n',
    'tojimari.yaml:2:3: sensitive has an unknown key "nmaes", did you mean "names"?',
  ],
  [
    'sensitive:\n  ignore: [phone, pasword]\n',
    'tojimari.yaml:2:19: sensitive.ignore.1 "pasword" is no built-in name, did you mean "password"?',
  ],
  ['sensitive:\n  ignore: [shoe]\n', 'tojimari.yaml:2:12: sensitive.ignore.0 "shoe" is no built-in name'],
  [
    'sensitive:\n  names:\n    - x\n',
    'tojimari.yaml:3:7: sensitive.names.0 must NOT have fewer than 2 characters',
  ],
  ['sensitive:\n  names: member\n', 'tojimari.yaml:2:10: sensitive.names must be array'],
])('%j', (text, message) => {
  expect(faults(text)).toEqual([message]);
});

test('text that is not YAML says where', () => {
  expect(faults('own: [\n')[0]).toMatch(/^tojimari\.yaml:\d+:\d+: /);
});

test('all faults come at once', () => {
  expect(faults('own:\n  acounts: []\n  networks: [x]\n')).toHaveLength(2);
});

test.each([
  ['no file', {}],
  ['an empty file', { 'tojimari.yaml': '# nothing yet\n' }],
])('with %s nobody is declared', async (_name, files) => {
  const { ours } = await readConfig(folder(files));
  expect(ours).toMatchObject({ accounts: [], vendors: [], declared: false });
});

test('a list makes the rest strangers; vendors alone do not', async () => {
  const { ours: own } = await readConfig(folder({ 'tojimari.yaml': 'own: { accounts: [111122223333] }' }));
  expect(own.declared).toBe(true);
  const known = 'vendors: [{ name: V, accounts: [999988887777] }]';
  const { ours: vendors } = await readConfig(folder({ 'tojimari.yaml': known }));
  expect(vendors.declared).toBe(false);
  expect(vendors.vendors).toEqual([{ name: 'V', accounts: ['999988887777'] }]);
});

test('the example is right', async () => {
  const { ours } = await readConfig(`${ROOT}examples`);
  expect(ours.accounts).toContain('111122223333');
});

test('names of sensitive data: as they are written, and only where the file speaks of them', async () => {
  const text =
    'sensitive: { names: [会員番号, "loyalty number", Contact.Score__c], ignore: [E_Mail, 住所, PII] }';
  const { sensitive } = await readConfig(folder({ 'tojimari.yaml': text }));
  expect(sensitive).toEqual({
    names: ['会員番号', 'loyalty number', 'Contact.Score__c'],
    ignore: ['E_Mail', '住所', 'PII'],
  });
  expect((await readConfig(folder({ 'tojimari.yaml': 'sensitive: { ignore: [fax] }' }))).sensitive).toEqual({
    names: [],
    ignore: ['fax'],
  });
  expect(await readConfig(folder())).not.toHaveProperty('sensitive');
});

test('every name that the page lists can be switched off as it is spelt there', () => {
  const page = sensitiveMarkdown();
  expect(BUILT_IN.length).toBeGreaterThan(80);
  for (const name of BUILT_IN) {
    expect(page).toContain(name);
    expect(canBeIgnored(name)).toBe(true);
    expect(canBeIgnored(name.toUpperCase())).toBe(true);
  }
  expect(faults(`sensitive: { ignore: ${JSON.stringify(BUILT_IN)} }`)).toEqual([]);
  expect(canBeIgnored('Case.CardColor__c')).toBe(true);
  expect(canBeIgnored('constructor')).toBe(false);
});

test('a finding follows the file: raised by a name of its own, said to be a guess; lowered by one switched off', async () => {
  const estate = join(ROOT, 'examples/salesforce/open');
  const scan = async (config: string) => {
    const cwd = folder(config === '' ? {} : { 'tojimari.yaml': config });
    const { stdout } = await tojimari(['scan', estate, '--format', 'json'], { cwd });
    const report = parseReport(JSON.parse(stdout));
    if (!report.ok) throw new Error(JSON.stringify(report.misfits));
    const { doors, findings } = report.value;
    return (object: string) => {
      const door = doors.find(({ via, subject }) => via === 'guest-rule' && subject === object);
      const finding = findings.find(
        ({ rule, doors: of }) => rule === 'salesforce.guest.records-readable' && of.includes(door?.id ?? ''),
      );
      return { sensitive: door?.sensitive?.en, severity: finding?.severity };
    };
  };
  const plain = await scan('');
  expect(plain('Support_Article__c')).toEqual({ sensitive: undefined, severity: 'high' });
  expect(plain('Refund_Request__c').severity).toBe('critical');

  const own = await scan('sensitive: { names: [Support_Article__c.Body__c] }');
  expect(own('Support_Article__c')).toEqual({
    sensitive: 'Body__c (listed in tojimari.yaml); judged by name',
    severity: 'critical',
  });
  const off = await scan('sensitive: { ignore: [bank, 口座, Refund_Request__c.HolderName__c] }');
  expect(off('Refund_Request__c')).toEqual({ sensitive: undefined, severity: 'high' });
  // The others are what they were.
  expect(off('Contact')).toEqual(plain('Contact'));
});
