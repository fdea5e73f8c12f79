// What is declared to be meant, on the page: what stands open within it, and every declaration that does not hold.

import type { Block } from './blocks.ts';
import { shorten } from './escape.ts';
import { accessWords } from './headline.ts';
import { few, type Page, section } from './page.ts';
import type { IntentReport, Text } from './report.ts';
import { count, LABELS, listed } from './words.ts';

const MAX_MET = 6;
const MAX_OTHERS = 12;
const MAX_NAME = 80;
const MAX_REASON = 160;

/** The part of the page; empty when nothing is declared. */
export function intentLines(page: Page): string[] {
  const entries = intentEntries(page);
  return entries.length === 0 ? [] : section(page, LABELS.intended, entries);
}

/** Its entries, each one a line: those that hold, then those that do not. */
export function intentEntries(page: Page): string[] {
  const { intents = [] } = page.report;
  if (intents.length === 0) return [];
  const met = intents.filter(({ status }) => status === 'met');
  const others = intents.filter(({ status }) => status !== 'met');
  const lines = few(
    page,
    met.map((intent) => page.say(metText(intent))),
    MAX_MET,
  );
  if (met.length > 0) lines.unshift(page.say(headText(met)));
  return [
    ...lines,
    ...few(
      page,
      others.map((intent) => page.say(otherText(intent))),
      MAX_OTHERS,
    ),
  ];
}

/** Why declarations do not cover a block, each sentence once. */
export function uncoveredEntries(page: Page, { findings }: Block): string[] {
  const texts = new Map(
    findings.flatMap(({ intent }) => (intent === undefined ? [] : [[intent.text.en, intent.text]])),
  );
  return few(
    page,
    [...texts.values()].map((text) => page.say(text)),
    3,
  );
}

/** `3 as declared (the first until 2026-12-31):` */
function headText(met: IntentReport[]): Text {
  const doors = new Set(met.flatMap(({ doors }) => doors)).size;
  const blind = met.filter(({ declared }) => declared.unknown !== undefined);
  const spots = blind.reduce((sum, { matches }) => sum + matches, 0);
  const [first = ''] = met.map(({ declared }) => declared.until).sort();
  const en = [
    ...(doors > 0 ? [`${count(doors)} open as declared`] : []),
    ...(spots > 0 ? [`${count(spots)} unseen as declared`] : []),
  ];
  const ja = [
    ...(doors > 0 ? [`宣言どおりの公開 ${count(doors)} 件`] : []),
    ...(spots > 0 ? [`宣言どおりの判定不能 ${count(spots)} 件`] : []),
  ];
  const several = met.length > 1;
  return {
    en: `${en.join(', ')} (${several ? 'the first ' : ''}until ${first}):`,
    ja: `${ja.join('、')}（${several ? '最も早い期限' : '期限'} ${first}）:`,
  };
}

function metText(intent: IntentReport): Text {
  const { owner, reason, until } = intent.declared;
  const what = whatText(intent);
  const n = intent.matches;
  const many = n > 1 ? { en: `, ${count(n)} match`, ja: `、${count(n)} 件に一致` } : { en: '', ja: '' };
  const why = shorten(reason, MAX_REASON);
  return {
    en: `${what.en}${many.en}; until ${until} (${owner}: ${why})`,
    ja: `${what.ja}${many.ja}。期限 ${until}（${owner}: ${why}）`,
  };
}

const STANDING: Record<IntentReport['status'], Text> = {
  met: { en: 'as declared', ja: '宣言どおり' },
  wider: { en: 'WIDER THAN DECLARED', ja: '宣言より広い' },
  expired: { en: 'EXPIRED', ja: '期限切れ' },
  vanished: { en: 'gone: this intent can be deleted', ja: '解消済み（この宣言は削除できます）' },
  unmatched: { en: 'matches nothing', ja: '一致するものがない' },
  proposed: { en: 'proposed by this change, does not count', ja: 'この変更による提案（まだ有効ではない）' },
  unknown: { en: 'could not be told', ja: '判定できない' },
};

function otherText(intent: IntentReport): Text {
  const { status, declared, how, origin } = intent;
  const what = whatText(intent);
  const at = origin === undefined ? '' : `${origin.file}:${origin.line ?? 1} `;
  const day = status === 'expired' ? ` ${declared.until}` : '';
  // How it is wider or when it expired stands with the finding.
  const why =
    how === undefined || status === 'wider' || status === 'expired'
      ? { en: '', ja: '' }
      : { en: ` (${how.en})`, ja: `（${how.ja}）` };
  const word = STANDING[status];
  return {
    en: `${at}${what.en} (${declared.owner}): ${word.en}${day}${why.en}`,
    ja: `${at}${what.ja}（${declared.owner}）: ${word.ja}${day}${why.ja}`,
  };
}

/** Who gets in, as a word of a declaration. */
export const AUDIENCE_WORDS: Record<NonNullable<IntentReport['declared']['audience']>, Text> = {
  anyone: { en: 'anyone', ja: '誰でも' },
  'anyone-registered': { en: 'anyone who registers', ja: '登録すれば誰でも' },
  'named-outsider': { en: 'named outsiders', ja: '特定の第三者' },
  organization: { en: 'the organization', ja: '組織内' },
  internal: { en: 'insiders', ja: '内部の利用者' },
};

/** `kagi-assets: read by anyone, under /assets` */
function whatText({ declared }: IntentReport): Text {
  const { resource = [], audience = 'internal', access = [], under, parts, who, unknown } = declared;
  if (unknown !== undefined) return { en: `unknown: ${unknown}`, ja: `判定不能: ${unknown}` };
  if (resource.length === 0)
    // Names are left out of a report that is shared.
    return { en: declared.type ?? 'a blind spot', ja: declared.type ?? '判定不能の項目' };
  const names = resource.map((name) => shorten(name, MAX_NAME));
  const can = accessWords(access);
  const whom =
    who === undefined ? AUDIENCE_WORDS[audience] : { en: listed(who, 3, 'en'), ja: listed(who, 3, 'ja') };
  const limits = [...(under === undefined ? [] : [under]), ...(parts ?? [])];
  const within =
    limits.length === 0
      ? { en: '', ja: '' }
      : { en: `, only ${listed(limits, 3, 'en')}`, ja: `、${listed(limits, 3, 'ja')} のみ` };
  return {
    en: `${listed(names, 3, 'en')}: open to ${whom.en} (${can.en})${within.en}`,
    ja: `${listed(names, 3, 'ja')}: ${whom.ja}（${can.ja}）${within.ja}`,
  };
}
