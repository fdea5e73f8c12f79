// Language, colour, width, clock and CI: what the surroundings decide, and what flags override.
import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { OutputOptions } from '../../src/cli/commands/scan.ts';
import { clockOf, isCi, languageOf, renderOptions } from '../../src/cli/surroundings.ts';
import { fakeIo } from './harness.ts';

const PLAIN: OutputOptions = {
  formats: [],
  outputs: [],
  showProof: false,
  all: false,
  quiet: false,
  color: true,
};

function ioWith(env: Record<string, string>, isTTY = false) {
  const { io } = fakeIo({ env });
  return { ...io, stdout: Object.assign(new PassThrough(), { isTTY, columns: 120 }) };
}

describe('language', () => {
  test.each<[Record<string, string>, 'en' | 'ja']>([
    [{}, 'en'],
    [{ LANG: 'ja_JP.UTF-8' }, 'ja'],
    [{ LANG: 'ja' }, 'ja'],
    [{ LANG: 'jam_JM' }, 'en'],
    [{ LANG: 'ja_JP.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'en_US', LC_MESSAGES: 'ja_JP' }, 'ja'],
    [{ LANG: 'ja_JP', LC_ALL: '' }, 'ja'],
  ])('%j', (env, lang) => expect(languageOf(undefined, env)).toBe(lang));

  test('a flag wins, and machine formats follow nothing but the flag', () => {
    const io = ioWith({ LANG: 'ja_JP.UTF-8' });
    expect(languageOf('en', io.env)).toBe('en');
    expect(renderOptions('text', PLAIN, io, true).lang).toBe('ja');
    expect(renderOptions('markdown', PLAIN, io, false).lang).toBe('ja');
    for (const format of ['sarif', 'junit', 'github', 'csv', 'gitlab-codequality', 'ocsf'] as const)
      expect(renderOptions(format, PLAIN, io, true).lang).toBe('en');
    expect(renderOptions('json', { ...PLAIN, lang: 'ja' }, io, true).lang).toBe('ja');
  });
});

describe('colour and width', () => {
  test.each<[string, boolean, Record<string, string>, Partial<OutputOptions>, boolean]>([
    ['a terminal', true, {}, {}, true],
    ['a pipe', false, {}, {}, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, {}, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, {}, true],
    ['--no-color', true, {}, { color: false }, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, {}, false],
  ])('%s', (_name, isTTY, env, options, color) => {
    expect(renderOptions('text', { ...PLAIN, ...options }, ioWith(env, isTTY), true).color).toBe(color);
  });

  test('a file is no terminal', () => {
    const options = renderOptions('text', PLAIN, ioWith({}, true), false);
    expect(options.color).toBe(false);
    expect(options.width).toBeUndefined();
    expect(renderOptions('text', PLAIN, ioWith({}, true), true).width).toBe(120);
  });
});

describe('CI', () => {
  test.each([
    ['true', true],
    ['1', true],
    ['woodpecker', true],
    ['false', false],
    ['0', false],
    ['', false],
  ])('CI=%j', (CI, expected) => expect(isCi({ CI })).toBe(expected));

  test('logs that others read hold no proofs and no whole account ids, unless asked for', () => {
    const ci = ioWith({ CI: 'true' });
    expect(renderOptions('text', PLAIN, ci, true)).toMatchObject({ public: true, showProof: false });
    expect(renderOptions('text', { ...PLAIN, showProof: true }, ci, true)).toMatchObject({
      public: false,
      showProof: true,
    });
    expect(renderOptions('text', PLAIN, ioWith({}), true)).toMatchObject({ public: false, showProof: true });
  });

  test('GitHub says which commit is being checked', () => {
    const env = {
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'kagi/infra',
      GITHUB_SHA: 'abc',
    };
    expect(renderOptions('sarif', PLAIN, ioWith(env), true).provenance).toEqual({
      repositoryUri: 'https://github.com/kagi/infra',
      revisionId: 'abc',
    });
    expect(renderOptions('sarif', PLAIN, ioWith({}), true).provenance).toBeUndefined();
  });
});

test('SOURCE_DATE_EPOCH stops the clock', () => {
  expect(clockOf(ioWith({ SOURCE_DATE_EPOCH: '1793577600' }))()).toBe(1793577600000);
  expect(clockOf(ioWith({ SOURCE_DATE_EPOCH: '' }))()).toBe(Date.parse('2026-11-02T00:00:00Z'));
});
