// Help in Japanese: every sentence has its Japanese one, and no Japanese one is left without its English.
import { expect, test } from '@jest/globals';
import { JAPANESE } from '../../src/cli/help-words.ts';
import { main } from '../../src/cli/program.ts';
import { fakeIo } from './harness.ts';

/** All commands there are, found by walking help itself. */
async function helpOf(words: string[], lang: 'en' | 'ja'): Promise<string> {
  const { io, written } = fakeIo();
  expect(await main([...words, '--help', '--lang', lang], io)).toBe(0);
  return written().stdout;
}

async function commands(words: string[] = []): Promise<string[][]> {
  const help = await helpOf(words, 'en');
  const listed = /^Commands:\n([\s\S]*?)\n\n/m.exec(help)?.[1] ?? '';
  const found = [words];
  for (const [, name = ''] of listed.matchAll(/^ {2}tojimari ((?:[a-z-]+ ?)+)/gm)) {
    const below = name.trim().split(' ');
    if (below.length > words.length && below[0] !== 'completion') found.push(...(await commands(below)));
  }
  return found;
}

/** A command line, or the name of a command or of what stands behind it. */
function isNoSentence(text: string): boolean {
  return text === '' || /(^|\| )\$0 [a-z]/.test(text) || /^[a-z-]+( [<[][a-z]+(\.\.)?[>\]])*$/.test(text);
}

test('every sentence of every help text', async () => {
  const all = await commands();
  expect(all.length).toBeGreaterThan(20);
  const asked = new Set<string>();
  const { texts } = JAPANESE;
  JAPANESE.texts = new Proxy(texts, {
    get(target, key) {
      asked.add(String(key));
      return Reflect.get(target, key);
    },
  });
  try {
    for (const words of all)
      expect(await helpOf(words, 'ja')).not.toMatch(/^(Commands|Options|Positionals|Examples):/m);
  } finally {
    JAPANESE.texts = texts;
  }
  expect([...asked].filter((text) => !Object.hasOwn(texts, text) && !isNoSentence(text))).toEqual([]);
  expect(Object.keys(texts).filter((text) => !asked.has(text))).toEqual([]);
}, 30_000);

test('the language of the locale, and the flag before it', async () => {
  const first = async (argv: string[], env: Record<string, string>) => {
    const { io, written } = fakeIo({ env });
    await main(argv, io);
    return written().stdout;
  };
  expect(await first(['--help'], { LANG: 'ja_JP.UTF-8' })).toContain('コマンド:');
  expect(await first(['--help', '--lang=en'], { LANG: 'ja_JP.UTF-8' })).toContain('Commands:');
  expect(await first(['scan', '-h', '--lang=ja'], { LANG: 'C' })).toContain('判定:');
});
