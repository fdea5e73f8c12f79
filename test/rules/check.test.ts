// Conditions that make no sense, or too much of it.
import { describe, expect, test } from '@jest/globals';
import { faultsOf, GOOD, ruleFile } from './example.ts';

describe('conditions that are refused', () => {
  test.each<[string, string, string]>([
    [
      'to and to_at_least',
      '{ exposed: { to: anyone, to_at_least: anyone } }',
      'needs exactly one of "to" and "to_at_least"',
    ],
    ['no audience', '{ exposed: { for: read } }', 'needs exactly one of "to" and "to_at_least"'],
    [
      'where alone',
      '{ not: { field: path, exists: true }, where: { field: path, exists: true } }',
      'has "where" beside "not"',
    ],
    ['some alone', '{ some: accessKeys }', 'has "some" without "where"'],
    [
      'operator beside some',
      '{ some: accessKeys, where: { field: active, exists: true }, lt: 3 }',
      'has "lt" beside "some"',
    ],
    ['a dot outside where', '{ field: ., exists: true }', 'only makes sense below "where"'],
    [
      'through a list',
      '{ field: accessKeys.active, equals: true }',
      'goes through the list "accessKeys": use some, every or none',
    ],
    ['an unknown fact', '{ field: facts.admn, equals: true }', 'there is no "admn" in "facts"'],
    ['empty', '{}', 'must NOT have fewer than 1 properties'],
  ])('condition: %s', async (_name, condition, message) => {
    const text = GOOD.replace(/fail:\n(?: .*\n)+/, `fail: ${condition}\n`);
    const faults = await faultsOf(ruleFile(text));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(message);
  });

  test('limits of depth, of nested lists and of size', async () => {
    const withCondition = (condition: string) => GOOD.replace(/fail:\n(?: .*\n)+/, `fail: ${condition}\n`);
    const leaf = '{ field: path, exists: true }';
    const deep = (depth: number) => `${'{ not: '.repeat(depth - 1)}${leaf}${' }'.repeat(depth - 1)}`;
    expect(await faultsOf(ruleFile(withCondition(deep(12))))).toEqual([]);
    expect((await faultsOf(ruleFile(withCondition(deep(13))))).join()).toContain(
      'nests conditions deeper than 12',
    );
    const wide = `{ any: [${Array(90).fill(leaf).join()}] }`;
    expect(await faultsOf(ruleFile(withCondition(`{ any: [${wide}, ${wide}] }`)))).toEqual([]);
    const wider = await faultsOf(ruleFile(withCondition(`{ any: [${wide}, ${wide}, ${wide}] }`)));
    expect(wider.join()).toContain('more than 200 conditions');
    const numbers = Array.from({ length: 1001 }, (_, index) => `u${index}`).join();
    const list = await faultsOf(ruleFile(withCondition(`{ field: path, in: [${numbers}] }`)));
    expect(list.join()).toContain('must NOT have more than 1000 items');
  });
});
