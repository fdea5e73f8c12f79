// Finds any of many texts in another one, in one go over it.

/** Where a text was found; the end is exclusive. */
export interface Hit {
  start: number;
  end: number;
}

/** The first of the texts from an offset on; undefined where there is none. */
export type Find = (text: string, from?: number) => Hit | undefined;

/** Characters by which texts are told from each other at first; shorter ones are not looked for. */
const HEAD = 4;
/** Comparisons that one finder makes. A file that is made to need more is taken to hold the texts everywhere. */
const MOST = 20_000_000;

/** A finder for these texts; of several at one place it finds the longest. */
export function finderOf(texts: Iterable<string>): Find {
  const heads = new Map<number, Map<number, Set<string>>>();
  const marks = new Uint8Array(65_536);
  for (const one of new Set(texts)) {
    if (one.length < HEAD) continue;
    const head = headAt(one, 0);
    marks[head & 0xffff] = 1;
    const lengths = heads.get(head) ?? new Map<number, Set<string>>();
    heads.set(head, lengths);
    const alike = lengths.get(one.length);
    if (alike === undefined) lengths.set(one.length, new Set([one]));
    else alike.add(one);
  }
  const tables = new Map([...heads].map(([head, lengths]) => [head, [...lengths].sort(([a], [b]) => b - a)]));
  let left = MOST;
  return (text, from = 0) => {
    if (tables.size === 0) return undefined;
    for (let at = from; at <= text.length - HEAD; at += 1) {
      const head = headAt(text, at);
      if (marks[head & 0xffff] === 0) continue;
      for (const [length, alike] of tables.get(head) ?? []) {
        const [only] = alike.size === 1 ? alike : [];
        left -= only === undefined ? 1 + length / 16 : 1;
        if (left < 0) return { start: at, end: text.length };
        const found = only === undefined ? alike.has(text.slice(at, at + length)) : text.startsWith(only, at);
        if (found) return { start: at, end: at + length };
      }
    }
    return undefined;
  };
}

function headAt(text: string, at: number): number {
  const low = text.charCodeAt(at) + text.charCodeAt(at + 1) * 769;
  const high = text.charCodeAt(at + 2) * 31_337 + text.charCodeAt(at + 3) * 1_000_003;
  return (low + high) >>> 0;
}
