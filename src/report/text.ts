// The report for people: what was looked at, what stands open, what could not be told, and what the exit code means.
import { blindSpots } from './blind.ts';
import { foldReport } from './blocks.ts';
import { cutLists } from './gate.ts';
import { sorted } from './order.ts';
import { COLUMN, detail, type Entry, newPage, type Page, section } from './page.ts';
import type { BlindSpot, Gate, Render, RenderOptions, Report, Severity } from './report.ts';
import { reaches, SEVERITIES } from './report.ts';
import { blockLines } from './text-block.ts';
import { notInHereLines, scopeEntries } from './text-scope.ts';
import { count, LABELS, NEVER_SEEN, SEVERITY_WORDS } from './words.ts';
import { widthOf, wrap } from './wrap.ts';

const MAX_RULES = 4;

/** The text report. Ends with a newline. */
export const renderText: Render = (given, options) => {
  const report = sorted(given);
  const page = newPage(report, options);
  const { blocks, hygiene } = foldReport(report, options.all);
  const isShown = (severity: Severity) => shows(severity, report.gate, options);
  const parts: string[][] = [headerLines(page)];

  for (const [index, block] of blocks.entries())
    if (isShown(block.severity)) parts.push(blockLines(page, `F${index + 1}`, block));
  if (report.findings.length === 0) parts.push(calmLines(page));

  const blind = blindLines(page);
  if (blind.length > 0) parts.push(blind);

  const foot: string[] = [];
  if (isShown('low'))
    foot.push(
      ...hygieneLines(
        page,
        hygiene.map(({ findings }) => findings),
      ),
    );
  const hidden = [...blocks, ...hygiene].filter(({ severity }) => !isShown(severity));
  foot.push(
    ...hiddenLines(
      page,
      hidden.flatMap(({ findings }) => findings),
      options,
    ),
  );
  foot.push(...section(page, LABELS.notSeen, [page.say(NEVER_SEEN)]));
  foot.push(...section(page, LABELS.result, resultEntries(page, blocks.concat(hygiene)), true));
  parts.push(foot);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};

/** Nothing that fails the gate is ever hidden. */
function shows(severity: Severity, { failOn }: Gate, options: RenderOptions): boolean {
  return options.severity === undefined || reaches(severity, options.severity) || reaches(severity, failOn);
}

function headerLines(page: Page): string[] {
  const { report, lang } = page;
  const askers = new Set(report.scopes.map(({ asker }) => asker));
  const [asker] = askers;
  const name = page.say(`${report.tool.name} ${report.tool.version}`);
  const time = page.say(minute(report.startedAt));
  const asking = page.say(
    lang === 'ja' ? `${LABELS.askingAs.ja}: ${asker}` : `${LABELS.askingAs.en} ${asker}`,
  );
  const first = `${name}   ${time}   ${asking}`;
  const alone = askers.size === 1 && asker !== undefined && widthOf(first) <= page.width;
  const lines = [`${page.paint('bold', name)}   ${time}${alone ? `   ${asking}` : ''}`];
  lines.push(...section(page, LABELS.lookedAt, scopeEntries(page, !alone)));
  lines.push(...notInHereLines(page));
  const notes = report.scopes.flatMap(({ notes }) => notes.map((note) => page.say(note)));
  return [...lines, ...section(page, LABELS.note, [...new Set(notes)])];
}

/** `2026-11-21 09:00 UTC`; a pure function knows no other time zone. */
function minute(iso: string): string {
  const [, day = iso, time = ''] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(iso) ?? [];
  return time === '' ? day : `${day} ${time} UTC`;
}

/** Nothing found is a calm page, and no promise. */
function calmLines(page: Page): string[] {
  const { rules, complete } = page.report;
  const n = count(rules.length);
  const but = complete
    ? { en: '', ja: '' }
    : { en: ', but not all of it could be seen', ja: '。ただし、すべてを確認できたわけではありません' };
  const text = page.say({
    en: `Nothing found by ${n} rule${rules.length === 1 ? '' : 's'} in what was looked at${but.en}.`,
    ja: `見た範囲では、${n} 件のルールによる検出はありませんでした${but.ja}。`,
  });
  return wrap(text, page.width);
}

/** Everything that could not be told: first what the gate counts, then what it does not. */
function blindLines(page: Page): string[] {
  const { report } = page;
  const { blind, failOn } = report.gate;
  const lists = report.scopes.flatMap((scope) => cutLists(scope).map((tally) => ({ scope, tally })));
  const all = blindSpots(lists, report.undecided, report.scopes);
  const counts = new Map(blind.map((spot) => [spotKey(spot), spot.count]));
  const harmless = all.filter((spot) => (counts.get(spotKey(spot)) ?? 0) < spot.count);
  if (blind.length + harmless.length === 0) return [];

  const lines: string[] = [];
  if (blind.length > 0)
    lines.push(
      ...section(
        page,
        LABELS.couldNotTell,
        blind.map(({ text }) => page.say(text)),
        true,
      ),
    );
  if (harmless.length > 0) {
    const why =
      failOn === 'never'
        ? { en: 'Not counted (--fail-on never):', ja: '終了コードに影響しないもの (--fail-on never):' }
        : {
            en: `Not counted (allowed, or only for rules below ${failOn}):`,
            ja: `終了コードに影響しないもの（許可済み、または${SEVERITY_WORDS[failOn].ja}未満のルールのみ）:`,
          };
    const entries = [page.say(why), ...harmless.map(({ text }) => page.say(text))];
    lines.push(...section(page, blind.length > 0 ? { en: '', ja: '' } : LABELS.couldNotTell, entries));
  }
  return [...lines, ...nextLines(page, all)];
}

function spotKey({ scope, type, missing }: BlindSpot): string {
  const [first] = missing;
  return [scope, type, first?.setting, first?.permission, first?.reason].join('\0');
}

function nextLines(page: Page, spots: BlindSpot[]): string[] {
  const wanted = new Map<string, Set<string>>();
  for (const { scope, missing } of spots) {
    const provider = page.report.scopes.find(({ id }) => id === scope)?.provider;
    for (const { permission, reason } of missing) {
      if (provider === undefined || permission === undefined || reason !== 'denied') continue;
      wanted.set(provider, (wanted.get(provider) ?? new Set()).add(permission));
    }
  }
  const entries: Entry[] = [...wanted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([provider, permissions]) => {
      const n = permissions.size;
      const says = page.say({ en: `(prints ${n} line${n === 1 ? '' : 's'})`, ja: `(${n} 行を出力します)` });
      return [{ solid: `tojimari permissions ${provider} --from report.json` }, ` ${says}`];
    });
  return detail(page, LABELS.next, entries);
}

function hygieneLines(page: Page, groups: { rule: string; severity: Severity }[][]): string[] {
  if (groups.length === 0) return [];
  const sorted = [...groups].sort((a, b) => b.length - a.length);
  const total = sorted.reduce((sum, group) => sum + group.length, 0);
  const ja = page.lang === 'ja';
  const one = total === 1;
  const parts = sorted.slice(0, MAX_RULES).map((group) => `${group[0]?.rule} ${count(group.length)}`);
  const rest = sorted.length - parts.length;
  if (rest > 0) parts.push(ja ? `他 ${rest} ルール` : `${rest} more rule${rest === 1 ? '' : 's'}`);
  const says = page.say({
    en: `${count(total)} low finding${one ? '' : 's'} that open${one ? 's' : ''} nothing:`,
    ja: `扉を開けていない注意 ${count(total)} 件:`,
  });
  const solids = parts.map((part, index) => ({
    solid: page.say(index < parts.length - 1 ? `${part},` : part),
  }));
  return section(page, LABELS.hygiene, [[says, ...solids, '(--all)']]);
}

function hiddenLines(page: Page, findings: { severity: Severity }[], { severity }: RenderOptions): string[] {
  if (findings.length === 0 || severity === undefined) return [];
  const words = severityCounts(
    page,
    findings.map((finding) => finding.severity),
  );
  return section(page, LABELS.hidden, [`${words} (--severity ${severity})`]);
}

function severityCounts(page: Page, severities: Severity[]): string {
  const parts: string[] = [];
  for (const each of SEVERITIES) {
    const n = severities.filter((severity) => severity === each).length;
    if (n > 0)
      parts.push(page.lang === 'ja' ? `${SEVERITY_WORDS[each].ja} ${count(n)} 件` : `${count(n)} ${each}`);
  }
  return parts.join(page.lang === 'ja' ? '、' : ', ');
}

/** The last line: how much of what, the exit code, and what that code means. Doors are counted once, however many rules speak. */
function resultEntries(page: Page, blocks: ReturnType<typeof foldReport>['blocks']): Entry[] {
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
