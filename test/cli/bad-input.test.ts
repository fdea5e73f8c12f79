// What people get wrong: one clear sentence, the place in the file, a hint, exit code 2, never a stack.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { folder, ROOT, tojimari } from './harness.ts';

const ESTATE = join(ROOT, 'examples/demo/estate.jsonl');

/** Runs and checks what holds for every mistake. Returns the first line of stderr. */
async function mistake(argv: string[], setting: Parameters<typeof tojimari>[1] = {}): Promise<string[]> {
  const { code, stdout, stderr } = await tojimari(argv, setting);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr });
  const lines = stderr.trimEnd().split('\n');
  const first = lines.findIndex((line) => line.startsWith('error: '));
  expect(first).toBeGreaterThanOrEqual(0);
  return lines.slice(first);
}

describe('files', () => {
  const files = folder({
    'empty.json': '',
    'blank.json': ' \n',
    'broken.json': '{\n  "Policies": [1,, 2]\n}\n',
    'cut.json': '{"UserDetailList": [{"UserName": "a"',
    'wrong.json': '{"hello": "world"}',
    'photo.png': '\u0089PNG\r\n',
    'notes.txt': 'buy milk',
    'cut.jsonl': '{"record":"tojimari-snapshot","version":1,"tool":"tojimari 1"}\n{"record":"scope","id"',
    'bare.jsonl':
      '{"record":"tojimari-snapshot","version":1,"tool":"tojimari 1"}\n{"record":"end","records":0}\n',
    'odd.jsonl': '{"record":"tojimari-snapshot","version":1,"tool":"tojimari 1"}\n{"record":"scoop"}\n',
  });
  mkdirSync(join(files, 'nothing'));
  writeFileSync(join(files, 'nothing', 'readme.txt'), 'hello');
  mkdirSync(join(files, 'bare'));

  test.each([
    ['none.json', 'There is no file or folder'],
    ['empty.json', 'empty.json: is empty'],
    ['blank.json', 'blank.json: holds nothing but blanks'],
    ['broken.json', 'broken.json:2:18: is not JSON: a value was expected'],
    ['cut.json', 'cut.json:1:37: ends in the middle: the JSON was cut short'],
    ['wrong.json', 'wrong.json: is JSON, but not of a kind that tojimari knows'],
    ['notes.txt', 'notes.txt: is not of a kind that tojimari knows'],
    ['cut.jsonl', 'cut.jsonl:2: is not JSON; the snapshot may have been cut short'],
    ['odd.jsonl', 'odd.jsonl:2: '],
    ['bare.jsonl', 'There is nothing to judge in'],
    ['nothing', 'is something tojimari can read (1 file)'],
    ['bare', 'holds no files'],
  ])('scan %s', async (name, sentence) => {
    const [error] = await mistake(['scan', join(files, name)]);
    expect(error).toContain(sentence);
  });

  test('a live target that was mistyped', async () => {
    const [, hint] = await mistake(['scan', 'asw']);
    expect(hint).toBe('hint: Did you mean the live target "aws"?');
  });

  test('a template nested 20,000 deep', async () => {
    const text = `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  A: ${'['.repeat(20_000)}`;
    const [error] = await mistake(['scan', join(folder({ 'a.yaml': text }), 'a.yaml')]);
    expect(error).toMatch(/a\.yaml:3:\d+: is nested deeper than 200 levels/);
  });

  test('stdin has no name but the same mistakes', async () => {
    expect(await mistake(['scan', '-'], { stdin: '' })).toEqual(['error: stdin: is empty']);
    const [cut] = await mistake(['scan', '-'], { stdin: '{"a": [1, 2' });
    expect(cut).toContain('stdin:1:12: is JSON that was cut short');
  });

  test.each([
    ['wrong.json', 'wrong.json: is not a report of tojimari'],
    ['cut.json', 'cut.json:1:37: is JSON that was cut short'],
    ['nothing', 'nothing: is a folder'],
    ['none.json', 'There is no file or folder'],
  ])('render %s', async (name, sentence) => {
    const [error] = await mistake(['render', join(files, name)]);
    expect(error).toContain(sentence);
  });

  test('names with control characters are shown, not obeyed', async () => {
    const [error] = await mistake(['scan', './\u001b[31mred']);
    expect(error).toContain('\\u001b[31mred');
  });
});

describe('outputs', () => {
  test.each(['scan', 'demo', 'collect'])(
    '%s: a folder that does not exist is found before the work',
    async (command) => {
      const place = join(folder(), 'none', 'report.json');
      const words = { scan: ['scan', 'aws'], demo: ['demo'], collect: ['collect', 'aws'] }[command] ?? [];
      const [error] = await mistake([...words, '--output', place]);
      expect(error).toContain('does not exist');
    },
  );
});

describe('rules', () => {
  const rule = (id: string, field: string) => `id: ${id}
title: { en: A, ja: A }
severity: low
resource: aws.s3.bucket
fail: { field: ${field}, equals: ObjectWriter }
why: { en: A, ja: A }
fix: [{ en: A, ja: A }]
references: [https://example.com/]
cases:
  - { name: a, given: { ownership: ObjectWriter }, expect: fail }
  - { name: b, given: { ownership: BucketOwnerEnforced }, expect: pass }
  - { name: c, given: {}, expect: unknown }
`;

  test('a typo in a field path', async () => {
    const rules = folder({ 'a.yaml': rule('mine.own.a', 'ownrship') });
    for (const argv of [
      ['rules', 'validate', rules],
      ['scan', 'aws', '--rules', rules],
    ]) {
      const [error] = await mistake(argv);
      expect(error).toMatch(/a\.yaml:5:\d+: .*ownrship.*did you mean "ownership"\?/);
    }
  });

  test('two rules with one id', async () => {
    const rules = folder();
    for (const part of ['one', 'two']) {
      mkdirSync(join(rules, part));
      writeFileSync(
        join(rules, part, 'a.yaml'),
        rule('mine.own.a', 'ownership').replace('mine.own.a', `mine.own.${part}.a`),
      );
    }
    expect((await tojimari(['rules', 'validate', rules])).code).toBe(0);
    writeFileSync(
      join(rules, 'two', 'a.yaml'),
      `${rule('mine.own.two.a', 'ownership')}aliases: [mine.own.one.a]\n`,
    );
    const [error] = await mistake(['rules', 'validate', rules]);
    expect(error).toMatch(
      /two\/a\.yaml:1:\d+: the id "mine\.own\.one\.a" is already that of .*one\/a\.yaml:1/,
    );
  });

  test('all faults of all files at once', async () => {
    const rules = folder({ 'a.yaml': rule('mine.own.a', 'x'), 'b.yaml': 'id: [' });
    const lines = await mistake(['rules', 'validate', rules]);
    expect(lines.filter((line) => line.startsWith('error: ')).length).toBeGreaterThanOrEqual(2);
  });

  test.each([
    [['rules', 'validate', 'EMPTY'], /There is no rule file/],
    [['rules', 'show', 'aws.s3.bucket-public-reed'], /There is no rule aws\.s3\.bucket-public-reed/],
    [['scan', 'aws', '--rule', 'aws.s4.*'], /--rule aws\.s4\.\* matches no rule/],
    [['scan', 'aws', '--skip-rule', 'nope'], /--skip-rule nope matches no rule/],
    [['scan', 'aws', '--skip-rule', '*'], /The selection matches no rule/],
    [['scan', ESTATE, '--resource', 'nothing-of-this-name'], /The selection matches nothing in/],
    [['scan', ESTATE, '--exclude-resource', '*'], /The selection matches nothing in/],
    [['scan', 'aws', '--service', 's33'], /--service s33 matches no service/],
  ])('%j', async (argv, sentence) => {
    const empty = folder();
    const [error] = await mistake(argv.map((word) => (word === 'EMPTY' ? empty : word)));
    expect(error).toMatch(sentence);
  });
});

describe('configuration and surroundings', () => {
  test('tojimari.yaml with a typo', async () => {
    const cwd = folder({ 'tojimari.yaml': 'own:\n  acounts: []\n' });
    const [error, hint] = await mistake(['scan', 'aws'], { cwd });
    expect(error).toBe(
      'error: tojimari.yaml:2:3: own has an unknown key "acounts", did you mean "accounts"?',
    );
    expect(hint).toContain('examples/tojimari.yaml');
  });

  test.each([
    ['an alias bomb', `own: &a { accounts: [] }\nvendors: [${'*a, '.repeat(200)}]`, 'uses the alias *a'],
    ['20,000 dashes', `${'- '.repeat(20_000)}a`, 'is nested deeper than 20 levels'],
    ['two documents', 'own: {}\n---\nown: {}\n', 'holds more than one document'],
  ])('tojimari.yaml with %s', async (_name, text, sentence) => {
    const [error] = await mistake(['scan', 'aws'], { cwd: folder({ 'tojimari.yaml': text }) });
    expect(error).toMatch(/^error: tojimari\.yaml:\d+:\d+: /);
    expect(error).toContain(sentence);
  });

  test('in CI account ids are masked in errors as well', async () => {
    const path = join(folder(), '111122223333.json');
    const [error] = await mistake(['scan', path], { env: { CI: 'true' } });
    expect(error).toContain('1111-****-3333.json');
  });

  test('SOURCE_DATE_EPOCH that is no number', async () => {
    const [error] = await mistake(['demo'], { env: { SOURCE_DATE_EPOCH: 'yesterday' } });
    expect(error).toContain('SOURCE_DATE_EPOCH');
  });
});
