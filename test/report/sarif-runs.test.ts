// Runs of SARIF: a category a scope, nothing that was not seen whole, large ones in parts, and files that GitHub takes.
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { RenderOptions, Report } from '../../src/report/report.ts';
import { partsOf, sarifLog } from '../../src/report/sarif.ts';
import { lintForGitHub } from '../../src/report/sarif-lint.ts';
import { logPieces } from '../../src/report/sarif-pieces.ts';
import { filesOf } from '../../src/report/sarif-split.ts';
import { accepted, bucket, denied, door, finding, report, rule, scope, tally, undecided } from './build.ts';
import { busy } from './estates.ts';

const OPTIONS: RenderOptions = { lang: 'en', color: false, showProof: false, public: false, all: false };
const FULL: RenderOptions = { ...OPTIONS, sarifProfile: 'full' };

function categories(value: Report, options = OPTIONS): string[] {
  return sarifLog(value, options).runs.map(({ automationDetails }) => automationDetails.id);
}

function leftOut(value: Report): [string, string[]][] {
  return partsOf(value, OPTIONS).leftOut.map(({ category, unseen }) => [
    category,
    unseen.map(({ text }) => text.en),
  ]);
}

/** Open buckets, each a door and a finding. */
function many(n: number, more: Partial<Report> = {}): Report {
  const doors = Array.from({ length: n }, (_, index) => door(bucket(`b${index}`)));
  return report({ ...more, doors, findings: doors.map((each) => finding('aws.s3.a', 'high', each)) });
}

/** A long name that cannot be compressed. */
function noise(index: number): string {
  return createHash('shake256', { outputLength: 60_000 }).update(String(index)).digest('base64');
}

const WHOLE = { regions: [], tallies: [tally('aws.s3.bucket', 9)] };

test('an account, an org, and each region where regions were chosen, have a category of their own', () => {
  expect(categories(accepted(busy()))).toEqual([
    'tojimari/aws/111122223333/ap-northeast-1/',
    'tojimari/aws/111122223333/ap-northeast-3/',
    'tojimari/aws/111122223333/global/',
    'tojimari/aws/111122223333/us-east-1/',
    'tojimari/aws/111122223333/us-west-2/',
    'tojimari/salesforce/00D5i000000KaGi/',
  ]);
  expect(categories(many(1, { scopes: [scope(WHOLE)] }))).toEqual(['tojimari/aws/111122223333/']);
});

test('a run has the rules of its provider alone, fired or not', () => {
  const rules = sarifLog(accepted(busy()), OPTIONS).runs.map(({ tool }) => [
    ...new Set(tool.driver.rules.map(({ id }) => id.split('.')[0])),
  ]);
  expect(rules).toEqual([['aws'], ['aws'], ['aws'], ['aws'], ['aws'], ['salesforce']]);
});

describe('what was not seen whole', () => {
  test('has no run, and it is said why', () => {
    expect(categories(busy())).toEqual([
      'tojimari/aws/111122223333/ap-northeast-3/',
      'tojimari/aws/111122223333/global/',
      'tojimari/aws/111122223333/us-east-1/',
      'tojimari/aws/111122223333/us-west-2/',
      'tojimari/salesforce/00D5i000000KaGi/',
    ]);
    expect(leftOut(busy())).toEqual([
      [
        'aws/111122223333/ap-northeast-1',
        [
          '1 of 412 buckets: s3:GetBucketOwnershipControls denied (acme-tmp)',
          '3 of 412 buckets: s3:GetBucketPolicy denied (acme-hr, acme-logs, acme-pay)',
        ],
      ],
    ]);
  });

  test('a list that was denied leaves out the whole scope; one of a region that region alone', () => {
    const missing = denied('aws.s3.bucket', 's3:ListAllMyBuckets');
    const cut = (more: object) =>
      report({
        scopes: [scope({ tallies: [tally('aws.s3.bucket', 3, { complete: false, missing, ...more })] })],
      });
    expect(categories(cut({}))).toEqual([]);
    expect(categories(cut({ regions: ['us-east-1'] }))).toEqual([
      'tojimari/aws/111122223333/ap-northeast-1/',
      'tojimari/aws/111122223333/global/',
    ]);
  });

  test('a rule below the threshold counts as well: its alerts would close', () => {
    const value = report({
      rules: [rule('aws.s3.logging', 'low')],
      scopes: [scope(WHOLE)],
      undecided: [
        undecided('aws.s3.logging', 'low', bucket('a'), [denied('logging', 's3:GetBucketLogging')]),
      ],
    });
    expect(value.gate.exitCode).toBe(0);
    expect(categories(value)).toEqual([]);
  });

  test('what this kind of input never holds, and what was allowed, does not count', () => {
    const never = report({
      scopes: [scope(WHOLE)],
      undecided: [undecided('aws.s3.a', 'high', bucket('a'), [{ setting: 'x', reason: 'not-held' }])],
    });
    expect(categories(never)).toHaveLength(1);
    const gap = [
      undecided('aws.s3.a', 'high', bucket('acme-logs'), [denied('policy', 's3:GetBucketPolicy')]),
    ];
    const allowing = (allowUnknown: string[]) =>
      report({ scopes: [scope(WHOLE)], undecided: gap, allowUnknown });
    expect(categories(allowing(['acme-l*']))).toHaveLength(1);
    expect(categories(allowing(['other-*']))).toHaveLength(0);
  });

  test('what an export does not hold opened no alert; what in it could not be read leaves it out', () => {
    const lacking = (reason: 'missing' | 'denied', input: 'live' | 'export') =>
      report({
        scopes: [scope({ ...WHOLE, input })],
        undecided: [undecided('aws.s3.a', 'high', bucket('a'), [{ setting: 'policy', reason }])],
      });
    expect(categories(lacking('missing', 'export'))).toHaveLength(1);
    expect(categories(lacking('denied', 'export'))).toHaveLength(0);
    expect(categories(lacking('denied', 'live'))).toHaveLength(0);
    // A snapshot of a version that did not ask for it yet.
    expect(categories(lacking('missing', 'live'))).toHaveLength(1);
  });

  test('an unknown guard leaves its door an alert, and the run whole', () => {
    const open = door(bucket('a'), { state: 'open-unless', missing: [denied('acl', 's3:GetBucketAcl')] });
    const value = report({
      scopes: [scope(WHOLE)],
      doors: [open],
      findings: [finding('aws.s3.a', 'medium', open)],
    });
    expect(categories(value)).toHaveLength(1);
  });
});

describe('large runs', () => {
  const huge = many(5_003, { scopes: [scope(WHOLE)] });

  test('over what is shown: sixteen parts by hash, and an empty run that closes what the whole one had', () => {
    const log = sarifLog(huge, OPTIONS);
    expect(lintForGitHub(log)).toEqual([]);
    expect(log.runs).toHaveLength(17);
    expect(log.runs[0]?.automationDetails.id).toBe('tojimari/aws/111122223333/');
    expect(log.runs[0]?.results).toEqual([]);
    expect(log.runs.flatMap(({ results }) => results)).toHaveLength(5_003);
    for (const { automationDetails, results } of log.runs.slice(1)) {
      expect(results.length).toBeGreaterThan(0);
      for (const { partialFingerprints } of results)
        expect(automationDetails.id).toContain(`/part-${partialFingerprints.primaryLocationLineHash[0]}/`);
    }
  });

  test('a run of results too large for a file is split as well', () => {
    const doors = Array.from({ length: 120 }, (_, index) => door(bucket(`b${index}`, { id: noise(index) })));
    const wide = report({
      scopes: [scope(WHOLE)],
      doors,
      findings: doors.map((each) => finding('aws.s3.a', 'high', each)),
    });
    const { parts } = partsOf(wide, OPTIONS);
    expect(parts).toHaveLength(17);
    const files = filesOf(parts);
    expect(files.length).toBeGreaterThan(1);
    expect(files.flat()).toEqual(parts);
  });

  test('over twenty scopes: files of twenty runs, none lost, each scope in a category of its own name', () => {
    const scopes = Array.from({ length: 60 }, (_, n) =>
      scope({ ...WHOLE, id: `aws/${200000000000 + n}`, label: `a${n}` }),
    );
    const doors = scopes.map(({ id }) => door(bucket(`b-${id.slice(-2)}`, { scope: id })));
    const value = report({ scopes, doors, findings: doors.map((each) => finding('aws.s3.a', 'high', each)) });
    const files = filesOf(partsOf(value, OPTIONS).parts);
    expect(files.map((parts) => parts.length)).toEqual([20, 20, 20]);
    const logs: unknown[] = files.map((parts) => JSON.parse([...logPieces(parts)].join('')));
    for (const log of logs) expect(lintForGitHub(log)).toEqual([]);
    expect(files.flat().flatMap(({ alerts }) => alerts)).toHaveLength(60);
    expect(files.flat().map(({ category }) => category)).toEqual(scopes.map(({ id }) => id));
  });
});

describe('the profile for other viewers', () => {
  const log = sarifLog(busy(), FULL);
  const results = log.runs.flatMap((run) => run.results);

  test('says what could not be told, as open and without a level', () => {
    const open = results.filter(({ kind }) => kind === 'open');
    expect(open.map(({ level }) => level)).toEqual(open.map(() => 'none'));
    expect(open.map(({ message }) => message.text)).toContain(
      "'acme-hr' could not be judged. S3:GetBucketPolicy denied.".replace('S3', 's3'),
    );
    expect(categories(busy(), FULL)).toHaveLength(6);
  });

  test('ids are stable and differ', () => {
    const guids = results.map(({ guid }) => guid);
    expect(new Set(guids).size).toBe(results.length);
    expect(guids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(sarifLog(busy(), FULL)).toEqual(log);
  });

  test('what is meant to be open is there, and suppressed with its reason', () => {
    const meant = door(bucket('acme-web'));
    const value = report({
      scopes: [scope(WHOLE)],
      rules: [rule('aws.s3.a', 'high')],
      doors: [meant],
      intents: [
        {
          declared: { owner: 'web-team', reason: 'The public site', until: '2027-03-31' },
          origin: { file: 'tojimari.yaml', line: 4, column: 5 },
          status: 'met',
          matches: 1,
          doors: [meant.id],
          findings: [finding('aws.s3.a', 'high', meant)],
        },
      ],
    });
    const [result] = sarifLog(value, FULL).runs.flatMap((run) => run.results);
    expect(result?.suppressions?.[0]).toMatchObject({
      kind: 'external',
      status: 'accepted',
      justification: 'The public site. Owner: web-team. Until 2027-03-31.',
      location: {
        physicalLocation: { artifactLocation: { uri: 'tojimari.yaml' }, region: { startLine: 4 } },
      },
    });
    expect(sarifLog(value, OPTIONS).runs.flatMap((run) => run.results)).toEqual([]);
  });

  test('rules name their controls, and speak the other language too', () => {
    const [run] = log.runs;
    expect(run?.taxonomies?.map(({ name, taxa }) => [name, taxa.map(({ id }) => id)])).toEqual([
      ['CIS AWS Foundations Benchmark', ['3.1.4']],
      ['CWE', ['CWE-732']],
    ]);
    expect(run?.tool.driver.rules[0]?.relationships?.map(({ target }) => target.id)).toEqual([
      '3.1.4',
      'CWE-732',
    ]);
    expect(run?.translations?.[0]?.language).toBe('ja');
    expect(run?.translations?.[0]?.rules).toHaveLength(run?.tool.driver.rules.length ?? 0);
  });
});

describe('an anchor', () => {
  const file = 'audit/tojimari.yaml';
  const text =
    'own:\n  accounts: ["111122223333"]\npublic:\n  - bucket: acme-export # the shop\n  - arn:aws:s3:::other\n';
  const regionOf = (name: string) => {
    const open = door(bucket(name));
    const value = report({
      scopes: [scope(WHOLE)],
      doors: [open],
      findings: [finding('aws.s3.a', 'high', open)],
    });
    const options = { ...OPTIONS, anchor: { file, text } };
    const [result] = sarifLog(value, options).runs.flatMap((run) => run.results);
    return result?.locations[0]?.physicalLocation;
  };

  test('takes findings without a file, at the line that names them, else at the first', () => {
    expect(regionOf('acme-export')).toEqual({
      artifactLocation: { uri: file, uriBaseId: '%SRCROOT%' },
      region: { startLine: 4, startColumn: 1, endLine: 4, endColumn: 35 },
    });
    expect(regionOf('other')?.region.startLine).toBe(5);
    expect(regionOf('acme-else')?.region.startLine).toBe(1);
  });
});
