// SARIF and pseudonyms on the command line: files that GitHub takes, an index of them, an anchor, and a report to share.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { lintForGitHub } from '../../src/report/sarif-lint.ts';
import { folder, tojimari } from './harness.ts';

interface Index {
  files: { file: string; categories: string[]; results: number }[];
  leftOut: { category: string; reasons: string[]; results: number }[];
}

/** A saved report of accounts, each with one open bucket. */
function estate(accounts: number, cwd: string): void {
  const one = (n: number) => {
    const scope = `aws/${200000000000 + n}`;
    const resource = { type: 'aws.s3.bucket', id: `arn:aws:s3:::b${n}`, name: `b${n}`, scope };
    const evidence = [{ setting: 'policy', text: { en: 'open', ja: '公開' } }];
    return { scope, resource, evidence };
  };
  const numbers = Array.from({ length: accounts }, (_, n) => one(n));
  const name = { en: 'bucket', ja: 'バケット' };
  const report = {
    $schema: 'https://tojimari.dev/schema/report-v1.json',
    version: 1,
    tool: { name: 'tojimari', version: '1.0.0' },
    startedAt: '2026-11-21T00:00:00.000Z',
    endedAt: '2026-11-21T00:00:14.000Z',
    complete: true,
    calls: 1,
    scopes: numbers.map(({ scope }) => ({
      id: scope,
      provider: 'aws',
      label: scope,
      input: 'live',
      format: 'live',
      notes: [],
      tallies: [
        {
          type: 'aws.s3.bucket',
          name,
          plural: name,
          seen: 1,
          complete: true,
          notHeld: false,
          exposed: 1,
          undecided: 0,
        },
      ],
      notHeld: [],
      unread: [],
    })),
    doors: numbers.map(({ resource, evidence }, n) => ({
      id: `door-${n}`,
      resource,
      audience: 'anyone',
      access: ['read'],
      state: 'open',
      basis: 'configuration',
      missing: [],
      evidence,
      cures: [],
    })),
    findings: numbers.map(({ resource }, n) => ({
      fingerprint: `f${n}`,
      rule: 'aws.s3.bucket-public-read',
      severity: 'high',
      resource,
      doors: [`door-${n}`],
      evidence: [],
    })),
    undecided: [],
    rules: [],
    gate: { failOn: 'high', failing: accounts, blind: [], exitCode: 1 },
  };
  writeFileSync(join(cwd, 'report.json'), JSON.stringify(report));
}

const render = (cwd: string, ...more: string[]) =>
  tojimari(['render', join(cwd, 'report.json'), '--format', 'sarif', ...more], { cwd });

const read = (cwd: string, file: string) => JSON.parse(readFileSync(join(cwd, file), 'utf8'));

describe('more than GitHub takes in one file', () => {
  test('several files and an index, only for their owner; none of an earlier run is left', async () => {
    const cwd = folder();
    estate(45, cwd);
    const file = join(cwd, 'out.sarif');
    const { code, stderr } = await render(cwd, '--output', file);
    expect(code).toBe(1);
    const index: Index = read(cwd, 'out.index.json');
    expect(index.files.map((each) => [each.file, each.categories.length, each.results])).toEqual([
      ['out-1.sarif', 20, 20],
      ['out-2.sarif', 20, 20],
      ['out-3.sarif', 5, 5],
    ]);
    expect(index.leftOut).toEqual([]);
    expect(stderr).toContain('out-3.sarif (sarif)');
    for (const name of ['out-1.sarif', 'out-2.sarif', 'out-3.sarif', 'out.index.json']) {
      expect(statSync(join(cwd, name)).mode & 0o777).toBe(0o600);
      if (name.endsWith('.sarif')) expect(lintForGitHub(read(cwd, name))).toEqual([]);
    }
    expect(existsSync(file)).toBe(false);

    estate(3, cwd);
    await render(cwd, '--output', file);
    expect(readdirSync(cwd).sort()).toEqual(['out.sarif', 'report.json']);
    expect(read(cwd, 'out.sarif').runs).toHaveLength(3);
  });

  test('stdout has all of it, and stderr says that GitHub would not take it', async () => {
    const cwd = folder();
    estate(21, cwd);
    const { stdout, stderr } = await render(cwd);
    expect(JSON.parse(stdout).runs).toHaveLength(21);
    expect(stderr).toContain('more than GitHub takes in one file');
  });

  test('other viewers get as many files', async () => {
    const cwd = folder();
    estate(21, cwd);
    await render(cwd, '--sarif-profile', 'full', '--output', join(cwd, 'all.sarif'));
    expect(read(cwd, 'all-1.sarif').runs).toHaveLength(20);
    expect(read(cwd, 'all-2.sarif').runs).toHaveLength(1);
  });

  test('what is not ours stays, whatever it is called', async () => {
    const cwd = folder({ 'out.index.json': '{"files":["out-1.sarif"]}', 'out-1.sarif': 'theirs' });
    estate(1, cwd);
    await render(cwd, '--output', join(cwd, 'out.sarif'));
    expect(readFileSync(join(cwd, 'out-1.sarif'), 'utf8')).toBe('theirs');
  });
});

test('a scope that was not seen whole is left out, and said; the exit code is the same', async () => {
  const cwd = folder();
  const file = join(cwd, 'demo.sarif');
  const { code, stderr } = await tojimari(['demo', '--format', 'sarif', '--output', file], { cwd });
  expect(code).toBe(0);
  const index: Index = read(cwd, 'demo.index.json');
  expect(index.leftOut.map(({ category }) => category)).toContain(
    'tojimari/aws/111122223333/ap-northeast-1/',
  );
  expect(index.files.flatMap(({ categories }) => categories)).not.toContain(
    'tojimari/aws/111122223333/ap-northeast-1/',
  );
  expect(stderr).toMatch(
    /^SARIF: aws\/111122223333\/ap-northeast-1 is left out, so that its alerts stay as they are: .*s3:GetBucketPolicy denied \(kagi-payroll\)/m,
  );
  // What the file lacks, and both ways out.
  expect(stderr).toMatch(
    /Not in the file therefore: 1 critical, 3 low\. To have it in: allow s3:GetBucketPolicy, s3:GetBucketPolicyStatus, or accept .*--allow-unknown/,
  );
  expect(
    index.leftOut.find(({ category }) => category.endsWith('11122223333/ap-northeast-1/'))?.results,
  ).toBe(4);
  const ci = await tojimari(['demo', '--format', 'sarif', '--output', file], { cwd, env: { CI: 'true' } });
  expect(ci.stderr).not.toContain('111122223333');
});

describe('--sarif-anchor', () => {
  test('shows findings without a file in a file of the repository', async () => {
    const cwd = folder({ 'tojimari.yaml': 'own: {}\n# b0\n' });
    estate(1, cwd);
    const before = process.cwd();
    process.chdir(cwd);
    try {
      const { stdout } = await render(cwd, '--sarif-anchor', 'tojimari.yaml');
      const [result] = JSON.parse(stdout).runs[0].results;
      expect(result.locations[0].physicalLocation).toMatchObject({
        artifactLocation: { uri: 'tojimari.yaml' },
        region: { startLine: 2 },
      });
    } finally {
      process.chdir(before);
    }
  });

  test.each([
    [['--sarif-anchor', 'missing.yaml'], /cannot be read \(ENOENT\)/],
    [['--sarif-anchor', '../up.yaml'], /is not below this folder/],
    [['--sarif-anchor', 'a.yaml', '--redact'], /names a file/],
    [['--redact-key', 'missing'], /cannot be read \(ENOENT\)/],
    [['--sarif-profile', 'gitlab'], /is not a value of --sarif-profile/],
  ])('%j is refused before anything is written', async (flags, message) => {
    const cwd = folder();
    estate(1, cwd);
    const { code, stdout, stderr } = await render(cwd, ...flags);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('--redact', () => {
  const ORIGINAL =
    /kagi|toride|1111-?2222-?3333|4444-?5555-?6666|9999-?8888-?7777|7777-?8888-?9999|00DKG|k4g1acme|BankAccount/i;
  const formats = [
    'text',
    'json',
    'sarif',
    'junit',
    'markdown',
    'github',
    'csv',
    'gitlab-codequality',
    'ocsf',
  ];

  test.each(formats)('no name of the demo is in %s', async (format) => {
    const plain = await tojimari(['demo', '--format', format]);
    expect(plain.stdout).toMatch(ORIGINAL);
    const { stdout, stderr } = await tojimari(['demo', '--format', format, '--redact']);
    const words =
      format === 'sarif'
        ? JSON.stringify(resultsOf(stdout))
        : format === 'json'
          ? JSON.stringify({ ...JSON.parse(stdout), rules: [] })
          : stdout + stderr;
    expect(ORIGINAL.exec(words)?.[0]).toBeUndefined();
    expect(words).toContain('aws');
  });

  test('the same key file gives the same names, no key others each time; a short key is refused', async () => {
    const cwd = folder({ key: 'x'.repeat(32), short: 'abc' });
    const run = async (...more: string[]) =>
      (await tojimari(['demo', '--format', 'json', ...more], { cwd })).stdout;
    const kept = await run('--redact-key', join(cwd, 'key'));
    expect(await run('--redact', '--redact-key', join(cwd, 'key'))).toBe(kept);
    expect(await run('--redact')).not.toBe(await run('--redact'));
    const { code, stderr } = await tojimari(['demo', '--redact-key', join(cwd, 'short')], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('openssl rand -hex 32');
  });

  test('the repository is a name as well', async () => {
    const env = {
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'kagi/infra',
      GITHUB_SHA: 'a'.repeat(40),
    };
    const { stdout } = await tojimari(['demo', '--format', 'sarif', '--redact'], { env });
    expect(stdout).not.toContain('kagi/infra');
  });
});

/** Rules have fictional accounts in their examples: only what was found counts. */
function resultsOf(stdout: string): unknown {
  return JSON.parse(stdout).runs.map(({ tool: _tool, ...run }: { tool: unknown; results: unknown[] }) => run);
}
