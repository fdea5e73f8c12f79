// The lines of a file that a piece of evidence rests on, set below it.
import { COLUMN, type Entry, type Page } from './page.ts';
import type { Origin } from './report.ts';
import { widthOf } from './wrap.ts';

/** What is shown of a line before the place, where the line is wider than the page. */
const BEFORE = 10;

/** One entry a line, without the indentation that all share, none wider than the page. Empty where there is no snippet. */
export function snippetEntries(page: Page, { snippet, column = 1 }: Origin): Entry[] {
  if (snippet === undefined) return [];
  const lines = snippet.split('\n').map((line) => line.replaceAll('\t', ' '));
  const indented = lines.filter((line) => line.trim() !== '' && line !== '…');
  const common = Math.min(...indented.map((line) => line.length - line.trimStart().length));
  const shared = Number.isFinite(common) ? common : 0;
  const width = page.width - COLUMN - 2;
  return lines.map((line, index) => {
    const place = index > 0 ? 0 : Math.max(0, line.startsWith('…') ? 0 : column - 1 - shared);
    const shown = cut(page.say(line.slice(line === '…' ? 0 : shared)), place, width);
    return { verbatim: page.paint('dim', `| ${shown}`) };
  });
}

function cut(line: string, place: number, width: number): string {
  if (widthOf(line) <= width) return line;
  const from = place < width - BEFORE ? 0 : place - BEFORE;
  let shown = from > 0 ? '…' : '';
  for (const character of line.slice(from)) {
    if (widthOf(shown + character) > width - 1) return `${shown}…`;
    shown += character;
  }
  return shown;
}
