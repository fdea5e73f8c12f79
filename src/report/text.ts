// The report for people: what was looked at, what stands open, what could not be told, and what the exit code means.
import { foldReport } from './blocks.ts';
import { sorted } from './order.ts';
import { few, newPage, type Page, section } from './page.ts';
import type { Gate, Render, RenderOptions, Severity } from './report.ts';
import { reaches } from './report.ts';
import { blindLines } from './text-blind.ts';
import { blockLines } from './text-block.ts';
import { intentLines } from './text-intents.ts';
import { apartLines, baselineLines, isShown } from './text-known.ts';
import { opinionLines } from './text-opinions.ts';
import { resultEntries, severityCounts } from './text-result.ts';
import { notInHereLines, scopeEntries } from './text-scope.ts';
import { count, LABELS, LIMITS_PAGE, NEVER_SEEN } from './words.ts';
import { widthOf, wrap } from './wrap.ts';

const MAX_RULES = 4;
const MAX_NOTES = 4;

/** The text report. Ends with a newline. */
export const renderText: Render = (given, options) => {
  const report = sorted(given);
  const page = newPage(report, options);
  const { blocks, hygiene } = foldReport(report, options.all);
  const shown = blocks.filter((block) => isShown(block, report, options));
  const small = hygiene.filter((block) => isShown(block, report, options));
  const known = [...blocks, ...hygiene].filter(
    (block) =>
      !shown.includes(block) && !small.includes(block) && shows(block.severity, report.gate, options),
  );
  const parts: string[][] = [headerLines(page, known.length)];

  for (const [index, block] of blocks.entries())
    if (shown.includes(block)) parts.push(blockLines(page, `F${index + 1}`, block));
  if (report.findings.length === 0) parts.push(calmLines(page));

  const blind = blindLines(page);
  if (blind.length > 0) parts.push(blind);

  const foot = apartLines(page);
  foot.push(...intentLines(page));
  foot.push(
    ...hygieneLines(
      page,
      small.map(({ findings }) => findings),
    ),
  );
  const hidden = [...blocks, ...hygiene].filter(
    (block) => !shown.includes(block) && !small.includes(block) && !known.includes(block),
  );
  foot.push(
    ...hiddenLines(
      page,
      hidden.flatMap(({ findings }) => findings),
      options,
    ),
  );
  foot.push(...section(page, LABELS.notSeen, [page.say(NEVER_SEEN), LIMITS_PAGE]));
  if (options.incident !== undefined)
    foot.push(...section(page, LABELS.sameClass, [page.say(options.incident)]));
  foot.push(...section(page, LABELS.result, resultEntries(page, blocks.concat(hygiene)), true));
  parts.push(foot);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};

/** Nothing that fails the gate is ever hidden. */
function shows(severity: Severity, { failOn }: Gate, options: RenderOptions): boolean {
  return options.severity === undefined || reaches(severity, options.severity) || reaches(severity, failOn);
}

function headerLines(page: Page, known: number): string[] {
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
  lines.push(...baselineLines(page, known));
  const notes = report.scopes.flatMap(({ notes }) => notes.map((note) => page.say(note)));
  lines.push(...section(page, LABELS.note, few(page, [...new Set(notes)], MAX_NOTES)));
  return [...lines, ...opinionLines(page)];
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
    ja: `単独では公開につながらない注意 ${count(total)} 件:`,
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
