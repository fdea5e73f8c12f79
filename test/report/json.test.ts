// The JSON report: its schema, its order, and that what was saved can be read again.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FORMATS } from '../../src/report/index.ts';
import { jsonPieces } from '../../src/report/json.ts';
import { sorted } from '../../src/report/order.ts';
import { parseReport } from '../../src/report/parse.ts';
import { REPORT_SCHEMA_URL, type Report } from '../../src/report/report.ts';
import { bucket, door, finding, report } from './build.ts';
import { blind, busy, calm, hostile } from './estates.ts';
import { expectGolden } from './golden.ts';

const OPTIONS = { lang: 'en', color: false, showProof: false, public: false, all: false } as const;

function json(value: Report): string {
  return [...jsonPieces(value)].join('');
}

test.each([
  ['busy', busy()],
  ['calm', calm()],
  ['blind', blind()],
  ['hostile', hostile()],
] as const)('%s: golden, fits its schema, comes back whole', (name, value) => {
  expectGolden(`${name}.json`, json(value));
  const again = parseReport(JSON.parse(json(value)));
  expect(again).toEqual({ ok: true, value: JSON.parse(JSON.stringify(sorted(value))) });
});

test('a report that was saved renders as it did before', () => {
  for (const value of [busy(), hostile()]) {
    const again = parseReport(JSON.parse(json(value)));
    if (!again.ok) throw new Error(JSON.stringify(again.misfits));
    for (const { render } of Object.values(FORMATS))
      expect(render(again.value, OPTIONS)).toBe(render(value, OPTIONS));
  }
});

test('the same bytes whatever the order of collection', () => {
  const value = busy();
  const backward = {
    ...value,
    doors: [...value.doors].reverse(),
    findings: [...value.findings].reverse(),
    undecided: [...value.undecided].reverse(),
    rules: [...value.rules].reverse(),
    scopes: [...value.scopes].reverse().map((each) => ({ ...each, tallies: [...each.tallies].reverse() })),
  };
  expect(json(backward)).toBe(json(value));
  expect(json(value).endsWith('}\n')).toBe(true);
});

test('any name survives, and none stands raw in the file', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (name) => {
      const open = door(bucket(name));
      const rendered = json(report({ doors: [open], findings: [finding('aws.s3.a', 'high', open)] }));
      expect(rendered.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      const { doors }: { doors: { resource: { name: string } }[] } = JSON.parse(rendered);
      expect(doors[0]?.resource.name).toBe(name);
    }),
    { numRuns: 100 },
  );
});

describe('a report that does not fit', () => {
  test.each([
    ['nothing', null, ''],
    ['another version', { ...calm(), version: 2 }, '/version'],
    ['an unknown key', { ...calm(), extra: 1 }, ''],
    ['an unknown state', { ...calm(), doors: [{ ...door(bucket('b')), state: 'ajar' }] }, '/doors/0/state'],
    ['an exit code of its own', { ...calm(), gate: { ...calm().gate, exitCode: 7 } }, '/gate/exitCode'],
    [
      'a severity of its own',
      { ...calm(), findings: [{ ...finding('a', 'high', bucket('b')), severity: 'huge' }] },
      '/findings/0/severity',
    ],
  ])('%s', (_name, value, pointer) => {
    const parsed = parseReport(value);
    if (parsed.ok) throw new Error('was taken');
    expect(parsed.misfits.map((misfit) => misfit.pointer)).toContain(pointer);
  });
});

test('the published schema has the address that reports name', () => {
  const schema: { $id: string } = JSON.parse(
    readFileSync(new URL('../../src/report/report.schema.json', import.meta.url), 'utf8'),
  );
  expect(schema.$id).toBe(REPORT_SCHEMA_URL);
  expect(JSON.stringify(schema)).not.toMatch(/"\$ref":"(?!#)/);
});
