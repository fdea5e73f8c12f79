// What rules tell people to do helps: with the settings after a step, every case that failed passes.
import { describe, expect, test } from '@jest/globals';
import { formatPlace } from '../../src/errors.ts';
import { PROVIDERS } from '../../src/providers/index.ts';
import { fixedCase, proveFixes } from '../../src/rules/fixes.ts';
import { loadRules } from '../../src/rules/load.ts';
import { findFiles } from '../../src/snapshot/files.ts';
import { changed, faultsOf, load, ruleFile, TYPES } from './example.ts';

const services = PROVIDERS.flatMap((provider) => provider.services);
const shipped = await loadRules(
  await findFiles(['rules']),
  services.flatMap((service) => service.types),
);

/** Rules whose fix leaves no settings behind that could be judged, and why. */
const NOT_IN_SETTINGS: Record<string, string> = {
  'aws.ecr-public.repository-public': 'the repository is deleted: a public one cannot be made private',
};

describe('shipped rules', () => {
  test('every rule passes after a step of its fix, in each of its cases that fail', () => {
    const left: string[] = [];
    for (const rule of shipped)
      for (const { place, name, detail, passed } of proveFixes(rule, services))
        if (!passed) left.push(`${formatPlace(place)}: ${name}: ${detail}`);
    expect(left).toEqual([]);
  });

  test('every step that says what it leaves behind closes a case', () => {
    const idle: string[] = [];
    for (const rule of shipped) {
      const said = proveFixes(rule, services).flatMap(({ detail }) => detail.split(', '));
      for (const [index, { sets }] of rule.fix.entries())
        if (sets !== undefined && !said.includes(`step ${index + 1}: pass`))
          idle.push(`${rule.id} ${index + 1}`);
    }
    expect(idle).toEqual([]);
  });

  test('only fixes that leave no settings behind go without proof', () => {
    const without = shipped.filter(({ fix }) => fix.every(({ sets }) => sets === undefined));
    expect(without.map(({ id }) => id)).toEqual(Object.keys(NOT_IN_SETTINGS));
  });

  test('rules of high and critical severity say where to go and how, on the console and in words of a machine', () => {
    const poor = shipped.filter(
      ({ severity, fix }) =>
        ['critical', 'high'].includes(severity) &&
        !(
          fix.some(({ console }) => console !== undefined) &&
          fix.some(({ cli, terraform, metadata }) => (cli ?? terraform ?? metadata) !== undefined)
        ),
    );
    expect(poor.map(({ id }) => id)).toEqual([]);
  });
});

const STEP = '  - { en: Replace the key., ja: 鍵を交換する。 }';
const withSets = (sets: string) =>
  ruleFile(changed(STEP, `  - { en: Replace the key., ja: 鍵を交換する。, sets: ${sets} }`));

describe('a step', () => {
  const service = services.filter(({ types }) => types.some(({ type }) => type === 'aws.iam.user'));

  test('that helps passes; its case keeps the settings that the step does not name', async () => {
    const [rule] = await load(withSets('{ given: { accessKeys: [{ active: false }] } }'));
    expect(rule && proveFixes(rule, service)).toMatchObject([
      { name: 'old, after the fix', expect: 'pass', got: 'pass', detail: 'step 1: pass', passed: true },
    ]);
    const [one] = rule?.cases ?? [];
    if (rule === undefined || one === undefined) throw new Error('no case');
    const fixed = fixedCase(
      rule,
      { ...one, given: { ...one.given, path: '/' } },
      { given: { accessKeys: [] } },
      TYPES,
    );
    expect(fixed.given).toEqual({ path: '/', accessKeys: [] });
  });

  test('that does not help fails, and so does one after which nothing can be told', async () => {
    for (const [keys, got] of [
      ['[{ active: true, createdAt: 2025-01-01T00:00:00Z }]', 'fail'],
      ['[{ active: true }]', 'unknown'],
    ]) {
      const [rule] = await load(withSets(`{ given: { accessKeys: ${keys} } }`));
      expect(rule && proveFixes(rule, service)).toMatchObject([{ got, passed: false }]);
    }
  });

  test('that names settings which there are not is refused', async () => {
    expect(await faultsOf(withSets('{ given: { accessKey: [] } }'))).toEqual([
      expect.stringContaining('aws.iam.user has no setting "accessKey"'),
    ]);
    expect(await faultsOf(withSets('{ given: { accessKeys: 3 } }'))).toHaveLength(1);
    expect(await faultsOf(withSets('{ context: { aws.iam.usr: {} } }'))).toEqual([
      expect.stringContaining('there is no resource type "aws.iam.usr", did you mean "aws.iam.user"?'),
    ]);
    expect(await faultsOf(withSets('{}'))).toHaveLength(1);
  });

  test('that names none proves nothing', async () => {
    const [rule] = await load(ruleFile(changed(STEP, STEP)));
    expect(rule && proveFixes(rule, service)).toEqual([]);
  });
});
