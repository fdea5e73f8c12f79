// tojimari incidents, and the one line that a report for people is reminded with.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { allIncidents, sameClass } from '../../src/cli/incidents.ts';
import type { Report } from '../../src/report/report.ts';
import { ROOT, tojimari } from './harness.ts';

const OPEN = join(ROOT, 'incidents/replays/rakuten-ichiba-2020/open.jsonl');
const FIXED = join(ROOT, 'incidents/replays/rakuten-ichiba-2020/fixed.jsonl');
const KEY = join(ROOT, 'incidents/replays/toyota-t-connect-2022/open.jsonl');

describe('list', () => {
  test('is a table with the measured limits', async () => {
    const { code, stdout, stderr } = await tojimari(['incidents', 'list']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^paypay-2020 +2020 +46 days +20,076,016 +yes +yes +PayPay$/m);
    expect(stdout).toMatch(/^aichi-2020 +2020 +under a day +490 +no +– +Aichi Prefecture$/m);
    expect(stdout).toMatch(/Of the 17 incidents studied, .* 5 .* 3 .* 9 are not visible in settings\./s);
    expect((await tojimari(['incidents'])).stdout).toBe(stdout);
  });

  test('speaks Japanese', async () => {
    const { stdout } = await tojimari(['incidents', '--lang', 'ja']);
    expect(stdout).toMatch(/^paypay-2020 +2020 +46 日 +20,076,016 +分かる +あり +PayPay$/m);
    expect(stdout.replaceAll('\n', '')).toContain('設定からは検出できないのは 9 件です');
    expect(stdout).not.toMatch(/\b(days|yes|incidents|records)\b/);
  });
});

describe('show', () => {
  test('tells facts with certainty and sources', async () => {
    const { stdout } = await tojimari(['incidents', 'show', 'rakuten-ichiba-2020']);
    expect(stdout).toContain('[verified] From 15 January 2016');
    expect(stdout).toContain('[reported] The system was Salesforce');
    expect(stdout).toContain('(1) https://event.rakuten.co.jp/top/announce/20201225/');
    expect(stdout).toContain('tojimari incidents replay rakuten-ichiba-2020');
  });

  test('says of the nine that no settings audit would have shown them', async () => {
    expect((await tojimari(['incidents', 'show', 'aichi-2020'])).stdout).toContain(
      'Not visible in settings.',
    );
    expect((await tojimari(['incidents', 'show', 'aichi-2020', '--lang', 'ja'])).stdout).toContain(
      '設定からは検出できません',
    );
  });

  test('says of Toyota that provider and setting were never published', async () => {
    const { stdout } = await tojimari(['incidents', 'show', 'toyota-connected']);
    expect(stdout).toContain('(never published)');
    expect(stdout).toContain('if it was what they read: aws.s3.');
  });

  test.each([
    ['rakuten', 'Several incidents begin with rakuten.', 'rakuten-ichiba-2020'],
    ['paypal-2020', 'There is no incident paypal-2020.', 'Did you mean paypay-2020?'],
    ['nothing-like-it', 'There is no incident nothing-like-it.', '"tojimari incidents" lists them.'],
  ])('%s is a mistake', async (id, sentence, hint) => {
    const { code, stdout, stderr } = await tojimari(['incidents', 'show', id]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error: ${sentence}\nhint: `);
    expect(stderr).toContain(hint);
  });
});

describe('replay', () => {
  test('prints the day, what tojimari would have printed, and the twin', async () => {
    const { code, stdout, stderr } = await tojimari(['incidents', 'replay', 'toyota-t-connect-2022']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/by a daily run on day 91 \(2018-03-02\), 1,658 days before/);
    expect(stdout).toContain('2018-03-02 00:00 UTC');
    expect(stdout).toContain('An active access key is older than 90 days: user-site-batch');
    expect(stdout).toContain('not its copy in public');
    expect(stdout).toMatch(/The same estate, put right: 0 findings, exit 0\.\n$/);
    // The incident itself is not what a finding is like.
    expect(stdout).not.toContain('same class as');
  });

  test('of Toyota says that it is a way that fits, in both languages', async () => {
    const { stdout } = await tojimari(['incidents', 'replay', 'toyota-connected-2023']);
    expect(stdout).toContain('This is one way that fits, not what happened.');
    const ja = (await tojimari(['incidents', 'replay', 'toyota-connected-2023', '--lang', 'ja'])).stdout;
    expect(ja.replace(/\s/g, '')).toContain('当てはまる形の一つであり、実際に起きたことの再現ではありません');
    expect(ja).toContain('緊急');
  });

  test.each([
    ['aichi-2020', /There is no replay of aichi-2020: it is not visible in settings\./],
    ['daiso-2025', /There is no replay of daiso-2025\.\nhint: Replays: .*paypay-2020/],
  ])('there is none of %s', async (id, words) => {
    const { code, stderr } = await tojimari(['incidents', 'replay', id]);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });
});

describe('the footer of a report', () => {
  const SAME =
    /^same class as {2}Rakuten Ichiba, 2020, 1,775 days: tojimari incidents show\s+rakuten-ichiba-2020$/m;
  const lines = (text: string) =>
    text.split('\n').filter((line) => /same class|同種の事例/.test(line)).length;

  test('names one incident, and the page of limits', async () => {
    const { stdout } = await tojimari(['scan', OPEN, '--quiet']);
    expect(stdout).toMatch(SAME);
    expect(lines(stdout)).toBe(1);
    expect(stdout).toContain('/docs/limits.md');
    const ja = (await tojimari(['scan', OPEN, '--quiet', '--lang', 'ja'])).stdout;
    expect(ja).toMatch(/^同種の事例 {5}楽天市場（2020 年、1,775 日）: tojimari incidents show/m);
    expect(ja).toContain('/docs/limits.md');
  });

  test.each([
    ['--no-incidents', ['--no-incidents'], {}],
    ['CI', [], { CI: 'true' }],
    ['SARIF', ['--format', 'sarif'], {}],
    ['Markdown', ['--format', 'markdown'], {}],
    ['JSON', ['--format', 'json'], {}],
  ])('names none with %s', async (_what, words, env) => {
    const { stdout } = await tojimari(['scan', OPEN, '--quiet', ...words], { env });
    expect(stdout).toContain('every-record');
    expect(stdout).not.toMatch(/same class|incidents show|Rakuten/);
  });

  test('names none where nothing is found, or what was found is only a precondition', async () => {
    for (const estate of [FIXED, KEY]) {
      const { stdout } = await tojimari(['scan', estate, '--quiet']);
      expect(lines(stdout)).toBe(0);
      expect(stdout).toContain('/docs/limits.md');
    }
  });

  test('is the same in whatever order the doors were read', async () => {
    const demo = join(ROOT, 'examples/demo/estate.jsonl');
    const report: Report = JSON.parse((await tojimari(['scan', demo, '--quiet', '--format', 'json'])).stdout);
    const all = await allIncidents({ root: ROOT });
    const reversed = { ...report, doors: report.doors.toReversed(), findings: report.findings.toReversed() };
    // Open buckets and an open guest rule: what was studied comes first.
    expect(sameClass(report, all)?.en).toContain('rakuten-ichiba-2020');
    expect(sameClass(reversed, all.toReversed())).toEqual(sameClass(report, all));
  });

  test('the Markdown links the page of limits', async () => {
    const { stdout } = await tojimari(['scan', FIXED, '--quiet', '--format', 'markdown']);
    expect(stdout).toMatch(/<sub>\[not seen\]\(https:\S+\/docs\/limits\.md\)/);
  });
});

test('the package holds the incidents', () => {
  const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(files).toContain('incidents');
});

test('a mistyped action is a mistake', async () => {
  const { code, stderr } = await tojimari(['incidents', 'repaly', 'paypay-2020']);
  expect(code).toBe(2);
  expect(stderr).toContain('Did you mean "replay"?');
});
