// The end of the page: how much of what was found, and what the exit code means.
import type { Block } from './blocks.ts';
import { COLUMN, type Entry, type Page } from './page.ts';
import type { Door, Finding, Report, Severity, Text } from './report.ts';
import { failsGate, SEVERITIES } from './report.ts';
import { isAnyKnown, knownWords, marksOf, newMeaning } from './text-known.ts';
import { count, SEVERITY_WORDS } from './words.ts';
import { widthOf } from './wrap.ts';

/** `2 critical, 1 high` */
export function severityCounts(page: Page, severities: Severity[]): string {
  const parts: string[] = [];
  for (const each of SEVERITIES) {
    const n = severities.filter((severity) => severity === each).length;
    if (n > 0)
      parts.push(page.lang === 'ja' ? `${SEVERITY_WORDS[each].ja} ${count(n)} 件` : `${count(n)} ${each}`);
  }
  return parts.join(page.lang === 'ja' ? '、' : ', ');
}

/** The last line: how much of what, the exit code, and what that code means. Doors are counted once, however many rules speak. */
export function resultEntries(page: Page, blocks: Block[]): Entry[] {
  const { report, lang } = page;
  const { blind, exitCode } = report.gate;
  const severities = blocks.flatMap(({ voices, findings }) =>
    (voices.length > 0 ? voices.map(({ finding }) => finding) : findings).map(({ severity }) => severity),
  );
  const undecided = blind.reduce((sum, spot) => sum + spot.count, 0);
  const nothing = page.say({ en: 'nothing found', ja: '検出なし' });
  const totals = [severities.length === 0 ? nothing : severityCounts(page, severities)];
  if (report.baseline !== undefined) {
    const known = isAnyKnown(report.baseline) ? [page.say(knownWords(report.baseline))] : [];
    const fresh = blocks.flatMap((block) => marksOf(block).map((change) => ({ change, ...block })));
    const urgent = fresh.filter(
      ({ change }) => change !== undefined && change !== 'narrowed' && change !== 'expired',
    );
    const words = severityCounts(
      page,
      urgent.map(({ severity }) => severity),
    );
    const none = page.say({ en: 'nothing new', ja: '新規なし' });
    totals.splice(
      0,
      1,
      urgent.length === 0 ? none : page.say({ en: `new: ${words}`, ja: `新規: ${words}` }),
      ...known,
    );
  }
  if (undecided > 0)
    totals.push(page.say({ en: `${count(undecided)} undecided`, ja: `判定不能 ${count(undecided)} 件` }));

  const means = meaning(report, failingIn(report, blocks));
  const took = effort(report);
  const code = page.paint('bold', page.say({ en: `exit ${exitCode}`, ja: `終了コード ${exitCode}` }));
  const what = totals.join(lang === 'ja' ? '、' : ', ');
  const rest = page.say({ en: `${means.en}; ${took.en}`, ja: `${means.ja}。${took.ja}` });
  const whole = `${what} -> ${code}: ${rest}`;
  return widthOf(whole) <= page.width - COLUMN ? [whole] : [what, `-> ${code}: ${rest}`];
}

/** Doors and settings that fail, each counted once. */
function failingIn({ gate }: Report, blocks: Block[]): number {
  const fails = ({ change }: Door | Finding, severity: Severity) => failsGate(gate, severity, change);
  const counts = blocks.map(({ voices, findings }) =>
    voices.length > 0
      ? voices.filter(({ door, finding }) => fails(door, finding.severity)).length
      : findings.filter((finding) => fails(finding, finding.severity)).length,
  );
  return counts.reduce((sum, n) => sum + n, 0);
}

/** Why the exit code is what it is; `bad` doors and settings reach the threshold. */
function meaning(report: Report, bad: number): Text {
  const { gate, complete } = report;
  const { failOn, failOnNew, failing, blind, exitCode } = gate;
  if (failOnNew !== undefined) return newMeaning(report, bad);
  const option = `(--fail-on ${failOn})`;
  if (failOn === 'never')
    return { en: `asked never to fail ${option}`, ja: `失敗させない指定です ${option}` };
  const level = SEVERITY_WORDS[failOn].ja;
  if (exitCode === 1)
    return {
      en: `${count(bad)} at or above ${failOn} ${option}`,
      ja: `${level}以上の検出 ${count(bad)} 件 ${option}`,
    };
  if (exitCode === 3)
    return {
      en: `nothing at or above ${failOn} was found, but not everything asked for could be told ${option}`,
      ja: `${level}以上の検出はありませんが、判定できなかったものがあります ${option}`,
    };
  if (failing > 0 || blind.length > 0) {
    const otherwise = failing > 0 ? 1 : 3;
    return {
      en: `would be ${otherwise}, but --exit-zero was given`,
      ja: `本来は ${otherwise} ですが --exit-zero が指定されています`,
    };
  }
  if (complete)
    return {
      en: `nothing at or above ${failOn}, and everything asked for was seen ${option}`,
      ja: `${level}以上の検出はなく、求められた範囲はすべて確認しました ${option}`,
    };
  return {
    en: `nothing at or above ${failOn}; what could not be told does not count ${option}`,
    ja: `${level}以上の検出はありません。判定できなかったものは影響しません ${option}`,
  };
}

/** How long it took and how many calls it needed. */
function effort({ startedAt, endedAt, calls, waits = 0 }: Report): Text {
  const seconds = Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const shown = Number.isFinite(seconds)
    ? seconds < 10
      ? Math.round(seconds * 10) / 10
      : count(Math.round(seconds))
    : '?';
  if (calls === 0) return { en: `${shown} s`, ja: `${shown} 秒` };
  const plural = calls === 1 ? 'call' : 'calls';
  const once = waits === 1 ? 'once' : `${count(waits)} times`;
  const waited =
    waits === 0
      ? { en: '', ja: '' }
      : {
          en: `, told to slow down and waited ${once}`,
          ja: `、呼び出し過多による待機 ${count(waits)} 回`,
        };
  return {
    en: `${shown} s, ${count(calls)} ${plural}${waited.en}`,
    ja: `${shown} 秒、API 呼び出し ${count(calls)} 回${waited.ja}`,
  };
}
