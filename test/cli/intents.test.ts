// Intents of tojimari.yaml as a run shows them: in every format, in both languages, in a pull request.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import type { IntentReport, Report } from '../../src/report/report.ts';
import { BLOCKED, type Bucket, estate } from './estate.ts';
import { folder, tojimari } from './harness.ts';

const TERMS = '    owner: web-team\n    reason: pictures of the site\n    until: 2027-03-31\n';

function intent(lines: string, terms = TERMS): string {
  return `intents:\n  - type: aws.s3.bucket\n    resource: acme-assets\n    audience: anyone\n    access: [read]\n${lines}${terms}`;
}

const READ: Bucket = { opens: [['s3:GetObject', 'assets/*']] };

/** A folder with an estate and what is declared of it, and a scan of it. */
async function run(buckets: Record<string, Bucket>, config: string, words: string[] = [], list?: object) {
  const cwd = folder({ 'now.jsonl': estate(buckets, list), 'tojimari.yaml': config });
  return { cwd, ...(await tojimari(['scan', join(cwd, 'now.jsonl'), ...words], { cwd })) };
}

async function report(
  buckets: Record<string, Bucket>,
  config: string,
  list?: object,
): Promise<{ code: number; report: Report; intents: IntentReport[] }> {
  const { code, stdout, stderr } = await run(buckets, config, ['--format', 'json'], list);
  if (stdout === '') throw new Error(stderr);
  const parsed = parseReport(JSON.parse(stdout));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.misfits));
  return { code, report: parsed.value, intents: parsed.value.intents ?? [] };
}

describe('within the intent there is no finding, and it is listed', () => {
  const config = intent('    under: /assets\n');

  test('JSON: the door stays, the finding stands with the intent', async () => {
    const { code, report: found, intents } = await report({ 'acme-assets': READ }, config);
    expect(code).toBe(0);
    expect(found.findings.filter(({ doors }) => doors.length > 0)).toEqual([]);
    expect(found.doors).toHaveLength(1);
    expect(intents).toMatchObject([
      { status: 'met', matches: 1, doors: [found.doors[0]?.id], origin: { file: 'tojimari.yaml', line: 2 } },
    ]);
    expect(intents[0]?.findings.map(({ rule }) => rule)).toEqual(['aws.s3.bucket-public-read']);
    const rule = found.rules.find(({ id }) => id === 'aws.s3.bucket-public-read');
    expect(rule).toMatchObject({ failed: 0, intended: 1 });
  });

  test.each(['en', 'ja'] as const)('text (%s)', async (lang) => {
    const { code, stdout } = await run({ 'acme-assets': READ }, config, ['--lang', lang]);
    expect(code).toBe(0);
    expect(stdout).not.toContain('F1 ');
    const flat = stdout.replace(/\s+/g, ' ');
    expect(flat).toContain(
      lang === 'en'
        ? 'intended 1 open as declared (until 2027-03-31): acme-assets: open to anyone (read), only /assets; until 2027-03-31 (web-team: pictures of the site)'
        : '意図した公開 宣言どおりの公開 1 件（期限 2027-03-31）: acme-assets: 誰でも（閲覧）、/assets のみ。期限 2027-03-31 （web-team: pictures of the site）',
    );
  });

  test.each(['sarif', 'junit', 'github', 'csv', 'gitlab-codequality', 'ocsf', 'markdown'])(
    '%s: nothing fails, and the same bucket without an intent does',
    async (format) => {
      const words = ['--format', format, '--severity', 'high'];
      const meant = await run({ 'acme-assets': READ }, config, words);
      const not = await run({ 'acme-assets': READ }, '', words);
      expect([meant.code, not.code]).toEqual([0, 1]);
      const says = (text: string) => /can read the bucket/i.test(text);
      expect([says(meant.stdout), says(not.stdout)]).toEqual([false, true]);
    },
  );
});

describe('wider than declared is a finding that says how', () => {
  test.each<[string, Bucket, string, string]>([
    [
      'lists as well',
      {
        opens: [
          ['s3:GetObject', '*'],
          ['s3:ListBucket', ''],
        ],
      },
      '',
      'also list',
    ],
    [
      'is written to',
      {
        opens: [
          ['s3:GetObject', '*'],
          ['s3:PutObject', '*'],
        ],
      },
      '',
      'also write to',
    ],
    [
      'another folder',
      {
        opens: [
          ['s3:GetObject', 'assets/*'],
          ['s3:GetObject', 'logs/*'],
        ],
      },
      '    under: /assets\n',
      'also keys outside /assets: logs/*',
    ],
    ['all of it', { opens: [['s3:GetObject', '*']] }, '    under: /assets\n', 'also keys outside /assets: *'],
  ])('%s', async (_name, bucket, lines, how) => {
    const { code, report: found, intents } = await report({ 'acme-assets': bucket }, intent(lines));
    expect(code).toBe(1);
    expect(intents).toMatchObject([{ status: 'wider' }]);
    const said = found.findings.flatMap((finding) => (finding.intent === undefined ? [] : [finding.intent]));
    expect(said[0]).toMatchObject({ status: 'wider' });
    expect(said[0]?.text.en).toBe(`wider than declared in tojimari.yaml:2 (web-team): ${how}`);
  });

  test('the text, SARIF and JUnit say it', async () => {
    const wide: Bucket = {
      opens: [
        ['s3:GetObject', '*'],
        ['s3:ListBucket', ''],
      ],
    };
    for (const format of ['text', 'sarif', 'junit', 'markdown']) {
      const { stdout } = await run({ 'acme-assets': wide }, intent(''), ['--format', format]);
      expect(stdout.replace(/\s+/g, ' ')).toMatch(
        /wider than declared in tojimari\.yaml:2 \(web-team\): also list/i,
      );
    }
  });
});

describe('how intents stand', () => {
  test('expired: the finding is back and says so', async () => {
    const config = intent('', TERMS.replace('2027-03-31', '2026-11-01'));
    const { code, report: found, intents } = await report({ 'acme-assets': READ }, config);
    expect(code).toBe(1);
    expect(intents).toMatchObject([{ status: 'expired', doors: [] }]);
    expect(found.findings.flatMap((finding) => finding.intent?.text.en ?? [])).toEqual([
      'the intent in tojimari.yaml:2 (web-team) expired on 2026-11-01',
    ]);
  });

  test('vanished: nothing stands open any more', async () => {
    const { code, intents } = await report({ 'acme-assets': {} }, intent(''));
    expect(code).toBe(0);
    expect(intents).toMatchObject([{ status: 'vanished', matches: 1 }]);
    const { stdout } = await run({ 'acme-assets': {} }, intent(''));
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'tojimari.yaml:2 acme-assets: open to anyone (read) (web-team): gone',
    );
  });

  test('vanished as well where only a guard shuts it, and no finding of its own', async () => {
    const shut = { 'acme-assets': { ...READ, block: BLOCKED } };
    const { report: found, intents } = await report(shut, intent(''));
    expect(intents).toMatchObject([{ status: 'vanished', how: { en: expect.stringContaining('shut by') } }]);
    expect(found.findings.filter(({ doors }) => doors.length > 0)).toEqual([]);
  });

  test('what could not be read is neither met nor gone', async () => {
    const { code, intents } = await report({ 'acme-assets': { denied: true } }, intent(''));
    expect(code).toBe(3);
    expect(intents).toMatchObject([
      { status: 'unknown', how: { en: 'could not be told: s3:GetBucketPolicy' } },
    ]);
  });

  test('a list that was cut, or not looked at, is no reason to say that nothing matches', async () => {
    const cut = { state: 'unknown', reason: 'denied', permission: 's3:ListAllMyBuckets' };
    expect((await report({ other: {} }, intent(''), cut)).intents).toMatchObject([{ status: 'unknown' }]);
    const role = intent('').replace('aws.s3.bucket', 'aws.iam.role');
    expect((await report({ other: {} }, role)).intents).toMatchObject([{ status: 'unknown' }]);
  });

  test('matching nothing is a remark, with --strict a mistake with its place', async () => {
    const { code, stdout } = await run({ other: {} }, intent(''));
    expect(code).toBe(0);
    expect(stdout).toContain('matches nothing');
    const strict = await run({ other: {} }, intent(''), ['--strict']);
    expect(strict).toMatchObject({ code: 2, stdout: '' });
    expect(strict.stderr).toContain(
      'error: tojimari.yaml:2:5: this intent matches nothing: aws.s3.bucket acme-assets',
    );
    expect((await run({ 'acme-assets': READ }, intent(''), ['--strict'])).code).toBe(0);
  });

  test('what a template does not declare may well be elsewhere: no mistake, also with --strict', async () => {
    const blind = `  - unknown: s3:GetBucketPolicy on log-archive-*\n${TERMS}`;
    const template = {
      Resources: { Logs: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'acme-logs' } } },
    };
    const cwd = folder({
      'template.json': JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', ...template }),
      'tojimari.yaml': intent('') + blind,
    });
    const argv = ['scan', join(cwd, 'template.json'), '--strict', '--format', 'json'];
    const { code, stdout } = await tojimari(argv, { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).intents).toMatchObject([
      { status: 'unknown', how: { en: 'not in this plan or template' } },
      { status: 'unknown' },
    ]);
  });

  test('patterns: each match is counted, and only the one that is wider fails', async () => {
    const many: Record<string, Bucket> = {
      'acme-assets': READ,
      'acme-assets-jp': READ,
      'acme-assets-us': { opens: [['s3:PutObject', '*']] },
    };
    const config = intent('').replace('resource: acme-assets', 'resource: ["acme-assets*"]');
    const { code, report: found, intents } = await report(many, config);
    expect(code).toBe(1);
    expect(intents).toMatchObject([{ status: 'wider', matches: 3 }]);
    expect(intents[0]?.doors).toHaveLength(2);
    const names = found.findings.filter(({ doors }) => doors.length > 0).map(({ resource }) => resource.name);
    expect([...new Set(names)]).toEqual(['acme-assets-us']);
  });
});

describe('a blind spot can be accepted the same way', () => {
  const unknown = (what: string, until = '2027-03-31') =>
    `intents:\n  - unknown: ${what}\n    owner: security\n    reason: not ours to read\n    until: ${until}\n`;
  test.each([
    ['nothing', '', 3, undefined],
    ['the permission on this bucket', unknown('s3:GetBucketPolicy on log-archive-*'), 0, 'met'],
    ['the permission, wherever', unknown('s3:GetBucketPolicy'), 0, 'met'],
    ['the permission on another', unknown('s3:GetBucketPolicy on acme-*'), 3, 'unmatched'],
    ['another permission', unknown('s3:GetBucketAcl on log-archive-*'), 3, 'vanished'],
    ['until yesterday', unknown('s3:GetBucketPolicy on log-archive-*', '2026-11-01'), 3, 'expired'],
  ])('%s', async (_name, config, code, status) => {
    const found = await report({ 'log-archive-1': { denied: true } }, config);
    expect(found.code).toBe(code);
    expect(found.report.complete).toBe(false);
    expect(found.intents.map((one) => one.status)).toEqual(status === undefined ? [] : [status]);
  });

  test('a saved report keeps what was accepted', async () => {
    const { cwd } = await run(
      { 'log-archive-1': { denied: true } },
      unknown('s3:GetBucketPolicy on log-archive-*'),
      [...['--format', 'json', '--output', join(folder(), 'r.json')]],
    );
    const { stdout } = await tojimari(['scan', join(cwd, 'now.jsonl'), '--format', 'json'], { cwd });
    writeFileSync(join(cwd, 'r.json'), stdout);
    expect((await tojimari(['render', join(cwd, 'r.json'), '--fail-on', 'low'], { cwd })).code).not.toBe(3);
  });
});

describe('a pull request cannot approve itself', () => {
  const PATH = process.env['PATH'] ?? '';

  /** A repository whose main holds one configuration and whose work tree another. */
  function repository(base: string | undefined, change: string): string {
    const cwd = folder({ 'now.jsonl': estate({ 'acme-assets': READ }) });
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=Acme', '-c', 'user.email=dev@acme.example', ...words], {
        cwd,
        env: { PATH, HOME: cwd },
        stdio: 'ignore',
      });
    git('init', '-q', '-b', 'main');
    if (base !== undefined) writeFileSync(join(cwd, 'tojimari.yaml'), base);
    git('add', '-A');
    git('commit', '-q', '-m', 'base');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    writeFileSync(join(cwd, 'tojimari.yaml'), change);
    return cwd;
  }

  async function scan(cwd: string, words: string[] = [], more: Record<string, string> = {}) {
    return await tojimari(['scan', join(cwd, 'now.jsonl'), '--format', 'json', ...words], {
      cwd,
      env: { PATH, ...more },
    });
  }

  test('an intent that it adds is proposed, and the finding stays', async () => {
    const cwd = repository('own:\n  accounts: [111122223333]\n', intent(''));
    expect((await scan(cwd)).code).toBe(0);
    const { code, stdout } = await scan(cwd, ['--config', 'git:origin/main']);
    expect(code).toBe(1);
    const found = JSON.parse(stdout) as Report;
    expect(found.intents).toMatchObject([{ status: 'proposed', matches: 1, doors: [] }]);
    expect(found.findings.flatMap(({ intent: said }) => said?.status ?? [])).toEqual(['proposed']);
  });

  test('what the base declares counts, also when the change deletes it or spoils the file', async () => {
    for (const change of ['', 'intents: [\n']) {
      const { code, stdout } = await scan(repository(intent(''), change), ['--config', 'git:origin/main']);
      expect(code).toBe(0);
      expect(JSON.parse(stdout).intents).toMatchObject([
        { status: 'met', origin: { file: 'origin/main:tojimari.yaml', line: 2 } },
      ]);
    }
  });

  test('a base without the file declares nothing', async () => {
    const { code, stderr } = await scan(repository(undefined, intent('')), ['--config', 'git:origin/main']);
    expect(code).toBe(1);
    expect(stderr).toContain('origin/main holds no tojimari.yaml: nothing is declared');
  });

  test('a baseline is written by what the base declares as well', async () => {
    const cwd = repository('own:\n  accounts: [111122223333]\n', intent(''));
    const known = async (words: string[]) => {
      const argv = ['baseline', 'write', join(cwd, 'now.jsonl'), '--output', '-', ...words];
      const { stdout } = await tojimari(argv, { cwd, env: { PATH } });
      return stdout.split('\n').filter((line) => line.includes('- what:')).length;
    };
    expect(await known(['--config', 'git:origin/main'])).toBeGreaterThan(await known([]));
  });

  test('a link to another file of the base is not followed', async () => {
    const cwd = repository('own:\n  accounts: [111122223333]\n', '');
    writeFileSync(join(cwd, 'wide.yaml'), intent(''));
    execFileSync('rm', [join(cwd, 'tojimari.yaml')]);
    symlinkSync('wide.yaml', join(cwd, 'tojimari.yaml'));
    expect((await scan(cwd, ['--config', 'git:main'])).code).toBe(1);
  });

  test('rules come from the base as well', async () => {
    const cwd = repository('rules:\n  skip: ["aws.s3.bucket-public-*"]\n', '');
    expect((await scan(cwd, ['--config', 'git:main'])).code).toBe(0);
    mkdirSync(join(cwd, 'mine'));
    const refused = await scan(cwd, ['--config', 'git:main', '--rules', join(cwd, 'mine')]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('is not in main');
  });

  test('a baseline comes from the base as well, and one that only the change has is refused', async () => {
    const cwd = repository('own:\n  accounts: [111122223333]\n', '');
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=Acme', '-c', 'user.email=dev@acme.example', ...words], {
        cwd,
        env: { PATH, HOME: cwd },
        stdio: 'ignore',
      });
    const known = (await tojimari(['baseline', 'write', join(cwd, 'now.jsonl'), '--output', '-'], { cwd }))
      .stdout;
    writeFileSync(join(cwd, 'known.yaml'), known);
    git('add', 'known.yaml');
    git('commit', '-q', '-m', 'known');
    const words = ['--baseline', 'known.yaml', '--fail-on-new', 'high', '--config'];
    const own = await scan(cwd, [...words, 'git:HEAD~1']);
    expect(own.code).toBe(2);
    expect(own.stderr).toContain('error: The baseline known.yaml is not in HEAD~1.');
    writeFileSync(join(cwd, 'known.yaml'), 'spoilt');
    const base = await scan(cwd, [...words, 'git:HEAD']);
    expect(base.code).toBe(0);
    expect(JSON.parse(base.stdout).baseline).toMatchObject({ target: 'git:HEAD:known.yaml' });
  });

  test('a file of its own in the place of tojimari.yaml', async () => {
    const cwd = repository(intent(''), intent(''));
    writeFileSync(join(cwd, 'base.yaml'), '');
    const { code, stdout } = await scan(cwd, ['--config', 'base.yaml']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).intents).toMatchObject([{ status: 'proposed' }]);
  });

  test.each([
    [
      ['--config', 'git:nowhere'],
      'error: --config git:nowhere cannot be read: nowhere is no commit of this clone.',
    ],
    [['--config', 'git:origin/dev'], 'hint: Fetch it first: git fetch origin dev:refs/remotes/origin/dev'],
    [['--config', 'none.yaml'], 'error: There is no file none.yaml.'],
  ])('%j', async (words, message) => {
    const { code, stderr } = await scan(repository('', ''), words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test.each(['GITHUB_BASE_REF', 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME'])('%s: a hint', async (name) => {
    const cwd = repository(intent(''), intent(''));
    const hint =
      'which so can approve itself; to judge it by the branch it goes to: --config git:origin/main';
    expect((await scan(cwd, [], { [name]: 'main' })).stderr).toContain(hint);
    expect((await scan(cwd)).stderr).not.toContain(hint);
    expect((await scan(cwd, ['--config', 'git:main'], { [name]: 'main' })).stderr).not.toContain(hint);
  });
});

test('names that control a terminal are shown, not obeyed', async () => {
  const hostile = `intents:\n  - type: aws.s3.bucket\n    resource: acme-assets\n    audience: anyone\n    access: [read]\n    owner: "a\\e[31m\\u202E<b>|\`"\n    reason: "\\r::error::x ]]> =cmd"\n    until: 2027-03-31\n`;
  for (const format of ['text', 'markdown', 'junit', 'json', 'sarif']) {
    const { stdout } = await run({ 'acme-assets': READ }, hostile, ['--format', format]);
    expect(stdout).not.toMatch(/[\u001b\u202e\r]/);
    expect(stdout).not.toMatch(/^\s*::error/m);
    if (format === 'markdown') expect(stdout).not.toContain('<b>');
  }
  expect(readFileSync(import.meta.filename, 'utf8')).toContain('u202E');
});

describe('comparisons', () => {
  const MEANT = intent('');
  const OVER = intent('', TERMS.replace('2027-03-31', '2026-11-01'));
  const WIDE = {
    'acme-assets': {
      opens: [
        ['s3:GetObject', '*'],
        ['s3:PutObject', '*'],
      ],
    },
  } satisfies Record<string, Bucket>;
  test.each<[string, [Record<string, Bucket>, string], [Record<string, Bucket>, string], string[]]>([
    ['declared since: nothing closed', [{ 'acme-assets': READ }, ''], [{ 'acme-assets': READ }, MEANT], []],
    ['opened as declared: nothing new', [{ 'acme-assets': {} }, MEANT], [{ 'acme-assets': READ }, MEANT], []],
    ['run out since', [{ 'acme-assets': READ }, MEANT], [{ 'acme-assets': READ }, OVER], ['expired']],
    [
      'taken out of the file',
      [{ 'acme-assets': READ }, MEANT],
      [{ 'acme-assets': READ }, ''],
      ['newly-judged'],
    ],
    ['wider since', [{ 'acme-assets': READ }, MEANT], [WIDE, MEANT], ['widened']],
  ])('%s', async (_name, before, after, kinds) => {
    const saved = await Promise.all(
      [before, after].map(async ([buckets, config]) => {
        const { stdout } = await run(buckets, config, ['--format', 'json']);
        return join(folder({ 'r.json': stdout }), 'r.json');
      }),
    );
    const { stdout } = await tojimari(['diff', ...saved, '--format', 'json']);
    const changes = JSON.parse(stdout).changes.filter(
      ({ severity }: { severity: string }) => severity !== 'low',
    );
    expect(changes.map(({ kind }: { kind: string }) => kind)).toEqual(kinds);
  });
});
