// The lines of a file that a finding rests on: few, short, and without the secrets in them.
import { finderOf } from './find-texts.ts';
import { maskFound, maskSecrets } from './mask.ts';
import type { Origin } from './resource.ts';
import { sensitiveTexts } from './sensitive.ts';

const MAX_LINES = 5;
const MAX_COLUMNS = 160;
/** What is shown of a long line before the place itself. */
const BEFORE = 24;
/** What is looked at around a place, so that a secret is known by what it is called even where its name is cut off. */
const AROUND = 1000;

/** A place, and what it says. */
export interface Shown extends Origin {
  endLine?: number;
  endColumn?: number;
  snippet?: string;
}

/** Fills in the snippet of every origin that has a line. */
export function addSnippets(text: string, starts: number[], origins: Shown[]): void {
  let shown: string | undefined;
  for (const origin of origins) {
    if (origin.line === undefined || origin.snippet !== undefined) continue;
    if (shown === undefined) {
      const sensitive = sensitiveTexts(text);
      // Nobody knows what must not be shown of a file that does not say it to the end.
      if (sensitive === undefined) return;
      shown = maskFound(text, finderOf(sensitive));
    }
    const snippet = snippetOf(shown, starts, origin);
    if (snippet !== '') origin.snippet = snippet;
  }
}

/** The lines from the first to the last of a place, the first few of them; where the lines are long, the part that the place is in. */
function snippetOf(
  text: string,
  starts: number[],
  { line = 1, column = 1, endLine = extent(text, starts, line, column) }: Shown,
): string {
  const last = Math.min(Math.max(line, endLine), line + MAX_LINES - 1, starts.length);
  const from = starts[line - 1];
  if (from === undefined) return '';
  const to = last < starts.length ? (starts[last] ?? text.length) : text.length;
  const at = from + column - 1;
  const low = Math.max(from, at - AROUND);
  // Of a line that goes on and on, what follows it is not shown.
  const long = (starts[line] ?? text.length) - at > AROUND;
  const high = Math.min(to, at + (long ? 1 : MAX_LINES + 1) * AROUND);
  // A secret may begin before the first line, and go on after the last.
  const before = Math.max(0, low - AROUND);
  const after = Math.min(text.length, high + AROUND);
  const masked = maskSecrets(text.slice(before, after));
  const lines = masked.slice(low - before, high - before).split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const shown = lines.map((one, index) => cut(one, index === 0 ? at - low : 0, index === 0 && low > from));
  if (last < Math.max(line, endLine)) shown.push('…');
  return shown.join('\n').replace(/\*{4,}/g, '***');
}

/** The last line of what begins at a place of which only the beginning is known: an element of XML, a block of YAML. */
function extent(text: string, starts: number[], line: number, column: number): number {
  const lineAt = (number: number) =>
    text.slice(starts[number - 1] ?? text.length, starts[number] ?? text.length);
  const first = lineAt(line).slice(column - 1, AROUND);
  const [, element] = /^<([\w:.-]{1,80})/.exec(first) ?? [];
  const closed = element === undefined || first.includes(`</${element}`) || first.includes('/>');
  if (closed && !/^[\w"'-][^{[]*:/.test(first)) return line;
  let last = line;
  for (let next = line + 1; next <= Math.min(starts.length, line + MAX_LINES); next += 1) {
    const content = lineAt(next).slice(0, AROUND);
    if (element === undefined && content.search(/\S/) < column - 1) break;
    last = next;
    if (element !== undefined && content.includes(`</${element}`)) break;
  }
  return last;
}

function cut(line: string, place: number, started: boolean): string {
  if (line.length <= MAX_COLUMNS && !started) return line;
  const from = place <= MAX_COLUMNS / 2 && !started ? 0 : Math.max(0, place - BEFORE);
  const to = Math.min(line.length, from + MAX_COLUMNS);
  return `${from > 0 || started ? '…' : ''}${line.slice(from, to)}${to < line.length ? '…' : ''}`;
}
