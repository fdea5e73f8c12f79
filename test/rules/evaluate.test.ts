// Rules on settings and facts: evidence, what was missing, and bounds.
import { describe, expect, test } from '@jest/globals';
import { MAX_STEPS, weightOf } from '../../src/rules/evaluate.ts';
import type { Condition } from '../../src/rules/rule.ts';
import type { Unknown } from '../../src/snapshot/resource.ts';
import { judge, verdict } from './judging.ts';

describe('settings', () => {
  const key = (active: boolean, createdAt?: string | null) => ({
    active,
    ...(createdAt === undefined ? {} : { createdAt }),
  });
  const oldKey: Condition = {
    some: 'accessKeys',
    where: {
      all: [
        { field: 'active', equals: true },
        { field: 'createdAt', older_than: '90d' },
      ],
    },
  };

  test.each<[string, Record<string, unknown>, string]>([
    ['old', { accessKeys: [key(true, '2024-01-02')] }, 'fail'],
    ['new', { accessKeys: [key(true, '2025-12-30')] }, 'pass'],
    ['inactive, age not read', { accessKeys: [key(false)] }, 'pass'],
    ['active, age not read', { accessKeys: [key(true)] }, 'unknown'],
    ['age not read, another old', { accessKeys: [key(true), key(true, '2024-01-02')] }, 'fail'],
    ['service says there is no date', { accessKeys: [key(true, null)] }, 'pass'],
    ['no keys', { accessKeys: [] }, 'pass'],
    ['absent', { accessKeys: null }, 'pass'],
    ['not read', {}, 'unknown'],
    ['not a list', { accessKeys: 'many' }, 'unknown'],
    ['inherited names are no settings', { constructor: 1 }, 'unknown'],
  ])('a list: %s', (_name, settings, expected) => {
    expect(verdict(oldKey, { settings })).toBe(expected);
  });

  test.each<[Condition, Record<string, unknown>, string]>([
    [{ every: 'l', where: { field: '.', gt: 1 } }, { l: [2, 3] }, 'fail'],
    [{ every: 'l', where: { field: '.', gt: 1 } }, { l: [1, 3] }, 'pass'],
    [{ every: 'l', where: { field: '.', gt: 1 } }, { l: [] }, 'fail'],
    [{ every: 'l', where: { field: '.', gt: 1 } }, {}, 'unknown'],
    [{ every: 'l', where: { field: '.', gt: 1 } }, { l: [2, 'x'] }, 'unknown'],
    [{ none: 'l', where: { field: '.', gt: 1 } }, { l: [1] }, 'fail'],
    [{ none: 'l', where: { field: '.', gt: 1 } }, { l: [1, 2] }, 'pass'],
    [{ none: 'l', where: { field: '.', gt: 1 } }, { l: null }, 'fail'],
    [{ field: 'a.b', exists: false }, { a: { b: null } }, 'fail'],
    [{ field: 'a.b', exists: false }, { a: null }, 'fail'],
    [{ field: 'a.b', exists: false }, { a: {} }, 'unknown'],
    [
      {
        any: [
          { field: 'a', equals: 1 },
          { field: 'b', equals: 1 },
        ],
      },
      { b: 1 },
      'fail',
    ],
    [
      {
        any: [
          { field: 'a', equals: 1 },
          { field: 'b', equals: 1 },
        ],
      },
      { b: 2 },
      'unknown',
    ],
    [
      {
        all: [
          { field: 'a', equals: 1 },
          { field: 'b', equals: 1 },
        ],
      },
      { b: 2 },
      'pass',
    ],
    [{ not: { field: 'a', equals: 1 } }, {}, 'unknown'],
  ])('%j on %j: %s', (fail, settings, expected) => {
    expect(verdict(fail, { settings })).toBe(expected);
  });

  test('a failure says which settings decided, where, and only those', () => {
    const settings = { accessKeys: [key(true, '2025-12-30'), key(true, '2024-01-02')] };
    const [found] = judge(oldKey, { settings });
    expect(found?.evidence).toEqual([
      {
        setting: 'accessKeys',
        pointer: '/1/active',
        text: { en: 'accessKeys[1].active is true', ja: 'accessKeys[1].active は true' },
        value: 'true',
      },
      {
        setting: 'accessKeys',
        pointer: '/1/createdAt',
        text: { en: 'accessKeys[1].createdAt is 2024-01-02', ja: 'accessKeys[1].createdAt は 2024-01-02' },
        value: '2024-01-02',
      },
    ]);
  });

  test("the analyser's own words for an entry, a setting or a fact stand in for the plain ones, each once", () => {
    const said = (setting: string, en: string) => [{ setting, text: { en, ja: en } }];
    const condition: Condition = {
      all: [oldKey, { field: 'facts.admin', equals: true }, { field: 'mfa.active', equals: false }],
    };
    const [found] = judge(condition, {
      settings: { accessKeys: [key(false), key(true, '2024-01-02')], mfa: { active: false } },
      facts: { admin: true },
      words: {
        'accessKeys/0': said('accessKeys', 'the first key'),
        'accessKeys/1': said('accessKeys', 'the second key'),
        'facts.admin': said('inlinePolicies', 'an inline policy allows all'),
        mfa: [],
      },
    });
    expect(found?.evidence.map(({ setting, text }) => [setting, text.en])).toEqual([
      ['accessKeys', 'the second key'],
      ['inlinePolicies', 'an inline policy allows all'],
      ['mfa', 'mfa.active is false'],
    ]);
  });

  test('an absent setting is evidence too', () => {
    const [found] = judge(
      { field: 'publicAccessBlock', exists: false },
      { settings: { publicAccessBlock: null } },
    );
    expect(found?.evidence[0]?.text.en).toBe('publicAccessBlock is not set');
  });

  test('what was missing comes with its reason, and only what mattered', () => {
    const unknowns: Unknown[] = [
      { setting: 'a', reason: 'denied', permission: 'x:GetA' },
      { setting: 'b', reason: 'throttled' },
    ];
    const fail: Condition = {
      all: [
        { field: 'a', equals: 1 },
        {
          any: [
            { field: 'b', equals: 1 },
            { field: 'c', equals: 1 },
          ],
        },
      ],
    };
    const [found] = judge(fail, { settings: { c: 1 }, unknowns });
    expect(found).toMatchObject({ verdict: 'unknown', missing: [unknowns[0]], evidence: [] });
  });

  test('a part of a list that was not read is named', () => {
    const [found] = judge(oldKey, { settings: { accessKeys: [key(true)] } });
    expect(found?.missing).toEqual([
      { setting: 'accessKeys', reason: 'missing', detail: 'accessKeys[0].createdAt' },
    ]);
  });

  test('a value that makes no sense is unknown, not pass', () => {
    const [found] = judge(oldKey, { settings: { accessKeys: [key(true, 'yesterday')] } });
    expect(found).toMatchObject({
      verdict: 'unknown',
      missing: [{ setting: 'accessKeys', reason: 'malformed' }],
    });
  });
});

describe('facts', () => {
  const fail: Condition = { field: 'facts.admin', equals: true };

  test('present, absent and unknown', () => {
    expect(verdict(fail, { facts: { admin: true } })).toBe('fail');
    expect(verdict(fail, { facts: { admin: null } })).toBe('pass');
    const missing: Unknown[] = [{ setting: 'policies', reason: 'denied', permission: 'iam:GetPolicy' }];
    const [found] = judge(fail, { unknownFacts: { admin: missing } });
    expect(found).toMatchObject({ verdict: 'unknown', missing });
    expect(judge(fail, {})[0]?.missing).toEqual([{ setting: 'facts.admin', reason: 'missing' }]);
  });
});

describe('bounds', () => {
  const inner: Condition = { some: '.', where: { field: '.', equals: 'never' } };
  const list = Array.from({ length: 400 }, () => Array.from({ length: 400 }, () => 'x'));

  test('a rule that takes too many steps cannot tell', () => {
    const fail: Condition = { some: 'lists', where: inner };
    const [found] = judge(fail, { settings: { lists: list } });
    expect(found?.verdict).toBe('unknown');
    expect(found?.missing).toContainEqual({
      setting: 'lists',
      reason: 'cut-short',
      detail: `the rule was stopped after ${MAX_STEPS} steps`,
    });
  });

  test('and never passes for being negated', () => {
    expect(verdict({ not: { some: 'lists', where: inner } }, { settings: { lists: list } })).toBe('unknown');
    const both: Condition = {
      all: [
        { some: 'lists', where: inner },
        { field: 'a', equals: 1 },
      ],
    };
    expect(verdict(both, { settings: { lists: list, a: 2 } })).toBe('unknown');
  });

  test('evidence stays short', () => {
    const many = Array.from({ length: 1000 }, (_, index) => index);
    const [found] = judge({ some: 'l', where: { field: '.', gte: 0 } }, { settings: { l: [-1, ...many] } });
    expect(found?.verdict).toBe('fail');
    expect(found?.evidence.length).toBeLessThanOrEqual(20);
    const [long] = judge({ field: 't', exists: true }, { settings: { t: 'x'.repeat(10_000) } });
    expect(long?.evidence[0]?.text.en.length).toBeLessThan(300);
    expect(long?.evidence[0]?.value).toBeUndefined();
  });
});

test('a rule that asks for more weighs more', () => {
  const read: Condition = { exposed: { to: 'anyone', for: 'read' } };
  const both: Condition = { exposed: { to: 'anyone', for: ['list', 'read'] } };
  expect(weightOf(both)).toBeGreaterThan(weightOf(read));
  expect(weightOf({ all: [read, { field: 'website', exists: true }] })).toBeGreaterThan(weightOf(read));
});
