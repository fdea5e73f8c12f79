// A line of a snapshot without what lines of like things differ in, found without parsing it.

/** Stand in no JSON: a text that was left out, and a name that was. */
export const [HOLE, NAME] = ['\u0002', '\u0001'];

/** A resource that is known as far as its line says it in the plainest way. */
export interface Skeleton {
  type: string;
  scope: string;
  name: string;
  /** All before its settings, with NAME for its name. */
  head: string;
  /** The JSON of its settings from behind the first brace, with HOLE for each text of those that were set aside. */
  settings: string;
  /** All behind its settings. */
  tail: string;
}

const HEAD =
  /^(\{"record":"resource","type":"([^"]*)","id":"[^"]*)","name":"([^"]*)(","scope":"([^"]*)"(?:,"region":"[^"]*")?,"settings":\{)/;
const TAIL = '},"unknowns":[]}';
/** Longer lines are rarely like others. */
const LONGEST = 16_384;
const [QUOTE, COLON, BLANK, BACKSLASH] = [0x22, 0x3a, 0x20, 0x5c];
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * The skeleton of a line of UTF-8, given as text with a character for each byte. Two lines with the same one, but for the name, are both valid
 * when one is, and differ only in texts of the settings `aside` of their type. Undefined for lines that are not written as tojimari does: with
 * blanks or escapes, in another order, with another id than of the name, or with something that could not be read; and for types that `aside`
 * does not know.
 */
export function skeletonOf(
  text: string,
  aside: (type: string) => string[] | undefined,
): Skeleton | undefined {
  if (text.length > LONGEST || text.includes('\\') || !text.endsWith(TAIL)) return undefined;
  if (text.includes(HOLE) || text.includes(NAME)) return undefined;
  const [begun = '', id = '', type = '', name = '', behind = '', scope = ''] = HEAD.exec(text) ?? [];
  const names = aside(type);
  if (begun === '' || names === undefined || name === '' || !id.endsWith(name)) return undefined;
  const head = `${id.slice(0, -name.length)}${NAME}","name":"${NAME}${behind}`;
  const end = text.length - TAIL.length;
  let settings = '';
  let depth = 1;
  let leaving = false;
  let kept = begun.length;
  for (let at = kept; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const begin = at + 1;
      at = text.indexOf('"', begin);
      if (at === -1 || at >= end) return undefined;
      const isKey = text.charCodeAt(at + 1) === COLON;
      if (isKey && depth === 1) leaving = names.includes(text.slice(begin, at));
      // Of what is set aside the keys stay: so does its form.
      else if (leaving && !isKey) {
        if (!isPlain(text, begin, at)) return undefined;
        settings += text.slice(kept, begin) + HOLE;
        kept = at;
      }
    } else if (code === OPEN || code === OPEN_LIST) depth += 1;
    else if (code === CLOSE || code === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return undefined;
    } else if (code <= BLANK) return undefined;
  }
  if (depth !== 1) return undefined;
  return { type, scope, name, head, settings: settings + text.slice(kept, end), tail: TAIL };
}

/** Can these characters stand in a text of JSON as they are? */
export function isPlain(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code < BLANK || code === BACKSLASH) return false;
  }
  return true;
}
