// The severity of a finding: the table of docs/rules.md.
import { describe, expect, test } from '@jest/globals';
import type { Exposure } from '../../src/exposure.ts';
import type { Severity } from '../../src/rules/rule.ts';
import { adjustSeverity } from '../../src/rules/severity.ts';

function exposure(given: Partial<Exposure>): Exposure {
  return {
    audience: 'anyone',
    access: ['read'],
    state: 'open',
    basis: 'configuration',
    evidence: [],
    ...given,
  };
}

const UNLESS = exposure({
  state: 'open-unless',
  guard: { en: 'Block Public Access of the account', ja: 'アカウントのパブリックアクセスブロック' },
});
const SENSITIVE = exposure({ sensitive: { en: 'tagged confidential', ja: '機密のタグ' } });
const PERHAPS = exposure({ audience: 'named-outsider', perhapsOurs: true });
const CODE = exposure({ state: 'code' });
const SHUT = exposure({ state: 'shut-by' });

describe('severity of a finding', () => {
  test.each<[string, Severity, Exposure[], 'live' | 'export', Severity]>([
    ['open stays', 'high', [exposure({})], 'live', 'high'],
    ['no exposure stays', 'high', [], 'live', 'high'],
    ['open unless, live: one lower', 'high', [UNLESS], 'live', 'medium'],
    ['open unless, export: stays', 'high', [UNLESS], 'export', 'high'],
    ['open unless beside open: stays', 'high', [UNLESS, exposure({})], 'live', 'high'],
    ['never below low', 'low', [UNLESS], 'live', 'low'],
    ['sensitive: one higher', 'high', [exposure({}), SENSITIVE], 'live', 'critical'],
    ['never above critical', 'critical', [SENSITIVE], 'live', 'critical'],
    [
      'sensitive and open unless: the same',
      'high',
      [{ ...UNLESS, ...SENSITIVE, state: 'open-unless' }],
      'live',
      'high',
    ],
    ['perhaps ours: at most medium', 'critical', [PERHAPS], 'live', 'medium'],
    ['perhaps ours: low stays', 'low', [PERHAPS], 'live', 'low'],
    [
      'perhaps ours beside a stranger: stays',
      'high',
      [PERHAPS, exposure({ audience: 'named-outsider' })],
      'live',
      'high',
    ],
    [
      'perhaps ours, open unless: never raised to medium',
      'medium',
      [{ ...PERHAPS, state: 'open-unless' }],
      'live',
      'low',
    ],
    ['code: at most medium', 'critical', [CODE], 'live', 'medium'],
    ['shut: low', 'medium', [SHUT], 'export', 'low'],
  ])('%s', (_name, rule, exposures, input, expected) => {
    const { severity, adjusted } = adjustSeverity(rule, exposures, input === 'live');
    expect(severity).toBe(expected);
    expect(adjusted === undefined).toBe(rule === expected);
  });

  test('says why, in both languages', () => {
    expect(adjustSeverity('high', [UNLESS], true).adjusted).toEqual({
      en: 'one lower: Block Public Access of the account could not be read and may stop it',
      ja: '1 段階引き下げ: アカウントのパブリックアクセスブロックを読み取れず、止めている可能性がある',
    });
    expect(adjustSeverity('high', [SENSITIVE], true).adjusted?.en).toBe('one higher: tagged confidential');
  });
});
