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
  ['a connection string', '"value": "Server=db;User ID=app;Password=hunter2-kagi;Encrypt=true"', 'hunter2'],
  ['a shared access key', 'Endpoint=sb://x/;SharedAccessKeyName=r;SharedAccessKey=hunter2kagi=', 'hunter2'],
  [
    'a signature of a storage account',
    'https://kagi.blob.core.windows.net/c?sv=2022-11-02&sig=hunter2%3D',
    'hunter2',
  ],
  ['a variable of an environment', 'export AWS_SESSION_TOKEN=hunter2kagi', 'hunter2'],
  ['a variable in two members', '{"Name": "DB_PASSWORD", "Value": "hunter2"}', 'hunter2'],
  ['the same in YAML', '  - Name: DB_PASSWORD\n    Value: hunter2\n', 'hunter2'],
  ['the same in XML', '<add key="DbPassword" value="hunter2" />', 'hunter2'],
  ['lines below a name', '  Password: >-\n    hunter2\n    kagi\n  Next: 1', 'hunter2'],
  ['a heredoc', 'password = <<-END\n  hunter2\nEND', 'hunter2'],
  ['a flag', 'run --db-password hunter2 --next', 'hunter2'],
  ['a flag of curl', 'curl -u admin:hunter2 https://db.example.com', 'hunter2'],
  ['a number', '"secret_pin": 83719264', '83719264'],
  ['a password without a user', 'redis://:hunter2@cache.example.com:6379', 'hunter2'],
  ['a password with a slash', 'postgres://app:hun/ter2@db/x', 'ter2'],
  ['what signs in to Slack', 'https://hooks.slack.com/services/T0000/B0000/hunter2kagi', 'hunter2'],
  ['a header in small letters', 'authorization: bearer hunter2kagi', 'hunter2'],
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
  '      - Action: secretsmanager:GetSecretValue\n        Next: 1',
  'secret = aws_secretsmanager_secret.kagi.arn',
  '{"Name": "DB_HOST", "Value": "db.example.com"}',
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
        attributes: { pin: 'aoi-neko', nest: { x: 'midori-neko' }, set: [{ a: 'ki-neko' }] },
        sensitive_attributes: [
          [{ type: 'get_attr', value: 'pin' }],
          [
            { type: 'get_attr', value: 'nest' },
            { type: 'get_attr', value: 'x' },
          ],
          [
            { type: 'get_attr', value: 'set' },
            { type: 'index', value: { value: { a: 'ki-neko' }, type: ['object', { a: 'string' }] } },
            { type: 'get_attr', value: 'a' },
          ],
          [{ type: 'get_attr', value: 'gone' }],
        ],
      },
    ],
  };
  expect(sensitiveTexts(JSON.stringify(plan))).toEqual(
    expect.arrayContaining(['shiroi-neko', 'kuroi"neko', String.raw`kuroi\"neko`, 'akai-neko']),
  );
  expect(sensitiveTexts(JSON.stringify(state))?.sort()).toEqual(['aoi-neko', 'ki-neko', 'midori-neko']);
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

/** A plan in one line, as Terraform writes it, with a sensitive value right before and after what is shown. */
function planWith(secret: unknown, encode: (text: string) => string): { text: string; shown: Shown } {
  const values = { a: secret, policy: { Principal: '*' }, z: secret };
  const text = encode(JSON.stringify({ values, sensitive_values: { a: true, z: true } }));
  return { text, shown: { file: 'p', line: 1, column: text.indexOf('{"Principal') + 1, endLine: 1 } };
}

const spare = (text: string) =>
  text.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');

test.each<[string, unknown, (text: string) => string]>([
  ['signs that Terraform escapes', 'mi<dori>&-neko', spare],
  ['letters that other tools escape', 'n\u00e9ko-midori', (text) => text.replaceAll('\u00e9', '\\u00e9')],
  ['JSON inside of it', JSON.stringify({ word: 'mi"dori<-neko' }), spare],
  ['a number', 83719264, (text) => text],
  ['what is longer than what is looked at', `midori-${'neko'.repeat(3000)}`, (text) => text],
])('a sensitive value with %s is masked', (_name, secret, encode) => {
  const { text, shown } = planWith(secret, encode);
  addSnippets(text, lineStarts(text), [shown]);
  expect(shown.snippet).toContain('"Principal":"*"');
  expect(shown.snippet).not.toMatch(/neko|dori|83719264/);
});

test('a file that says what is sensitive, and does not parse, is not shown', () => {
  const text = '{"values":{"a":"midori-neko"},"sensitive_values":{"a":true},"Principal":"*"';
  const shown: Shown = { file: 'p', line: 1, column: text.indexOf('"*"') + 1, endLine: 1 };
  addSnippets(text, lineStarts(text), [shown]);
  expect(shown.snippet).toBeUndefined();
});

test('many sensitive values are looked for in one go, and long ones as well', () => {
  const secrets = Array.from(
    { length: 20_000 },
    (_, n) => `neko-${(n * 7919).toString(36).padStart(9, 'k')}`,
  );
  const values = { secrets: [...secrets, 'x'.repeat(2_000_000)], Principal: '*' };
  const text = JSON.stringify({ values, sensitive_values: { secrets: true } });
  const shown: Shown = { file: 'p', line: 1, column: text.indexOf('"Principal"') + 1, endLine: 1 };
  const started = performance.now();
  addSnippets(text, lineStarts(text), [shown]);
  expect(shown.snippet).toContain('"Principal":"*"');
  expect(performance.now() - started).toBeLessThan(8000);
});
