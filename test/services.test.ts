// Every service that is read has at least one shipped rule, its own or one that judges several types.
import { expect, test } from '@jest/globals';
import { PROVIDERS } from '../src/providers/index.ts';
import { loadRules } from '../src/rules/load.ts';
import { typesOf } from '../src/rules/rule.ts';
import { findFiles } from '../src/snapshot/files.ts';

/** Services whose resources only say by what others are judged, and why no rule is theirs. */
const OF_OTHERS: Record<string, string[]> = { aws: ['account'], salesforce: [] };

const all = PROVIDERS.flatMap(({ services }) => services.flatMap(({ types }) => types));
const rules = await loadRules(await findFiles(['rules']), all);
const judged = new Set(rules.flatMap((rule) => typesOf(rule)));

test.each(PROVIDERS.map(({ name, services }) => [name, services] as const))(
  'of %s: each service',
  (provider, services) => {
    expect(services.length).toBeGreaterThan(0);
    const without = services.filter(({ types }) => !types.some(({ type }) => judged.has(type)));
    expect(without.map(({ name }) => name)).toEqual(OF_OTHERS[provider]);
  },
);

test('each type that is no context of others', () => {
  const left = all.filter(({ type, context }) => context !== true && !judged.has(type));
  expect(left.map(({ type }) => type)).toEqual([]);
});
