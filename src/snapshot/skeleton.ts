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

/** A line of a file: its bytes from one to another, and the same as text, a character for each byte. */
export interface Bytes {
  bytes: Uint8Array;
  from: number;
  text: string;
}

/**
 * The skeleton of a line of UTF-8. Two lines with the same one, but for the name, are both valid when one is, and differ only in texts of the
 * settings `aside` of their type. Undefined for lines that are not written as tojimari does: with blanks or escapes, in another order, or with
 * something that could not be read; and for types that `aside` does not know.
 */
export function skeletonOf(
  { bytes, from, text }: Bytes,
  aside: (type: string) => string[] | undefined,
): Skeleton | undefined {
  if (text.length > LONGEST || text.includes('\\') || !text.endsWith(TAIL)) return undefined;
  const head = HEAD.exec(text);
  if (head === null) return undefined;
  const [whole, type = '', id = '', name = '', scope = '', region = ''] = head;
  const names = aside(type);
  if (names === undefined) return undefined;
  const end = from + text.length - TAIL.length;
  let settings = '';
  let depth = 1;
  let leaving = false;
  let kept = whole.length;
  for (let at = from + kept; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const begin = at + 1 - from;
      do at += 1;
      while (at < end && bytes[at] !== QUOTE);
      const isKey = bytes[at + 1] === COLON;
      if (isKey && depth === 1) leaving = names.includes(text.slice(begin, at - from));
      // Of what is set aside the keys stay: so does its form.
      else if (leaving && !isKey) {
        if (!isPlain(bytes, from + begin, at)) return undefined;
        settings += text.slice(kept, begin);
        kept = at - from;
      }
    } else if (byte === OPEN || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0)
        return at === end - 1
          ? { type, scope, region, id, name, settings: settings + text.slice(kept, at - from) }
          : undefined;
    } else if (byte === undefined || byte <= BLANK) return undefined;
  }
  return undefined;
}

/** Is every byte one that JSON may have in a text? */
function isPlain(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (byte === undefined || byte < BLANK) return false;
  }
  return true;
}
