// Rule files that mean harm: each is refused quickly, with a place, and changes nothing.
import { describe, expect, test } from '@jest/globals';
import { changed, faultsOf, GOOD, ruleFile } from './example.ts';

function bomb(): string {
  const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [index, name] of [...'bcdefghij'].entries()) {
    const before = String.fromCharCode(97 + index);
    lines.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`);
  }
  return lines.join('\n');
}

describe('hostile rule files', () => {
  test.each<[string, string, string]>([
    ['a bomb of aliases', bomb(), 'alias'],
    [
      'one alias',
      changed('why: {', 'why: &why {').replace(
        '  - { en: Replace the key., ja: 鍵を交換する。 }',
        '  - *why',
      ),
      'alias',
    ],
    ['20,000 brackets', `id: ${'['.repeat(20_000)}`, 'nested deeper'],
    ['20,000 braces', `id: ${'{a: '.repeat(20_000)}`, 'nested deeper'],
    ['600 brackets, closed', `id: ${'['.repeat(600)}${']'.repeat(600)}`, 'nested deeper'],
    ['100,000 dashes', `- ${'- '.repeat(100_000)}x`, 'nested deeper'],
    ['100,000 question marks', `? ${'? '.repeat(100_000)}x`, 'nested deeper'],
    ['200 maps in one another', `id: ${'{ a: '.repeat(200)}1${' }'.repeat(200)}`, 'nested deeper'],
    [
      'deep indentation',
      Array.from({ length: 900 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      'nested deeper',
    ],
    ['more than 1 MB', `${GOOD}#${'x'.repeat(1024 * 1024)}`, 'larger than 1 MB'],
    ['a tag', changed('severity: medium', 'severity: !!js/function medium'), 'not YAML that can be used'],
    ['a key twice', `${GOOD}severity: low\n`, 'not YAML that can be used'],
    ['two documents', `${GOOD}---\n${GOOD}`, 'more than one document'],
    ['a map as key', `? { a: b }\n: c\n${GOOD}`, 'not a plain word'],
    ['__proto__', `__proto__: { polluted: true }\n${GOOD}`, '__proto__'],
    ['__proto__ in settings', changed('path: /', '__proto__: { path: / }'), '__proto__'],
    [
      'constructor in settings',
      changed('path: /', 'constructor: { prototype: { polluted: true } }'),
      'no setting "constructor"',
    ],
    ['a merge key', changed('path: /', '<<: { path: / }'), 'no setting "<<"'],
    ['nothing', '', 'is empty'],
    ['a word', 'rule', 'must be object'],
    ['a list', '- 1', 'must be object'],
    [
      '5,000 conditions',
      `fail: { any: [${'{ field: path, exists: true }, '.repeat(5000)}] }`,
      'must NOT have more than 100 items',
    ],
  ])('%s', async (_name, text, message) => {
    const started = performance.now();
    const faults = await faultsOf(ruleFile(text));
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThanOrEqual(201);
    expect(faults.join('\n')).toContain(message);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('the faults of a great many files are cut', async () => {
    const files = Array.from({ length: 300 }, (_, index) => ruleFile('rule', `r${index}.yaml`));
    const faults = await faultsOf(...files);
    expect(faults).toHaveLength(201);
    expect(faults.at(-1)).toBe('and 100 more');
  });
});
