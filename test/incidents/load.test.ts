// Incident files: what is refused, where, and that nothing hostile gets further than the loader.
import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../src/errors.ts';
import { loadIncidents } from '../../src/incidents/load.ts';
import type { InputFile } from '../../src/snapshot/files.ts';

const SOUND = `id: kagi-2020
set: comparable
company: { en: Kagi, ja: Kagi }
title: { en: A door stood open, ja: 扉が開いていた }
disclosed: "2020-12-25"
open: { from: "2016-01-15", until: "2020-11-24", days: [1775, 1775] }
visible: direct
platform: { en: AWS, ja: AWS }
published: { platform: verified, setting: verified }
setting: { en: A setting., ja: 設定。 }
unseen: { en: Who came., ja: 誰が来たか。 }
lesson: { en: Shut it., ja: 閉じます。 }
rules: [aws.s3.bucket-public-read]
facts:
  - { en: It was open., ja: 開いていました。, certainty: verified, sources: [notice] }
sources:
  notice: https://kagi.example/notice
`;

function file(text: string, inside = 'kagi-2020.yaml'): InputFile {
  return {
    path: `incidents/${inside}`,
    inside,
    size: text.length,
    named: false,
    text: async () => text,
    lines: () => {
      throw new Error('not read by line');
    },
    head: async () => text.slice(0, 100),
  };
}

async function faultsOf(text: string, inside?: string): Promise<string> {
  try {
    await loadIncidents([file(text, inside)]);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return '';
}

test('a sound file is an incident', async () => {
  expect(await loadIncidents([file(SOUND)])).toMatchObject([
    { id: 'kagi-2020', rules: ['aws.s3.bucket-public-read'] },
  ]);
});

test('files of the replays below, and others, are no incidents', async () => {
  const others = ['replays/kagi-2020/tojimari.yaml', 'README.md', 'replays/x/open.jsonl'];
  expect(await loadIncidents(others.map((inside) => file('nonsense: [', inside)))).toEqual([]);
});

describe('each mistake is told at its place', () => {
  test.each([
    [
      'an unknown key',
      ['rules:', 'colour: red\nrules:'],
      'kagi-2020.yaml:13:1: the incident has an unknown key "colour"',
    ],
    ['a missing language', [', ja: 扉が開いていた }', ' }'], 'kagi-2020.yaml:4:8: title lacks the key "ja"'],
    ['an empty text', ['en: A setting.', 'en: " "'], 'kagi-2020.yaml:10:16: setting.en must match pattern'],
    [
      'a source that is no address',
      ['https://kagi.example/notice', 'the-newspaper'],
      'kagi-2020.yaml:17:11: sources.notice',
    ],
    [
      'a source with a script',
      ['https://kagi.example/notice', '"javascript:alert(1)"'],
      'kagi-2020.yaml:17:11: sources.notice',
    ],
    ['a fact that names no source', ['[notice] }', '[press] }'], 'there is no source "press"'],
    ['a verified fact without any', [', sources: [notice] }', ' }'], 'facts.0 lacks the key "sources"'],
    [
      'a source of no fact',
      ['sources:\n  notice', 'sources:\n  other: https://kagi.example/\n  notice'],
      'sources.other is the source of no fact',
    ],
    [
      'days that do not fit the dates',
      ['[1775, 1775]', '[1775, 1776]'],
      'kagi-2020.yaml:6:56: open.days should be [1775, 1775]',
    ],
    [
      'a year that is not in the id',
      ['disclosed: "2020', 'disclosed: "2021'],
      'id does not end with the year of disclosure',
    ],
    [
      'another name than the file',
      ['id: kagi-2020', 'id: kagi-b-2020'],
      'kagi-2020.yaml:1:5: id is not the name of its file',
    ],
    [
      'rules for what no setting shows',
      ['visible: direct', 'visible: "no"'],
      'rules cannot have found what no setting shows',
    ],
    [
      'a certainty that does not exist',
      ['certainty: verified', 'certainty: sure'],
      'must be one of verified, reported, known, ours',
    ],
    [
      'an alias',
      ['lesson: { en: Shut it., ja: 閉じます。 }', 'lesson: &a { en: x, ja: y }\nanalogue: [*a]'],
      'uses the alias *a',
    ],
    ['a prototype', ['rules:', '__proto__: {}\nrules:'], 'the key "__proto__", which is not allowed'],
    ['a tag', ['lesson: {', 'lesson: !!js/function {'], 'is not YAML that can be used'],
    [
      'two documents',
      ['sources:\n', 'sources:\n  x: https://kagi.example/\n---\n'],
      'holds more than one document',
    ],
  ])('%s', async (_what, [from = '', to = ''], message) => {
    expect(SOUND).toContain(from);
    expect(await faultsOf(SOUND.replace(from, to))).toContain(message);
  });

  test('all of them at once', async () => {
    const faults = (
      await faultsOf(
        SOUND.replace('set: comparable', 'set: mine').replace('visible: direct', 'visible: maybe'),
      )
    ).split('\n');
    expect(faults).toHaveLength(2);
  });
});

describe('hostile files are refused, and quickly', () => {
  test.each([
    ['deep nesting', `a: ${'['.repeat(100_000)}`],
    ['an alias bomb', `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n${SOUND}`],
    ['many rules', SOUND.replace('[aws.s3.bucket-public-read]', `[${'a.b.c, '.repeat(5000)}a.b.d]`)],
    ['a long text', SOUND.replace('A door stood open', 'x'.repeat(100_000))],
    ['megabytes', `# ${'x'.repeat(2_000_000)}\n${SOUND}`],
    ['nothing', ''],
    ['a list', '- a\n- b\n'],
    ['a word', 'hello'],
  ])('%s', async (_what, text) => {
    const before = process.cpuUsage();
    expect(await faultsOf(text)).toContain('kagi-2020.yaml');
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });

  test('control characters are data, and shown as such by whoever prints them', async () => {
    const [incident] = await loadIncidents([file(SOUND.replace('A door stood open', '"A \\e[31mdoor"'))]);
    expect(incident?.title.en).toBe('A \u001b[31mdoor');
  });
});
