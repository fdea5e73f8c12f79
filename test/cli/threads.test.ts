// A large snapshot judged by several threads: the same bytes as by one, the same mistakes in the same places. Needs the build.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { main } from '../../src/cli/program.ts';
import { typicalPolicies } from '../policy/typical.ts';
import { builtRules, fakeIo, folder, ROOT } from './harness.ts';

const PLACE = folder();
const FILE = join(PLACE, 'estate.jsonl');
const POLICIES = typicalPolicies(60, 3);
/** More than what is worth several threads. */
const BUCKETS = 1800;

type Line = Record<string, unknown> | string;

/** Two accounts with lines of ten kilobytes; the context of the second comes in the middle, and one bucket of the first after it. */
function estate(): Line[] {
  const lines: Line[] = [
    { record: 'tojimari-snapshot', version: 1, tool: 'tojimari 1', startedAt: '2026-11-02T00:00:00Z' },
  ];
  for (const account of ['111122223333', '444455556666']) {
    const scope = `aws/${account}`;
    const base = { record: 'resource', scope, unknowns: [] };
    lines.push({
      record: 'scope',
      id: scope,
      provider: 'aws',
      label: account,
      input: 'live',
      format: 'live',
    });
    const settings = { blockPublicAccess: null, organizationBlockPublicAccess: null };
    lines.push({
      ...base,
      type: 'aws.s3.account',
      id: `arn:aws:s3:::account/${account}`,
      name: account,
      settings,
    });
    for (let index = 0; index < BUCKETS / 2; index += 1) lines.push(bucketOf(account, index));
    lines.push({
      record: 'listing',
      scope,
      type: 'aws.s3.bucket',
      state: 'unknown',
      seen: 1,
      reason: 'denied',
    });
  }
  lines.push(bucketOf('111122223333', BUCKETS));
  lines.push({ record: 'end', records: lines.length - 1, calls: 0 });
  return lines;
}

function bucketOf(account: string, index: number): Line {
  const made = POLICIES[index % POLICIES.length];
  const name = `kagi-${account}-${index}-読`.replace(index % 7 === 0 ? '' : '-読', '');
  return {
    record: 'resource',
    type: 'aws.s3.bucket',
    id: `arn:aws:s3:::${name}`,
    name,
    scope: `aws/${account}`,
    settings: {
      policy: index % 9 === 0 ? JSON.parse((made?.text ?? '{}').replaceAll(made?.bucket ?? '-', name)) : null,
      acl: { grants: [] },
      ownership: 'BucketOwnerEnforced',
      blockPublicAccess: null,
      website: null,
      accessPoints: [],
      tags: [{ key: 'padding', value: 'x'.repeat(10_000) }],
    },
    unknowns: index % 5 === 0 ? [{ setting: 'multiRegionAccessPoints', reason: 'denied' }] : [],
  };
}

async function scan(lines: Line[], cores: number | undefined, words: string[] = []) {
  writeFileSync(
    FILE,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  const { io, written } = fakeIo();
  const threads = cores === undefined ? {} : { threads: { entry: join(ROOT, 'dist/judge.js'), cores } };
  const argv = ['scan', FILE, '--format', 'json', ...words];
  const code = await main(argv, { ...io, builtRules: await builtRules(), ...threads });
  return { code, stdout: written().stdout, stderr: written().stderr.replace(/^reading .*\n/gm, '') };
}

test('one, two and three threads: the bytes of the report are those of none', async () => {
  const lines = estate();
  const plain = await scan(lines, undefined);
  expect(plain.code).toBe(1);
  expect(JSON.parse(plain.stdout).findings.length).toBeGreaterThan(50);
  for (const cores of [1, 2, 3]) expect(await scan(lines, cores)).toEqual(plain);
});

test('a selection, and a snapshot that was cut short', async () => {
  const lines = estate().slice(0, -1);
  const words = ['--resource', '*-4*'];
  expect(await scan(lines, 2, words)).toEqual(await scan(lines, undefined, words));
});

test.each<[string, (lines: Line[]) => void]>([
  [
    'a line that is no JSON',
    (lines) => lines.splice(1000, 0, '{"record":"resource","type":"aws.s3.bucket",'),
  ],
  [
    'a setting that does not fit',
    (lines) => lines.splice(900, 1, { ...Object(lines[900]), settings: { acl: 1 } }),
  ],
  ['two of them: the first is told', (lines) => lines.splice(950, 500, 'x', ...lines.slice(951, 1400), 'y')],
  ['a type that nobody knows', (lines) => lines.splice(1200, 0, { record: 'resource', type: 'aws.s3.pail' })],
  ['lines behind the end', (lines) => lines.push(bucketOf('111122223333', 1))],
  ['a second beginning', (lines) => lines.splice(700, 0, lines[0] ?? '')],
  ['blank lines before a mistake', (lines) => lines.splice(800, 0, '', '  ', '{')],
])('%s: the same mistake in the same place', async (_name, damage) => {
  const lines = estate();
  damage(lines);
  const plain = await scan(lines, undefined);
  expect(plain.code).toBe(2);
  expect(plain.stderr).toMatch(/estate\.jsonl:\d+: /);
  expect(await scan(lines, 2)).toEqual(plain);
});

test('a line that says twice what it is is told, and not judged as either', async () => {
  const lines = estate();
  const text = JSON.stringify(lines[500]);
  lines[500] = `${text.slice(0, -1)},"type":"aws.s3.account","settings":{"blockPublicAccess":null}}`;
  const { code, stderr } = await scan(lines, 2);
  expect(code).toBe(2);
  expect(stderr).toContain('estate.jsonl:501: says twice what it is');
});
