// The formats for pipelines: golden files, the schemas of those who read them, and what each must never say.
import { describe, expect, test } from '@jest/globals';
import { FORMATS, type FormatName } from '../../src/report/index.ts';
import type { RenderOptions, Report } from '../../src/report/report.ts';
import { sarifLog } from '../../src/report/sarif.ts';
import { accepted, bucket, denied, door, finding, report, rule, scope, tally, undecided } from './build.ts';
import { blind, busy, calm, hostile } from './estates.ts';
import { all, csvRecords, readCommands, readXml, validator } from './formats/read.ts';
import { expectGolden } from './golden.ts';

const OPTIONS: RenderOptions = { lang: 'en', color: false, showProof: true, public: false, all: false };
const NEW = ['junit', 'markdown', 'github', 'csv', 'gitlab-codequality', 'ocsf'] as const;
const FILES: Record<(typeof NEW)[number], string> = {
  junit: 'junit.xml',
  markdown: 'md',
  github: 'github.log',
  csv: 'csv',
  'gitlab-codequality': 'gitlab.json',
  ocsf: 'ocsf.json',
};

function render(format: FormatName, value: Report, more: Partial<RenderOptions> = {}): string {
  return FORMATS[format].render(value, { ...OPTIONS, ...more });
}

const valid = {
  junit: validator('junit.schema.json'),
  gitlab: validator('gitlab-code-quality.schema.json'),
  ocsf: validator('ocsf-compliance-finding-1.6.0.schema.json'),
};

const ESTATES: [string, Report, Partial<RenderOptions>][] = [
  ['busy', busy(), {}],
  ['busy-ja', busy(), { lang: 'ja' }],
  ['busy-public', busy(), { public: true, showProof: false }],
  ['busy-never', busy('never'), {}],
  ['calm', calm(), {}],
  ['blind', blind(), {}],
  ['hostile', hostile(), {}],
];
const GOLDEN = ['busy', 'busy-ja', 'calm', 'blind', 'hostile'];

describe.each(ESTATES)('%s', (name, value, more) => {
  test.each(NEW)('%s: the same bytes in pieces, in any order of collection, as looked at once', (format) => {
    const rendered = render(format, value, more);
    expect([...(FORMATS[format].chunks?.(value, { ...OPTIONS, ...more }) ?? [])].join('')).toBe(rendered);
    const backward = {
      ...value,
      doors: [...value.doors].reverse(),
      findings: [...value.findings].reverse(),
      undecided: [...value.undecided].reverse(),
      rules: [...value.rules].reverse(),
      scopes: [...value.scopes].reverse(),
    };
    expect(render(format, backward, more)).toBe(rendered);
    if (GOLDEN.includes(name)) expectGolden(`${name}.${FILES[format]}`, rendered);
  });

  test('JUnit fits its schema, and its counts are true', () => {
    const root = readXml(render('junit', value, more));
    valid.junit(root);
    expect(valid.junit.errors ?? []).toEqual([]);
    for (const suite of [root, ...root.children]) {
      const counts = ['testcase', 'failure', 'error', 'skipped'].map((each) =>
        String(all(suite, each).length),
      );
      const { tests, failures, errors, skipped } = suite.attributes;
      expect([tests, failures, errors, skipped]).toEqual(counts);
      const names = suite.children.map(
        ({ attributes }) => `${attributes['classname']} ${attributes['name']}`,
      );
      if (suite !== root) expect(new Set(names).size).toBe(names.length);
    }
  });

  test('GitLab code quality fits its schema, and no fingerprint stands twice', () => {
    const list: { fingerprint: string }[] = JSON.parse(render('gitlab-codequality', value, more));
    valid.gitlab(list);
    expect(valid.gitlab.errors ?? []).toEqual([]);
    expect(new Set(list.map(({ fingerprint }) => fingerprint)).size).toBe(list.length);
  });

  test('every OCSF event fits the published schema', () => {
    const events: { finding_info: { uid: string } }[] = JSON.parse(render('ocsf', value, more));
    for (const event of events) {
      valid.ocsf(event);
      expect(valid.ocsf.errors ?? []).toEqual([]);
    }
    expect(new Set(events.map(({ finding_info }) => finding_info.uid)).size).toBe(events.length);
  });

  test('workflow commands and CSV read as what they are', () => {
    for (const { name: level } of readCommands(render('github', value, more)))
      expect(['error', 'warning', 'notice']).toContain(level);
    expect(csvRecords(render('csv', value, more)).length).toBeGreaterThanOrEqual(name === 'calm' ? 0 : 1);
  });
});

test('one entry a door and a setting in every format, each with the identity of its SARIF alert', () => {
  const hashes = sarifLog(accepted(busy()), OPTIONS)
    .runs.flatMap((run) => run.results)
    .map(({ fingerprints }) => fingerprints['tojimari/v1'])
    .sort();
  const ocsf: { finding_info: { uid: string; types: string[] } }[] = JSON.parse(render('ocsf', busy()));
  const gitlab: { fingerprint: string; check_name: string }[] = JSON.parse(
    render('gitlab-codequality', busy()),
  );
  const found = {
    csv: csvRecords(render('csv', busy()))
      .filter(({ status }) => status !== 'could-not-tell')
      .map((row) => row['fingerprint']),
    ocsf: ocsf
      .filter(({ finding_info }) => finding_info.types[0] === 'exposure')
      .map(({ finding_info }) => finding_info.uid),
    gitlab: gitlab
      .filter(({ check_name }) => check_name !== 'could-not-tell')
      .map(({ fingerprint }) => fingerprint),
  };
  for (const list of Object.values(found)) expect([...list].sort()).toEqual(hashes);
  const suites = readXml(render('junit', busy())).children.slice(0, -1);
  const cases = suites
    .flatMap(({ children }) => children)
    .filter(({ attributes }) => !attributes['name']?.startsWith('Could not tell'));
  expect(cases).toHaveLength(hashes.length);
});

test('a door says all the rules that fail on it', () => {
  const also = 'aws.s3.bucket-public-read';
  const [row] = csvRecords(render('csv', busy()));
  expect([row?.['rule'], row?.['also']]).toEqual(['aws.s3.bucket-public-list-read', also]);
  expect(all(readXml(render('junit', busy())), 'failure')[0]?.text).toContain(
    `rule: aws.s3.bucket-public-list-read, ${also}`,
  );
  expect(readCommands(render('github', busy()))[0]?.message).toContain(also);
  const [event]: { compliance: { checks: { uid: string }[] } }[] = JSON.parse(render('ocsf', busy()));
  expect(event?.compliance.checks.map(({ uid }) => uid)).toEqual(['aws.s3.bucket-public-list-read', also]);
});

describe('what fails a pipeline is what fails the run', () => {
  const guarded = (severity: 'high' | 'low', failOn: 'high' | 'never') => {
    const open = door(bucket('acme-export'));
    const rules = [rule('aws.s3.bucket-public-read', severity, { failed: 1 })];
    return report({
      failOn,
      rules,
      doors: [open],
      findings: [finding('aws.s3.bucket-public-read', severity, open)],
    });
  };
  test.each([
    ['a finding at the threshold', guarded('high', 'high'), 1],
    ['a finding below it', guarded('low', 'high'), 0],
    ['a finding that may not fail', guarded('high', 'never'), 0],
    ['a blind spot', blind(), 3],
    ['nothing', calm(), 0],
    ['much', busy(), 1],
    ['much that may not fail', busy('never'), 0],
  ] as const)('%s', (_name, value, exitCode) => {
    expect(value.gate.exitCode).toBe(exitCode);
    const { failures, errors } = readXml(render('junit', value)).attributes;
    const errored = readCommands(render('github', value)).filter(({ name }) => name === 'error').length;
    expect(Number(failures) + Number(errors) > 0).toBe(exitCode !== 0);
    expect(Number(failures) > 0).toBe(exitCode === 1);
    expect(errored > 0).toBe(exitCode !== 0);
  });
});

describe('what could not be told', () => {
  const open = [
    undecided('aws.s3.bucket-public-read', 'high', bucket('acme-hr'), [
      denied('policy', 's3:GetBucketPolicy'),
    ]),
  ];
  const rules = [
    rule('aws.s3.bucket-public-read', 'high', { passed: 411, undecided: 1, resource: 'aws.s3.bucket' }),
  ];
  const one = report({ undecided: open, rules });

  test('is an error in JUnit, and its rule does not pass', () => {
    const root = readXml(render('junit', one));
    expect(all(root, 'error').map(({ attributes }) => attributes['message'])).toEqual([
      'Could not tell: 1 of 412 buckets: s3:GetBucketPolicy denied (acme-hr)',
    ]);
    const of = all(root, 'testcase').filter(
      ({ attributes }) => attributes['classname'] === 'aws.s3.bucket-public-read',
    );
    expect(
      of.map(({ children }) => children.map(({ element, attributes }) => [element, attributes['message']])),
    ).toEqual([[['skipped', 'could not be decided on 1']]]);
  });

  test('is skipped in JUnit where it was allowed, and still not passed', () => {
    const allowed = report({ undecided: open, rules, allowUnknown: ['acme-hr'] });
    const root = readXml(render('junit', allowed));
    expect(all(root, 'error')).toEqual([]);
    expect(all(root, 'skipped')).toHaveLength(2);
  });

  test.each([
    [
      'a list that is not whole',
      { tallies: [tally('aws.s3.bucket', 3, { complete: false })] },
      { passed: 3 },
      'the list of resources is not whole',
    ],
    ['nothing to judge', {}, { passed: 0 }, 'there was nothing to judge'],
  ] as const)('a rule on %s is skipped', (_name, more, counts, message) => {
    const rules = [rule('aws.s3.a', 'high', { resource: 'aws.s3.bucket', ...counts })];
    const root = readXml(
      render(
        'junit',
        report({
          rules,
          scopes: [scope({ ...more, tallies: [...('tallies' in more ? more.tallies : [])] })],
        }),
      ),
    );
    const of = all(root, 'testcase').find(({ attributes }) => attributes['classname'] === 'aws.s3.a');
    expect(of?.children[0]?.attributes['message']).toBe(message);
  });

  test('a rule that was decided on everything passes', () => {
    const root = readXml(render('junit', report({ rules: [rule('aws.s3.a', 'high', { passed: 9 })] })));
    expect(all(root, 'testcase').map(({ children }) => children)).toEqual([[]]);
  });

  test('is said in all the other formats', () => {
    const says = 's3:GetBucketPolicy denied';
    expect(readCommands(render('github', one))[0]).toMatchObject({
      name: 'error',
      properties: { title: 'COULD NOT TELL' },
    });
    expect(readCommands(render('github', one))[0]?.message).toContain(says);
    expect(render('markdown', one)).toContain(says);
    expect(csvRecords(render('csv', one))).toMatchObject([
      { status: 'could-not-tell', counted: 'yes', resource_id: 'arn:aws:s3:::acme-hr' },
    ]);
    expect(JSON.parse(render('gitlab-codequality', one))).toMatchObject([
      { check_name: 'could-not-tell', severity: 'critical' },
    ]);
    expect(JSON.parse(render('ocsf', one))).toMatchObject([
      { compliance: { status: 'Unknown', status_id: 0 }, resources: [{ uid: 'arn:aws:s3:::acme-hr' }] },
    ]);
  });
});

describe('where others read along', () => {
  const log = { public: true, showProof: false };
  test.each(NEW)('%s masks account ids and leaves proofs out, unless they are asked for', (format) => {
    const masked = render(format, busy(), log);
    expect(masked).not.toMatch(/1111-?2222-?3333|4444-?5555-?6666/);
    expect(masked).not.toMatch(/list-objects-v2|AssumeRoleWithWebIdentity/);
    const asked = render(format, busy(), { public: true, showProof: true });
    expect(asked).toMatch(/1111-?2222-?3333/);
    // A merge request has one line for each.
    if (format !== 'gitlab-codequality') expect(asked).toMatch(/list-objects-v2/);
  });

  test('an identity is the same, masked or not', () => {
    const ids = (more: Partial<RenderOptions>) =>
      csvRecords(render('csv', busy(), more)).map((row) => row['fingerprint']);
    expect(ids(log)).toEqual(ids({}));
    expect(ids({ lang: 'ja' })).toEqual(ids({}));
    const events = (more: Partial<RenderOptions>) =>
      JSON.parse(render('ocsf', busy(), more)).map(
        (event: { finding_info: { uid: string } }) => event.finding_info.uid,
      );
    expect(events(log)).toEqual(events({}));
  });
});

describe('places', () => {
  const at = (file: string) =>
    door(bucket('b'), {
      evidence: [
        {
          setting: 'policy',
          text: { en: 'x', ja: 'x' },
          origin: { file, line: 7, column: 3, endLine: 7, endColumn: 9 },
        },
      ],
    });
  const one = (file: string) => {
    const open = at(file);
    return report({ doors: [open], findings: [finding('aws.s3.a', 'high', open)] });
  };

  test('a file of the repository is annotated on its line', () => {
    const value = one('infra/プロファイル, 1:2.json');
    expect(readCommands(render('github', value))[0]?.properties).toMatchObject({
      file: 'infra/プロファイル, 1:2.json',
      line: '7',
      endLine: '7',
      col: '3',
      endColumn: '9',
    });
    expect(JSON.parse(render('gitlab-codequality', value))[0].location).toEqual({
      path: 'infra/プロファイル, 1:2.json',
      lines: { begin: 7, end: 7 },
    });
    expect(all(readXml(render('junit', value)), 'testcase')[0]?.attributes['file']).toBe(
      'infra/プロファイル, 1:2.json',
    );
  });

  test('what lies elsewhere has no file, and a path of its own on GitLab', () => {
    const value = one('/home/hana/a.json');
    expect(readCommands(render('github', value))[0]?.properties).not.toHaveProperty('file');
    expect(JSON.parse(render('gitlab-codequality', value))[0].location).toEqual({
      path: '_live/aws/111122223333/ap-northeast-1/s3/bucket/b',
      lines: { begin: 1 },
    });
  });
});

test('GitHub is told how much it does not show', () => {
  const doors = Array.from({ length: 11 }, (_, n) => door(bucket(`b${n}`)));
  const many = report({ doors, findings: doors.map((each) => finding('aws.s3.a', 'high', each)) });
  expect(readCommands(render('github', many)).at(-1)?.message).toContain(
    'GitHub shows 10 annotations of a kind',
  );
  const hidden = readCommands(render('github', busy(), { severity: 'critical' }));
  expect(hidden.filter(({ properties }) => properties['title']?.startsWith('MEDIUM'))).toEqual([]);
  expect(hidden.filter(({ name }) => name === 'error').length).toBe(
    readCommands(render('github', busy())).filter(({ name }) => name === 'error').length,
  );
  expect(hidden.at(-1)?.message).toContain('Not listed (--severity): 51');
});

test('OCSF: times are milliseconds, states and severities are those of the report', () => {
  const events: {
    time: number;
    severity: string;
    compliance: { status: string };
    unmapped: { state?: string };
  }[] = JSON.parse(render('ocsf', busy()));
  expect(new Set(events.map(({ time }) => time))).toEqual(new Set([Date.parse('2026-11-21T00:00:14.000Z')]));
  const of = (state: string) =>
    new Set(
      events.filter(({ unmapped }) => unmapped.state === state).map(({ compliance }) => compliance.status),
    );
  expect(of('open')).toEqual(new Set(['Fail']));
  expect(of('open-unless')).toEqual(new Set(['Fail']));
  expect(of('shut-by')).toEqual(new Set(['Warning']));
  expect(new Set(events.map(({ severity }) => severity))).toEqual(
    new Set(['Critical', 'High', 'Medium', 'Low', 'Unknown']),
  );
});
