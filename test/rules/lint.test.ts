// Traps in conditions are told with their place; the shipped rules have none.
import { describe, expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { lintRules } from '../../src/rules/lint.ts';
import { loadRules } from '../../src/rules/load.ts';
import { findFiles } from '../../src/snapshot/files.ts';
import { GOOD, load, ruleFile, TYPES } from './example.ts';

const services = PROVIDERS.flatMap((provider) => provider.services);
const types = services.flatMap((service) => service.types);

/** The traps of the example with another condition, whose first line is line 5. */
async function trapsOf(fail: string): Promise<string[]> {
  const text = GOOD.replace(/fail:[\s\S]*?(?=why:)/, `fail: ${fail}\n`);
  const traps = lintRules(await load(ruleFile(text)), TYPES);
  return traps.map(({ place, message }) => `${place.line}:${place.column} ${message}`);
}

describe('lint', () => {
  test('shipped rules have no traps', async () => {
    const rules = await loadRules(await findFiles(['rules']), types);
    const traps = lintRules(rules, types);
    expect(traps.map(({ rule, place, message }) => `${rule}:${place.line}: ${message}`)).toEqual([]);
  });

  test.each([
    [
      'not_equals on what may be absent',
      '{ some: accessKeys, where: { field: lastUsedAt, not_equals: x } }',
      'also true where there is no "lastUsedAt"',
    ],
    [
      'not_in on what may be absent',
      '{ some: accessKeys, where: { field: lastUsedAt, not_in: [x] } }',
      'also true where there is no "lastUsedAt"',
    ],
    [
      'every',
      '{ every: accessKeys, where: { field: active, equals: true } }',
      'also true for a list without entries',
    ],
    ['a size that every list has', '{ field: accessKeys, size_gte: 0 }', 'can never be false'],
    ['a size that no list has', '{ field: accessKeys, size_lt: 0 }', 'can never be true'],
    [
      'the same twice',
      '{ any: [{ field: path, equals: a }, { field: path, equals: a }] }',
      'says the same as the condition 1',
    ],
    [
      'two values at once',
      '{ all: [{ field: path, equals: a }, { field: path, equals: b }] }',
      'the rule cannot fail here',
    ],
    [
      'absent and a value',
      '{ all: [{ field: path, exists: false }, { field: path, starts_with: b }] }',
      'the rule cannot fail here',
    ],
    [
      'one or not that one',
      '{ any: [{ field: path, equals: a }, { field: path, not_equals: a }] }',
      'the rule cannot pass here',
    ],
    ['not not', '{ not: { not: { field: path, equals: a } } }', 'says nothing'],
  ])('%s', async (_what, fail, message) => {
    const traps = await trapsOf(fail);
    expect(traps).toEqual([expect.stringContaining(message)]);
    expect(traps[0]).toMatch(/^5:\d+ /);
  });

  test.each([
    [
      'the example',
      GOOD.slice(GOOD.indexOf('fail:') + 6, GOOD.indexOf('why:'))
        .trim()
        .replace(/^/, '\n  '),
    ],
    [
      'not_equals on what is always there',
      '{ some: accessKeys, where: { field: active, not_equals: true } }',
    ],
    ['two parts of one list', '{ any: [{ field: path, equals: a }, { field: path, equals: b }] }'],
    ['between two', '{ all: [{ field: accessKeys, size_gte: 1 }, { field: accessKeys, size_lt: 3 }] }'],
  ])('no trap: %s', async (_what, fail) => {
    expect(await trapsOf(fail)).toEqual([]);
  });
});
