// SARIF of 25,000 findings: seconds and memory of the whole render of a saved report, and that it is in files that GitHub takes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FINDINGS = 25_000;
const MOST_SECONDS = 5;
const MOST_MEGABYTES = 300;
const bin = fileURLToPath(new URL('../bin/tojimari.js', import.meta.url));

/** Prints what was measured; false when a target was missed. */
export function benchSarif() {
  const folder = mkdtempSync(join(tmpdir(), 'tojimari-bench-'));
  try {
    const report = join(folder, 'report.json');
    writeFileSync(report, JSON.stringify(estate()));
    const words = [bin, 'render', report, '--format', 'sarif', '--output', join(folder, 'out.sarif')];
    const told = 'process.on("exit", () => console.error(JSON.stringify(process.resourceUsage())))';
    const preload = ['--import', `data:text/javascript,${encodeURIComponent(told)}`];
    const { status, stderr } = spawnSync(process.execPath, [...preload, ...words], { encoding: 'utf8' });
    if (status !== 1) throw new Error(`render exited with ${status}: ${stderr}`);
    const used = JSON.parse(stderr.trim().split('\n').at(-1));
    const seconds = (used.userCPUTime + used.systemCPUTime) / 1e6;
    const megabytes = used.maxRSS / 1024;
    const files = readdirSync(folder).filter((name) => name.endsWith('.sarif'));
    const runs = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).runs);
    const results = runs.flat().reduce((sum, run) => sum + run.results.length, 0);
    const whole = results === FINDINGS && runs.every((some) => some.length <= 20);
    const met = whole && seconds <= MOST_SECONDS && megabytes <= MOST_MEGABYTES;
    console.log(
      `sarif      ${results} results in ${files.length} files: ${seconds.toFixed(1)} s of processor, ${megabytes.toFixed(0)} MB  target ${FINDINGS} results, ${MOST_SECONDS} s, ${MOST_MEGABYTES} MB: ${met ? 'met' : 'MISSED'}`,
    );
    return met;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A saved report of one account with as many open buckets. */
function estate() {
  const scope = 'aws/111122223333';
  const name = { en: 'bucket', ja: 'バケット' };
  const numbers = Array.from({ length: FINDINGS }, (_, n) => n);
  const resourceOf = (n) => ({
    type: 'aws.s3.bucket',
    id: `arn:aws:s3:::acme-${n}`,
    name: `acme-${n}`,
    scope,
    region: 'ap-northeast-1',
  });
  const evidenceOf = (n) => [
    {
      setting: 'policy',
      pointer: '/Statement/0',
      text: {
        en: `bucket policy, statement "share", admits Principal "*" (${n})`,
        ja: `バケットポリシーのステートメント "share" が Principal "*" を許可しています (${n})`,
      },
      origin: { file: `exports/s3/acme-${n}.json`, line: 7, column: 3, endLine: 9, endColumn: 2 },
    },
  ];
  const counts = { seen: FINDINGS, complete: true, notHeld: false, exposed: FINDINGS, undecided: 0 };
  return {
    $schema: 'https://tojimari.dev/schema/report-v1.json',
    version: 1,
    tool: { name: 'tojimari', version: '1.0.0' },
    startedAt: '2026-11-21T00:00:00.000Z',
    endedAt: '2026-11-21T00:00:14.000Z',
    complete: true,
    calls: 1,
    scopes: [
      {
        id: scope,
        provider: 'aws',
        label: '1111-2222-3333',
        input: 'live',
        format: 'live',
        notes: [],
        tallies: [{ type: 'aws.s3.bucket', name, plural: name, ...counts }],
        notHeld: [],
        unread: [],
      },
    ],
    doors: numbers.map((n) => ({
      id: `door-${n}`,
      resource: resourceOf(n),
      audience: 'anyone',
      access: ['list', 'read'],
      state: 'open',
      basis: 'configuration',
      missing: [],
      evidence: evidenceOf(n),
      cures: [],
    })),
    findings: numbers.map((n) => ({
      fingerprint: `f${n}`,
      rule: 'aws.s3.bucket-public-list-read',
      severity: 'critical',
      resource: resourceOf(n),
      doors: [`door-${n}`],
      evidence: [],
    })),
    undecided: [],
    rules: [],
    gate: { failOn: 'high', failing: FINDINGS, blind: [], exitCode: 1 },
  };
}
