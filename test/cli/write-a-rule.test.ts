// docs/write-a-rule.md: a newcomer who does what it says gets what it shows.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'tojimari-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
cpSync(join(ROOT, 'examples/demo'), join(home, 'examples/demo'), { recursive: true });

function run(line: string) {
  const words = line
    .split(' ')
    .slice(1)
    .map((word) => word.replaceAll("'", ''));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin/tojimari.js'), ...words], {
    cwd: home,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C', SOURCE_DATE_EPOCH: '1793577600' },
  });
  return { status, stdout, stderr };
}

const RULE = join(home, 'my-rules/iam/ci-key-old.yaml');

test('the page, from its first command to its last', () => {
  const page = readFileSync(join(ROOT, 'docs/write-a-rule.md'), 'utf8');
  let printed = '';
  let blocks = 0;
  for (const [, language = '', body = ''] of page.matchAll(/```(\w+)\n([\s\S]*?)```/g)) {
    blocks++;
    if (language === 'sh') {
      printed = '';
      for (const line of body.trim().split('\n')) {
        const { status, stdout, stderr } = run(line);
        expect([line, status, status === 0 ? '' : stderr]).toEqual([line, 0, '']);
        printed += stdout;
      }
    } else if (language === 'text') expect(printed).toContain(body);
    else {
      const before = readFileSync(RULE, 'utf8');
      writeFileSync(
        RULE,
        body.startsWith('title') ? before.slice(0, before.indexOf('title:')) + body : before + body,
      );
    }
  }
  expect(blocks).toBe(10);
}, 60_000);

describe('packs', () => {
  const pack = join(home, 'node_modules/@acme/tojimari-rules');

  test('a package of rules is read, and nothing in it is run', () => {
    mkdirSync(join(pack, 'rules/iam'), { recursive: true });
    writeFileSync(join(pack, 'package.json'), '{"name":"@acme/tojimari-rules","main":"index.js"}');
    writeFileSync(join(pack, 'index.js'), 'throw new Error("run")');
    const text = readFileSync(RULE, 'utf8')
      .replace('ci-key-old', 'packed')
      .replace('severity:', 'aliases: [acme.iam.before]\nseverity:');
    writeFileSync(join(pack, 'rules/iam/packed.yaml'), text);
    expect(run('tojimari rules show acme.iam.before --rules npm:@acme/tojimari-rules').stdout).toContain(
      'formerly: `acme.iam.before`',
    );
    const scan = run(
      'tojimari scan examples/demo --rules npm:@acme/tojimari-rules --rule acme.iam.before --quiet',
    );
    expect(scan.status).toBe(0);
    expect(
      run('tojimari scan examples/demo --rules npm:@acme/tojimari-rules --rule acme.iam.before').stderr,
    ).toContain('acme.iam.before is called acme.iam.packed now');
  });

  test.each([
    ['npm:@acme/absent', 'is not installed here'],
    ['npm:../../etc', 'is no name of an npm package'],
    ['npm:@acme/../../etc', 'is no name of an npm package'],
  ])('%s', (name, message) => {
    const { status, stderr } = run(`tojimari rules list --rules ${name}`);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

test.each([
  ['tojimari rules new nonsense --resource aws.iam.user', 'no id of a rule'],
  ['tojimari rules new acme.iam.x --resource aws.iam.usr', 'Did you mean aws.iam.user?'],
  ['tojimari rules new acme.iam.ci-key-old --resource aws.iam.user', 'is there already'],
  ['tojimari rules explain aws.iam.access-key-old examples/demo --on bach-sync', 'Did you mean batch-sync?'],
  ['tojimari rules explain aws.iam.access-key-old aws --on x', 'is live'],
])('%s', (line, message) => {
  const { status, stderr } = run(line);
  expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
});
