// Every shipped rule loads, and every case inside gives the verdict that it promises.
import { describe, expect, test } from '@jest/globals';
import { formatPlace } from '../src/errors.ts';
import { PROVIDERS } from '../src/providers/index.ts';
import { loadRules } from '../src/rules/load.ts';
import { testRules } from '../src/rules/selftest.ts';
import { findFiles } from '../src/snapshot/files.ts';

const services = PROVIDERS.flatMap((provider) => provider.services);
const types = services.flatMap((service) => service.types);
const files = await findFiles(['rules']);

describe('shipped rules', () => {
  test('load, all together', async () => {
    const rules = await loadRules(files, types);
    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) expect(rule.place.file).toBe(`rules/${rule.id.replaceAll('.', '/')}.yaml`);
  });

  test.each(files.map((file) => [file.inside, file] as const))('%s: its cases', async (_inside, file) => {
    const [rule] = await loadRules([file], types);
    const results = rule === undefined ? [] : testRules([rule], services);
    expect(results.length).toBeGreaterThanOrEqual(3);
    const wrong = results.filter(({ passed }) => !passed);
    expect(
      wrong.map((one) => `${formatPlace(one.place)}: ${one.name}: expected ${one.expect}: ${one.detail}`),
    ).toEqual([]);
  });
});
