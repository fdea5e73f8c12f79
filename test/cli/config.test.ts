// tojimari.yaml: text in, who is ours out, and every mistake with its place.
import { expect, test } from '@jest/globals';
import { parseConfig, readConfig } from '../../src/cli/config.ts';
import { InputError } from '../../src/errors.ts';
import { folder, ROOT } from './harness.ts';

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
  const ours = await readConfig(folder(files));
  expect(ours).toMatchObject({ accounts: [], vendors: [], declared: false });
});

test('a list makes the rest strangers; vendors alone do not', async () => {
  const own = await readConfig(folder({ 'tojimari.yaml': 'own: { accounts: [111122223333] }' }));
  expect(own.declared).toBe(true);
  const known = 'vendors: [{ name: V, accounts: [999988887777] }]';
  const vendors = await readConfig(folder({ 'tojimari.yaml': known }));
  expect(vendors.declared).toBe(false);
  expect(vendors.vendors).toEqual([{ name: 'V', accounts: ['999988887777'] }]);
});

test('the example is right', async () => {
  const ours = await readConfig(`${ROOT}examples`);
  expect(ours.accounts).toContain('111122223333');
});
