// tojimari policy: a document in, who gets in out; what is no policy is refused with its place.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { lintForGitHub } from '../../src/report/sarif-lint.ts';
import { expectGolden } from '../report/golden.ts';
import { folder, ROOT, type Setting, tojimari } from './harness.ts';

const EXAMPLES = join(ROOT, 'examples');
const OWNER = '111122223333';
const VENDOR = '777788889999';

function read(principal: unknown, more: object = {}): Record<string, unknown> {
  return {
    Effect: 'Allow',
    Principal: principal,
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::kagi/*',
    ...more,
  };
}

function document(...statements: unknown[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** Judges a text as a file of its own; `argv` comes after the file. */
async function judge(text: string | Buffer, argv: string[] = [], setting: Setting = {}) {
  const cwd = folder();
  writeFileSync(join(cwd, 'policy.json'), text);
  return await tojimari(['policy', join(cwd, 'policy.json'), ...argv], { cwd, ...setting });
}

/** What the JSON report says of its doors: `anyone list,read open`. */
async function doorsOf(text: string, argv: string[] = [], setting: Setting = {}): Promise<string[]> {
  const { stdout } = await judge(text, ['--format', 'json', '--quiet', ...argv], setting);
  const report: { doors: { audience: string; access: string[]; state: string; who?: string[] }[] } =
    JSON.parse(stdout);
  return report.doors.map(({ audience, access, state, who = [] }) =>
    [audience, access.join(), state, ...who].join(' '),
  );
}

describe('exit codes', () => {
  const secret = { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' };
  const rows: [code: number, name: string, text: string, argv: string[]][] = [
    [1, 'anyone may read', document(read('*')), []],
    [0, 'only our account', document(read({ AWS: OWNER })), ['--account', OWNER]],
    [0, 'a vendor, which is a question', document(read({ AWS: VENDOR })), ['--account', OWNER]],
    [
      1,
      'a vendor, asked strictly',
      document(read({ AWS: VENDOR })),
      ['--account', OWNER, '--fail-on', 'medium'],
    ],
    [0, 'asked never to fail', document(read('*')), ['--fail-on', 'never']],
    [0, 'exit zero', document(read('*')), ['--exit-zero']],
    [
      3,
      'an operator that there is not',
      document(read('*', { Condition: { StringIs: { 'aws:x': 'y' } } })),
      [],
    ],
    [
      3,
      'the same beside what is closed',
      document(
        read({ AWS: OWNER }, { Condition: { StringIs: { 'aws:x': 'y' } } }),
        read('*', { NotAction: 's3:*' }),
      ),
      [],
    ],
    [
      0,
      'the same, allowed',
      document(read('*', { Condition: { StringIs: { 'aws:x': 'y' } } })),
      ['--allow-unknown'],
    ],
    [3, 'statements that are none', '{"Statement": "x"}', []],
    [
      3,
      'NotPrincipal of an Allow',
      document({ ...read('x'), Principal: undefined, NotPrincipal: { AWS: OWNER } }),
      [],
    ],
    [
      3,
      'a secret whose key is not known',
      document(secret),
      ['--resource', `arn:aws:secretsmanager:eu-west-1:${OWNER}:secret:db-AbCdEf`],
    ],
  ];
  test.each(rows)('%d: %s', async (code, _name, text, argv) => {
    const ran = await judge(text, ['--quiet', ...argv]);
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code, stderr: '' });
  });

  test('every format gives the same code', async () => {
    for (const format of ['text', 'json', 'sarif'])
      expect((await judge(document(read('*')), ['--format', format])).code).toBe(1);
  });
});

describe('what is no policy is refused with its place', () => {
  const rows: [name: string, text: string | Buffer, message: string][] = [
    ['empty', '', 'policy.json:1:1: is empty'],
    ['cut short', '{"Version": "2012-10-17",\n "Statement": [', 'policy.json:2:16: ends in the middle'],
    ['not JSON', 'Version: 2012-10-17', 'policy.json:1:1: is not JSON here'],
    ['a comma too many', '{\n  "Statement": [],\n}', 'policy.json:3:1: is not JSON here'],
    [
      'a key twice',
      document(read('*')).replace('"Effect"', '"Effect":"Deny",\n"Effect"'),
      'policy.json:2:1: has the key "Effect" twice',
    ],
    [
      'a key twice, spelled with an escape',
      '{"Statement":[],"Stat\\u0065ment":[]}',
      'policy.json:1:17: has the key "Statement" twice',
    ],
    ['another JSON', '{"a": 1}', 'policy.json:1:1: is JSON, but no policy: it has no Statement'],
    ['a number', '17', 'policy.json:1:1: is JSON, but no policy'],
    ['nesting without end', '['.repeat(500_000), 'policy.json:1:65: is nested deeper than 64 levels'],
    [
      'nesting in a policy',
      `{"Statement":${'['.repeat(1e6)}${']'.repeat(1e6)}}`,
      'is larger than any policy',
    ],
    [
      'too large',
      `{"Statement":[],"Id":"${'x'.repeat(2_000_000)}"}`,
      'is larger than any policy that AWS takes',
    ],
    ['not text', Buffer.from([0x7b, 0xff, 0xc0, 0x80]), 'policy.json'],
    [
      'an identity policy',
      '{"Statement":[\n{"Effect":"Allow","Action":"*","Resource":"*"}]}',
      'policy.json:2:1: is an identity policy',
    ],
    [
      'a policy in an answer that is none',
      '{"Policy": "{"}',
      'policy.json:1:1: holds a policy that is not JSON',
    ],
    [
      'a key twice in an answer',
      '{"Policy": "{\\"Statement\\":[],\\"Statement\\":[]}"}',
      'has the key "Statement" twice',
    ],
    [
      'two buckets',
      document(read('*'), read('*', { Resource: 'arn:aws:s3:::other/*' })),
      'speaks of several resources: arn:aws:s3:::kagi and arn:aws:s3:::other',
    ],
  ];
  test.each(rows)('%s', async (_name, text, message) => {
    const { code, stdout, stderr } = await judge(text);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^error: /);
  });

  const lines: [argv: string[], message: string][] = [
    [['policy'], 'Say which policy to judge'],
    [['policy', 'nowhere.json'], 'There is no file or folder nowhere.json'],
    [['policy', EXAMPLES], 'is a folder'],
    [['policy', 'a', 'a'], 'The file a was given twice'],
    [['policy', 'a', '--account', '12'], '--account must be an account id of twelve digits'],
    [['policy', 'a', '--account', OWNER, '--account', OWNER], '--account was given more than once'],
    [['policy', 'a', '--resource', 'kagi'], '--resource must be an ARN'],
    [['policy', 'a', '--acount', OWNER], 'Did you mean --account?'],
    [['polcy', 'a'], 'Did you mean "policy"?'],
  ];
  test.each(lines)('%j', async (argv, message) => {
    const { code, stderr } = await tojimari(argv);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('what people have at hand', () => {
  const text = document(read('*'));
  const role = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
  const arn = `arn:aws:iam::${OWNER}:role/deploy`;
  const queue = `arn:aws:sqs:eu-west-1:${OWNER}:jobs`;
  const receive = { Effect: 'Allow', Principal: '*', Action: 'sqs:ReceiveMessage', Resource: queue };
  const rows: [name: string, text: string | Buffer][] = [
    ['the bare document', text],
    ['get-bucket-policy', JSON.stringify({ Policy: text })],
    ['the same, decoded', JSON.stringify({ Policy: JSON.parse(text) })],
    ['--query Policy --output json', JSON.stringify(text)],
    [
      'get-role',
      JSON.stringify({ Role: { Arn: arn, AssumeRolePolicyDocument: JSON.parse(document(role)) } }),
    ],
    [
      'the API, percent-encoded',
      JSON.stringify({ Role: { Arn: arn, AssumeRolePolicyDocument: encodeURIComponent(document(role)) } }),
    ],
    ['get-queue-attributes', JSON.stringify({ Attributes: { QueueArn: queue, Policy: document(receive) } })],
    [
      'a byte order mark and CRLF',
      `\ufeff${JSON.stringify(JSON.parse(text), null, 2).replaceAll('\n', '\r\n')}`,
    ],
    ['UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['keys named like prototypes', text.replace('"Effect"', '"__proto__":{"Effect":"Deny"},"Effect"')],
  ];
  test.each(rows.slice(0, -1))('%s', async (_name, given) => {
    expect((await judge(given, ['--quiet'])).code).toBe(1);
  });

  test('keys named like prototypes are nothing but unknown elements', async () => {
    const { code, stdout } = await judge(rows.at(-1)?.[1] ?? '', ['--quiet']);
    expect(code).toBe(3);
    expect(stdout).toContain('/Statement/0/__proto__ is not an element of a statement');
  });

  test('standard input, with its lines', async () => {
    const pretty = JSON.stringify(JSON.parse(text), null, 2);
    const { code, stdout } = await tojimari(['policy', '-', '--quiet'], { stdin: pretty });
    expect(code).toBe(1);
    expect(stdout).toContain('(stdin:4:5)');
  });

  test('several files are several resources, each with its own place', async () => {
    const cwd = folder({ 'a.json': text, 'b.json': text, 'c.json': document(role) });
    const files = ['a.json', 'b.json', 'c.json'].map((name) => join(cwd, name));
    const { stdout } = await tojimari(['policy', ...files, '--format', 'json', '--quiet'], { cwd });
    const { doors, scopes } = JSON.parse(stdout);
    expect(doors).toHaveLength(3);
    expect(new Set(doors.map(({ id }: { id: string }) => id)).size).toBe(3);
    expect(scopes[0].tallies[0]).toMatchObject({ seen: 3, exposed: 3 });
  });
});

describe('who is asked about', () => {
  const vendor = document(read({ AWS: VENDOR }));
  const org = document(read('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }));

  test('an account that the configuration calls ours is no outsider', async () => {
    expect(await doorsOf(vendor)).toEqual([`named-outsider read open ${VENDOR}`]);
    const cwd = folder({ 'tojimari.yaml': `own:\n  accounts: ["${VENDOR}"]\n` });
    expect(await doorsOf(vendor, [], { cwd })).toEqual([]);
  });

  test('nor is an organization', async () => {
    expect(await doorsOf(org)).toEqual(['named-outsider read open o-a1b2c3d4e5']);
    const cwd = folder({ 'tojimari.yaml': 'own:\n  organizations: [o-a1b2c3d4e5]\n' });
    expect(await doorsOf(org, [], { cwd })).toEqual([]);
  });

  test('the owner is told by --account', async () => {
    expect(await doorsOf(vendor, ['--account', VENDOR])).toEqual([]);
    expect(await doorsOf(vendor, ['--account', '7777-8888-9999'])).toEqual([]);
  });

  test('of what is open to everybody, nothing is said again of those it names', async () => {
    expect(await doorsOf(document(read('*'), read({ AWS: VENDOR })))).toEqual(['anyone read open']);
  });

  test('statements about other resources are not those of the one that was named', async () => {
    const text = document(read('*', { Resource: 'arn:aws:s3:::other/*' }));
    expect(await doorsOf(text, ['--resource', 'arn:aws:s3:::kagi'])).toEqual([]);
  });
});

describe('the report', () => {
  const argv = [
    'policy',
    'policy/bucket-policy.json',
    'policy/role-trust.json',
    '--account',
    OWNER,
    '--quiet',
  ];
  /** In the folder of the examples, as a person would be. */
  async function inExamples(more: string[]) {
    const cwd = folder();
    mkdirSync(join(cwd, 'policy'));
    for (const name of ['bucket-policy.json', 'role-trust.json'])
      writeFileSync(join(cwd, 'policy', name), readFileSync(join(EXAMPLES, 'policy', name)));
    const before = process.cwd();
    process.chdir(cwd);
    try {
      return await tojimari([...argv, ...more], { cwd });
    } finally {
      process.chdir(before);
    }
  }

  test.each([
    ['policy.txt', []],
    ['policy.ja.txt', ['--lang', 'ja']],
    ['policy.json', ['--format', 'json']],
    ['policy.sarif', ['--format', 'sarif']],
  ])('%s', async (golden, more) => {
    const { code, stdout } = await inExamples(more);
    expect(code).toBe(1);
    expectGolden(golden, stdout);
  });

  test('GitHub takes the SARIF, with the lines of the statements', async () => {
    const log = JSON.parse((await inExamples(['--format', 'sarif'])).stdout);
    expect(lintForGitHub(log)).toEqual([]);
    const results: {
      locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
    }[] = log.runs.flatMap((run: { results: unknown[] }) => run.results);
    const places = results.map(({ locations: [first] }) => {
      const at = first?.physicalLocation;
      return `${at?.artifactLocation.uri}:${at?.region.startLine}`;
    });
    expect(places.sort()).toEqual([
      'policy/bucket-policy.json:12',
      'policy/bucket-policy.json:4',
      'policy/role-trust.json:4',
    ]);
  });

  test('names in a policy cannot write to the terminal', async () => {
    const { stdout } = await judge(document(read('*', { Sid: '\u001b[31mred\u202e' })), ['--quiet']);
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
  });

  test('what the owner is to paste is quoted for the shell', async () => {
    const resource = 'arn:aws:s3:::kagi/$(id)/*';
    const { stdout } = await judge(document(read('*', { Resource: resource })), [
      '--format',
      'json',
      '--quiet',
    ]);
    expect(JSON.parse(stdout).doors[0].witness.command).toContain('%24(id)');
  });
});
