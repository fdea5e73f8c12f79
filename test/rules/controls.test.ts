// Every control that a rule names was looked up: controls.json says in which source, and for which rules.
// What is there of NIST and PCI goes `through` a control of AWS Security Hub, whose page names it.
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { loadRules } from '../../src/rules/load.ts';
import { findFiles } from '../../src/snapshot/files.ts';
import { jsonTree, member } from '../../src/source/tree.ts';

const types = PROVIDERS.flatMap(({ services }) => services.flatMap((service) => service.types));
const rules = await loadRules(await findFiles(['rules']), types);
const { root } = jsonTree(
  await readFile(new URL('./controls.json', import.meta.url), 'utf8'),
  'controls.json',
);

/** `catalogue control rule`, one for each mapping that was looked up. */
const looked = root.entries.flatMap(({ key: catalogue, value }) =>
  (member(value, 'controls')?.entries ?? []).flatMap(({ key: control, value: about }) =>
    (member(about, 'rules')?.items ?? []).map(({ text }) => `${catalogue} ${control} ${text}`),
  ),
);
const named = rules.flatMap(({ id, controls = {} }) =>
  Object.entries(controls).flatMap(([catalogue, ids]) =>
    ids.map((control) => `${catalogue} ${control} ${id}`),
  ),
);

describe('the controls of shipped rules', () => {
  test('are those that were looked up, no more and no fewer', () => {
    expect(named.filter((mapping) => !looked.includes(mapping))).toEqual([]);
    expect(looked.filter((mapping) => !named.includes(mapping))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
    expect(named.length).toBeGreaterThan(200);
  });

  test('come from a source that is named', () => {
    for (const { key, value } of root.entries)
      expect([key, member(value, 'source')?.text]).toEqual([key, expect.stringMatching(/^https:\/\/\S+$/)]);
  });

  test('look like numbers of their catalogue', () => {
    const SHAPES: [RegExp, RegExp][] = [
      [/^cis-aws-\d\.0\.\d$/, /^\d\.\d+(\.\d+)?$/],
      [/^(aws-fsbp|aws-security-hub)$/, /^[A-Za-z0-9]+\.\d+$/],
      [/^nist-800-53-r5$/, /^[A-Z]{2}-\d+(\(\d+\))?$/],
      [/^pci-dss-4\.0\.1$/, /^\d+\.\d+\.\d+$/],
      [/^soc2$/, /^CC\d\.\d$/],
      [/^ccm-4$/, /^[A-Z]{3}-\d\d$/],
      [/^mitre-attack$/, /^T\d{4}(\.\d{3})?$/],
      [/^cwe$/, /^CWE-\d+$/],
      [/^salesforce$/, /^xcloud\.[\w-]+$/],
      [/^sbs-0\.3\.0$/, /^SBS-[A-Z]+-\d{3}$/],
    ];
    const odd = named.filter((mapping) => {
      const [catalogue = '', control = ''] = mapping.split(' ');
      return !SHAPES.some(([name, shape]) => name.test(catalogue) && shape.test(control));
    });
    expect(odd).toEqual([]);
  });

  test('of NIST and PCI go through a control of Security Hub', () => {
    for (const catalogue of ['nist-800-53-r5', 'pci-dss-4.0.1'])
      for (const { key, value } of member(member(root, catalogue), 'controls')?.entries ?? [])
        expect([catalogue, key, member(value, 'through')?.items.length]).not.toEqual([
          catalogue,
          key,
          undefined,
        ]);
  });

  test('hold no clause of Japanese guidance', () => {
    const guidance = /meti|soumu|mic-|ipa|fisc|ismap|ppc|nisc/;
    expect(root.entries.filter(({ key }) => guidance.test(key))).toEqual([]);
  });
});
