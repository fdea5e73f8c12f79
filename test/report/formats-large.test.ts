// Many findings: every format in a time and space that grow with their number, and Markdown below GitHub's limit.
import { describe, expect, test } from '@jest/globals';
import { FORMATS } from '../../src/report/index.ts';
import type { RenderOptions, Report } from '../../src/report/report.ts';
import { bucket, denied, door, finding, report, rule, scope, tally, undecided } from './build.ts';
import { csvRecords, readCommands } from './formats/read.ts';

const OPTIONS: RenderOptions = { lang: 'en', color: false, showProof: true, public: false, all: true };
const NEW = ['sarif', 'junit', 'markdown', 'github', 'csv', 'gitlab-codequality', 'ocsf'] as const;

/** Doors, settings and blind spots, each a number of them. */
function estate(n: number): Report {
  const numbers = Array.from({ length: n }, (_, index) => index);
  const doors = numbers.map((index) => door(bucket(`acme-${index}`)));
  return report({
    rules: [
      rule('aws.s3.bucket-public-read', 'high', { failed: n }),
      rule('aws.s3.acls-enabled', 'low', { failed: n }),
    ],
    scopes: [scope({ tallies: [tally('aws.s3.bucket', 3 * n)] })],
    doors,
    findings: [
      ...doors.map((each) => finding('aws.s3.bucket-public-read', 'high', each)),
      ...numbers.map((index) => finding('aws.s3.acls-enabled', 'low', bucket(`old-${index}`))),
    ],
    undecided: numbers.map((index) =>
      undecided('aws.s3.bucket-public-read', 'high', bucket(`dark-${index}`), [
        denied('policy', 's3:GetBucketPolicy'),
      ]),
    ),
  });
}

/** Processor time and bytes of a whole render, piece by piece. */
function spent(format: (typeof NEW)[number], value: Report): { micros: number; bytes: number } {
  const before = process.cpuUsage();
  let bytes = 0;
  for (const piece of FORMATS[format].chunks?.(value, OPTIONS) ?? []) bytes += Buffer.byteLength(piece);
  const { user, system } = process.cpuUsage(before);
  return { micros: user + system, bytes };
}

const [small, large] = [estate(500), estate(4000)];

test.each(NEW)('%s: eight times as much takes no more than twenty times as long', (format) => {
  spent(format, small);
  const few = Math.min(...[1, 2, 3].map(() => spent(format, small).micros));
  const many = Math.min(...[1, 2].map(() => spent(format, large).micros));
  expect(many / Math.max(few, 1000)).toBeLessThan(20);
});

test('everything is listed', () => {
  expect(csvRecords(FORMATS.csv.render(large, OPTIONS))).toHaveLength(8001);
  expect(readCommands(FORMATS.github.render(large, OPTIONS))).toHaveLength(8002);
  expect(JSON.parse(FORMATS['gitlab-codequality'].render(large, OPTIONS))).toHaveLength(8001);
  expect(JSON.parse(FORMATS.ocsf.render(large, OPTIONS))).toHaveLength(8001);
  expect(FORMATS.junit.render(large, OPTIONS).match(/<testcase /g)).toHaveLength(8001);
});

describe('Markdown', () => {
  const page = FORMATS.markdown.render(large, OPTIONS);

  test('stays below 1 MiB and says what is left out', () => {
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(1_000_000);
    const shown = page.match(/^<details>/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(500);
    const said = /\*\*([\d,]+) of these blocks are left out here \(([^)]*)\)/.exec(page);
    // 4,000 doors, and the settings of one rule as one block.
    expect(shown + Number(said?.[1]?.replaceAll(',', ''))).toBe(4001);
    expect(said?.[2]).toMatch(/^[\d,]+ high, 1 low$/);
  });

  test('is whole before and after what is left out', () => {
    expect(page).toContain('| … | | and 3,801 more, below |');
    expect(page.match(/^<details>/gm)?.length).toBe(page.match(/^<\/details>/gm)?.length);
    expect(page.trimEnd().endsWith('</sub>')).toBe(true);
  });

  test('of the largest names there can be stays below it too', () => {
    const doors = Array.from({ length: 300 }, (_, n) => door(bucket(`${n}${'顧'.repeat(10_000)}`)));
    const wide = report({ doors, findings: doors.map((each) => finding('aws.s3.a', 'high', each)) });
    for (const lang of ['en', 'ja'] as const) {
      const bytes = Buffer.byteLength(FORMATS.markdown.render(wide, { ...OPTIONS, lang }));
      expect(bytes).toBeLessThanOrEqual(1_000_000);
    }
  });
});
