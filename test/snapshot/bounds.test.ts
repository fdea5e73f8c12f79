// Bounds can be moved, what is no bound is a mistake, and what goes beyond one is told with its place.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { limitsMarkdown, limitsText } from '../../src/cli/limits.ts';
import { parseTemplate } from '../../src/providers/aws/import/cloudformation-parse.ts';
import { readXml } from '../../src/providers/salesforce/import/xml.ts';
import { BOUNDS, DEFAULTS, setBounds } from '../../src/snapshot/bounds.ts';
import { tooDeepAt } from '../../src/snapshot/depth.ts';
import { findFiles, textFile } from '../../src/snapshot/files.ts';
import { readSnapshot } from '../../src/snapshot/read.ts';
import { folder, tojimari } from '../cli/harness.ts';
import { zipOf } from './zip.ts';

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

test('every bound stands in the limits that people read, with a value that is taken', () => {
  const [, example = ''] = /TOJIMARI_BOUNDS moves the bounds: (\S+)\./.exec(limitsMarkdown()) ?? [];
  setBounds(example);
  for (const [name, value] of Object.entries(DEFAULTS)) {
    expect(BOUNDS).not.toHaveProperty(name, value);
    expect(limitsMarkdown()).toContain(String(value));
    expect(limitsText('ja')).toContain(`${name}=`);
  }
});

test('archives in each other, and what one may expand to', async () => {
  const most = (files: Record<string, string | Buffer>) =>
    zipOf(Object.entries(files).map(([name, content]) => ({ name, content })));
  const place = folder();
  writeFileSync(join(place, 'one.zip'), most({ 'two.zip': most({ 'a.json': '{}' }) }));
  const paths = async () => (await findFiles([place])).map(({ inside }) => inside);
  expect(await paths()).toEqual(['one.zip/two.zip/a.json']);
  setBounds('archives=1');
  expect(await paths()).toEqual(['one.zip/two.zip']);
  setBounds('ratio=20');
  writeFileSync(join(place, 'one.zip'), most({ 'a.json': ' '.repeat(17 * 1024 ** 2) }));
  const [bomb] = await findFiles([place]);
  expect(bomb?.refused).toMatch(/would expand from/);
});

test.each([
  ['nesting=2', '<A><b><c/></b></A>', 'nests deeper than 2 elements'],
  ['elements=2', '<A><b/><c/></A>', 'holds more than 2 elements'],
  ['xml=1', `<A>${' '.repeat(1024 ** 2)}</A>`, 'is larger than 1 MB'],
])('metadata beyond %s', async (bound, text, message) => {
  expect((await readXml(textFile('A.site', text))).name).toBe('A');
  setBounds(bound);
  await expect(readXml(textFile('A.site', text))).rejects.toThrow(message);
});

test.each([
  ['template=1', `A: "${'x'.repeat(1024 ** 2)}"`, 'f.yaml: is larger than 1 MB'],
  ['yaml=3', 'A:\n  B:\n    C: [1]\n', 'f.yaml:3:5: is nested deeper than 3 levels'],
  ['values=3', 'A: [1, 2, 3]\n', 'f.yaml:1:8: expands to more values than a template can hold'],
  ['aliases=1', 'A: &a 1\nB: *a\nC: *a\n', 'f.yaml:3:4: has more than 1 aliases'],
])('a template beyond %s', (bound, text, message) => {
  expect(parseTemplate(text, 'f.yaml').value).toHaveProperty('A');
  setBounds(bound);
  expect(() => parseTemplate(text, 'f.yaml')).toThrow(message);
});
