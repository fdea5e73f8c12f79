// Which format goes to which file, decided before anything runs.
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { FormatName } from '../../src/cli/flags.ts';
import { checkWritable, pairOutputs, writeWhole } from '../../src/cli/outputs.ts';
import { folder } from './harness.ts';

const stdout = undefined;
test.each<[FormatName[], string[], [FormatName, string | undefined][]]>([
  [[], [], [['text', stdout]]],
  [['json'], [], [['json', stdout]]],
  [['sarif'], ['a.sarif'], [['sarif', 'a.sarif']]],
  [['sarif'], ['a.json'], [['sarif', 'a.json']]],
  [[], ['a.sarif'], [['sarif', 'a.sarif']]],
  [[], ['a.sarif.json'], [['sarif', 'a.sarif.json']]],
  [[], ['a.json'], [['json', 'a.json']]],
  [[], ['a'], [['text', 'a']]],
  [['text'], ['-'], [['text', stdout]]],
  [[], ['a.xml'], [['junit', 'a.xml']]],
  [[], ['a.md'], [['markdown', 'a.md']]],
  [[], ['a.csv'], [['csv', 'a.csv']]],
  [
    ['gitlab-codequality'],
    ['gl-code-quality-report.json'],
    [['gitlab-codequality', 'gl-code-quality-report.json']],
  ],
  [['ocsf'], ['findings.json'], [['ocsf', 'findings.json']]],
  [['github'], ['log.txt'], [['github', 'log.txt']]],
  [
    ['ocsf', 'json', 'junit'],
    ['r.json', 'r.xml'],
    [
      ['ocsf', stdout],
      ['json', 'r.json'],
      ['junit', 'r.xml'],
    ],
  ],
  [
    ['text', 'sarif'],
    ['a.txt', 'b.sarif'],
    [
      ['text', 'a.txt'],
      ['sarif', 'b.sarif'],
    ],
  ],
  [
    ['text', 'sarif'],
    ['b.sarif'],
    [
      ['text', stdout],
      ['sarif', 'b.sarif'],
    ],
  ],
  [
    ['text', 'json', 'sarif'],
    ['-', 'r.json', 'r.sarif'],
    [
      ['text', stdout],
      ['json', 'r.json'],
      ['sarif', 'r.sarif'],
    ],
  ],
])('%j with %j', (formats, outputs, expected) => {
  const pairs = pairOutputs(formats, outputs).map(({ format, file }) => [format, file]);
  expect(pairs).toEqual(expected);
});

test.each<[FormatName[], string[], RegExp]>([
  [['text', 'json'], [], /text and json would both go to stdout/],
  [['text'], ['a', 'b'], /2 outputs for 1 format/],
  [['json', 'json'], ['a', 'a'], /Two reports would be written to a/],
  [['csv'], ['a.json'], /a\.json looks like json, but its format is csv/],
  [['json'], ['a.xml'], /a\.xml looks like junit, but its format is json/],
  [['text', 'sarif'], ['a.sarif', 'b.txt'], /a\.sarif looks like sarif, but its format is text/],
])('%j with %j is refused', (formats, outputs, message) => {
  expect(() => pairOutputs(formats, outputs)).toThrow(message);
});

test('a file is written whole, for its owner only, and nothing is left beside it', async () => {
  const path = folder({ 'old.json': 'old' });
  await writeWhole(join(path, 'old.json'), 'new', new Set());
  expect(readFileSync(join(path, 'old.json'), 'utf8')).toBe('new');
  expect(statSync(join(path, 'old.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(path)).toEqual(['old.json']);
});

test('when the content breaks off, the old file stays', async () => {
  const path = folder({ 'old.json': 'old' });
  async function* broken() {
    yield 'half';
    throw new TypeError('broke off');
  }
  await expect(writeWhole(join(path, 'old.json'), broken(), new Set())).rejects.toThrow(TypeError);
  expect(readFileSync(join(path, 'old.json'), 'utf8')).toBe('old');
  expect(readdirSync(path)).toEqual(['old.json']);
});

test('while it is being written, the other name is known, so that a signal can remove it', async () => {
  const path = folder();
  const unfinished = new Set<string>();
  async function* content() {
    yield 'half';
    expect([...unfinished].map((name) => basename(name))).toEqual(readdirSync(path));
    yield 'whole';
  }
  await writeWhole(join(path, 'a.json'), content(), unfinished);
  expect(unfinished.size).toBe(0);
});

test('a link stays a link', async () => {
  const path = folder({ 'real.json': 'old' });
  symlinkSync('real.json', join(path, 'link.json'));
  await checkWritable(join(path, 'link.json'));
  await writeWhole(join(path, 'link.json'), 'new', new Set());
  expect(lstatSync(join(path, 'link.json')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(path, 'real.json'), 'utf8')).toBe('new');
  expect(readdirSync(path).sort()).toEqual(['link.json', 'real.json']);
});

test('a place that cannot take a file is refused beforehand', async () => {
  const path = folder();
  mkdirSync(join(path, 'sub'));
  await expect(checkWritable(join(path, 'none', 'a.json'))).rejects.toThrow(/folder of .* does not exist/);
  await expect(checkWritable(join(path, 'sub'))).rejects.toThrow(/is a folder/);
  await checkWritable(join(path, 'sub', 'a.json'));
  expect(readdirSync(join(path, 'sub'))).toEqual([]);
});
