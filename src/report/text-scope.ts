// What was looked at, and what this kind of input can never hold: the first thing a reader has to know.

import { isDenied } from './blind.ts';
import { cutLists } from './gate.ts';
import { sortBy } from './order.ts';
import { type Entry, type Page, section } from './page.ts';
import type { ScopeReport, Tally, Text } from './report.ts';
import { count, counted, joinAnd, LABELS, listed, nameOf, reasonWords } from './words.ts';

const MAX_SCOPES = 6;
const MAX_SETTINGS = 4;
/** Kinds of things that there are none of, and kinds that an input cannot hold, by name. */
const MAX_NONE = 8;
/** Lists of which nothing was seen, by name. */
const MAX_UNREAD = 3;
const PROVIDERS: Record<string, string> = { aws: 'AWS', salesforce: 'Salesforce' };

/** One entry a scope; whole ones beyond the first few are counted, those that were not seen whole always stand. */
export function scopeEntries(page: Page, withAskers: boolean): Entry[] {
  const { scopes } = page.report;
  if (scopes.length === 0) return [page.say({ en: 'nothing', ja: 'なし' })];
  const shown = page.all
    ? scopes
    : scopes.filter((scope, index) => index < MAX_SCOPES || cutLists(scope).length > 0);
  const entries: Entry[] = shown.map((scope) => scopeEntry(page, scope, withAskers));
  const rest = scopes.filter((scope) => !shown.includes(scope));
  if (rest.length > 0) {
    const sums = tallySums(rest);
    entries.push(
      page.say({
        en: `and ${count(rest.length)} more, seen whole: ${sums.en} (--all)`,
        ja: `他 ${count(rest.length)} 件（すべて確認）: ${sums.ja} (--all)`,
      }),
    );
  }
  return entries;
}

function scopeEntry(page: Page, scope: ScopeReport, withAsker: boolean): Entry {
  const { provider, label, input, format, asker, paths = [], regions = [], tallies } = scope;
  const known = PROVIDERS[provider] ?? provider;
  const named = label.toLowerCase().startsWith(provider);
  const name = label === provider ? known : named ? label : `${known} ${label}`;
  const about: Text[] = [];
  if (input !== 'live') {
    const from = listed(paths, 2, page.lang);
    about.push(
      paths.length === 0
        ? { en: format, ja: format }
        : { en: `${format} in ${from}`, ja: `${from} の ${format}` },
    );
  }
  if (regions.length > 0) {
    const one = regions.length === 1 ? regions[0] : undefined;
    about.push({
      en: one ?? `${count(regions.length)} regions`,
      ja: one ?? `${count(regions.length)} リージョン`,
    });
  }
  if (withAsker && asker !== undefined)
    about.push({ en: `${LABELS.askingAs.en} ${asker}`, ja: `${LABELS.askingAs.ja} ${asker}` });
  const aside = about.map((part) => (page.lang === 'ja' ? `、${part.ja}` : `, ${part.en}`)).join('');
  return page.say(`${name}${aside}: ${tallyList(page, tallies)}`);
}

/** What was seen; what there is none of comes last and short. */
function tallyList(page: Page, tallies: Tally[]): string {
  const ja = page.lang === 'ja';
  const things = tallies.filter(({ carrier, complete }) => carrier !== true || !complete);
  const held = (things.length > 0 ? things : tallies).filter(({ notHeld }) => !notHeld);
  const none = held
    .filter(({ seen, complete }) => complete && seen === 0)
    .map(({ plural }) => plural[page.lang]);
  // What could not be told stands further down by name.
  const unread = held.filter(({ seen, complete }) => !complete && seen === 0);
  const folded = unread.length > MAX_UNREAD && !page.all;
  const some = held
    .filter((tally) => (!tally.complete || tally.seen > 0) && !(folded && unread.includes(tally)))
    .map((tally) => tallyText(tally)[page.lang]);
  if (folded)
    some.push(
      ja ? `読み取れなかった一覧 ${unread.length} 件` : `${unread.length} lists that could not be read`,
    );
  const parts = [some.join(ja ? '、' : ', ')];
  if (none.length > MAX_NONE && !page.all)
    parts.push(
      ja ? `他の ${none.length} 種類はなし (--all)` : `nothing of ${none.length} other kinds (--all)`,
    );
  else if (none.length > 0) parts.push(ja ? `なし: ${none.join('、')}` : `no ${none.join(', ')}`);
  const text = parts.filter((part) => part !== '').join(ja ? '。' : '; ');
  return text === '' ? page.say({ en: 'nothing', ja: 'なし' }) : text;
}

/** `412 buckets`, `0 of ? buckets (s3:ListAllMyBuckets denied)` */
function tallyText(tally: Tally): Text {
  if (tally.complete) return counted(tally.seen, tally);
  if (isDenied(tally)) return counted(tally.regions.length, tally);
  const why = tally.missing === undefined ? undefined : reasonWords(tally.missing);
  const en = `${count(tally.seen)} of ? ${tally.plural.en}`;
  const ja = `${tally.plural.ja} ? 件中 ${count(tally.seen)} 件`;
  return why === undefined ? { en, ja } : { en: `${en} (${why.en})`, ja: `${ja}（${why.ja}）` };
}

function tallySums(scopes: ScopeReport[]): Text {
  const sums = new Map<string, Tally>();
  for (const tally of scopes.flatMap(({ tallies }) => tallies)) {
    if (tally.notHeld || tally.carrier === true) continue;
    sums.set(tally.type, { ...tally, seen: tally.seen + (sums.get(tally.type)?.seen ?? 0) });
  }
  const parts = [...sums.values()].map((tally) => counted(tally.seen, tally));
  return { en: parts.map(({ en }) => en).join(', '), ja: parts.map(({ ja }) => ja).join('、') };
}

/** What no scan of this kind of input could ever show, once for each kind. */
export function notInHereLines(page: Page): string[] {
  const kinds = new Map<string, ScopeReport[]>();
  for (const scope of page.report.scopes) {
    if (scope.notHeld.length === 0 && !scope.tallies.some(({ notHeld }) => notHeld)) continue;
    kinds.set(scope.format, [...(kinds.get(scope.format) ?? []), scope]);
  }
  const entries = [...kinds].map(([format, scopes]) => {
    const text = notHeldText(page, scopes);
    return page.say(kinds.size > 1 ? `${format}: ${text}` : text);
  });
  return section(page, LABELS.notInHere, entries);
}

function notHeldText(page: Page, scopes: ScopeReport[]): string {
  const ja = page.lang === 'ja';
  const types = new Map<string, string>();
  const settings = new Map<string, Map<string, string>>();
  for (const { tallies, notHeld } of scopes) {
    for (const { type, plural, notHeld: never } of tallies) if (never) types.set(type, plural[page.lang]);
    for (const { type, ...about } of notHeld)
      settings.set(type, (settings.get(type) ?? new Map()).set(about.setting, nameOf(about)[page.lang]));
  }
  const kinds = [...types.values()];
  const parts = page.all || kinds.length <= MAX_NONE ? kinds : [listed(kinds, MAX_SETTINGS, page.lang)];
  for (const [type, names] of [...settings].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (types.has(type)) continue;
    const sorted = sortBy([...names.values()], (name) => [name.toLowerCase()]);
    const noun = page.nouns.get(type)?.plural[page.lang] ?? type;
    const some = page.all || sorted.length <= MAX_SETTINGS;
    const carried = scopes.some(({ tallies }) => tallies.some((each) => each.type === type && each.carrier));
    if (carried)
      parts.push(
        some && !ja ? joinAnd(sorted) : listed(sorted, some ? sorted.length : MAX_SETTINGS, page.lang),
      );
    else if (ja) parts.push(`${noun}: ${listed(sorted, some ? sorted.length : MAX_SETTINGS, 'ja')}`);
    else parts.push(`of ${noun}: ${some ? joinAnd(sorted) : listed(sorted, MAX_SETTINGS, 'en')}`);
  }
  return parts.join(ja ? '。' : '; ');
}
