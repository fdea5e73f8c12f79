// Metadata XML as Salesforce writes it, read ten times as fast. Whatever is not plain is left to the full parser.
import type { Element } from './xml.ts';

/** Control characters, declarations, comments, CDATA and the end of one: not plain. */
const ODD = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufeff\ufffe\uffff]|<!|\]\]>/;
const ODD_ENTITY = /&(?!(?:amp|lt|gt|quot|apos);)/;
const DECLARATION = /^<\?xml version="1\.0"(?: encoding="UTF-8")?(?: standalone="(?:yes|no)")?\?>/;
const ROOT = /^([A-Za-z_][\w.-]*)(?:\s+xmlns="[^"<&>]*")?\s*$/;
const SPACE = 32;
/** Children of a leaf, of which there are hundreds of thousands. */
const NONE: Element[] = [];
Object.freeze(NONE);
const NAME = /^[A-Za-z_][\w.-]*$/;
const ENTITIES: [RegExp, string][] = [
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&quot;/g, '"'],
  [/&apos;/g, "'"],
  [/&amp;/g, '&'],
];

/** Children of the root that are handed over one by one and make no elements: a profile has ten thousand of a kind. */
export interface Short {
  /** Their start tag, `<name>`. One that has not the form makes the file not plain. */
  opening: string;
  /** The whole of one with its own tags and the space behind it; sticky, and without room for anything that is not plain. */
  form: RegExp;
  /** Elements in one. */
  elements: number;
  take(match: RegExpExecArray, line: number, column: number): void;
}

/**
 * The root element of a plain file, as the full parser would give it; undefined for anything else, well-formed or not:
 * comments, attributes below the root, other entities, nesting beyond `depth`, more than `size` elements. What `short`
 * took is not among the root's children, and void when the file turns out not to be plain.
 */
export function plainXml(source: string, depth: number, size: number, short?: Short): Element | undefined {
  /** Up to where the source is known to be plain. */
  let checked = 0;
  if (short === undefined && !isPlain(source)) return undefined;
  const names = new Map<string, string>();
  const open: Element[] = [];
  let root: Element | undefined;
  let current: Element | undefined;
  let count = 0;
  let line = 1;
  let lineStart = 0;
  let nextBreak = source.indexOf('\n');
  let at = DECLARATION.exec(source)?.[0].length ?? 0;
  for (;;) {
    const start = source.indexOf('<', at);
    const stop = start === -1 ? source.length : start;
    if (!current?.text) while (at < stop && source.charCodeAt(at) <= SPACE) at += 1;
    if (current === undefined) {
      if (at < stop) return undefined;
      if (start === -1) return short === undefined || isPlain(source.slice(checked)) ? root : undefined;
    } else if (start === -1) return undefined;
    else if (at < stop) current.text += plainText(source.slice(at, stop));
    while (nextBreak !== -1 && nextBreak < start) {
      line += 1;
      lineStart = nextBreak + 1;
      nextBreak = source.indexOf('\n', lineStart);
    }
    if (short !== undefined && open.length === 1 && source.startsWith(short.opening, start)) {
      short.form.lastIndex = start;
      const match = short.form.exec(source);
      count += short.elements;
      // Space beside text of the root would be text too.
      if (match === null || count > size || current?.text) return undefined;
      short.take(match, line, start - lineStart + 1);
      at = short.form.lastIndex;
      // Only what stands between those that were taken is still to be looked at.
      if (checked < start && !isPlain(source.slice(checked, start))) return undefined;
      checked = at;
      continue;
    }
    const end = source.indexOf('>', start);
    if (end === -1) return undefined;
    at = end + 1;
    if (source[start + 1] === '/') {
      if (current === undefined || end - start - 2 !== current.name.length) return undefined;
      if (!source.startsWith(current.name, start + 2)) return undefined;
      current.text = current.text.trim();
      open.pop();
      current = open.at(-1);
      continue;
    }
    const closed = source[end - 1] === '/';
    const written = source.slice(start + 1, closed ? end - 1 : end);
    let name = names.get(written);
    if (name === undefined) {
      if (root === undefined) name = ROOT.exec(written)?.[1];
      else if (NAME.test(written)) name = written;
      if (name === undefined || names.size > 10_000) return undefined;
      if (root !== undefined) names.set(written, name);
    }
    const element: Element = { name, line, column: start - lineStart + 1, text: '', children: NONE };
    count += 1;
    if (count > size || open.length >= depth) return undefined;
    if (current !== undefined) {
      if (current.children === NONE) current.children = [];
      current.children.push(element);
    } else if (root !== undefined) return undefined;
    root ??= element;
    if (closed) continue;
    open.push(element);
    current = element;
  }
}

function isPlain(source: string): boolean {
  return !ODD.test(source) && !(source.includes('&') && ODD_ENTITY.test(source));
}

function plainText(characters: string): string {
  let text = characters.includes('\r') ? characters.replace(/\r\n?/g, '\n') : characters;
  if (text.includes('&')) for (const [entity, character] of ENTITIES) text = text.replace(entity, character);
  return text;
}
