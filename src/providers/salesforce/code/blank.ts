// Apex without its comments and strings: blanks in their place, so that every other character stays where it was.

/** Source as it can be searched for words. */
export interface Blanked {
  /** As long as the source, line breaks kept; comments and what strings hold are blanks. */
  code: string;
  /** A comment or a string has no end: what follows it was not read. */
  cut: boolean;
}

/**
 * Blanks comments (to the end of a line, or between slash-star and star-slash) and strings (single quotes with
 * backslash escapes; three quotes for several lines). Linear in the source; never throws.
 */
export function blanked(source: string): Blanked {
  const parts: string[] = [];
  let cut = false;
  let from = 0;
  let at = 0;
  const hide = (end: number): void => {
    parts.push(source.slice(from, at), source.slice(at, end).replace(/[^\r\n]/g, ' '));
    from = end;
    at = end;
  };
  // One search for whatever comes next: no character is looked at twice.
  const next = /\/\/|\/\*|'/g;
  for (;;) {
    next.lastIndex = at;
    const found = next.exec(source);
    if (found === null) break;
    at = found.index;
    if (found[0] === '//') hide(indexOr(source, '\n', at));
    else if (found[0] === '/*') {
      const end = source.indexOf('*/', at + 2);
      cut ||= end === -1;
      hide(end === -1 ? source.length : end + 2);
    } else {
      const end = source.startsWith("'''", at) ? endOfText(source, at) : endOfString(source, at);
      cut ||= end === undefined;
      hide(end ?? indexOr(source, '\n', at));
    }
  }
  parts.push(source.slice(from));
  return { code: parts.join(''), cut };
}

function indexOr(source: string, what: string, from: number): number {
  const found = source.indexOf(what, from);
  return found === -1 ? source.length : found;
}

/** Behind the closing quote; undefined when the line ends first. */
function endOfString(source: string, start: number): number | undefined {
  const stop = /\\[^\r\n]|'|[\r\n]/g;
  stop.lastIndex = start + 1;
  for (;;) {
    const found = stop.exec(source);
    if (found === null || found[0] === '\n' || found[0] === '\r') return undefined;
    if (found[0] === "'") return found.index + 1;
  }
}

function endOfText(source: string, start: number): number | undefined {
  const end = source.indexOf("'''", start + 3);
  return end === -1 ? undefined : end + 3;
}
