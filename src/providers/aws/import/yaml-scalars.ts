// JSON inside of a text in YAML: where a part of it stands in the file, however the text is written.
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';

/** A text of a YAML file. */
export interface Scalar {
  value: string;
  /** `BLOCK_LITERAL`, `QUOTE_DOUBLE` and so on. */
  type: string | undefined;
  /** Where it begins and ends in the file, with its quotes or its `|`. */
  start: number;
  end: number;
}

/** Policies are smaller. */
const LONGEST = 100_000;

/** Finds the offset in the file of what a JSON pointer leads to in the text; undefined where that cannot be told. */
export function placesInScalar(file: string, scalar: Scalar): (pointer: string) => number | undefined {
  const { value } = scalar;
  if (value.length > LONGEST || !/^\s*[[{]/.test(value)) return () => undefined;
  let read: { tree: Node | undefined; offsets: Uint32Array } | undefined;
  return (pointer) => {
    read ??= { tree: parseTree(value), offsets: aligned(file, scalar) };
    const steps = pointer
      .split('/')
      .slice(1)
      .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
    const node = read.tree && findNodeAtLocation(read.tree, steps);
    return (node && read.offsets[node.offset]) || undefined;
  };
}

/**
 * The places of the characters of the value, 0 for those that have none. Blanks, indents and ends of lines may be written otherwise than
 * they are read; all other characters stand in the file in the same order, behind a backslash or a second quote at most.
 */
function aligned(file: string, { value, type, start, end }: Scalar): Uint32Array {
  const offsets = new Uint32Array(value.length);
  const block = type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';
  const header = file.indexOf('\n', start);
  let at = block ? (header === -1 ? end : header) : type === 'PLAIN' ? start : start + 1;
  const skipBlanks = () => {
    while (at < end && /\s/.test(file.charAt(at))) at += 1;
  };
  for (let index = 0; index < value.length; index += 1) {
    const wanted = value.charAt(index);
    if (/\s/.test(wanted)) continue;
    skipBlanks();
    if (type === 'QUOTE_DOUBLE') {
      // `\n` and the like are blanks, which nothing has to stand for.
      while (/^\\[ntr\s]/.test(file.slice(at, at + 2))) {
        at += 2;
        skipBlanks();
      }
      if (file.charAt(at) === '\\') at += 1;
    }
    if (at >= end || file.charAt(at) !== wanted) return offsets;
    offsets[index] = at;
    at += type === 'QUOTE_SINGLE' && wanted === "'" ? 2 : 1;
  }
  return offsets;
}
