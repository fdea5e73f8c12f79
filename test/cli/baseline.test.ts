// scan --baseline and --fail-on-new: what is new fails, what is known does not, and what cannot be told any more is said.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import type { Report } from '../../src/report/report.ts';
import { type Estate, snapshotOf } from '../journeys/history-estate.ts';
import { folder, type Setting, tojimari } from './harness.ts';

const DAY = 86_400;
const START = Date.parse('2026-11-01T00:00:00Z') / 1000;
const RULES = ['--rule', 'aws.s3.bucket-public*', '--rule', 'aws.s3.bucket-outside-account'];

/** A file with the estate as it is `day` days after the first. */
function saved(day: number, buckets: Estate['buckets'], more: Partial<Estate> = {}): string {
  const path = join(folder(), `day-${day}.jsonl`);
  writeFileSync(path, snapshotOf({ at: START + day * DAY, buckets, ...more }));
  return path;
}

const on = (day: number): Setting => ({ env: { SOURCE_DATE_EPOCH: String(START + day * DAY) } });

async function scanned(argv: string[], day = 1): Promise<{ code: number; report: Report }> {
  const { code, stdout, stderr } = await tojimari(['scan', ...argv, '--format', 'json'], on(day));
  const parsed = parseReport(stdout === '' ? {} : JSON.parse(stdout));
  if (!parsed.ok) throw new Error(`${stderr} ${JSON.stringify(parsed.misfits)}`);
  return { code, report: parsed.value };
}

const kindsIn = ({ baseline }: Report) =>
  (baseline?.changes ?? []).map(({ kind, resource }) => `${kind} ${resource.name}`);

describe('what counts as new', () => {
  test.each<[string, Estate['buckets'], Estate['buckets'], number, string[]]>([
    ['nothing changed', { a: 'public' }, { a: 'public' }, 0, []],
    ['a bucket opened', { a: 'public', b: 'closed' }, { a: 'public', b: 'public' }, 1, ['opened b']],
    ['a bucket that was not there', { a: 'public' }, { a: 'public', b: 'public' }, 1, ['opened b']],
    ['a known one widened in access', { a: 'public' }, { a: 'list' }, 1, ['widened a']],
    ['a known one widened in audience', { a: 'partner' }, { a: 'public' }, 1, ['widened a']],
    ['one narrowed', { a: 'list' }, { a: 'public' }, 0, ['narrowed a']],
    ['one closed', { a: 'public' }, { a: 'closed' }, 0, ['closed a']],
    ['it could be told before', { a: 'closed' }, { a: 'denied' }, 3, ['became-unknown a']],
    ['it was open and cannot be told', { a: 'public' }, { a: 'denied' }, 3, ['became-unknown a']],
    ['it could not be told before either', { a: 'denied' }, { a: 'denied' }, 0, []],
    ['it could not be told before', { a: 'denied' }, { a: 'public' }, 0, ['newly-seen a']],
  ])('%s', async (_name, before, after, exit, kinds) => {
    const argv = [saved(1, after), '--baseline', saved(0, before), '--fail-on-new', 'high', ...RULES];
    const { code, report } = await scanned(argv);
    expect(kindsIn(report)).toEqual(kinds);
    expect([code, report.gate.exitCode]).toEqual([exit, exit]);
  });

  test('a list that could be read to its end before is unknown now, also where nothing was open', async () => {
    const before = saved(0, { a: 'closed' });
    const argv = [saved(1, { a: 'closed' }, { cut: true }), '--baseline', before, '--fail-on-new', 'high'];
    const { code, report } = await scanned([...argv, ...RULES]);
    expect(code).toBe(3);
    expect(report.gate.blind).toHaveLength(1);
    expect(kindsIn(report)).toEqual(['became-unknown 111122223333 (kagi)']);
    expect((await scanned([...argv, ...RULES, '--allow-unknown=s3:ListAllMyBuckets'])).code).toBe(0);
  });

  test('the same name in another account is another bucket', async () => {
    const other = saved(0, { a: 'public' }, { account: '444455556666' });
    const { code, report } = await scanned([
      ...[saved(1, { a: 'public' }), '--baseline', other],
      ...['--fail-on-new', 'high', ...RULES],
    ]);
    expect(kindsIn(report)).toEqual(['newly-seen a', 'not-looked-at a']);
    expect(code).toBe(0);
  });

  test('which setting did it', async () => {
    const { report } = await scanned([
      ...[saved(1, { a: 'list' }), '--baseline', saved(0, { a: 'public' })],
      ...['--fail-on-new', 'high', ...RULES],
    ]);
    const settings = report.baseline?.changes[0]?.settings.map(({ setting, pointer }) => setting + pointer);
    expect(settings).toEqual(['policy/Statement/share/Action/s3:ListBucket']);
  });
});

test('which setting did it of what can be read only once, and nothing of it is left behind', async () => {
  const made = () => readdirSync(tmpdir()).filter((name) => name.startsWith('tojimari-'));
  const stdin = snapshotOf({ at: START + DAY, buckets: { a: 'list' } });
  const argv = ['scan', '-', '--baseline', saved(0, { a: 'public' }), '--fail-on-new', 'high', ...RULES];
  const left = new Set(made());
  const { stdout, code } = await tojimari(argv, { ...on(1), stdin });
  expect(code).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toContain('a policy/Statement/share/Action/s3:ListBucket: (none) ->');
  // Other tests make folders too; what a run keeps is a file of this name.
  const kept = made().filter(
    (name) => !left.has(name) && existsSync(join(tmpdir(), name, 'resources.jsonl')),
  );
  expect(kept).toEqual([]);
});

test('the first of several earlier states decides; a report lends its dates, a snapshot its settings', async () => {
  const report = join(folder(), 'long-ago.json');
  await tojimari(
    ['scan', saved(0, { a: 'public' }), '--format', 'json', '--output', report, ...RULES],
    on(0),
  );
  const known = join(folder(), 'none.yaml');
  await tojimari(['baseline', 'write', saved(0, { a: 'closed' }), '--output', known, ...RULES], on(0));
  const states = ['--baseline', known, '--baseline', report, '--baseline', saved(1, { a: 'closed' })];
  const { code, report: told } = await scanned(
    [saved(9, { a: 'public' }), ...states, '--fail-on-new', 'high', ...RULES],
    9,
  );
  expect(code).toBe(1);
  expect(told.doors[0]).toMatchObject({ change: 'opened', firstSeen: '2026-11-01T00:00:00.000Z' });
  expect(told.baseline?.changes[0]?.settings.map(({ setting }) => setting)).toContain('policy');
});

describe('the gate', () => {
  const known = () => saved(0, { a: 'public' });
  const again = () => saved(1, { a: 'public' });

  test.each<[string[], number]>([
    [['--fail-on-new', 'high'], 0],
    [['--fail-on-new', 'high', '--fail-on', 'high'], 1],
    [[], 1],
    [['--fail-on', 'never'], 0],
  ])('%j on what is known gives %d', async (flags, exit) => {
    expect((await scanned([again(), '--baseline', known(), ...flags, ...RULES])).code).toBe(exit);
  });

  test('--fail-on-new without an earlier state, and a baseline that is not there, are mistakes', async () => {
    const alone = await tojimari(['scan', again(), '--fail-on-new', 'high']);
    expect(alone.code).toBe(2);
    expect(alone.stderr).toContain('needs an earlier state');
    const missing = await tojimari(['scan', again(), '--baseline', 'known.yaml']);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('There is no baseline known.yaml');
  });

  test('something else is a mistake that says what a baseline is', async () => {
    const other = join(folder({ 'other.json': '{}' }), 'other.json');
    const { code, stderr } = await tojimari(['scan', saved(0, { a: 'closed' }), '--baseline', other]);
    expect(code).toBe(2);
    expect(stderr).toContain('hint: A baseline is a snapshot, an export, a JSON report');
  });

  test('--exit-zero', async () => {
    const argv = [saved(1, { a: 'list' }), '--baseline', known(), '--fail-on-new', 'high', '--exit-zero'];
    expect((await scanned([...argv, ...RULES])).code).toBe(0);
  });
});

describe('when it was first seen', () => {
  test.each(['json', 'sarif'])('is carried from run to run by %s', async (format) => {
    const first = join(folder(), `first.${format}`);
    await tojimari(
      ['scan', saved(0, { a: 'public' }), '--format', format, '--output', first, ...RULES],
      on(0),
    );
    const second = join(folder(), `second.${format}`);
    const now = { a: 'public', b: 'public' } as const;
    const argv = ['scan', saved(5, now), '--baseline', first, '--format', format, '--output', second];
    await tojimari([...argv, ...RULES], on(5));
    const { report } = await scanned([saved(9, now), '--baseline', second, ...RULES], 9);
    const dates = report.doors.map(({ resource, firstSeen }) => [resource.name, firstSeen?.slice(0, 10)]);
    expect(dates).toEqual([
      ['a', '2026-11-01'],
      ['b', '2026-11-06'],
    ]);
    expect(report.baseline?.oldest?.slice(0, 10)).toBe('2026-11-01');
  });

  test('SARIF says so and what is new', async () => {
    const argv = [saved(1, { a: 'public', b: 'public' }), '--baseline', saved(0, { a: 'public' })];
    const { stdout } = await tojimari(['scan', ...argv, '--format', 'sarif', ...RULES], on(1));
    const log: { runs: { results: Record<string, unknown>[] }[] } = JSON.parse(stdout);
    const states = log.runs.flatMap(({ results }) => results.map(({ baselineState }) => baselineState));
    expect(states.sort()).toEqual(['new', 'unchanged']);
  });
});

describe('SARIF as the earlier state', () => {
  test('finds the same changes, and says what it cannot say', async () => {
    const log = join(folder(), 'before.sarif');
    const argv = ['scan', saved(0, { a: 'public', b: 'partner' }), '--format', 'sarif', '--output', log];
    await tojimari([...argv, ...RULES], on(0));
    const { report, code } = await scanned([
      ...[saved(1, { a: 'list', b: 'partner', c: 'public' }), '--baseline', log],
      ...['--fail-on-new', 'high', ...RULES],
    ]);
    expect(kindsIn(report)).toEqual(['opened c', 'widened a']);
    expect(code).toBe(1);
    expect(report.baseline?.notes[0]?.en).toContain('SARIF does not say');
  });

  test('a run that fills several files is read as one', async () => {
    const cwd = folder({ 'known.index.json': '{}' });
    for (const [index, buckets] of ([{ a: 'public' }, { b: 'public' }] as const).entries()) {
      const argv = [saved(0, buckets), '--format', 'sarif', '--output', join(cwd, `known-${index}.sarif`)];
      await tojimari(['scan', ...argv, ...RULES], on(0));
    }
    const now = saved(1, { a: 'public', b: 'public', c: 'public' });
    const { report } = await scanned([now, '--baseline', cwd, '--fail-on-new', 'high', ...RULES]);
    expect(kindsIn(report)).toEqual(['opened c']);
  });

  test('SARIF of another program is refused', async () => {
    const cwd = folder({
      'other.sarif': '{"$schema":"sarif","version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}}}]}',
    });
    const { code, stderr } = await tojimari(['diff', join(cwd, 'other.sarif'), saved(1, {})]);
    expect(code).toBe(2);
    expect(stderr).toContain('another program');
  });
});

describe('baseline write', () => {
  const buckets = { a: 'public', b: 'list', c: 'denied' } as const;

  async function written(name = 'known.yaml', now: Estate['buckets'] = buckets): Promise<string> {
    const file = join(folder(), name);
    const argv = ['baseline', 'write', saved(0, now), '--output', file, ...RULES];
    const { code, stderr } = await tojimari(argv, on(0));
    expect([code, stderr.trim().split('\n').at(-1)]).toEqual([
      0,
      expect.stringContaining('until 2026-11-15'),
    ]);
    return file;
  }

  test.each(['known.yaml', 'known.json'])(
    '%s lets what is known pass, and fails for the rest',
    async (name) => {
      const file = await written(name);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const compared = ['--baseline', file, '--fail-on-new', 'high', ...RULES];
      const same = await scanned([saved(1, buckets), ...compared]);
      expect([same.code, kindsIn(same.report)]).toEqual([0, []]);
      expect(same.report.baseline?.known).toEqual({ critical: 1, high: 1, medium: 0, low: 0 });
      const more = await scanned([saved(1, { ...buckets, a: 'list', d: 'denied' }), ...compared]);
      expect([more.code, kindsIn(more.report)]).toEqual([1, ['widened a', 'became-unknown d']]);
    },
  );

  test('critical is known for 14 days, the rest for 90; then each fails again and says so', async () => {
    const file = await written();
    const argv = (day: number) => [
      saved(day, buckets),
      '--baseline',
      file,
      '--fail-on-new',
      'high',
      ...RULES,
    ];
    expect((await scanned(argv(14), 14)).code).toBe(0);
    const late = await scanned(argv(15), 15);
    expect([late.code, kindsIn(late.report)]).toEqual([1, ['expired b']]);
    const { stdout } = await tojimari(['scan', ...argv(15)], on(15));
    expect(stdout).toContain('EXPIRED: Anyone on the internet can list and read');
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /known 2 \(1 critical, 1 high\), oldest since 2026-11-01; 1 of them expired/,
    );
    const later = await scanned(argv(91), 91);
    expect(kindsIn(later.report)).toEqual(['expired b', 'expired a', 'became-unknown c']);
  });

  test('writing it again keeps the dates, the owners and the reasons', async () => {
    const file = await written();
    const owned = readFileSync(file, 'utf8').replace(
      'until: 2026-11-15',
      'until: 2026-12-24\n    owner: web',
    );
    writeFileSync(file, owned);
    await tojimari(
      ['baseline', 'write', saved(30, { ...buckets, d: 'public' }), '--output', file, ...RULES],
      on(30),
    );
    const again = readFileSync(file, 'utf8');
    expect(again).toContain('owner: web');
    expect(again).toContain('until: 2026-12-24');
    expect(again.match(/firstSeen: 2026-11-01/g)).toHaveLength(2);
    expect(again.match(/firstSeen: 2026-12-01/g)).toHaveLength(1);
  });

  test('from a report, with hostile names, and back', async () => {
    const name = 'x\u202e\u001b[2J"]: {a} \ud800 ::error';
    const report = join(folder(), 'report.json');
    const now = { [name]: 'list' } as const;
    await tojimari(['scan', saved(0, now), '--format', 'json', '--output', report, ...RULES], on(0));
    const file = join(folder(), 'known.yaml');
    expect((await tojimari(['baseline', 'write', '--from', report, '--output', file], on(0))).code).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
    const { code, report: again } = await scanned([
      ...[saved(1, now), '--baseline', file, '--fail-on-new', 'high', ...RULES],
    ]);
    expect([code, kindsIn(again)]).toEqual([0, []]);
  });

  test.each([
    [['baseline', 'write'], 'Say what stands open now'],
    [['baseline', 'write', 'x.jsonl', '--from', 'y.json'], 'not from both'],
    [['baseline'], 'Say what to do'],
  ])('%j is refused', async (argv, words) => {
    const { code, stderr } = await tojimari(argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
  });

  test('a file that does not fit is refused with its place', async () => {
    const file = await written();
    writeFileSync(file, readFileSync(file, 'utf8').replace('until: 2026-11-15', 'until: soon'));
    const { code, stderr } = await tojimari(['scan', saved(1, buckets), '--baseline', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/known\.yaml:\d+:\d+/);
  });
});
