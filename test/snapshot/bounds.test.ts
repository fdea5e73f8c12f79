// Bounds can be moved, what is no bound is a mistake, and what goes beyond one is told with its place.
import { afterEach, expect, test } from '@jest/globals';
import { BOUNDS, DEFAULTS, setBounds } from '../../src/snapshot/bounds.ts';
import { tooDeepAt } from '../../src/snapshot/depth.ts';
import { textFile } from '../../src/snapshot/files.ts';
import { readSnapshot } from '../../src/snapshot/read.ts';
import { folder, tojimari } from '../cli/harness.ts';

afterEach(() => setBounds(undefined));

test('those that are not named hold as they are', () => {
  setBounds('file=400, depth=10');
  expect(BOUNDS).toEqual({ ...DEFAULTS, file: 400, depth: 10 });
  setBounds('');
  expect(BOUNDS).toEqual(DEFAULTS);
});

test.each(['file', 'file=0', 'file=501', 'file=-1', 'pile=1', 'depth=1e9', '__proto__=1'])(
  '%s is no bound',
  (text) => {
    expect(() => setBounds(text)).toThrow(/is no bound/);
    expect(BOUNDS).toEqual(DEFAULTS);
  },
);

test('the command line takes them from the environment', async () => {
  const { code, stderr } = await tojimari(['formats'], { env: { TOJIMARI_BOUNDS: 'file=x' } });
  expect(code).toBe(2);
  expect(stderr).toMatch(/TOJIMARI_BOUNDS holds "file=x".*\n.*file=1\.\.500/);
  const place = folder({ 'a.json': '', 'b.json': '' });
  const many = await tojimari(['scan', place], { env: { TOJIMARI_BOUNDS: 'files=1' } });
  expect(many.code).toBe(2);
  expect(many.stderr).toContain('more than 1 files');
});

test('a line of a snapshot', async () => {
  setBounds('line=1');
  const lines = readSnapshot(textFile('f', `{"record":"${'x'.repeat(1024 ** 2)}"}`), () => undefined);
  await expect(lines[Symbol.asyncIterator]().next()).rejects.toThrow('f:1: is longer than 1 MB');
});

test.each([
  ['[[[]]]', 2, 2],
  ['[[[]]]', 3, undefined],
  ['{"a\\"[[[": {"b": "[[["}}', 2, undefined],
  ['{"a": {"b": [1]}}', 2, 12],
  ['["\\\\", [[1]]]', 2, 8],
])('%s is deeper than %d at %s', (text, most, at) => {
  expect(tooDeepAt(text, most)).toBe(at);
});
