// What counts as opened, widened, closed or no longer known between two reports.
import { describe, expect, test } from '@jest/globals';
import { changesBetween, decideChanges } from '../../src/report/changes.ts';
import type { Door, Report } from '../../src/report/report.ts';
import { bucket, denied, door, finding, report, rule, scope, tally, undecided } from './build.ts';

const READ = 'aws.s3.bucket-public-read';
const OTHER = 'aws.s3.other';
const rules = [rule(READ, 'high'), rule(OTHER, 'critical')];
const acme = bucket('acme');

/** A report in which one rule speaks of each door. */
function showing(doors: Door[], more: Partial<Report> = {}): Report {
  return report({ doors, findings: doors.map((one) => finding(READ, 'high', one)), rules, ...more });
}

function kinds(before: Report, after: Report): string[] {
  return changesBetween(before, after).map(({ kind, resource }) => `${kind} ${resource.name}`);
}

const open = door(acme);

describe('what changed', () => {
  test.each<[string, Report, Report, string[]]>([
    ['the same door on both sides', showing([open]), showing([open]), []],
    ['a door that was not there', showing([]), showing([open]), ['opened acme']],
    ['a door that is gone', showing([open]), showing([]), ['closed acme']],
    [
      'more access through the same door',
      showing([open]),
      showing([door(acme, { access: ['read', 'list'] })]),
      ['widened acme'],
    ],
    [
      'less access through the same door',
      showing([door(acme, { access: ['read', 'list'] })]),
      showing([open]),
      ['narrowed acme'],
    ],
    [
      'a partner became everybody',
      showing([door(acme, { audience: 'named-outsider', subject: '999988887777' })]),
      showing([open]),
      ['widened acme'],
    ],
    [
      'everybody became a partner',
      showing([open]),
      showing([door(acme, { audience: 'named-outsider', subject: '999988887777' })]),
      ['narrowed acme'],
    ],
    [
      'a second partner is a new door',
      showing([door(acme, { audience: 'named-outsider', subject: '999988887777' })]),
      showing([
        door(acme, { audience: 'named-outsider', subject: '999988887777' }),
        door(acme, { audience: 'named-outsider', subject: '666655554444' }),
      ]),
      ['opened acme'],
    ],
    [
      'one more setting was read: open unless is open',
      showing([door(acme, { state: 'open-unless', missing: [denied('x', 's3:X')] })]),
      showing([open]),
      [],
    ],
    [
      'a guard was turned on',
      showing([open]),
      showing([door(acme, { state: 'shut-by' })]),
      ['opened acme', 'closed acme'],
    ],
    [
      'another bucket of the same shape',
      showing([open]),
      showing([open, door(bucket('new'))]),
      ['opened new'],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(kinds(before, after)).toEqual(expected);
  });

  test('a guard that was turned on closes the door, and says that only it does', () => {
    const changes = changesBetween(
      showing([open]),
      showing([door(acme, { state: 'shut-by', guard: { en: 'the guard', ja: '防御' } })]),
    );
    const closed = changes.find(({ kind }) => kind === 'closed');
    expect(closed?.after?.guard?.en).toBe('the guard');
  });
});

describe('what could not be told is never new or gone', () => {
  const blind = undecided(READ, 'high', acme, [denied('policy', 's3:GetBucketPolicy')]);
  const cut = scope({ tallies: [tally('aws.s3.bucket', 3, { complete: false })] });

  test.each<[string, Report, Report, string[]]>([
    ['undecided before', showing([], { undecided: [blind] }), showing([open]), ['newly-seen acme']],
    ['undecided after', showing([open]), showing([], { undecided: [blind] }), ['became-unknown acme']],
    ['undecided on both sides', showing([], { undecided: [blind] }), showing([], { undecided: [blind] }), []],
    [
      'closed before, undecided after',
      showing([]),
      showing([], { undecided: [blind] }),
      ['became-unknown acme'],
    ],
    ['a list cut short before', showing([], { scopes: [cut] }), showing([open]), ['newly-seen acme']],
    ['a list cut short after', showing([open]), showing([], { scopes: [cut] }), ['became-unknown acme']],
    ['a scope that is new', showing([], { scopes: [] }), showing([open]), ['newly-seen acme']],
    [
      'a scope that is not there any more',
      showing([open]),
      showing([], { scopes: [] }),
      ['became-unknown acme'],
    ],
    [
      'a rule that did not run before',
      showing([], { rules: [rule(OTHER, 'critical')] }),
      showing([open]),
      ['newly-judged acme'],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(kinds(before, after)).toEqual(expected);
  });

  test('what this kind of input can never hold is nobody’s change', () => {
    const never = undecided(READ, 'high', acme, [{ setting: 'policy', reason: 'not-held' }]);
    expect(kinds(showing([]), showing([], { undecided: [never] }))).toEqual([]);
  });

  test('settings that open nothing by themselves come and go as well', () => {
    const key = finding(OTHER, 'medium', acme);
    const without = report({ rules });
    const having = report({ rules, findings: [key] });
    expect(kinds(without, having)).toEqual(['opened acme']);
    expect(kinds(having, without)).toEqual(['closed acme']);
  });

  test('two exports that name their org differently are the same org; two live accounts are not', () => {
    const at = (id: string, input: 'live' | 'export') =>
      showing([door({ ...acme, scope: id })], { scopes: [scope({ id, input })] });
    expect(kinds(at('aws/a', 'export'), at('aws/b', 'export'))).toEqual([]);
    expect(kinds(at('aws/a', 'live'), at('aws/b', 'live'))).toEqual([
      'became-unknown acme',
      'newly-seen acme',
    ]);
  });
});

test('the gate: new exposure is 1, lost sight is 3, everything else is 0', () => {
  const code = (before: Report, after: Report, failOn: 'high' | 'critical' | 'never' = 'high') =>
    decideChanges(changesBetween(before, after), failOn).exitCode;
  const blind = undecided(READ, 'high', acme, [denied('policy', 's3:GetBucketPolicy')]);
  expect(code(showing([]), showing([open]))).toBe(1);
  expect(code(showing([]), showing([open]), 'critical')).toBe(0);
  expect(code(showing([]), showing([open]), 'never')).toBe(0);
  expect(code(showing([]), showing([], { undecided: [blind] }))).toBe(3);
  expect(code(showing([open]), showing([]))).toBe(0);
  expect(code(showing([], { undecided: [blind] }), showing([open]))).toBe(0);
});

test('a rule that cannot be decided any more is told in words, not by the names of rule and setting', () => {
  const name = { en: 'blocked kinds of encryption', ja: 'ブロックする暗号化の種類' };
  const gap = { setting: 'blockedEncryption', name, reason: 'missing' } as const;
  const own = { ...gap, detail: 'said otherwise', detailJa: '別の答え' };
  const told = (missing: typeof gap | typeof own) =>
    changesBetween(
      report({ rules }),
      report({ rules, undecided: [undecided(READ, 'high', acme, [missing])] }),
    );
  expect(told(gap)).toMatchObject([
    {
      kind: 'became-unknown',
      title: rule(READ, 'high').title,
      why: { en: 'could not be told now: blocked kinds of encryption', ja: expect.stringContaining(name.ja) },
    },
  ]);
  expect(told(own)[0]?.why).toEqual({
    en: 'could not be told now: said otherwise',
    ja: '今回は判定できません: 別の答え',
  });
});
