// Intents: which doors stay within what is declared, over audience, access, keys, parts, callers, day and state.
import { describe, expect, test } from '@jest/globals';
import { waysWider } from '../../src/audit/intent-ways.ts';
import { type Intent, isOver, judgeDoor, splitByIntent } from '../../src/audit/intents.ts';
import { ACCESSES, AUDIENCES } from '../../src/exposure.ts';
import type { Door } from '../../src/report/report.ts';
import { bucket, door, role } from '../report/build.ts';

const NOW = Date.parse('2026-11-02T12:00:00Z');

function intent(more: Partial<Intent> = {}): Intent {
  return {
    type: 'aws.s3.bucket',
    resources: ['acme-assets'],
    audience: 'anyone',
    access: ['read'],
    owner: 'web-team',
    reason: 'pictures',
    until: '2027-03-31',
    origin: { file: 'tojimari.yaml', line: 12 },
    ...more,
  };
}

function open(more: Partial<Door> = {}): Door {
  return door(bucket('acme-assets'), more);
}

/** The verdict on one door by one intent. */
function verdict(one: Partial<Intent>, more: Partial<Door>): string {
  return judgeDoor(open(more), [intent(one)], NOW).verdict;
}

describe('audience: as wide as declared or narrower is inside, and nothing else', () => {
  const declared = AUDIENCES.filter((audience) => audience !== 'internal');
  const pairs = declared.flatMap((meant) => AUDIENCES.map((is) => [meant, is] as const));
  test.each(pairs)('declared %s, open to %s', (meant, is) => {
    const who = ['999988887777'];
    const inside = AUDIENCES.indexOf(is) >= AUDIENCES.indexOf(meant);
    expect(verdict({ audience: meant, who }, { audience: is, who })).toBe(inside ? 'inside' : 'wider');
  });
});

describe('access: each thing that can be done has to be declared', () => {
  test.each(ACCESSES.flatMap((meant) => ACCESSES.map((is) => [meant, is] as const)))(
    'declared %s, open for %s',
    (meant, is) => {
      expect(verdict({ access: [meant] }, { access: [is] })).toBe(meant === is ? 'inside' : 'wider');
    },
  );
  test.each([
    [['read', 'list'], ['read'], 'inside'],
    [['read'], ['list', 'read'], 'wider'],
    [['read', 'write'], ['write', 'read'], 'inside'],
    [['read'], [], 'wider'],
  ])('declared %j, open for %j: %s', (meant, is, expected) => {
    expect(verdict({ access: meant }, { access: is })).toBe(expected);
  });
});

describe('keys: inside a folder only where every key is said to be in it', () => {
  test.each<[string, string[] | undefined, string[], string]>([
    ['/assets', ['assets/*'], ['read'], 'inside'],
    ['assets/', ['assets/*'], ['read'], 'inside'],
    ['/assets', ['assets/img/*', 'assets/x'], ['read'], 'inside'],
    ['/assets', ['assets/*'], ['read', 'write', 'delete'], 'inside'],
    ['/assets', undefined, ['read'], 'wider'],
    ['/assets', [], ['read'], 'wider'],
    ['/assets', ['*'], ['read'], 'wider'],
    ['/assets', ['assets*'], ['read'], 'wider'],
    ['/assets', ['assets'], ['read'], 'wider'],
    ['/assets', ['assets-private/*'], ['read'], 'wider'],
    ['/assets', ['assets/*', 'logs/*'], ['read'], 'wider'],
    ['/assets', ['${aws:username}/assets/*'], ['read'], 'wider'],
    ['/assets', ['?ssets/*'], ['read'], 'wider'],
    ['/assets', ['assets/*'], ['list'], 'wider'],
    ['/assets', ['assets/*'], ['admin'], 'wider'],
    ['/assets', ['assets/*'], ['read', 'meta'], 'wider'],
  ])('under %s, keys %j, %j: %s', (under, keys, access, expected) => {
    const more = keys === undefined ? { access } : { access, keys };
    expect(verdict({ under, access: [...ACCESSES] }, more)).toBe(expected);
  });
  test('without a folder every key is meant', () => {
    expect(verdict({}, { keys: ['*'] })).toBe('inside');
  });
});

describe('parts: a door to one part of a resource is inside only where the part is named', () => {
  test.each<[string[] | undefined, Partial<Door>, string]>([
    [undefined, { subject: 'Contact' }, 'wider'],
    [['Knowledge__kav'], { subject: 'Contact' }, 'wider'],
    [['Contact'], { subject: 'Contact' }, 'inside'],
    [['Con*'], { subject: '0Ab', subjectName: 'Contact' }, 'inside'],
    [['web'], { subject: 'web 999988887777', via: 'access-point' }, 'inside'],
    [['Contact'], {}, 'inside'],
  ])('parts %j, %j: %s', (parts, more, expected) => {
    expect(verdict(parts === undefined ? {} : { parts }, more)).toBe(expected);
  });
});

describe('callers: a named outsider is inside only where it is named', () => {
  test.each<[string[], Partial<Door>, string]>([
    [['999988887777'], { who: ['999988887777'], subject: '999988887777' }, 'inside'],
    [['999988887777'], { who: ['999988887777', '888877776666'] }, 'wider'],
    [['999988887777'], { who: ['888877776666'] }, 'wider'],
    [['999988887777'], {}, 'wider'],
    [['*'], {}, 'inside'],
    [['logs.amazonaws.com'], { via: 'aws-service', subject: 'logs.amazonaws.com' }, 'inside'],
    [['logs.amazonaws.com'], { via: 'aws-service', subject: 'sns.amazonaws.com' }, 'wider'],
  ])('who %j, %j: %s', (who, more, expected) => {
    const one = { audience: 'named-outsider', who } as const;
    expect(verdict(one, { audience: 'named-outsider', ...more })).toBe(expected);
  });
  test('anyone covers those with a name', () => {
    expect(verdict({}, { audience: 'named-outsider', who: ['888877776666'] })).toBe('inside');
  });
});

describe('days and states', () => {
  test.each([
    ['2026-11-01', 'expired'],
    ['2026-11-02', 'inside'],
    ['2027-01-01', 'inside'],
    ['no day', 'expired'],
  ])('until %s on 2026-11-02: %s', (until, expected) => {
    expect(verdict({ until }, {})).toBe(expected);
  });
  test('the last day counts to its last moment', () => {
    const until = '2026-11-02';
    expect(isOver({ until }, Date.parse('2026-11-02T23:59:59.999Z'))).toBe(false);
    expect(isOver({ until }, Date.parse('2026-11-03T00:00:00Z'))).toBe(true);
  });
  test.each([
    ['open', 'inside'],
    ['open-unless', 'inside'],
    ['code', 'inside'],
    ['shut-by', 'inside'],
    ['unknown', 'undeclared'],
  ] as const)('a door that is %s: %s', (state, expected) => {
    expect(verdict({}, { state })).toBe(expected);
    if (state !== 'unknown') expect(verdict({ access: ['list'] }, { state })).toBe('wider');
  });
});

describe('which intents speak of a door', () => {
  test.each<[Partial<Intent>, string]>([
    [{ resources: ['acme-*'] }, 'inside'],
    [{ resources: ['arn:aws:s3:::acme-assets'] }, 'inside'],
    [{ resources: ['other', 'acme-asset?'] }, 'inside'],
    [{ resources: ['acme'] }, 'undeclared'],
    [{ type: 'aws.iam.role' }, 'undeclared'],
    [{ scope: 'aws/111122223333' }, 'inside'],
    [{ scope: 'aws/444455556666' }, 'undeclared'],
  ])('%j: %s', (one, expected) => {
    expect(verdict(one, {})).toBe(expected);
  });

  test('a proposal does not count, also beside one that does', () => {
    expect(verdict({ proposed: true }, {})).toBe('proposed');
    const both = [intent(), intent({ access: ['list'], proposed: true })];
    expect(judgeDoor(open({ access: ['list', 'read'] }), both, NOW).verdict).toBe('proposed');
    expect(judgeDoor(open(), both, NOW)).toMatchObject({ verdict: 'inside', by: [both[0]] });
  });

  test('two intents may cover one door together, and one that is over covers nothing', () => {
    const two = [intent(), intent({ access: ['list'] })];
    const wide = open({ access: ['list', 'read'] });
    expect(judgeDoor(wide, two, NOW)).toMatchObject({ verdict: 'inside' });
    const past = [intent(), intent({ access: ['list'], until: '2026-01-01' })];
    expect(judgeDoor(wide, past, NOW)).toMatchObject({ verdict: 'expired', by: [past[1]] });
  });
});

test('how a door is wider is said, every way of it', () => {
  const one = intent({ audience: 'anyone-registered', under: '/assets' });
  const wide = open({ access: ['read', 'write'], keys: ['logs/*'] });
  expect(waysWider(one, wide).map(({ en }) => en)).toEqual([
    'open to anyone, declared for anyone who registers',
    'also write to',
    'also keys outside /assets: logs/*',
  ]);
  const judgement = judgeDoor(wide, [one], NOW);
  expect(judgement).toMatchObject({
    text: {
      en: 'wider than declared in tojimari.yaml:12 (web-team): open to anyone, declared for anyone who registers; also write to; also keys outside /assets: logs/*',
      ja: 'tojimari.yaml:12 の宣言（web-team）より広い: 公開先は「誰でも」、宣言は「登録すれば誰でも」、書き込みも可能、/assets 以外のキーにも届く: logs/*',
    },
  });
});

describe('a rule that failed on several doors', () => {
  const [inside, wide] = [open(), open({ access: ['write'] })];
  const judged = new Map([inside, wide].map((one) => [one, judgeDoor(one, [intent()], NOW)]));
  test.each([
    [[inside], { meant: true, left: [] }],
    [[inside, wide], { meant: false, left: [wide], intent: { status: 'wider' } }],
    [[], { meant: false, left: [] }],
    [[door(role('deploy'))], { meant: false, left: [door(role('deploy'))] }],
  ])('%#', (exposures, expected) => {
    expect(splitByIntent(exposures, judged)).toMatchObject(expected);
  });
});
