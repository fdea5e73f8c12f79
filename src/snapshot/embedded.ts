// JSON inside a JSON string, perhaps percent-encoded as IAM answers with it: where a part of it stands in the outer text.
import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { tooDeepAt } from './depth.ts';

/** Policies are at most 20 KB or so; larger texts are pointed to as a whole. */
const MOST_CHARACTERS = 1024 * 1024;

/** A text and, for each of its characters and its end, the offset in the text around it. */
interface Inside {
  text: string;
  offsets: Uint32Array;
}

/** A range of offsets in the outermost text; the end is exclusive. */
export interface Range {
  start: number;
  end: number;
}

/**
 * The document that a string node holds, as a tree of its own, and how to get back from it to the text around. Undefined when the string
 * holds no JSON object or list.
 */
export function embedded(
  text: string,
  node: Node,
): { text: string; tree: Node; outside(range: Range): Range } | undefined {
  if (node.type !== 'string' || node.length > MOST_CHARACTERS) return undefined;
  const literal = unescaped(text, node.offset + 1, node.offset + node.length - 1);
  const inner = /^\s*%(7b|5b)/i.test(literal.text) ? unquoted(literal) : literal;
  // AWS Config wraps some documents twice.
  if (!/^\s*"?\s*[[{]/.test(inner.text)) return undefined;
  if (tooDeepAt(inner.text) !== undefined) return undefined;
  const errors: ParseError[] = [];
  const tree = parseTree(inner.text, errors);
  if (tree === undefined || errors.length > 0) return undefined;
  const { offsets } = inner;
  const outside = ({ start, end }: Range): Range => {
    const at = offsets[start] ?? node.offset;
    return { start: at, end: Math.max(at + 1, offsets[end] ?? at + 1) };
  };
  return { text: inner.text, tree, outside };
}

const SHORT: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The characters of a string literal between its quotes. */
function unescaped(text: string, from: number, to: number): Inside {
  const offsets = new Uint32Array(to - from + 1);
  const parts: string[] = [];
  let at = from;
  let length = 0;
  while (at < to) {
    offsets[length] = at;
    length += 1;
    const next = text.charAt(at + 1);
    if (text.charAt(at) !== '\\') {
      parts.push(text.charAt(at));
      at += 1;
    } else if (next === 'u') {
      parts.push(String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16)));
      at += 6;
    } else {
      parts.push(SHORT[next] ?? next);
      at += 2;
    }
  }
  offsets[length] = to;
  return { text: parts.join(''), offsets: offsets.subarray(0, length + 1) };
}

/** Percent-encoded text as it was; each character knows where its first percent sign stood. */
function unquoted({ text, offsets }: Inside): Inside {
  const places: number[] = [];
  const parts: string[] = [];
  for (const found of text.matchAll(/(?:%[0-9a-f]{2})+|[^%]+|%/gi)) {
    const [piece] = found;
    const coded = /^%[0-9a-f]{2}/i.test(piece);
    let plain = piece;
    try {
      if (coded) plain = decodeURIComponent(piece);
    } catch {
      // No UTF-8: it stands as it is, and parsing will say so.
    }
    parts.push(plain);
    let bytes = 0;
    for (const character of plain) {
      const start = found.index + (coded && plain !== piece ? bytes * 3 : bytes);
      // A character beyond the first plane is two units of a string.
      for (let unit = 0; unit < character.length; unit += 1) places.push(offsets[start] ?? 0);
      bytes += coded && plain !== piece ? Buffer.byteLength(character) : character.length;
    }
  }
  places.push(offsets[text.length] ?? 0);
  return { text: parts.join(''), offsets: Uint32Array.from(places) };
}
