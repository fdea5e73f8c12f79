// What changed, as Markdown for the summary of a CI step: a table, then each change as the text has it, folded.
import type { Changes } from './changes.generated.ts';
import { shorten } from './escape.ts';
import { fenced, inline, MARKS, markdown } from './markdown.ts';
import { newPage } from './page.ts';
import type { RenderOptions, Report } from './report.ts';
import { changeParts, changeSentence, changesResult, headLines, WORDS } from './text-changes.ts';
import { count, SEVERITY_WORDS } from './words.ts';

const MAX_BYTES = 980_000;
const MAX_ROWS = 200;
const MAX_TITLE = 400;

/** The page; ends with a newline, and is never over GitHub's limit. */
export function renderChangesMarkdown(changes: Changes, nouns: Report, options: RenderOptions): string {
  const page = newPage(nouns, { ...options, color: false, width: 100 });
  const { exitCode } = changes.gate;
  const mark = exitCode === 1 ? '❌' : exitCode === 3 ? '❔' : '✅';
  const lines = [`## ${mark} tojimari: ${markdown(changesResult(page, changes))}`, ''];
  lines.push(...fenced(headLines(page, changes).slice(1)).split('\n'));
  if (changes.changes.length > 0) lines.push('', '| | | |', '|:--|:--|:--|');
  for (const change of changes.changes.slice(0, MAX_ROWS)) {
    const title = markdown(shorten(changeSentence(page, change), MAX_TITLE));
    const word = page.say(SEVERITY_WORDS[change.severity]);
    lines.push(`| ${page.say(WORDS[change.kind])} | ${MARKS[change.severity]}&nbsp;${word} | ${title} |`);
  }
  const more = changes.changes.length - MAX_ROWS;
  if (more > 0)
    lines.push(`| … | | ${page.say({ en: `and ${count(more)} more`, ja: `他 ${count(more)} 件` })} |`);
  let left = MAX_BYTES - Buffer.byteLength(lines.join('\n'));
  const { blocks } = changeParts({ ...page, all: true }, changes.changes);
  for (const [index, block] of blocks.entries()) {
    const change = changes.changes[index];
    if (change === undefined) continue;
    const title = inline(shorten(changeSentence(page, change), MAX_TITLE));
    const text = `\n<details><summary>${page.say(WORDS[change.kind])}: ${title}</summary>\n\n${fenced(block)}\n\n</details>`;
    left -= Buffer.byteLength(text);
    if (left < 0) {
      const rest = count(blocks.length - index);
      lines.push(
        '',
        page.say({
          en: `${rest} of these are not shown in full: a summary holds 1 MiB at most.`,
          ja: `サマリーの上限 1 MiB のため、${rest} 件の詳細を省きました。`,
        }),
      );
      break;
    }
    lines.push(text);
  }
  return `${lines.join('\n')}\n`;
}
