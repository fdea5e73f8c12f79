// The markup of a Visualforce page -> the classes behind it.
import type { ApexPage } from './apex-page.generated.ts';

type Behind = Required<Pick<ApexPage, 'standardController' | 'controller' | 'extensions' | 'line'>>;

/** The opening tag of a page is far shorter than this. */
const MAX_TAG = 20_000;

/** Reads the opening tag of a page; undefined when there is none. Comments of XML are no markup. Never throws. */
export function pageFrom(markup: string): Behind | undefined {
  const start = openingTag(markup);
  if (start === -1) return undefined;
  const found = new Map<string, string>();
  const tag = markup.slice(start, start + MAX_TAG);
  for (const match of tag.matchAll(
    /(?<=\s)([A-Za-z]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')|"[^"]*"|'[^']*'|>/g,
  )) {
    if (match[0] === '>') break;
    if (match[1] !== undefined) found.set(match[1].toLowerCase(), (match[2] ?? match[3] ?? '').trim());
  }
  const extensions = (found.get('extensions') ?? '').split(',').map((name) => name.trim());
  return {
    standardController: found.get('standardcontroller') || null,
    controller: found.get('controller') || null,
    extensions: extensions.filter((name) => name !== ''),
    line: markup.slice(0, start).split('\n').length,
  };
}

function openingTag(markup: string): number {
  const next = /<!--|<apex:page(?=[\s>/])/gi;
  for (;;) {
    const found = next.exec(markup);
    if (found === null) return -1;
    if (found[0] !== '<!--') return found.index;
    const end = markup.indexOf('-->', found.index);
    if (end === -1) return -1;
    next.lastIndex = end;
  }
}
