// Markdown for the summary of a CI step: a narrow table, what could not be told, then each block as the text has it, folded.
import { uncounted } from './blind-uncounted.ts';
import { type Block, foldReport } from './blocks.ts';
import { shorten } from './escape.ts';
import { missingPermissions } from './missing.ts';
import { sorted } from './order.ts';
import { type Entry, few, newPage, type Page } from './page.ts';
import type { BlindSpot, RenderOptions, Report, Severity } from './report.ts';
import { reaches } from './report.ts';
import { blockLines, sentence } from './text-block.ts';
import { intentEntries } from './text-intents.ts';
import { apartEntries, baselineEntries, isShown, LABEL, markWords } from './text-known.ts';
import { opinionLines } from './text-opinions.ts';
import { resultEntries, severityCounts } from './text-result.ts';
import { notInHereLines, scopeEntries } from './text-scope.ts';
import { count, LABELS, LIMITS_PAGE, NEVER_SEEN, SEVERITY_WORDS } from './words.ts';

/** GitHub takes 1 MiB of summary from a step and nothing at all of what is longer; the rest is left to other lines of the step. */
const MAX_BYTES = 1_000_000;
/** Left for the lines that come after the blocks. */
const FOOT_BYTES = 20_000;
const MAX_ROWS = 200;
const MAX_SPOTS = 100;
const MAX_NOTES = 4;
const MAX_LINE = 1000;
const MAX_TITLE = 400;
/** Hygiene has no number in the text. */
const NO_ID = '–';
export const MARKS: Record<Severity, string> = { critical: '🔴', high: '🟠', medium: '🟡', low: '⚪' };

/** The whole page; ends with a newline, and is never over the limit. */
export function* markdownPieces(given: Report, options: RenderOptions): Iterable<string> {
  const report = sorted(given);
  // Commands are not broken on a page that scrolls; colour belongs to terminals.
  const page = newPage(report, { ...options, color: false, width: 100 });
  const { blocks, hygiene } = foldReport(report, options.all);
  const all = [...blocks, ...hygiene];
  const shown = all.filter((block) => isShown(block, report, options));
  const known = all.filter(
    (block) => !shown.includes(block) && reaches(block.severity, options.severity ?? 'low'),
  ).length;
  let left = MAX_BYTES - FOOT_BYTES;
  const fits = (text: string) => {
    left -= Buffer.byteLength(text);
    return left >= 0;
  };

  const ids = new Map(blocks.map((block, index) => [block, `F${index + 1}`]));
  const head = [...headLines(page, all, known), ...tableLines(page, shown, ids), ...blindLines(page)].join(
    '\n',
  );
  fits(head);
  yield `${head}\n`;
  let told = 0;
  for (const block of shown) {
    const text = `\n${foldedBlock(page, ids.get(block) ?? NO_ID, block)}\n`;
    if (!fits(text)) break;
    yield text;
    told += 1;
  }
  yield `${footLines(page, shown.slice(told), all.length - shown.length - known, options).join('\n')}\n`;
}

function headLines(page: Page, all: Block[], known: number): string[] {
  const { report } = page;
  const { exitCode, failing, blind } = report.gate;
  const calm = failing === 0 && blind.length === 0 && report.complete;
  const mark = exitCode === 1 ? '❌' : exitCode === 3 ? '❔' : calm ? '✅' : '⚠️';
  const [counts = '', meaning = ''] = resultParts(page, all);
  const lines = [`## ${mark} tojimari: ${markdown(counts)}`, '', markdown(meaning), ''];
  const label = page.say(LABELS.lookedAt);
  for (const entry of scopeEntries(page, true).slice(0, MAX_SPOTS))
    lines.push(`- ${markdown(`${label}: ${short(plain(entry), MAX_TITLE)}`)}`);
  for (const entry of baselineEntries(page, known))
    lines.push(`- ${markdown(`${page.say(LABEL)}: ${short(entry, MAX_TITLE)}`)}`);
  for (const { label, entries } of apartEntries(page))
    for (const entry of entries.slice(0, MAX_SPOTS))
      lines.push(`- ${markdown(`${page.say(label)}: ${short(entry, MAX_TITLE)}`)}`);
  const notes = [...new Set(report.scopes.flatMap(({ notes }) => notes.map((note) => page.say(note))))];
  const more = [...notInHereLines(page), ...opinionLines(page)].map((line) => short(line, MAX_LINE));
  for (const note of few(page, notes, MAX_NOTES).slice(0, MAX_SPOTS))
    lines.push(`- ${markdown(`${page.say(LABELS.note)}: ${short(note, MAX_TITLE)}`)}`);
  if (more.length > 0) {
    const title = page.say({ en: 'more about the input', ja: '入力について' });
    lines.push(
      '',
      `<details><summary>${title}</summary>`,
      '',
      fenced(more.slice(0, MAX_SPOTS)),
      '',
      '</details>',
    );
  }
  return lines;
}

/** What was found, and what the exit code means; of the text's last line. */
function resultParts(page: Page, all: Block[]): string[] {
  const words = resultEntries({ ...page, width: 0 }, all).map(plain);
  return [words[0] ?? '', (words[1] ?? '').replace(/^-> /, '')];
}

/** An entry of the text on one line. */
function plain(entry: Entry): string {
  if (typeof entry === 'string') return entry;
  if (!Array.isArray(entry)) return 'command' in entry ? entry.command : entry.verbatim;
  return entry
    .map((part, index) => {
      const words = typeof part === 'string' ? part : part.solid;
      return index > 0 && typeof part !== 'string' ? ` ${words}` : words;
    })
    .join('');
}

function tableLines(page: Page, blocks: Block[], ids: Map<Block, string>): string[] {
  if (blocks.length === 0) return [];
  const what = page.say({ en: 'what stands open', ja: '開いている戸口' });
  const lines = ['', `| | | ${what} |`, '|:--|:--|:--|'];
  for (const block of blocks.slice(0, MAX_ROWS)) {
    const word = page.say(SEVERITY_WORDS[block.severity]);
    const title = markdown(short(page.say(markWords(block)) + page.say(sentence(page, block)), MAX_TITLE));
    lines.push(`| ${ids.get(block) ?? NO_ID} | ${MARKS[block.severity]}&nbsp;${word} | ${title} |`);
  }
  const rest = blocks.length - MAX_ROWS;
  if (rest > 0)
    lines.push(
      `| … | | ${page.say({ en: `and ${count(rest)} more, below`, ja: `他 ${count(rest)} 件（下記）` })} |`,
    );
  return lines;
}

function blindLines(page: Page): string[] {
  const counted = page.report.gate.blind;
  const harmless = uncounted(page.report);
  const lines: string[] = [];
  const list = (title: string, spots: BlindSpot[]) => {
    if (spots.length === 0) return;
    lines.push('', `### ${title}`, '');
    for (const { text } of spots.slice(0, MAX_SPOTS))
      lines.push(`- ${markdown(short(page.say(text), MAX_TITLE))}`);
    const rest = spots.length - MAX_SPOTS;
    if (rest > 0) lines.push(`- ${page.say({ en: `and ${count(rest)} more`, ja: `他 ${count(rest)} 件` })}`);
  };
  const meant = intentEntries(page);
  if (meant.length > 0) lines.push('', `### ${page.say(LABELS.intended)}`, '');
  for (const entry of meant.slice(0, MAX_SPOTS)) lines.push(`- ${markdown(short(entry, MAX_TITLE))}`);
  list(page.say({ en: '❔ Could not tell', ja: '❔ 判定できなかった設定' }), counted);
  list(
    page.say({
      en: 'Could not tell, without effect on the exit code',
      ja: '判定できなかった設定（終了コードに影響しないもの）',
    }),
    harmless,
  );
  const wanted = page.report.scopes
    .map(({ provider }) => provider)
    .filter((provider, index, all) => all.indexOf(provider) === index)
    .filter((provider) => missingPermissions(page.report, provider).length > 0);
  for (const provider of counted.length + harmless.length === 0 ? [] : wanted)
    lines.push(
      '',
      `${page.say(LABELS.next)}: \`tojimari permissions ${markdown(provider)} --from report.json\``,
    );
  return lines;
}

/** One block as the text shows it, in a fence that nothing in it can close, behind its title. */
function foldedBlock(page: Page, id: string, block: Block): string {
  const word = page.say(SEVERITY_WORDS[block.severity]);
  const title = inline(short(page.say(markWords(block)) + page.say(sentence(page, block)), MAX_TITLE));
  const lines = blockLines(page, id, block).map((line) => short(line, MAX_LINE));
  return [
    `<details><summary>${id} ${MARKS[block.severity]} ${word}: ${title}</summary>`,
    '',
    fenced(lines),
    '',
    '</details>',
  ].join('\n');
}

/** Lines in a fence that nothing in them can close. */
export function fenced(lines: string[]): string {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence].join('\n');
}

function footLines(page: Page, left: Block[], hidden: number, { severity }: RenderOptions): string[] {
  const lines: string[] = [];
  if (left.length > 0) {
    const counts = severityCounts(
      page,
      left.map(({ severity }) => severity),
    );
    lines.push(
      '',
      `**${page.say({
        en: `${count(left.length)} of these blocks are left out here (${counts}): a summary holds 1 MiB at most. The text and the JSON report have all of them.`,
        ja: `このうち ${count(left.length)} 件（${counts}）の詳細は、サマリーの上限 1 MiB に収まらないため省きました。すべてはテキストと JSON のレポートにあります。`,
      })}**`,
    );
  }
  if (hidden > 0 && severity !== undefined)
    lines.push(
      '',
      page.say({
        en: `Hidden (--severity ${severity}): ${count(hidden)}.`,
        ja: `表示なし (--severity ${severity}): ${count(hidden)} 件。`,
      }),
    );
  const never = `[${markdown(page.say(LABELS.notSeen))}](${LIMITS_PAGE})`;
  lines.push('', `<sub>${never}: ${markdown(page.say(NEVER_SEEN))}</sub>`);
  return lines;
}

function short(text: string, limit: number): string {
  return text === '' ? '' : shorten(text, limit);
}

/** Text in one line of Markdown, also in a table: no markup, no tag, no link, no mention. */
export function markdown(text: string): string {
  return inline(text)
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** The same where a line has begun already, in Markdown as in HTML. A comment breaks what would be made a link or a mention. */
export function inline(text: string): string {
  return text
    .replace(/[&<>`|*_[\]\\~#$!{}]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/:(?=\/\/)|@|www(?=\.)/gi, '$&<!-- -->');
}
