// JSON inside of a text in YAML: where a part of it stands in the file, however the text is written.
import { findNodeAtLocation, parseTree } from 'jsonc-parser';

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

/** The offset in the file of what a JSON pointer leads to in the text; undefined where that cannot be told. */
export function offsetInScalar(file: string, scalar: Scalar, pointer: string): number | undefined {
  const { value } = scalar;
  if (value.length > LONGEST || !/^\s*[[{]/.test(value)) return undefined;
  const tree = parseTree(value);
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
  const node = tree && findNodeAtLocation(tree, steps);
  return node && aligned(file, scalar, node.offset);
}

/**
 * The place of a character of the value. Blanks, indents and ends of lines may be written otherwise than they are read; all other
 * characters stand in the file in the same order, behind a backslash or a second quote at most.
 */
function aligned(file: string, { value, type, start, end }: Scalar, offset: number): number | undefined {
  const block = type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';
  const header = file.indexOf('\n', start);
  let at = block ? (header === -1 ? end : header) : type === 'PLAIN' ? start : start + 1;
  for (let index = 0; index <= offset; index += 1) {
    const wanted = value.charAt(index);
    if (/\s/.test(wanted)) continue;
    while (at < end && /\s/.test(file.charAt(at))) at += 1;
    if (type === 'QUOTE_DOUBLE') {
      // `\n` and the like are blanks, which nothing has to stand for.
      while (/^\\[ntr\s]/.test(file.slice(at, at + 2))) {
        at += 2;
        while (at < end && /\s/.test(file.charAt(at))) at += 1;
      }
      if (file.charAt(at) === '\\') at += 1;
    }
    if (at >= end || file.charAt(at) !== wanted) return undefined;
    if (index === offset) return at;
    at += type === 'QUOTE_SINGLE' && wanted === "'" ? 2 : 1;
  }
  return undefined;
}
