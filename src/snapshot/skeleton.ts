// A line of a snapshot without what lines of like things differ in, found without parsing it.

/** A resource that is known as far as its line says it in the plainest way. */
export interface Skeleton {
  type: string;
  scope: string;
  region: string;
  id: string;
  name: string;
  /** The JSON of its settings from behind the first brace, with the texts of those that were set aside left out. */
  settings: string;
}

const HEAD =
  /^\{"record":"resource","type":"([^"]*)","id":"([^"]*)","name":"([^"]*)","scope":"([^"]*)"(?:,"region":"([^"]*)")?,"settings":\{/;
const TAIL = ',"unknowns":[]}';
/** Longer lines are rarely like others. */
const LONGEST = 16_384;
const [QUOTE, COLON, BLANK] = [0x22, 0x3a, 0x20];
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * The skeleton of a line. Two lines with the same one, but for the name, are both valid when one is, and differ only in texts of the
 * settings `aside` of their type. Undefined for lines that are not written as tojimari does: with blanks or escapes, in another order, or with
 * something that could not be read; and for types that `aside` does not know.
 */
export function skeletonOf(
  line: string,
  aside: (type: string) => string[] | undefined,
): Skeleton | undefined {
  if (line.length > LONGEST || line.includes('\\') || !line.endsWith(TAIL)) return undefined;
  const head = HEAD.exec(line);
  if (head === null) return undefined;
  const [whole, type = '', id = '', name = '', scope = '', region = ''] = head;
  const names = aside(type);
  if (names === undefined) return undefined;
  const end = line.length - TAIL.length;
  let settings = '';
  let depth = 1;
  let leaving = false;
  let kept = whole.length;
  for (let at = kept; at < end; at += 1) {
    const code = line.charCodeAt(at);
    if (code === QUOTE) {
      const begin = at + 1;
      do at += 1;
      while (at < end && line.charCodeAt(at) !== QUOTE);
      const isKey = line.charCodeAt(at + 1) === COLON;
      if (isKey && depth === 1) leaving = names.includes(line.slice(begin, at));
      // Of what is set aside the keys stay: so does its form.
      else if (leaving && !isKey) {
        if (!isPlain(line, begin, at)) return undefined;
        settings += line.slice(kept, begin);
        kept = at;
      }
    } else if (code <= BLANK) return undefined;
    else if (code === OPEN || code === OPEN_LIST) depth += 1;
    else if (code === CLOSE || code === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0)
        return at === end - 1
          ? { type, scope, region, id, name, settings: settings + line.slice(kept, at) }
          : undefined;
    }
  }
  return undefined;
}

/** Is every character one that JSON may have in a text? */
function isPlain(line: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (line.charCodeAt(at) < BLANK) return false;
  return true;
}
