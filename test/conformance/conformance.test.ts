// The shipped vectors: nothing exposed is missed, and what the documentation decides is decided alike.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readCases } from './case.ts';
import { compare } from './compare.ts';
import { ask } from './engine.ts';
import { run, SHIPPED } from './run.ts';

const home = fileURLToPath(new URL('.', import.meta.url));
const cases = SHIPPED.flatMap((name) => readCases(readFileSync(home + name, 'utf8'), name));
const results = cases.map((vector) => compare(vector, ask(vector, Date.UTC(2026, 0, 1)), new Set()));
const of = (outcome: string) =>
  results.filter((result) => result.outcome === outcome).map((result) => result.id);

describe('the shipped vectors', () => {
  test('each has an id of its own, a reason and a source', () => {
    expect(new Set(cases.map((one) => one.id)).size).toBe(cases.length);
    expect(cases.filter((one) => !one.why || !one.source).map((one) => one.id)).toEqual([]);
  });

  test('nothing is missed and nothing is a false alarm', () => {
    expect(of('missed')).toEqual([]);
    expect(of('false-alarm')).toEqual([]);
  });

  test('at most a hundredth is undecided', () => {
    expect(of('undecided').length).toBeLessThanOrEqual(results.length / 100);
  });
});

describe('the comparison', () => {
  const vector = {
    id: 'a',
    kind: 'sns',
    input: {},
    expect: { anonymous: true, anyAwsAccount: true, access: ['read'] },
  };
  const verdict = {
    anonymous: true,
    anyAwsAccount: true,
    access: ['read'],
    perhaps: [],
    confusedDeputy: false,
    reasons: [],
  } as const;
  const outcome = (changed: object, expected: typeof vector.expect | null = vector.expect) =>
    compare(
      { ...vector, expect: expected },
      { ...verdict, access: [...verdict.access], perhaps: [], reasons: [], ...changed },
      new Set(),
    ).outcome;

  test('tells apart what matters', () => {
    expect(outcome({})).toBe('agree');
    expect(outcome({ anonymous: false })).toBe('missed');
    expect(outcome({ access: [] })).toBe('missed');
    expect(outcome({ anonymous: 'unknown' })).toBe('undecided');
    expect(outcome({ access: ['read', 'write'] })).toBe('false-alarm');
    expect(outcome({ anonymous: false, anyAwsAccount: false, access: [] }, null)).toBe('missed');
    expect(outcome({ anonymous: 'unknown' }, null)).toBe('agree');
  });

  test('asks nothing that a case leaves out', () => {
    const asked = { ...vector, expect: { anonymous: true } };
    const said = { ...verdict, anyAwsAccount: false, access: [], perhaps: [], reasons: [] };
    expect(compare(asked, said, new Set()).outcome).toBe('agree');
    expect(compare(asked, { ...said, anonymous: false }, new Set()).outcome).toBe('missed');
  });
});

describe('the run', () => {
  const capture = () => {
    const text = { out: '', err: '' };
    return {
      text,
      streams: {
        out: (part: string) => void (text.out += part),
        err: (part: string) => void (text.err += part),
      },
    };
  };

  test('prints a table and JSON, and ends well', () => {
    const { text, streams } = capture();
    expect(run([], home, streams)).toBe(0);
    expect(text.out).toMatch(/^kind +cases +agree +missed/);
    const json = capture();
    expect(run(['--json'], home, json.streams)).toBe(0);
    expect(JSON.parse(json.text.out)).toMatchObject({ cases: results.length, kinds: { all: { missed: 0 } } });
  });

  test('says which line is broken', () => {
    const { text, streams } = capture();
    expect(run([fileURLToPath(import.meta.url)], home, streams)).toBe(2);
    expect(text.err).toContain('conformance.test.ts:1: ');
  });

  test.each([
    ['no JSON', '{"id": '],
    ['no input', '{"id":"a","kind":"sns","expect":null}'],
    ['an answer that is no boolean', '{"id":"a","kind":"sns","input":{},"expect":{"anonymous":"yes"}}'],
    ['access that is no list', '{"id":"a","kind":"sns","input":{},"expect":{"access":"read"}}'],
  ])('refuses a line with %s', (_name, line) => {
    expect(() => readCases(`\n${line}\n`, 'x.jsonl')).toThrow(/^x\.jsonl:2: /);
  });

  test('a policy that cannot be read is never called not exposed, whatever its kind', () => {
    for (const kind of ['s3-bucket', 'sns', 'sqs', 'lambda', 'generic']) {
      const vector = { id: kind, kind, input: { policy: 'x' }, expect: null };
      expect(ask(vector, 0)).toMatchObject({ anonymous: 'unknown', anyAwsAccount: 'unknown' });
    }
  });
});
