// Whole runs in this process: a snapshot in, reports out, and the exit code that the gate gave.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { FORMAT_NAMES } from '../../src/cli/flags.ts';
import { FORMATS } from '../../src/report/index.ts';
import { folder, type Ran, ROOT, tojimari } from './harness.ts';

const ESTATE = join(ROOT, 'examples/demo/estate.jsonl');
const HOME = join(ROOT, 'examples/demo');

interface Line {
  record: string;
  name?: string;
  scope?: string;
  id?: string;
}

/** The demo estate without the resources that `drop` picks; the end line counts again. */
function estateWithout(drop: (line: Line) => boolean): string {
  const lines = readFileSync(ESTATE, 'utf8').trimEnd().split('\n');
  const kept = lines.filter((text) => !drop(JSON.parse(text))).slice(0, -1);
  const path = join(folder(), 'estate.jsonl');
  writeFileSync(
    path,
    `${[...kept, JSON.stringify({ record: 'end', records: kept.length - 1 })].join('\n')}\n`,
  );
  return path;
}
const OPEN = ['kagi-customer-export', 'kagi-staging-uploads', 'deploy', 'Kagi Support'];
const isOpen = ({ name = '' }: Line) => OPEN.includes(name);

test('the formats of the command line are those of the report', () => {
  expect(Object.keys(FORMATS).sort()).toEqual([...FORMAT_NAMES].sort());
});

describe('exit codes', () => {
  let shut: string;
  let calm: string;
  beforeAll(() => {
    shut = estateWithout(isOpen);
    calm = estateWithout((line) => isOpen(line) || line.name === 'kagi-payroll');
  });

  test.each<[number, string, string[]]>([
    [1, 'estate', []],
    [0, 'estate', ['--exit-zero']],
    [0, 'estate', ['--fail-on', 'never']],
    [1, 'estate', ['--fail-on', 'critical']],
    [1, 'estate', ['--severity', 'critical', '--fail-on', 'low']],
    [1, 'estate', ['--allow-unknown']],
    [3, 'shut', []],
    [0, 'shut', ['--exit-zero']],
    [0, 'shut', ['--allow-unknown']],
    [0, 'shut', ['--allow-unknown=kagi-payroll']],
    [3, 'shut', ['--allow-unknown=kagi-invoices']],
    [0, 'shut', ['--fail-on', 'never']],
    [0, 'shut', ['--exclude-resource', 'kagi-payroll']],
    [0, 'calm', []],
    [1, 'calm', ['--fail-on', 'low']],
    [0, 'estate', ['--resource', 'kagi-invoices']],
    [1, 'estate', ['--service', 'iam']],
    [0, 'estate', ['--skip-rule', 'aws.*', '--skip-rule', 'salesforce.guest.*']],
  ])('%d: %s %j', async (code, which, flags) => {
    const path = { estate: ESTATE, shut, calm }[which] ?? '';
    const ran = await tojimari(['scan', path, '--quiet', ...flags], { cwd: HOME });
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code, stderr: '' });
  });

  test('every format gives the same code', async () => {
    for (const format of FORMAT_NAMES)
      expect((await tojimari(['scan', ESTATE, '--format', format], { cwd: HOME })).code).toBe(1);
  });
});

describe('the estate', () => {
  let json: Ran;
  beforeAll(async () => {
    json = await tojimari(['scan', ESTATE, '--format', 'json'], { cwd: HOME });
  });
  const doors = () =>
    JSON.parse(json.stdout).doors.map(
      (door: { resource: { name: string }; state: string; audience: string }) =>
        [door.resource.name, door.audience, door.state].join(' '),
    );

  test('its open doors are open, its closed twins are not', () => {
    expect(doors()).toEqual(
      expect.arrayContaining([
        'kagi-customer-export anyone open',
        'kagi-staging-uploads anyone open-unless',
        'kagi-payroll anyone unknown',
        'deploy anyone-registered open',
        'Kagi Support anyone open',
      ]),
    );
    const closed =
      /kagi-customer-archive|kagi-www-assets|kagi-invoices|deploy-site|staging-reader|Kagi Events/;
    expect(doors().filter((door: string) => closed.test(door) && door.endsWith(' open'))).toEqual([]);
  });

  test('the same input gives the same bytes', async () => {
    const again = await tojimari(['scan', ESTATE, '--format', 'json'], { cwd: HOME });
    expect(again.stdout).toBe(json.stdout);
  });

  test('one scan, three reports; each its own file, for its owner only', async () => {
    const path = folder();
    const file = (name: string) => join(path, name);
    const ran = await tojimari(
      ['scan', ESTATE, '--output', file('a.txt'), '--output', file('b.json'), '--output', file('c.sarif')],
      { cwd: HOME },
    );
    expect(ran.code).toBe(1);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toMatch(/result: \d+ at or above high, 1 undecided -> exit 1/);
    expect(JSON.parse(readFileSync(file('b.json'), 'utf8'))).toEqual(JSON.parse(json.stdout));
    expect(JSON.parse(readFileSync(file('c.sarif'), 'utf8')).version).toBe('2.1.0');
    for (const name of ['a.txt', 'b.json', 'c.sarif']) expect(statSync(file(name)).mode & 0o777).toBe(0o600);
  });

  test('render writes what the scan would have written', async () => {
    const path = join(folder(), 'report.json');
    writeFileSync(path, json.stdout);
    for (const format of FORMAT_NAMES) {
      const scanned = await tojimari(['scan', ESTATE, '--quiet', '--format', format], { cwd: HOME });
      const rendered = await tojimari(['render', path, '--format', format, '--quiet']);
      expect(rendered).toEqual(scanned);
    }
    expect((await tojimari(['render', '-', '--exit-zero'], { stdin: json.stdout })).code).toBe(0);
    expect((await tojimari(['render', path, '--fail-on', 'never'])).code).toBe(0);
  });

  test('permissions --from prints what was denied and nothing else', async () => {
    const ran = await tojimari(['permissions', 'aws', '--from', '-'], { stdin: json.stdout });
    const denied = readFileSync(ESTATE, 'utf8').match(/(?<="reason": "denied", "permission": ")[^"]+/g);
    expect(ran.code).toBe(0);
    expect(ran.stdout.trimEnd().split('\n')).toEqual([...new Set(denied)].sort());
    const text = await tojimari(['render', '-'], { stdin: json.stdout });
    expect(text.stdout).toContain(`(${new Set(denied).size} permissions)`);
    const none = await tojimari(['permissions', 'salesforce', '--from', '-'], { stdin: json.stdout });
    expect(none.stdout).toBe('');
  });

  test('from stdin it is the same estate', async () => {
    const ran = await tojimari(['scan', '-', '--format', 'json'], {
      cwd: HOME,
      stdin: readFileSync(ESTATE, 'utf8'),
    });
    expect(ran.stdout).toBe(json.stdout);
  });

  test('in CI, account ids are masked and proofs left out', async () => {
    const env = { CI: 'true' };
    for (const format of ['text', 'junit', 'markdown', 'github', 'csv', 'gitlab-codequality', 'ocsf']) {
      const { stdout, stderr } = await tojimari(['scan', ESTATE, '--format', format], { cwd: HOME, env });
      expect(stdout + stderr).not.toMatch(/1111-?2222-?3333/);
    }
    expect((await tojimari(['scan', ESTATE, '--show-proof'], { cwd: HOME, env })).stdout).toMatch(
      /1111-?2222-?3333/,
    );
  });
});

test('demo: always 0, says what scan would have said, in the language of the reader', async () => {
  const english = await tojimari(['demo']);
  expect(english.code).toBe(0);
  expect(english.stdout).toContain('kagi-customer-export');
  expect(english.stderr).toContain('would have exited with 1');
  const japanese = await tojimari(['demo'], { env: { LANG: 'ja_JP.UTF-8' } });
  expect(japanese.stdout).toContain('緊急');
  expect(japanese.stderr).toContain('終了コードは 1');
});

test('a remark names the files of a folder that nobody knows', async () => {
  const path = folder({ 'estate.jsonl': readFileSync(ESTATE, 'utf8'), 'notes.txt': 'hello' });
  const { stdout } = await tojimari(['scan', path, '--format', 'json', '--quiet'], { cwd: HOME });
  expect(JSON.stringify(JSON.parse(stdout).scopes[0].notes)).toContain('notes.txt');
});

test('a broken file in a folder is a blind spot, other files are not', async () => {
  const whole = '{"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[],"Policies":[]}';
  const files = { 'auth.json': whole, 'settings.json': '// a comment\n{ "tabs": 2, }', 'empty.txt': '' };
  const fine = await tojimari(['scan', folder(files), '--quiet']);
  expect(fine.code).toBe(0);
  const cut = await tojimari(['scan', folder({ ...files, 'cut.json': '{"Policy": "{' }), '--quiet']);
  expect(cut.code).toBe(3);
  expect(cut.stdout).toContain('cut.json');
  const failed = await tojimari(['scan', folder({ ...files, 'bucket.json': '' }), '--quiet']);
  expect(failed.code).toBe(3);
  expect(failed.stdout).toContain('bucket.json');
});

test('one live target that cannot start does not hide the others, nor is it forgotten', async () => {
  const env = { AWS_EC2_METADATA_DISABLED: 'true', HOME: folder() };
  const { code, stdout } = await tojimari(['scan', 'aws', ESTATE, '--format', 'json', '--fail-on', 'never'], {
    cwd: HOME,
    env,
  });
  const report = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(report.complete).toBe(false);
  expect(report.scopes.map(({ id }: { id: string }) => id)).toContain('aws/unknown');
});

describe('rules', () => {
  test('list and show', async () => {
    const list = await tojimari(['rules', 'list']);
    expect(list.stdout).toMatch(/^critical {2}aws\.s3\.bucket-public-list-read /m);
    const show = await tojimari(['rules', 'show', 'aws.s3.bucket-public-list-read', '--lang', 'ja']);
    expect(show.stdout).toContain('https://');
  });

  test('the cases of the shipped rules hold', async () => {
    const ran = await tojimari(['rules', 'test']);
    expect(ran.stdout).toMatch(
      /^\d+ of \d+ small changes to the conditions are noticed by a case\n\d+ passed, 0 failed\n$/m,
    );
    expect(ran.code).toBe(0);
  });
});

test('explain limits speaks both languages', async () => {
  expect((await tojimari(['explain', 'limits'])).stdout).toContain('Copies that were already taken');
  expect((await tojimari(['explain', 'limits', '--lang', 'ja'])).stdout).toContain(
    'すでに持ち出されたコピー',
  );
});

test('permissions aws is a policy that allows reading only', async () => {
  const { stdout } = await tojimari(['permissions', 'aws']);
  const actions: string[] = JSON.parse(stdout).Statement.flatMap((one: { Action: string[] }) => one.Action);
  expect(actions).toContain('s3:GetBucketPolicy');
  for (const action of actions)
    expect(action).toMatch(/^[a-z0-9-]+:(Get|List|Describe|Generate)|^apigateway:GET$/);
});
