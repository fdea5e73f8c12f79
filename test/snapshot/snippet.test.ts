// What a place says is shown without the secrets in it, in few and short lines.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type Located, lineStarts, locate } from '../../src/snapshot/locate.ts';
import { maskSecrets } from '../../src/snapshot/mask.ts';
import { sensitiveTexts } from '../../src/snapshot/sensitive.ts';
import { addSnippets, type Shown } from '../../src/snapshot/snippet.ts';

/** Forty characters as a secret access key has them, put together here so that nobody takes them for one. */
const SECRET = ['wJalrXUtnFEMI', 'K7MDENGbPxRfi', 'CYEXAMPLEKEY1', 'x'].join('');
const KEY_ID = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('');

test.each([
  ['an access key', `"id": "${KEY_ID}"`, KEY_ID.slice(4)],
  ['a secret access key', `value = ${SECRET} # old`, SECRET],
  ['a password in JSON', '"master_password": "hunter2-kagi",', 'hunter2'],
  ['a password in a string of JSON', String.raw`"Policy": "{\"password\":\"hunter2\"}"`, 'hunter2'],
  ['an external id', '"sts:ExternalId": "kagi-4711"', 'kagi-4711'],
  ['external ids', '"sts:ExternalId": ["kagi-4711", "kagi-4712"]', 'kagi-471'],
  ['an external id, percent-encoded', '%22sts%3AExternalId%22%3A%20%22kagi-4711%22%7D', 'kagi-4711'],
  ['a password in YAML', '      MasterUserPassword: hunter2-kagi', 'hunter2'],
  ['a token in Terraform', 'github_token = "abcdefgh12345"', 'abcdefgh'],
  ['a secret in XML', '    <consumerSecret>0123ABCD</consumerSecret>', '0123ABCD'],
  ['a token of GitHub', `x: ${['ghp', 'abcdefghijklmnopqrst0123'].join('_')}`, 'abcdefghijklmnop'],
  [
    'a signed token',
    `"jwt": "${['eyJhbGciOiJIUzI1', 'eyJzdWIiOiIxMjM0', 'c2lnbmF0dXJl'].join('.')}"`,
    'zdWIi',
  ],
  ['a private key', `a\n-----BEGIN RSA PRIVATE ${''}KEY-----\nMIIBOgIBAAJB\n-----END`, 'MIIBOg'],
  ['a password in an address', 'jdbc://app:hunter2@db.example.com/x', 'hunter2'],
  ['a signature', 'https://b.s3.amazonaws.com/k?X-Amz-Signature=abcdef0123&x=1', 'abcdef0123'],
  [
    'what signs in to Salesforce',
    `${['00D5g000004', 'AbCdEAG'].join('')}!AQEAQ.abcdefghijklmnopqrstuvwx`,
    'AQEAQ',
  ],
])('%s is masked', (_name, text, secret) => {
  expect(text).toContain(secret);
  const masked = maskSecrets(text);
  expect(masked).not.toContain(secret);
  expect(masked).toHaveLength(text.length);
});

test.each([
  '"Principal": "*", "Action": "secretsmanager:GetSecretValue"',
  '"Resource": "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:kagi-prod-a1B2c3"',
  '"secret_arn": "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:kagi"',
  '"AuthType": "NONE"',
  '"password_last_used": "2026-01-02T00:00:00Z"',
  '"PasswordEnabled": true',
  'MasterUserPassword: !Ref Password',
  'MasterUserPassword: "{{resolve:ssm-secure:kagi:1}}"',
  '"aws:PrincipalOrgID": "o-a1b2c3d4e5", "Sid": "AllowSecretRead"',
  'arn:aws:s3:::kagi-assets/*',
])('%s says nothing secret', (text) => {
  expect(maskSecrets(text)).toBe(text);
});

test('what a plan or a state calls sensitive is masked wherever it stands', () => {
  const plan = {
    planned_values: {
      root_module: {
        resources: [
          {
            values: { name: 'kagi', code: 'shiroi-neko', parts: [{ a: 'kuroi"neko' }] },
            sensitive_values: { code: true, parts: [{ a: true }] },
          },
        ],
      },
      outputs: { word: { sensitive: true, value: 'akai-neko' } },
    },
  };
  const state = {
    instances: [
      {
        attributes: { pin: 'aoi-neko', nest: { x: 'midori-neko' } },
        sensitive_attributes: [
          [{ type: 'get_attr', value: 'pin' }],
          [
            { type: 'get_attr', value: 'nest' },
            { type: 'get_attr', value: 'x' },
          ],
        ],
      },
    ],
  };
  expect(sensitiveTexts(JSON.stringify(plan))).toEqual(
    expect.arrayContaining(['shiroi-neko', 'kuroi"neko', String.raw`kuroi\"neko`, 'akai-neko']),
  );
  expect(sensitiveTexts(JSON.stringify(state)).sort()).toEqual(['aoi-neko', 'midori-neko']);
  const text = JSON.stringify(plan);
  const shown: Shown = { file: 'p', line: 1, column: text.indexOf('shiroi') };
  addSnippets(text, lineStarts(text), [shown]);
  expect(shown.snippet).not.toMatch(/shiroi|kuroi/);
});

test('a long line is cut around the place, and a secret whose name is cut off is still one', () => {
  const text = `{"before":"${'a'.repeat(5000)}","password":"${'hunter2-'.repeat(4)}","Principal":"*","after":"${'b'.repeat(5000)}"}`;
  const shown: Shown = { file: 'f', line: 1, column: text.indexOf('"*"') + 1, endLine: 1 };
  addSnippets(text, lineStarts(text), [shown]);
  expect(shown.snippet).toMatch(/^….*"Principal":"\*","after".*…$/);
  expect(shown.snippet).not.toContain('hunter2');
  expect(shown.snippet?.length).toBeLessThan(200);
});

test('of many lines the first few are shown', () => {
  const text = Array.from({ length: 30 }, (_, n) => `line ${n + 1}`).join('\n');
  const shown: Shown = { file: 'f', line: 3, column: 1, endLine: 20 };
  addSnippets(text, lineStarts(text), [shown]);
  expect(shown.snippet).toBe('line 3\nline 4\nline 5\nline 6\nline 7\n…');
});

test.each([
  [
    'an element of XML',
    '<a>\n  <rule>\n    <x>1</x>\n  </rule>\n  <b/>\n</a>\n',
    2,
    3,
    '  <rule>\n    <x>1</x>\n  </rule>',
  ],
  ['one on a line', '<a>\n  <x>1</x>\n  <b/>\n</a>\n', 2, 3, '  <x>1</x>'],
  [
    'a block of YAML',
    'a:\n  - Effect: Allow\n    Action: x\n  - Effect: Deny\n',
    2,
    5,
    '  - Effect: Allow\n    Action: x',
  ],
  ['a value', 'a:\n  public: true\n  other: 1\n', 2, 11, '  public: true'],
])('of %s whose end nobody told, all is shown', (_name, text, line, column, snippet) => {
  const shown: Shown = { file: 'f', line, column };
  addSnippets(text, lineStarts(text), [shown]);
  expect(shown.snippet).toBe(snippet);
});

test('a place that its reader found has a snippet too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tojimari-'));
  try {
    const file = join(folder, 'a.yaml');
    writeFileSync(file, 'Site:\r\n  Public: true\r\n');
    const origins: Located[] = [
      { file, line: 2, column: 3 },
      { file: join(folder, 'gone'), line: 1, column: 1 },
    ];
    await locate(origins);
    expect(origins.map(({ snippet }) => snippet)).toEqual(['  Public: true', undefined]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
