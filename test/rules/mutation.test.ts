// Every part of every shipped condition matters to a case: a small change to an operator, a literal or a field makes one fail.
import { expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { coverageOf } from '../../src/rules/coverage.ts';
import { loadRules } from '../../src/rules/load.ts';
import { findFiles } from '../../src/snapshot/files.ts';

const services = PROVIDERS.flatMap((provider) => provider.services);
const types = services.flatMap((service) => service.types);
const rules = await loadRules(await findFiles(['rules']), types);

test('at most 2 % of the changes to shipped rules go unnoticed by their cases', () => {
  let tried = 0;
  const survivors: string[] = [];
  for (const rule of rules) {
    const coverage = coverageOf(rule, services);
    tried += coverage.tried;
    for (const { pointer, what } of coverage.unnoticed) survivors.push(`${rule.id} ${pointer}: ${what}`);
  }
  expect(tried).toBeGreaterThan(5 * rules.length);
  if (survivors.length > 0.02 * tried) expect(survivors).toEqual([]);
  expect(survivors.length).toBeLessThanOrEqual(0.02 * tried);
});
