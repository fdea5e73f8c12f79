// Where JSON pointers lead in a text, found by going over it once: nothing is parsed but what stands on the way.
import type { Range } from './embedded.ts';

/** Where a pointer leads: the range of the last value on its way, and how many of its steps lead there. */
export interface Found extends Range {
  steps: number;
  kind: 'object' | 'list' | 'string' | 'other';
}

/** The pointers that begin with the same steps. */
interface Way {
  next: Map<string, Way>;
  /** Places in the answer of the pointers that go through here. */
  through: number[];
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];
const COMMA = 0x2c;
const COLON = 0x3a;

class NoJson extends Error {}

/**
 * One answer for each pointer, given by its steps. Of a key that stands twice in an object the last counts, as for JSON.parse. Undefined for a
 * text whose brackets, commas and colons are not those of JSON on the way; what lies beside the way is not checked.
 */
export function follow(text: string, pointers: string[][]): Found[] | undefined {
  const root: Way = { next: new Map(), through: [] };
  for (const [place, steps] of pointers.entries()) {
    let way = root;
    way.through.push(place);
    for (const step of steps) {
      const next: Way = way.next.get(step) ?? { next: new Map(), through: [] };
      way.next.set(step, next);
      next.through.push(place);
      way = next;
    }
  }
  const found: Found[] = [];
  try {
    const start = blank(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
    if (blank(text, walk(text, start, root, 0, found)) < text.length) return undefined;
  } catch (error) {
    if (error instanceof NoJson) return undefined;
    throw error;
  }
  return found;
}

/** Goes over the value at an offset and notes what leads there; the offset behind it. */
function walk(text: string, start: number, way: Way, steps: number, found: Found[]): number {
  const first = text.charCodeAt(start);
  const isList = first === OPEN_LIST;
  const opens = isList || first === OPEN;
  // Before what is in it: deeper answers come later and count.
  const kind = isList ? 'list' : first === OPEN ? 'object' : first === QUOTE ? 'string' : 'other';
  const noted = way.through.map((place) => {
    const made: Found = { start, end: start, steps, kind };
    found[place] = made;
    return made;
  });
  const end = opens && way.next.size > 0 ? within(text, start, isList, way, steps, found) : skip(text, start);
  for (const made of noted) made.end = end;
  return end;
}

function within(
  text: string,
  start: number,
  isList: boolean,
  way: Way,
  steps: number,
  found: Found[],
): number {
  const closing = isList ? CLOSE_LIST : CLOSE;
  let at = blank(text, start + 1);
  if (text.charCodeAt(at) === closing) return at + 1;
  for (let index = 0; ; index += 1) {
    let next: Way | undefined;
    if (isList) next = way.next.get(String(index));
    else {
      if (text.charCodeAt(at) !== QUOTE) throw new NoJson();
      const end = skip(text, at);
      next = way.next.get(keyOf(text.slice(at, end)));
      at = blank(text, end);
      if (text.charCodeAt(at) !== COLON) throw new NoJson();
      at = blank(text, at + 1);
    }
    at = blank(text, next === undefined ? skip(text, at) : walk(text, at, next, steps + 1, found));
    const byte = text.charCodeAt(at);
    if (byte === closing) return at + 1;
    if (byte !== COMMA) throw new NoJson();
    at = blank(text, at + 1);
  }
}

function keyOf(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    throw new NoJson();
  }
}

/** The first offset that holds no blank. */
function blank(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code <= 0x20; code = text.charCodeAt(at)) at += 1;
  return at;
}

/** The offset behind the value at an offset. */
function skip(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return behindText(text, start);
  if (first !== OPEN && first !== OPEN_LIST) {
    let at = start;
    while (at < text.length && !ends(text.charCodeAt(at))) at += 1;
    if (at === start) throw new NoJson();
    return at;
  }
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = behindText(text, at) - 1;
    else if (code === OPEN || code === OPEN_LIST) depth += 1;
    else if (code === CLOSE || code === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw new NoJson();
}

function ends(code: number): boolean {
  return code <= 0x20 || code === COMMA || code === CLOSE || code === CLOSE_LIST || code === COLON;
}

/** The offset behind the string that begins at an offset. */
function behindText(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at + 1;
  }
  throw new NoJson();
}
