// What a compared report says of the earlier state: what is known, what came of it, and which setting did it.
import type { Block } from './blocks.ts';
import { detail, type Entry, few, type Page, section } from './page.ts';
import type { Baseline, Finding, RenderOptions, Report, Severity, Text } from './report.ts';
import { failsGate, reaches, SEVERITIES } from './report.ts';
import { briefLine, settingEntries, WORDS } from './text-changes.ts';
import { count, SEVERITY_WORDS } from './words.ts';

export const LABEL: Text = { en: 'baseline', ja: '比較元' };
const FIRST_SEEN: Text = { en: 'first seen', ja: '初回検出' };
const CHANGED: Text = { en: 'changed', ja: '変更点' };
const WHY: Text = { en: 'why', ja: '事情' };
const MAX_LISTED = 8;
/** What has no block of its own, because it does not stand open or could not be told. */
const APART: Baseline['changes'][number]['kind'][] = ['became-unknown', 'closed', 'not-looked-at'];

/** What a thing of the report is to the earlier state; empty for what is as it was. */
export function marksOf({ voices, findings }: Block): Finding['change'][] {
  return (voices.length > 0 ? voices.map(({ door }) => door) : findings).map(({ change }) => change);
}

/** True when a block has to be read: it fails the gate, or it is not known or not hidden by `--severity`. */
export function isShown(block: Block, { gate, baseline }: Report, options: RenderOptions): boolean {
  const changes = marksOf(block);
  if (changes.some((change) => failsGate(gate, block.severity, change))) return true;
  if (options.severity !== undefined && !reaches(block.severity, options.severity)) return false;
  return baseline === undefined || options.all || changes.some((change) => change !== undefined);
}

export function isAnyKnown({ known }: Baseline): boolean {
  return SEVERITIES.some((severity) => known[severity] > 0);
}

/** `known 300 (2 critical), oldest since 2026-01-02` */
export function knownWords({ kind, known, oldest, expired }: Baseline): Text {
  const total = SEVERITIES.reduce((sum, severity) => sum + known[severity], 0);
  if (total === 0) return { en: 'nothing known stands', ja: '既知のものはありません' };
  const parts = (['critical', 'high'] as const).filter((severity) => known[severity] > 0);
  const en = parts.map((severity) => `${count(known[severity])} ${severity}`);
  const ja = parts.map((severity) => `${SEVERITY_WORDS[severity].ja} ${count(known[severity])} 件`);
  // A plan says what there is, and not since when.
  const since = kind === 'plan' ? undefined : oldest?.slice(0, 10);
  const past = expired > 0;
  return {
    en: `known ${count(total)}${en.length > 0 ? ` (${en.join(', ')})` : ''}${since === undefined ? '' : `, oldest since ${since}`}${past ? `; ${count(expired)} of them expired` : ''}`,
    ja: `既知 ${count(total)} 件${ja.length > 0 ? `（${ja.join('、')}）` : ''}${since === undefined ? '' : `、最も古いものは ${since} から`}${past ? `。うち ${count(expired)} 件は期限切れ` : ''}`,
  };
}

/** The header's line on the earlier state. */
export function baselineLines(page: Page, folded: number): string[] {
  const entries = baselineEntries(page, folded);
  return entries.length === 0 ? [] : section(page, LABEL, entries);
}

/** What the run was compared with, and what cannot be compared; empty for a run that was not. */
export function baselineEntries(page: Page, folded: number): string[] {
  const { baseline } = page.report;
  if (baseline === undefined) return [];
  const { kind, target, commit, startedAt, notes } = baseline;
  const which = [commit?.slice(0, 7), startedAt.slice(0, 10)].filter((part) => part).join(', ');
  const words = knownWords(baseline);
  const more = folded > 0 ? ' (--all)' : '';
  const from =
    kind === 'plan'
      ? { en: `what ${target} starts from`, ja: `${target} の適用前の状態` }
      : { en: `${target} (${which})`, ja: `${target}（${which}）` };
  const first = page.say({
    en: `${from.en}: ${words.en}${more}`,
    ja: `${from.ja}: ${words.ja}${more}`,
  });
  return [first, ...notes.map((note) => page.say(note))];
}

/** `NEW: `, before the sentence of a block. */
export function markWords(block: Block): Text {
  const [change] = marksOf(block);
  if (change === undefined) return { en: '', ja: '' };
  return { en: `${WORDS[change].en}: `, ja: `${WORDS[change].ja}: ` };
}

/** Within a block: since when it is known, why it counts, and which setting did it. */
export function changeLines(page: Page, { voices, findings }: Block): string[] {
  const { baseline } = page.report;
  if (baseline === undefined) return [];
  const things = voices.length > 0 ? voices.map(({ door, finding }) => ({ ...finding, ...door })) : findings;
  const today = page.report.startedAt.slice(0, 10);
  const known = things.filter(
    ({ baselineState, firstSeen }) => baselineState !== 'new' || firstSeen?.slice(0, 10) !== today,
  );
  const [seen] = known.flatMap(({ firstSeen }) => firstSeen?.slice(0, 10) ?? []).sort();
  const ids = new Set(things.map(({ resource }) => `${resource.scope} ${resource.type} ${resource.id}`));
  const rules = new Set(things.map(({ rule }) => rule));
  const subjects = new Set(voices.map(({ door }) => door.subject));
  const changes = baseline.changes.filter(
    ({ kind, rule, resource, after }) =>
      !APART.includes(kind) &&
      rules.has(rule) &&
      ids.has(`${resource.scope} ${resource.type} ${resource.id}`) &&
      (voices.length === 0 || subjects.has(after?.subject)),
  );
  const why = [...new Set(changes.flatMap((change) => (change.why ? [page.say(change.why)] : [])))];
  const settings: Entry[] = changes.flatMap((change) => settingEntries(page, change.settings, change.why));
  return [
    ...(seen === undefined ? [] : detail(page, FIRST_SEEN, [seen])),
    ...detail(page, WHY, few(page, why, 2)),
    ...detail(page, CHANGED, page.all ? settings : settings.slice(0, MAX_LISTED)),
  ];
}

/** What is not open any more, what could not be told any more, and what was not looked at. */
export function apartLines(page: Page): string[] {
  return apartEntries(page).flatMap(({ label, entries }) => section(page, label, entries));
}

/** The same, as entries under what they are. */
export function apartEntries(page: Page): { label: Text; entries: string[] }[] {
  const { baseline } = page.report;
  return APART.flatMap((kind) => {
    const lines = (baseline?.changes ?? [])
      .filter((change) => change.kind === kind)
      .map((change) => briefLine(page, change));
    return lines.length === 0 ? [] : [{ label: WORDS[kind], entries: few(page, lines, MAX_LISTED) }];
  });
}

/** Why the exit code is what it is, where what is new decides; `bad` doors and settings fail. */
export function newMeaning({ gate }: Report, bad: number): Text {
  const { failOn, failOnNew = 'never', failing, blind, exitCode } = gate;
  const option = `(${failOn === 'never' ? '' : `--fail-on ${failOn} `}--fail-on-new ${failOnNew})`;
  if (failOn === 'never' && failOnNew === 'never')
    return { en: `asked never to fail ${option}`, ja: `失敗させない指定です ${option}` };
  const en = failOn === 'never' ? '' : `at or above ${failOn}, or `;
  const ja = failOn === 'never' ? '' : `${jaOf(failOn)}以上、または`;
  if (exitCode === 1)
    return {
      en: `${count(bad)} ${en}new, wider or expired at or above ${failOnNew} ${option}`,
      ja: `${ja}新規・拡大・期限切れで${jaOf(failOnNew)}以上のもの ${count(bad)} 件 ${option}`,
    };
  if (exitCode === 3)
    return {
      en: `nothing ${en}new at or above ${failOnNew}, but something cannot be told any more ${option}`,
      ja: `${ja}新規で${jaOf(failOnNew)}以上のものはありませんが、判定できなくなったものがあります ${option}`,
    };
  if (failing > 0 || blind.length > 0) {
    const otherwise = failing > 0 ? 1 : 3;
    return {
      en: `would be ${otherwise}, but --exit-zero was given`,
      ja: `本来は ${otherwise} ですが --exit-zero が指定されています`,
    };
  }
  return {
    en: `nothing ${en}new, wider or expired at or above ${failOnNew} ${option}`,
    ja: `${ja}新規・拡大・期限切れで${jaOf(failOnNew)}以上のものはありません ${option}`,
  };
}

function jaOf(severity: Severity | 'never'): string {
  return severity === 'never' ? severity : SEVERITY_WORDS[severity].ja;
}
