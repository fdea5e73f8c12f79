// The shipped vectors: nothing exposed is missed, and what the documentation decides is decided alike. And the suite as a tool.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Case, isRecord, readers, type Verdict } from './case.ts';
import { compare, type Result } from './compare.ts';
import { ask } from './engine.ts';
import { run, shipped } from './run.ts';

const home = fileURLToPath(new URL('.', import.meta.url));
const read = readers(home);
const scratch = mkdtempSync(join(tmpdir(), 'conformance-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const cases = shipped(home).flatMap((name) => read.cases(readFileSync(home + name, 'utf8'), name));
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

  test('at most a hundredth is undecided, and nothing that was read in the documentation', () => {
    expect(of('undecided').length).toBeLessThanOrEqual(results.length / 100);
    const text = results.filter((result) => result.evidence === 'text' && result.unknown);
    expect(text.map((result) => result.id)).toEqual([]);
  });

  test('the rows on which scanners were compared are all right', () => {
    const rows = results.filter((result) => result.id.startsWith('peers-'));
    expect(new Set(rows.map((result) => result.id.split('-')[1])).size).toBe(43);
    expect(rows.filter((result) => result.outcome !== 'agree')).toEqual([]);
  });
});

describe('the comparison', () => {
  const vector: Case = {
    id: 'a',
    kind: 'sns',
    input: {},
    expect: { anonymous: true, anyAwsAccount: true, access: ['read'] },
  };
  const verdict: Verdict = { anonymous: true, anyAwsAccount: true, access: ['read'] };
  const compared = (changed: Verdict, expected = vector.expect) =>
    compare({ ...vector, expect: expected }, { ...verdict, ...changed }, new Set());
  const outcome = (changed: Verdict, expected = vector.expect) => compared(changed, expected).outcome;

  test('tells apart what matters', () => {
    expect(outcome({})).toBe('agree');
    expect(outcome({ anonymous: false })).toBe('missed');
    expect(outcome({ access: [] })).toBe('missed');
    expect(outcome({ access: [], perhaps: ['read'] })).toBe('undecided');
    expect(outcome({ access: 'unknown' })).toBe('undecided');
    expect(outcome({ anonymous: 'unknown' })).toBe('undecided');
    expect(outcome({ access: ['read', 'write'] })).toBe('false-alarm');
    expect(outcome({ anonymous: false, anyAwsAccount: false, access: [] }, null)).toBe('missed');
    expect(outcome({ anonymous: 'unknown' }, null)).toBe('agree');
  });

  test('counts an unknown where the documentation has an answer, even beside something worse', () => {
    expect(compared({ anonymous: 'unknown', anyAwsAccount: false })).toMatchObject({
      outcome: 'missed',
      unknown: true,
    });
    expect(compared({ anonymous: 'unknown' }, null).unknown).toBe(false);
    expect(compare(vector, undefined, new Set())).toMatchObject({ outcome: 'undecided', unknown: true });
  });

  test('asks nothing that a case leaves out, and compares nothing that a tool leaves out', () => {
    const asked = { ...vector, expect: { anonymous: true } };
    const said = { ...verdict, anyAwsAccount: false, access: [] };
    expect(compare(asked, said, new Set()).outcome).toBe('agree');
    expect(compare(asked, { ...said, anonymous: false }, new Set()).outcome).toBe('missed');
    expect(compare(vector, { anonymous: true }, new Set()).outcome).toBe('agree');
  });

  test('a disputed case is neither right nor wrong', () => {
    expect(compare(vector, { ...verdict, anonymous: false }, new Set(['a'])).outcome).toBe('disputed');
  });
});

describe('the run', () => {
  const runs = async (...args: string[]) => {
    const text = { out: '', err: '' };
    const code = await run(args, home, {
      out: (part) => void (text.out += part),
      err: (part) => void (text.err += part),
    });
    return { code, ...text };
  };
  const file = (name: string, lines: unknown[]) => {
    const path = join(scratch, name);
    writeFileSync(
      path,
      lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    );
    return path;
  };

  test('prints a table and JSON, and ends well', async () => {
    const words = await runs();
    expect(words.code).toBe(0);
    expect(words.out).toMatch(/^kind +cases +agree +missed +false-alarm +undecided +disputed +unknown\n/);
    const json: unknown = JSON.parse((await runs('--json')).out);
    expect(json).toMatchObject({ cases: results.length, suite: read.version, kinds: { all: { missed: 0 } } });
  });

  test("compares anybody's answers", async () => {
    const vectors = file('vectors.jsonl', cases.slice(0, 40));
    const right = results.slice(0, 40).map(({ id, verdict }: Result) => ({ id, ...verdict }));
    const answers = (changed: (one: Record<string, unknown>, index: number) => unknown) =>
      file(
        'answers.jsonl',
        right.map(changed).filter((one) => one !== undefined),
      );
    const good = await runs(
      vectors,
      '--answers',
      answers((one) => one),
    );
    expect(good).toMatchObject({ code: 0, err: '' });
    expect(good.out).toMatch(/all +40 +40 +0 +0 +0 +0 +0\.0 %/);
    const unsure = await runs(
      vectors,
      '--answers',
      answers((one, index) => (index < 4 ? { ...one, anonymous: 'unknown' } : one)),
    );
    expect(unsure.code).toBe(0);
    expect(unsure.out).toMatch(/all +40 +36 +0 +0 +4 +0 +10\.\d %/);
    const closed = { anonymous: false, anyAwsAccount: false, access: [] };
    const blind = await runs(
      vectors,
      '--answers',
      answers((one) => ({ id: one['id'], ...closed })),
    );
    expect(blind.code).toBe(1);
    expect(blind.out).toContain('anonymous: expected true, said false');
    const silent = await runs(
      vectors,
      '--answers',
      answers((one, index) => (index === 0 ? undefined : one)),
    );
    expect(silent.out).toContain('no answer');
  });

  test.each([
    ['no JSON', '{"id": '],
    ['no input', '{"id":"a","kind":"sns","expect":null}'],
    ['nothing asked', '{"id":"a","kind":"sns","input":{},"expect":{}}'],
    ['an answer that is no boolean', '{"id":"a","kind":"sns","input":{},"expect":{"anonymous":"yes"}}'],
    ['access that is no list', '{"id":"a","kind":"sns","input":{},"expect":{"access":"read"}}'],
  ])('a vector with %s: its file and line, and 2', async (_name, line) => {
    const path = file('bad.jsonl', ['', line]);
    const { code, err } = await runs(path);
    expect({ code, place: err.startsWith(`${path}:2: `) }).toEqual({ code: 2, place: true });
  });

  test.each([
    ['no JSON', 'x', ':1: '],
    ['a word that is none', { id: cases[0]?.id, anonymous: 'yes' }, ':1: '],
    ['a question that is none', { id: cases[0]?.id, public: true }, ':1: '],
    ['an id that is none', { id: 'no-such-vector' }, 'no-such-vector'],
  ])('an answer with %s: its file and line, and 2', async (_name, line, place) => {
    const path = file('bad-answers.jsonl', [line]);
    const { code, err } = await runs('--answers', path);
    expect({ code, placed: err.startsWith(path) && err.includes(place) }).toEqual({ code: 2, placed: true });
  });

  test('an id twice, a file that is not there, an option that is none: 2', async () => {
    const [first] = cases;
    expect((await runs(file('twice.jsonl', [first, first]))).err).toMatch(/:2: .* stands in line 1 already/);
    for (const args of [[join(scratch, 'none.jsonl')], ['--colour'], ['--random', '1e9x']])
      expect((await runs(...args)).code).toBe(2);
  });

  test('random policies: a table per kind', async () => {
    const words = await runs('--random', '50', '--seed', '5');
    expect(words).toMatchObject({ code: 0, err: '' });
    expect(words.out).toMatch(/^kind +policies +questions +exposed +undecided +share +left open +disagree\n/);
    const json: unknown = JSON.parse((await runs('--random', '20', '--json')).out);
    expect(isRecord(json) && json['policies']).toBe(20);
  });

  test('a policy that cannot be read is never called not exposed, whatever its kind', () => {
    for (const kind of ['s3-bucket', 'sns', 'sqs', 'lambda', 'generic']) {
      const vector = { id: kind, kind, input: { policy: 'x' }, expect: null };
      expect(ask(vector, 0)).toMatchObject({ anonymous: 'unknown', anyAwsAccount: 'unknown' });
    }
  });
});
