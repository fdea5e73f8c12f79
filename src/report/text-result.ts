// The end of the page: how much of what was found, and what the exit code means.
import type { Block } from './blocks.ts';
import { COLUMN, type Entry, type Page } from './page.ts';
import type { Report, Severity } from './report.ts';
import { reaches, SEVERITIES } from './report.ts';
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
  const { failOn, failing, blind, exitCode } = report.gate;
  const severities = blocks.flatMap(({ voices, findings }) =>
    (voices.length > 0 ? voices.map(({ finding }) => finding) : findings).map(({ severity }) => severity),
  );
  const undecided = blind.reduce((sum, spot) => sum + spot.count, 0);
  const totals = [severityCounts(page, severities)];
  if (severities.length === 0) totals[0] = page.say({ en: 'nothing found', ja: '検出なし' });
  if (undecided > 0)
    totals.push(lang === 'ja' ? `判定不能 ${count(undecided)} 件` : `${count(undecided)} undecided`);
  const level = failOn === 'never' ? failOn : SEVERITY_WORDS[failOn][lang];
  const option = `--fail-on ${failOn}`;
  const bad = severities.filter((severity) => reaches(severity, failOn)).length;
  let en = `nothing at or above ${failOn}, and everything asked for was seen (${option})`;
  let ja = `${level}以上の検出はなく、求められた範囲はすべて確認しました (${option})`;
  if (exitCode === 1) {
    en = `${count(bad)} at or above ${failOn} (${option})`;
    ja = `${level}以上の検出 ${count(bad)} 件 (${option})`;
  } else if (exitCode === 3) {
    en = `nothing at or above ${failOn} was found, but not everything asked for could be told (${option})`;
    ja = `${level}以上の検出はありませんが、判定できなかったものがあります (${option})`;
  } else if (failOn === 'never') {
    en = `asked never to fail (${option})`;
    ja = `失敗させない指定です (${option})`;
  } else if (failing > 0 || undecided > 0) {
    en = `would be ${failing > 0 ? 1 : 3}, but --exit-zero was given`;
    ja = `本来は ${failing > 0 ? 1 : 3} ですが --exit-zero が指定されています`;
  }
  const effort = `${duration(report)}${report.calls > 0 ? `, ${count(report.calls)} ${report.calls === 1 ? 'call' : 'calls'}` : ''}`;
  const took =
    lang === 'ja'
      ? effort.replace(/ s\b/, ' 秒').replace(/, ([\d,]+) calls?/, '、API 呼び出し $1 回')
      : effort;
  const code = page.paint('bold', lang === 'ja' ? `終了コード ${exitCode}` : `exit ${exitCode}`);
  const what = totals.join(lang === 'ja' ? '、' : ', ');
  const means = `-> ${code}: ${lang === 'ja' ? ja : en}${took === '' ? '' : lang === 'ja' ? `。${took}` : `; ${took}`}`;
  const whole = `${what} ${means}`;
  return widthOf(whole) <= page.width - COLUMN ? [whole] : [what, means];
}

function duration({ startedAt, endedAt }: Report): string {
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  if (!Number.isFinite(seconds)) return '';
  return `${seconds < 10 ? Math.round(seconds * 10) / 10 : count(Math.round(seconds))} s`;
}
