// SARIF: what GitHub takes, what it would refuse, and alerts that stay themselves from run to run.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { visibleJson } from '../../src/report/escape.ts';
import type { Door, RenderOptions, Report } from '../../src/report/report.ts';
import { renderSarif, sarifLog } from '../../src/report/sarif.ts';
import { lintForGitHub } from '../../src/report/sarif-lint.ts';
import { repositoryPath } from '../../src/report/sarif-place.ts';
import { accepted, bucket, denied, door, finding, report, rule } from './build.ts';
import { blind, busy as busyDay, calm, HOSTILE_NAMES, hostile as hostileDay } from './estates.ts';
import { expectGolden } from './golden.ts';

const OPTIONS: RenderOptions = { lang: 'en', color: false, showProof: false, public: false, all: false };

const busy = () => accepted(busyDay());
const hostile = () => accepted(hostileDay());

let validate: ValidateFunction;
beforeAll(() => {
  const file = fileURLToPath(new URL('./sarif/sarif-schema-2.1.0.json', import.meta.url));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
});

function log(value: Report, more: Partial<RenderOptions> = {}) {
  return sarifLog(value, { ...OPTIONS, ...more });
}

function results(value: Report, more: Partial<RenderOptions> = {}) {
  return log(value, more).runs.flatMap((run) => run.results);
}

function one(more: Partial<Door> = {}, resource = bucket('acme-export')): Report {
  const open = door(resource, more);
  return report({ doors: [open], findings: [finding('aws.s3.bucket-public-read', 'high', open)] });
}

/** What GitHub knows an alert by. */
function identities(value: Report, more: Partial<RenderOptions> = {}): string[] {
  return results(value, more).map(({ ruleId, locations, partialFingerprints }) =>
    [
      ruleId,
      locations[0]?.physicalLocation.artifactLocation.uri,
      partialFingerprints.primaryLocationLineHash,
    ].join(' '),
  );
}

describe.each([
  ['busy', busy(), {}],
  ['busy-ja', busy(), { lang: 'ja' }],
  ['calm', calm(), {}],
  ['blind', blind(), {}],
  ['hostile', hostile(), {}],
  ['busy-full', busyDay(), { sarifProfile: 'full' }],
] satisfies [string, Report, Partial<RenderOptions>][])('%s', (name, value, more) => {
  const rendered = renderSarif(value, { ...OPTIONS, ...more });

  test('is the golden file, twice', () => {
    expectGolden(`${name}.sarif`, rendered);
    expect(renderSarif(value, { ...OPTIONS, ...more })).toBe(rendered);
  });

  test('fits the official schema', () => {
    validate(JSON.parse(rendered));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('is what GitHub takes, unless it is for others', () => {
    const faults = lintForGitHub(JSON.parse(rendered));
    if (name === 'busy-full') expect(faults.join()).toMatch(/kind: "open" would become an alert/);
    else expect(faults).toEqual([]);
  });
});

test('one result a door, one a hygiene finding', () => {
  const { doors, findings } = busy();
  const spoken = doors.filter(({ id }) => findings.some((each) => each.doors.includes(id)));
  expect(results(busy())).toHaveLength(
    spoken.length + findings.filter((each) => each.doors.length === 0).length,
  );
});

test('a clean scope has an empty run with every rule of its provider', () => {
  const [run] = log(calm()).runs;
  expect(run?.results).toEqual([]);
  expect(run?.tool.driver.rules).toHaveLength(9);
  expect(run?.invocations[0]?.executionSuccessful).toBe(true);
});

describe('identity', () => {
  const before = identities(busy());

  test('survives another order, another language, another version, another time', () => {
    const { doors, findings, ...rest } = busy();
    const later = {
      ...rest,
      doors: [...doors].reverse(),
      findings: [...findings].reverse(),
      tool: { name: 'tojimari' as const, version: '2.0.0' },
      startedAt: '2027-01-01T00:00:00.000Z',
    };
    expect(identities(later)).toEqual(before);
    expect(identities(busy(), { lang: 'ja' })).toEqual(before);
    expect(log(later).runs.map(({ automationDetails }) => automationDetails.id)).toEqual(
      log(busy()).runs.map(({ automationDetails }) => automationDetails.id),
    );
  });

  test('survives a moved line and a guard that became known', () => {
    const at = (line: number) =>
      one({
        evidence: [{ setting: 'policy', text: { en: 'x', ja: 'x' }, origin: { file: 'a.json', line } }],
      });
    expect(identities(at(3))).toEqual(identities(at(300)));
    expect(identities(one())).toEqual(
      identities(one({ state: 'open-unless', missing: [denied('acl', 's3:GetBucketAcl')] })),
    );
  });

  test('tells two buckets and two doors of one bucket apart', () => {
    const read = door(bucket('a'));
    const doors = [
      read,
      door(bucket('b')),
      { ...read, id: 'another', audience: 'anyone-registered' as const },
    ];
    const both = report({ doors, findings: doors.map((each) => finding('aws.s3.a', 'high', each)) });
    expect(new Set(identities(both)).size).toBe(3);
  });

  test("a neighbour off its rule's severity renames nobody", () => {
    const [a, b] = [door(bucket('a')), door(bucket('b'))];
    const rules = [rule('aws.s3.a', 'high')];
    const alone = report({ rules, doors: [a], findings: [finding('aws.s3.a', 'high', a)] });
    const both = report({
      rules,
      doors: [a, b],
      findings: [finding('aws.s3.a', 'high', a), finding('aws.s3.a', 'medium', b)],
    });
    expect(results(both).map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['aws.s3.a', 'error'],
      ['aws.s3.a/medium', 'warning'],
    ]);
    expect(identities(both)).toContain(identities(alone)[0]);
    expect(
      log(both).runs[0]?.tool.driver.rules.map(({ id, properties }) => [id, properties['security-severity']]),
    ).toEqual([
      ['aws.s3.a', '8.0'],
      ['aws.s3.a/medium', '5.5'],
    ]);
  });
});

describe('places', () => {
  test.each([
    ['exports/s3/policy.json', 'exports/s3/policy.json'],
    ['./exports//a/../b.json', 'exports/b.json'],
    [
      'プロファイル/Kagi Support.xml',
      '%E3%83%97%E3%83%AD%E3%83%95%E3%82%A1%E3%82%A4%E3%83%AB/Kagi%20Support.xml',
    ],
    ['a:b/c.json', undefined],
    ['a%20b/c#d?.json', 'a%2520b/c%23d%3F.json'],
    ['exports\\s3\\policy.json', 'exports/s3/policy.json'],
    ['/etc/passwd', undefined],
    ['../up.json', undefined],
    ['a/../../up.json', undefined],
    ['C:\\x.json', undefined],
    ['https://kagi.example/x', undefined],
    ['-', undefined],
    ['', undefined],
    ['.', undefined],
  ])('%s becomes %s', (file, uri) => {
    expect(repositoryPath(file)).toBe(uri);
  });

  test('a place in a file has four parts', () => {
    const it = one({
      evidence: [
        {
          setting: 'policy',
          text: { en: 'x', ja: 'x' },
          origin: { file: 'exports/a.json', line: 7, column: 7, endLine: 7, endColumn: 23 },
        },
      ],
    });
    expect(results(it)[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'exports/a.json', uriBaseId: '%SRCROOT%' },
      region: { startLine: 7, startColumn: 7, endLine: 7, endColumn: 23 },
    });
  });

  test('a live setting has a path of its own', () => {
    expect(results(one())[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: {
        uri: '_live/aws/111122223333/ap-northeast-1/s3/bucket/acme-export',
        uriBaseId: '%SRCROOT%',
      },
      region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
    });
  });

  test('an absolute path does not reach the file', () => {
    const it = one({
      evidence: [
        {
          setting: 'policy',
          text: { en: 'x', ja: 'x' },
          origin: { file: '/home/hana/secret/a.json', line: 7 },
        },
      ],
    });
    expect(renderSarif(it, OPTIONS)).not.toContain('hana');
  });

  test.each(HOSTILE_NAMES)('the name %j makes one segment', (name) => {
    const uri = results(one({}, bucket(name)))[0]?.locations[0]?.physicalLocation.artifactLocation.uri ?? '';
    expect(uri.split('/')).toHaveLength(7);
    expect(uri).toMatch(/^[A-Za-z0-9._~%/-]{1,200}$/);
    expect(() => decodeURIComponent(uri)).not.toThrow();
  });
});

describe('runs', () => {
  test('provenance stands only when it was given', () => {
    expect(log(calm()).runs[0]).not.toHaveProperty('versionControlProvenance');
    const provenance = {
      repositoryUri: 'https://git.kagi.example/infra',
      revisionId: 'a'.repeat(40),
      branch: 'main',
    };
    expect(log(calm(), { provenance }).runs[0]?.versionControlProvenance).toEqual([
      { ...provenance, mappedTo: { uriBaseId: '%SRCROOT%' } },
    ]);
  });
});

describe('words', () => {
  test('the first sentence is the title, and says who can do what', () => {
    const [result] = results(one({ access: ['list', 'read'] }));
    expect(result?.message.text).toBe(
      'Anyone on the internet can list and read the bucket \'acme-export\'. The bucket policy, statement "share", admits Principal "*". Resource: \'arn:aws:s3:::acme-export\'.',
    );
  });

  test('help tells why, how to fix it everywhere, where to read on, and all of it in Japanese', () => {
    const markdown = log(one()).runs[0]?.tool.driver.rules[0]?.help.markdown ?? '';
    for (const part of [
      '## Why it matters',
      '## How to fix',
      'Console:',
      '```sh',
      '```hcl',
      '## References',
      '## 日本語',
      'パブリックアクセスブロック',
    ])
      expect(markdown).toContain(part);
  });

  test('no result carries a proof into a log that others read', () => {
    const request = {
      principal: 'anonymous',
      action: 's3:ListBucket',
      resource: 'arn:aws:s3:::acme-export',
      context: {},
    };
    const it = one({ witness: { request, checked: true } });
    expect(results(it)[0]?.properties).toHaveProperty('request');
    expect(results(it, { public: true })[0]?.properties).not.toHaveProperty('request');
  });

  test('no controlling character of a name stands in the file, and no name makes a link', () => {
    const harmful = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
    expect(renderSarif(hostile(), OPTIONS).replaceAll('\n', '')).not.toMatch(harmful);
    for (const run of log(hostile()).runs) {
      const { automationDetails, invocations, results: found } = run;
      JSON.stringify([automationDetails, invocations, found], (_key, value: unknown) => {
        if (typeof value === 'string') expect(value).not.toMatch(harmful);
        return value;
      });
    }
    expect(
      results(hostile())
        .map(({ message }) => message.text)
        .join(),
    ).not.toMatch(/\]\(/);
  });
});

describe('code flows', () => {
  test('walk from the outsider over the door and its settings to the resource, each at its place', () => {
    const it = one({
      via: 'access-point',
      subject: 'kagi-ap',
      evidence: [
        {
          setting: 'policy',
          text: { en: 'the policy admits everyone', ja: 'x' },
          origin: { file: 'a.json', line: 7 },
        },
        { setting: 'publicAccessBlock', text: { en: 'Block Public Access is off', ja: 'y' } },
      ],
    });
    const [result] = results(it);
    const steps = result?.codeFlows?.flatMap(({ threadFlows }) =>
      threadFlows.flatMap(({ locations }) => locations),
    );
    expect(
      steps?.map(({ location }) => [
        location.message.text,
        location.physicalLocation.artifactLocation.uri,
        location.physicalLocation.region.startLine,
      ]),
    ).toEqual([
      ['Outsider: Anyone on the internet.', 'a.json', 7],
      ['Door: read (access-point).', 'a.json', 7],
      ['Setting: the policy admits everyone.', 'a.json', 7],
      ['Setting: Block Public Access is off.', 'a.json', 7],
      ["Resource: the bucket 'acme-export' through the access point 'kagi-ap'.", 'a.json', 7],
    ]);
  });

  test('a guard is a step of its own; a setting without a door has no flow', () => {
    const guard = { en: 'Block Public Access of the account', ja: 'x' };
    const texts = (more: Partial<Door>) =>
      JSON.stringify(results(one({ guard, ...more })).map(({ codeFlows }) => codeFlows));
    expect(texts({ state: 'open-unless' })).toContain(
      'Guard that could not be read: Block Public Access of the account.',
    );
    expect(texts({ state: 'shut-by' })).toContain('Shut only by: Block Public Access of the account.');
    const [hygiene] = results(report({ findings: [finding('aws.s3.a', 'low', bucket('b'))] }));
    expect(hygiene).not.toHaveProperty('codeFlows');
  });
});

test('the pieces make the same text as the whole', () => {
  for (const value of [busy(), calm(), hostile(), report({ scopes: [] })])
    expect(renderSarif(value, OPTIONS)).toBe(visibleJson(`${JSON.stringify(log(value), null, 1)}\n`));
});
