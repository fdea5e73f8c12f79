// What "rules new" writes loads, and its cases hold, for every resource type there is.
import { describe, expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { lintRules } from '../../src/rules/lint.ts';
import { loadRules } from '../../src/rules/load.ts';
import { testRules } from '../../src/rules/selftest.ts';
import { settingsShape } from '../../src/rules/shape.ts';
import { starterRule } from '../../src/rules/starter.ts';
import { ruleFile } from './example.ts';

const services = PROVIDERS.flatMap((provider) => provider.services);
const types = services.flatMap((service) => service.types);

describe('a starter', () => {
  test.each(types.map(({ type, schema }) => [type, schema]))('for %s', async (type, schema) => {
    const shape = settingsShape(schema);
    const text = shape && starterRule('acme.example.my-rule', type, shape);
    if (text === undefined) throw new Error('no setting to begin with');
    const rules = await loadRules([ruleFile(text, 'example/my-rule.yaml')], types);
    const results = testRules(rules, services);
    expect(results.map(({ got }) => got)).toEqual(['fail', 'pass', 'unknown']);
    expect(lintRules(rules, types)).toEqual([]);
  });
});
