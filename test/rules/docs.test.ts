// docs/rules.md: its worked example loads and holds, and its tables say what the code does.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { loadRules } from '../../src/rules/load.ts';
import { leafTest, OPERATORS } from '../../src/rules/operators.ts';
import { testRules } from '../../src/rules/selftest.ts';
import { ruleFile } from './example.ts';

const page = readFileSync('docs/rules.md', 'utf8');
const services = PROVIDERS.flatMap((provider) => provider.services);
const types = services.flatMap((service) => service.types);

describe('docs/rules.md', () => {
  test('the worked example', async () => {
    const path = /Save this as `my-rules\/(.*)`/.exec(page)?.[1] ?? '';
    const text = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const rules = await loadRules([ruleFile(text, path)], types);
    const results = testRules(rules, services);
    expect(results.map(({ got }) => got)).toEqual(['fail', 'pass', 'pass', 'unknown']);
    expect(results.every(({ passed }) => passed)).toBe(true);
  });

  test('the table of operators', () => {
    const rows = [...page.matchAll(/^\| `([a-z_]+): (.*?)` \|.*\| (true|false) \|$/gm)];
    expect(rows.map(([, name]) => name).sort()).toEqual(Object.keys(OPERATORS).sort());
    for (const [, name = '', operand = '', absent] of rows) {
      // The operand only matters for exists, whose row is about true.
      const condition = name === 'exists' ? { exists: operand === 'true' } : { [name]: OPERANDS[name] ?? 1 };
      expect([name, String(leafTest(condition)(null, 0))]).toEqual([name, absent]);
    }
  });
});

const OPERANDS: Record<string, unknown> = {
  in: ['x'],
  not_in: ['x'],
  intersects: ['x'],
  older_than: '90d',
  newer_than: '12h',
};
