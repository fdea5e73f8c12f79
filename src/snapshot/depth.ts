// How deeply a text of JSON is nested, found without recursion: what goes too deep is refused before anything descends into it.

import { BOUNDS } from './bounds.ts';

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];

/** The offset of the first bracket that is nested deeper than `most` levels; undefined where none is. */
export function tooDeepAt(text: string, most = BOUNDS.depth): number | undefined {
  // Each level takes two characters.
  if (text.length < most * 2 || !hasMore(text, most)) return undefined;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = text.indexOf('"', at + 1);
      while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
      if (at === -1) return undefined;
    } else if (code === OPEN || code === OPEN_LIST) {
      depth += 1;
      if (depth > most) return at;
    } else if (code === CLOSE || code === CLOSE_LIST) depth -= 1;
  }
  return undefined;
}

/** Are there more opening brackets than that, also those within strings? Few texts have, and those that have not need no closer look. */
function hasMore(text: string, most: number): boolean {
  let count = 0;
  for (const bracket of ['{', '['])
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      count += 1;
      if (count > most) return true;
    }
  return false;
}

function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (quote - before) % 2 === 0;
}
