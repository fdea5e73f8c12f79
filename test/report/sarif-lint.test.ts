// The lint of what GitHub refuses: files that are known to be refused, and every single fault planted into a good one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { sarifLog } from '../../src/report/sarif.ts';
import { lintForGitHub } from '../../src/report/sarif-lint.ts';
import { accepted } from './build.ts';
import { busy } from './estates.ts';

const FOLDER = fileURLToPath(new URL('./sarif/', import.meta.url));
const TRAPS = readdirSync(FOLDER).filter((name) => name.startsWith('trap-'));

test('there are traps', () => {
  expect(TRAPS).toHaveLength(6);
});

test.each([
  ['trap-arn.sarif', /"arn:aws:s3:::finance" is a scheme/],
  ['trap-https.sarif', /"https:" is a scheme/],
  ['trap-colon.sarif', /first segment holds a colon/],
  ['trap-empty.sarif', /uri: is required/],
  ['trap-logical-only.sarif', /physicalLocation: is required/],
  ['trap-msgid.sarif', /message\.text: is required/],
])('%s is refused for its fault', (name, fault) => {
  const faults = lintForGitHub(JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8')));
  expect(faults.join('\n')).toMatch(fault);
});

test('files known elsewhere to be refused are refused', () => {
  const folder = process.env['TOJIMARI_TRAPS'] ?? '../shared/facts/sarif';
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('trap-')) : [];
  for (const name of names)
    expect([name, lintForGitHub(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')))]).not.toEqual([
      name,
      [],
    ]);
});

/** Sets, or with undefined removes, what a path of keys leads to. */
function plant(path: (string | number)[], value: unknown): unknown {
  const log: unknown = JSON.parse(
    JSON.stringify(
      sarifLog(accepted(busy()), { lang: 'en', color: false, showProof: false, public: false, all: false }),
    ),
  );
  let at = log;
  for (const key of path.slice(0, -1)) {
    if (typeof at !== 'object' || at === null) throw new Error(`no ${String(key)}`);
    at = Reflect.get(at, key);
  }
  const last = path.at(-1);
  if (typeof at !== 'object' || at === null || last === undefined) throw new Error('no such place');
  if (value === undefined) Reflect.deleteProperty(at, last);
  else Reflect.set(at, last, value);
  return log;
}

const RESULT = ['runs', 0, 'results', 0];
const RULE = ['runs', 0, 'tool', 'driver', 'rules', 0];
const PLACE = [...RESULT, 'locations', 0, 'physicalLocation'];
const URI = [...PLACE, 'artifactLocation', 'uri'];

describe('one fault planted into a good log', () => {
  test('the log is good without it', () => {
    expect(lintForGitHub(plant(['unrelated'], 1))).toEqual([]);
  });

  test.each([
    ['another version', ['version'], '2.0.0', /version/],
    ['no runs', ['runs'], undefined, /runs: must be an array/],
    ['too many runs', ['runs'], Array.from({ length: 21 }, () => ({})), /more than 20/],
    [
      'a run twice',
      ['runs', 1, 'automationDetails', 'id'],
      'tojimari/aws/111122223333/ap-northeast-1/2',
      /category/,
    ],
    ['no results', ['runs', 0, 'results'], undefined, /results: must be an array/],
    ['no driver name', ['runs', 0, 'tool', 'driver', 'name'], '', /name: is required/],
    ['no rules', ['runs', 0, 'tool', 'driver', 'rules'], undefined, /rules: must be an array/],
    ['no locations', [...RESULT, 'locations'], [], /locations: one is required/],
    ['no physical location', PLACE, undefined, /physicalLocation: is required/],
    ['an empty uri', URI, '', /uri: is required/],
    ['a bucket uri', URI, 's3://acme', /scheme/],
    ['a way out', URI, 'a/../../b', /leads out/],
    ['a leading slash', URI, '/a', /begins with a slash/],
    ['a leading dot', URI, './a', /begins with/],
    ['an empty segment', URI, 'a//b', /empty segment/],
    ['a space', URI, 'a b', /percent-encoded/],
    ['Japanese', URI, '顧客', /percent-encoded/],
    ['half an escape', URI, 'a%2', /percent-encoded/],
    ['no line', [...PLACE, 'region', 'startLine'], undefined, /startLine/],
    ['line 0', [...PLACE, 'region', 'startLine'], 0, /startLine/],
    ['half a column', [...PLACE, 'region', 'endColumn'], 1.5, /endColumn/],
    ['a message by id', [...RESULT, 'message'], { id: 'default' }, /message\.text/],
    ['a failed run', ['runs', 0, 'invocations', 0, 'executionSuccessful'], false, /would not be taken in/],
    ['a level that is none', [...RESULT, 'level'], 'fatal', /level: "fatal"/],
    ['an end before the start', [...PLACE, 'region', 'startLine'], 99_999, /endLine: is before/],
    ['a link to nowhere', [...RESULT, 'message', 'text'], 'Read [here](7).', /leads to no related/],
    [
      'a step at an address',
      [...RESULT, 'codeFlows'],
      [
        {
          threadFlows: [
            {
              locations: [
                {
                  location: {
                    physicalLocation: {
                      artifactLocation: { uri: 'https://acme.example' },
                      region: { startLine: 1 },
                    },
                  },
                },
              ],
            },
          ],
        },
      ],
      /codeFlows.*scheme/,
    ],
    ['a pass', [...RESULT, 'kind'], 'pass', /kind/],
    ['a suppression', [...RESULT, 'suppressions'], [{ kind: 'external' }], /suppressions/],
    ["another rule's index", [...RESULT, 'ruleIndex'], 1, /ruleIndex/],
    ['no rule', [...RESULT, 'ruleId'], undefined, /ruleId/],
    ['no hash', [...RESULT, 'partialFingerprints'], undefined, /primaryLocationLineHash/],
    [
      'an indexed step',
      [...RESULT, 'codeFlows'],
      [{ threadFlows: [{ locations: [{ index: 0 }] }] }],
      /index is not read/,
    ],
    ['a bad related place', [...RESULT, 'relatedLocations'], [{ id: 1 }], /relatedLocations/],
    ['a rule twice', [...RULE, 'id'], 'aws.iam.role-any-repository', /there twice/],
    ['a long name', [...RULE, 'name'], 'X'.repeat(256), /longer than 255/],
    ['no short description', [...RULE, 'shortDescription'], undefined, /shortDescription/],
    ['a long description', [...RULE, 'fullDescription', 'text'], 'x'.repeat(1025), /longer than 1024/],
    ['no help', [...RULE, 'help', 'text'], '', /help/],
    ['a score that is a number', [...RULE, 'properties', 'security-severity'], 9.5, /security-severity/],
    ['a score of nothing', [...RULE, 'properties', 'security-severity'], '0.0', /security-severity/],
    ['a score over ten', [...RULE, 'properties', 'security-severity'], '10.1', /security-severity/],
    ['too many tags', [...RULE, 'properties', 'tags'], Array.from({ length: 21 }, (_, n) => `t${n}`), /tags/],
  ] as const)('%s', (_name, path, value, fault) => {
    expect(lintForGitHub(plant([...path], value)).join('\n')).toMatch(fault);
  });

  test('two results that would be one alert', () => {
    const [first] =
      sarifLog(accepted(busy()), { lang: 'en', color: false, showProof: false, public: false, all: false })
        .runs[0]?.results ?? [];
    expect(lintForGitHub(plant(['runs', 0, 'results', 1], first)).join('\n')).toMatch(
      /is one alert with an earlier result/,
    );
  });

  test.each([null, 'x', [], {}, { version: '2.1.0', runs: [null] }])(
    'what is not a log at all: %j',
    (value) => {
      expect(lintForGitHub(value).length).toBeGreaterThan(0);
    },
  );
});
