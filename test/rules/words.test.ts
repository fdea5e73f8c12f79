// Words in both languages: of the rules, and of whatever the analysers say about the cases of all rules.
import { describe, expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { loadRules } from '../../src/rules/load.ts';
import { typeOfCase } from '../../src/rules/rule.ts';
import { situation } from '../../src/rules/selftest.ts';
import { findFiles } from '../../src/snapshot/files.ts';

const services = PROVIDERS.flatMap((provider) => provider.services);
const types = services.flatMap((service) => service.types);
const rules = await loadRules(await findFiles(['rules']), types);

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** Four English words in a row that no command, name or quotation is made of. */
const ENGLISH = /(?<![\w"'“.:/{=-])(?:[A-Z]?[a-z]{2,} ){3}[a-z]{2,}(?![\w"':/=-])/;
/** House style: a misconfiguration is not an attack, and dates and scores are not exact where they are not. */
const FORBIDDEN = /不正アクセス|ハッキング|ハッカー|誤設定|閲覧可能です。です|出来ます|下さい/;

/** One word a thing, in Japanese as well. */
const GLOSSARY: [RegExp, RegExp][] = [
  [/\bbucket policy\b/i, /バケットポリシー|ポリシー/],
  [/\bbuckets?\b/i, /バケット/],
  [
    /\bBlock Public Access\b/,
    /パブリックアクセス.{0,4}ブロック|ブロックパブリックアクセス|Block Public Access/,
  ],
  [/\baccess keys?\b/i, /アクセスキー/],
  [/\bsecurity groups?\b/i, /セキュリティグループ/],
  [/\bsnapshots?\b/i, /スナップショット/],
  [/\btrust policy\b/i, /信頼ポリシー/],
  [/\bpermission sets?\b/i, /権限セット/],
  [/\bsharing rules?\b/i, /共有ルール/],
  [/\bguest user\b/i, /ゲストユーザー/],
  [/\bexternal id\b/i, /外部 ID/],
  [/\bsandbox\b/i, /Sandbox|サンドボックス/],
];

/** Every pair of texts in a value. */
function texts(value: unknown, found: { en: string; ja: string }[] = []): { en: string; ja: string }[] {
  if (Array.isArray(value)) for (const one of value) texts(one, found);
  else if (typeof value === 'object' && value !== null) {
    const { en, ja } = Object.fromEntries(Object.entries(value));
    if (typeof en === 'string' && typeof ja === 'string') found.push({ en, ja });
    for (const one of Object.values(value)) texts(one, found);
  }
  return found;
}

function faults({ en, ja }: { en: string; ja: string }): string[] {
  const sentence = / [a-z]+ [a-z]+ /.test(en);
  return [
    ...(sentence && !JAPANESE.test(ja) ? ['no Japanese'] : []),
    ...(ENGLISH.test(ja) ? ['English in the Japanese'] : []),
    ...(FORBIDDEN.test(ja) ? ['a forbidden word'] : []),
    ...(JAPANESE.test(en.replace(/"[^"]*"|“[^”]*”/g, '')) ? ['Japanese in the English'] : []),
    ...GLOSSARY.filter(([english, japanese]) => english.test(en) && !japanese.test(ja)).map(
      ([, japanese]) => `without ${japanese.source}`,
    ),
    ...(en.trim() === '' || ja.trim() === '' ? ['empty'] : []),
  ];
}

test.each([
  [{ en: 'the bucket is open to all', ja: 'バケットは公開されている' }, []],
  [
    { en: 'the bucket is open to all', ja: 'the bucket is open' },
    ['no Japanese', 'English in the Japanese', 'without バケット'],
  ],
  [{ en: 'it could not be read', ja: '設定は could not be read by us' }, ['English in the Japanese']],
  [{ en: 'a wrong setting', ja: '不正アクセスの設定' }, ['a forbidden word']],
  [{ en: 'これは', ja: 'これは' }, ['Japanese in the English']],
])('what is wrong with %j', (text, wrong) => {
  expect(faults(text)).toEqual(wrong);
});

describe('words of rules', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
    const { title, why, fix, severity_reason } = rule;
    const all = texts([title, why, fix, severity_reason]);
    expect(all.flatMap((one) => faults(one).map((fault) => `${fault}: ${one.ja}`))).toEqual([]);
    // SARIF: a short description is one line of at most 1,024 characters; GitHub shows far less.
    expect(title.en.length).toBeLessThanOrEqual(120);
    expect(title.ja.length).toBeLessThanOrEqual(80);
    expect(title.en).not.toMatch(/[.\n]$/);
    expect(title.ja).not.toMatch(/[。\n]$/);
    for (const text of [why.en, why.ja]) expect(text.length).toBeLessThanOrEqual(1000);
    expect(why.en).toMatch(/[.?]$/m);
    expect(why.ja).toMatch(/。$/m);
  });
});

test('words of the analysers, for every case of every rule', () => {
  const wrong = new Set<string>();
  let seen = 0;
  for (const rule of rules)
    for (const one of rule.cases) {
      const { resource, context } = situation(rule, one, services);
      const type = typeOfCase(rule, one);
      const service = services.find((candidate) => candidate.types.some((target) => target.type === type));
      for (const text of texts(service?.analyse(resource, context))) {
        seen++;
        for (const fault of faults(text)) wrong.add(`${fault}: ${text.en} / ${text.ja}`);
      }
    }
  expect(seen).toBeGreaterThan(1000);
  expect([...wrong]).toEqual([]);
});
