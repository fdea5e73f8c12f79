// A report that was compared with an earlier state, in every format: what is new fails, what is known does not, and nothing is lost.
import { describe, expect, test } from '@jest/globals';
import { resultLine } from '../../src/cli/writing.ts';
import { comparedWith, type NewGate } from '../../src/report/baseline.ts';
import { FORMATS, type FormatName } from '../../src/report/index.ts';
import { parseReport } from '../../src/report/parse.ts';
import type { Door, Finding, RenderOptions, Report } from '../../src/report/report.ts';
import { bucket, denied, door, finding, report, rule, undecided } from './build.ts';

const READ = 'aws.s3.bucket-public-read';
const ROOT = 'aws.iam.root-access-key';
const rules = [rule(READ, 'high'), rule(ROOT, 'critical')];
const NEW: NewGate = { failOn: 'never', failOnNew: 'high', allowUnknown: undefined, exitZero: false };
const options: RenderOptions = { lang: 'en', color: false, showProof: true, public: false, all: false };

function showing(
  names: string[],
  more: Partial<Report> = {},
  doors = names.map((name) => door(bucket(name))),
): Report {
  const findings: Finding[] = doors.map((one) => finding(READ, 'high', one));
  return report({ failOn: 'never', doors, findings, rules, ...more });
}

const old = showing(['known', 'gone'], { startedAt: '2026-11-01T00:00:00.000Z' });
const now = showing(['known', 'fresh']);
const before = { kind: 'report', target: 'last.json', report: old } as const;
const compared = comparedWith(now, before, NEW);

function rendered(format: FormatName, more: Partial<RenderOptions> = {}, given = compared): string {
  return FORMATS[format].render(given, { ...options, ...more });
}

describe('the report', () => {
  test('says of each thing what it is to the earlier state, and fits its schema', () => {
    const marks = compared.findings.map(({ resource, baselineState, change, firstSeen }) => [
      resource.name,
      baselineState,
      change,
      firstSeen?.slice(0, 10),
    ]);
    expect(marks).toEqual([
      ['known', 'unchanged', undefined, '2026-11-01'],
      ['fresh', 'new', 'opened', '2026-11-21'],
    ]);
    expect(compared.baseline).toMatchObject({
      known: { critical: 0, high: 1, medium: 0, low: 0 },
      oldest: '2026-11-01T00:00:00.000Z',
      expired: 0,
    });
    expect(compared.gate).toMatchObject({ failOn: 'never', failOnNew: 'high', failing: 1, exitCode: 1 });
    expect(parseReport(JSON.parse(rendered('json')))).toMatchObject({ ok: true });
  });

  test('a finding through several doors is new when all of them are', () => {
    const [one, two] = [door(bucket('b')), door(bucket('b'), { via: 'access-point', subject: 'ap' })];
    const both = finding(READ, 'high', one, { doors: [one.id, two.id] });
    const earlier = report({ doors: [one], findings: [finding(READ, 'high', one)], rules });
    const later = report({ doors: [one, two], findings: [both], rules });
    const [told] = comparedWith(later, { ...before, report: earlier }, NEW).findings;
    expect(told).toMatchObject({ baselineState: 'updated', change: 'opened' });
  });

  test('another outsider through a known door widens it', () => {
    const shared = (who: string[]): Door =>
      door(bucket('b'), { audience: 'named-outsider', via: 'aws-account', who });
    const earlier = showing([], {}, [shared(['444455556666'])]);
    const later = showing([], {}, [shared(['444455556666', '777788889999'])]);
    expect(comparedWith(later, { ...before, report: earlier }, NEW).gate.exitCode).toBe(1);
    expect(comparedWith(earlier, { ...before, report: later }, NEW).gate.exitCode).toBe(0);
  });

  test.each<[string, Finding['severity'], Partial<Report>, string]>([
    ['what lies behind it is worth more now', 'critical', {}, 'widened'],
    [
      'another version judges it',
      'critical',
      { tool: { name: 'tojimari', version: '0.9.0' } },
      'newly-judged',
    ],
    ['the rule is new', 'critical', { rules: [rule(ROOT, 'critical')] }, 'newly-judged'],
  ])('a known door at a higher severity: %s', (_name, severity, more, change) => {
    const one = door(bucket('b'));
    const later = report({ doors: [one], findings: [finding(READ, severity, one)], rules });
    const told = comparedWith(later, { ...before, report: showing(['b'], more) }, NEW);
    expect(told.findings[0]?.change).toBe(change);
  });

  test('what could not be told for a night keeps its date, whatever the night', () => {
    const blind = [undecided(READ, 'high', bucket('known'), [denied('policy', 's3:GetBucketPolicy')])];
    const dark = showing([], { undecided: blind, startedAt: '2026-11-02T00:00:00.000Z' });
    const first = comparedWith(
      dark,
      { ...before, report: showing(['known'], { startedAt: old.startedAt }) },
      NEW,
    );
    expect(first.gate.exitCode).toBe(3);
    const second = comparedWith(dark, { ...before, report: first }, NEW);
    expect([second.gate.exitCode, second.baseline?.changes]).toEqual([0, []]);
    const third = comparedWith(showing(['known']), { ...before, report: second }, NEW);
    expect(third.findings[0]).toMatchObject({ baselineState: 'unchanged', firstSeen: old.startedAt });
    const closed = comparedWith(showing([]), { ...before, report: second }, NEW);
    expect(closed.baseline?.changes.map(({ kind }) => kind)).toEqual(['closed']);
  });

  test('other earlier states lend their dates and decide nothing', () => {
    const others = [showing(['fresh'], { startedAt: '2026-10-01T00:00:00.000Z' })];
    const told = comparedWith(now, { ...before, others }, NEW);
    expect(told.findings.find(({ resource }) => resource.name === 'fresh')).toMatchObject({
      change: 'opened',
      firstSeen: '2026-10-01T00:00:00.000Z',
    });
  });
});

describe('formats', () => {
  test('text shows what is new, and counts what is known', () => {
    const text = rendered('text').replace(/\s+/g, ' ');
    expect(text).toContain('last.json (2026-11-01): known 1 (1 high), oldest since 2026-11-01 (--all)');
    expect(text).toContain('HIGH NEW: Anyone on the internet can read the bucket fresh');
    expect(text).not.toContain('bucket known');
    expect(text).toContain('CLOSED no longer: Anyone on the internet can read the bucket gone');
    expect(text).toContain('exit 1: 1 new, wider or expired at or above high (--fail-on-new high)');
    expect(rendered('text', { all: true })).toContain('bucket known');
  });

  test('text in Japanese', () => {
    const text = rendered('text', { lang: 'ja' });
    expect(text).toContain('既知 1 件（重要 1 件）');
    expect(text).toContain('新規: インターネット上の誰でも');
  });

  test('with both flags, what is known and fails is shown', () => {
    const both = comparedWith(now, before, { ...NEW, failOn: 'high' });
    expect(both.gate).toMatchObject({ failing: 2, exitCode: 1 });
    expect(rendered('text', {}, both)).toContain('bucket known');
  });

  test('JUnit fails for the new one alone', () => {
    const xml = rendered('junit');
    expect(xml).toMatch(/<testsuites[^>]* failures="1"/);
    expect(xml).toContain('(known since 2026-11-01: --fail-on-new high)');
  });

  test('annotations are of the new one alone; the rest is counted', () => {
    const lines = rendered('github').trim().split('\n');
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(1);
    expect(lines.join('\n')).not.toContain("'known'");
    expect(lines.at(-1)).toContain('Known already, not annotated: 1.');
  });

  test('Markdown has the new one, the count of the known, and what closed', () => {
    const page = rendered('markdown');
    expect(page).toContain('NEW: Anyone on the internet can read the bucket fresh');
    expect(page).not.toContain('bucket known');
    expect(page).toMatch(/baseline: last\.json .*known 1 \(1 high\)/);
    expect(page).toContain('CLOSED: no longer');
  });

  test('CSV, code quality and OCSF keep all of them', () => {
    expect(rendered('csv')).toMatch(/,unchanged,2026-11-01T00:00:00.000Z\r\n/);
    expect(rendered('csv')).toMatch(/,opened,2026-11-21T00:00:00.000Z\r\n/);
    expect(JSON.parse(rendered('gitlab-codequality'))).toHaveLength(2);
    expect(rendered('ocsf')).toContain(`"first_seen_time":${Date.parse('2026-11-01')}`);
  });

  test('SARIF keeps what is known and says so; only the full one has what is gone', () => {
    const states = (text: string) =>
      [...text.matchAll(/"baselineState": "(\w+)"/g)].map(([, state]) => state).sort();
    expect(states(rendered('sarif'))).toEqual(['new', 'unchanged']);
    expect(states(rendered('sarif', { sarifProfile: 'full' }))).toEqual(['absent', 'new', 'unchanged']);
    expect(rendered('sarif')).toContain('"firstDetectionTimeUtc": "2026-11-01T00:00:00.000Z"');
  });

  test('the line on stderr', () => {
    expect(resultLine(compared)).toBe(
      'result: 1 new, wider or expired at or above high, known 1 (1 high), oldest since 2026-11-01 -> exit 1',
    );
  });

  test('hostile names of the earlier state are shown and not obeyed', () => {
    const name = 'x\u001b[2J\u202e::error::boom|`<script>';
    const gone = { ...before, target: `${name}.json`, report: showing([name]) };
    const told = comparedWith(showing([]), gone, NEW);
    for (const format of ['text', 'markdown', 'github', 'junit', 'sarif', 'json'] as const) {
      const text = FORMATS[format].render(told, { ...options, sarifProfile: 'full' });
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]|^::error/m);
      if (format === 'markdown' || format === 'junit') expect(text).not.toContain('<script>');
    }
  });
});
