// What a file says in one place, so that other versions of the file can be asked whether they say it too.
import { locateIn } from './locate.ts';
import type { Origin } from './resource.ts';

/** Does this text say what the place says? */
export type Says = (text: string) => boolean;

/**
 * What stands at a place of a text: of XML the element that begins there, of JSON what the pointer leads to, else
 * the line, and the whole file where no place in it is named.
 * Blanks do not count, nor does where in the file it stands. Flags that are off in the element do not count either: a
 * version that granted more said this too. Undefined when there is nothing at the place.
 */
export function saidAt(text: string, { line, column, pointer }: Origin): Says | undefined {
  if (pointer !== undefined && /^\s*[[{]/.test(text)) return saidInJson(text, pointer);
  if (line === undefined) return pointer === undefined ? saidInAll(text) : undefined;
  const start = offsetOf(text, line, column ?? 1);
  if (start === undefined) return undefined;
  const [, tag] = /^<([A-Za-z_][\w.-]*)/.exec(text.slice(start, start + 200)) ?? [];
  return tag === undefined ? saidOnLine(text, start) : saidInElement(text, start, tag);
}

function saidInElement(text: string, start: number, tag: string): Says | undefined {
  const element = elementAt(text, start, tag);
  if (element === undefined) return undefined;
  // The root says no more than that there is such a file.
  if (text.slice(element.end).trim() === '') return () => true;
  const off = new Set([...element.text.matchAll(/<([\w.-]+)>\s*false\s*<\/\1>/g)].map(([, name]) => name));
  const bare = (source: string): string =>
    source
      .replace(/<([\w.-]+)>\s*(?:true|false)\s*<\/\1>/g, (flag, name: string) => (off.has(name) ? '' : flag))
      .replace(/\s+/g, '');
  const wanted = bare(element.text);
  return (other) => {
    for (let at = other.indexOf(`<${tag}`); at !== -1; at = other.indexOf(`<${tag}`, at + 1)) {
      const found = elementAt(other, at, tag);
      if (found === undefined) return false;
      if (bare(found.text) === wanted) return true;
      at = found.end - 1;
    }
    return false;
  };
}

/** Elements of metadata do not hold others of their own name. */
function elementAt(text: string, start: number, tag: string): { text: string; end: number } | undefined {
  const opens = text.indexOf('>', start);
  if (opens === -1) return undefined;
  if (text[opens - 1] === '/') return { text: text.slice(start, opens + 1), end: opens + 1 };
  const closing = `</${tag}>`;
  const close = text.indexOf(closing, opens);
  if (close === -1) return undefined;
  return { text: text.slice(start, close + closing.length), end: close + closing.length };
}

function saidInJson(text: string, pointer: string): Says | undefined {
  const part = (source: string): string | undefined => {
    const origin: Parameters<typeof locateIn>[1][number] = { file: '', pointer };
    locateIn(source, [origin]);
    const { line, column, endLine, endColumn } = origin;
    if (line === undefined || endLine === undefined) return undefined;
    const from = offsetOf(source, line, column ?? 1);
    const to = offsetOf(source, endLine, endColumn ?? 1);
    return from === undefined || to === undefined ? undefined : source.slice(from, to).replace(/\s+/g, '');
  };
  const wanted = part(text);
  // Places in lists move: that the text is anywhere in the file is enough.
  return wanted === undefined ? undefined : (other) => other.replace(/\s+/g, '').includes(wanted);
}

function saidInAll(text: string): Says {
  const wanted = text.replace(/\s+/g, '');
  return (other) => other.replace(/\s+/g, '') === wanted;
}

function saidOnLine(text: string, start: number): Says {
  const begin = text.lastIndexOf('\n', start - 1) + 1;
  const end = text.indexOf('\n', start);
  const wanted = text.slice(begin, end === -1 ? undefined : end).trim();
  return (other) => other.split('\n').some((line) => line.trim() === wanted);
}

function offsetOf(text: string, line: number, column: number): number | undefined {
  let start = 0;
  for (let count = 1; count < line; count += 1) {
    start = text.indexOf('\n', start) + 1;
    if (start === 0) return undefined;
  }
  const offset = start + column - 1;
  return offset < text.length ? offset : undefined;
}
