// Where the source declares what stands open: the line of the text, the place in SARIF, and names that mean no good.
import { describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import type { RenderOptions, Report, Source } from '../../src/report/report.ts';
import { renderSarif, sarifLog } from '../../src/report/sarif.ts';
import { lintForGitHub } from '../../src/report/sarif-lint.ts';
import { renderText } from '../../src/report/text.ts';
import { bucket, door, finding, report, rule, scope, tally, text } from './build.ts';
import { expectGolden } from './golden.ts';

const OPTIONS: RenderOptions = { lang: 'en', color: false, showProof: false, public: false, all: true };

function source(file: string, line: number, more: Partial<Source> = {}): Source {
  const by = text(
    'by the Terraform state infra/terraform.tfstate',
    'Terraform のステート infra/terraform.tfstate による',
  );
  return { file, line, column: 1, endLine: line + 4, certain: true, by, ...more };
}

const GUESS = {
  certain: false,
  by: text('by its name (bucket = "acme-logs")', '名前（bucket = "acme-logs"）による推定'),
};
const READ = {
  setting: 'policy',
  text: text('the bucket policy admits Principal "*"', 'バケットポリシーが Principal "*" を許可しています'),
  origin: { file: 'exports/policy.json', line: 7, column: 3 },
};

/** Three buckets: declared for certain, perhaps, and nowhere that is known. */
function declared(): Report {
  const doors = [
    door(bucket('acme-assets'), {
      source: source('infra/web/main.tf', 12),
      access: ['read', 'list'],
      evidence: [READ],
    }),
    door(bucket('acme-logs'), { source: source('infra/more.tf', 3, GUESS) }),
    door(bucket('acme-else'), { access: ['write'] }),
  ];
  const findings = doors.map((open) => ({
    ...finding('aws.s3.bucket-public-read', 'high', open),
    ...(open.source !== undefined && { source: open.source }),
  }));
  return report({
    doors,
    findings,
    rules: [rule('aws.s3.bucket-public-read', 'high')],
    scopes: [scope({ tallies: [tally('aws.s3.bucket', 3)] })],
  });
}

test.each(['en', 'ja'] as const)('golden text: %s', (lang) => {
  expectGolden(`source-${lang}.txt`, renderText(declared(), { ...OPTIONS, lang }));
});

test('golden SARIF: what GitHub takes', () => {
  expect(lintForGitHub(sarifLog(declared(), OPTIONS))).toEqual([]);
  expectGolden('source.sarif', renderSarif(declared(), OPTIONS));
});

test('the report with it fits its schema', () => {
  const parsed = parseReport(declared());
  expect(parsed.ok ? [] : parsed.misfits).toEqual([]);
});

describe('SARIF', () => {
  const results = (value: Report) => sarifLog(value, OPTIONS).runs.flatMap((run) => run.results);

  test('a source out of the repository is no place of an alert', () => {
    for (const file of ['/srv/infra/main.tf', '../infra/main.tf']) {
      const open = door(bucket('acme-logs'), { source: source(file, 3) });
      const guess = door(bucket('acme-more'), { source: source(file, 3, GUESS) });
      const doors = [open, guess];
      const findings = doors.map((one) => finding('aws.s3.bucket-public-read', 'high', one));
      for (const { locations, relatedLocations } of results(report({ doors, findings }))) {
        expect(locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/^_live\//);
        expect(relatedLocations).toBeUndefined();
      }
    }
  });

  test('names in it move no cursor and make no link', () => {
    const by = text('by its name (bucket = "\u001b[2J](1)[x](http://x)")', 'x');
    const open = door(bucket('acme-logs'), {
      source: source('a b/\u202emain.tf', 3, { certain: false, by }),
    });
    const value = report({ doors: [open], findings: [finding('aws.s3.bucket-public-read', 'high', open)] });
    expect(lintForGitHub(sarifLog(value, OPTIONS))).toEqual([]);
    const [related] = results(value)[0]?.relatedLocations ?? [];
    expect(related?.physicalLocation.artifactLocation.uri).toBe('a%20b/%E2%80%AEmain.tf');
    expect(related?.message.text).not.toMatch(/\u001b|\]\(/);
    expect(renderText(value, OPTIONS)).not.toMatch(/[\u001b\u202e]/);
  });
});
