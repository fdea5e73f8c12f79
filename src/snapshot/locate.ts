// Finding the line and column of a JSON pointer, for the few settings that findings speak of.
import { stat } from 'node:fs/promises';
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { InputError, UsageError } from '../errors.ts';
import { embedded, type Range } from './embedded.ts';
import { findFiles } from './files.ts';
import { archiveOf } from './packed.ts';
import type { Origin } from './resource.ts';

/** An origin with the range it covers; ends are exclusive. */
export interface Located extends Origin {
  endLine?: number;
  endColumn?: number;
}

const MAX_LOCATE_BYTES = 64 * 1024 * 1024;

/** Fills in line and column of every origin that has a JSON pointer and no line, reading each file once. */
export async function locate(origins: Located[]): Promise<void> {
  const byFile = new Map<string, Located[]>();
  for (const origin of origins) {
    if (origin.line !== undefined || origin.pointer === undefined) continue;
    const group = byFile.get(origin.file);
    if (group) group.push(origin);
    else byFile.set(origin.file, [origin]);
  }
  for (const [file, group] of byFile) {
    const text = await readAgain(file);
    if (text !== undefined) locateIn(text, group);
  }
}

/** A file that changed or vanished since it was judged leaves its findings without a line; they are still true. */
async function readAgain(path: string): Promise<string | undefined> {
  // A pipe was read already, and would never answer again.
  const archive = archiveOf(path);
  if ((await stat(archive ?? path).catch(() => undefined))?.isFile() !== true) return undefined;
  try {
    const file = (await findFiles([archive ?? path])).find((one) => one.path === path);
    if (file === undefined || file.size > MAX_LOCATE_BYTES) return undefined;
    return await file.text();
  } catch (error) {
    if (error instanceof InputError || error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The same on a text in hand. A pointer may lead on into a string that holds JSON: policy text inside an answer. */
export function locateIn(text: string, origins: Located[]): void {
  const tree = parseTree(text);
  if (tree === undefined) return;
  const starts = lineStarts(text);
  for (const origin of origins) {
    const path = stepsOf(origin.pointer ?? '');
    const range = rangeAt(text, tree, path);
    const start = position(starts, range.start);
    const end = position(starts, range.end);
    origin.line = start.line;
    origin.column = start.column;
    origin.endLine = end.line;
    origin.endColumn = end.column;
  }
}

function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The node that the steps lead to, or the last one on the way; from a string that holds JSON, into it. */
function rangeAt(text: string, tree: Node, path: string[]): Range {
  let node = tree;
  for (const [index, part] of path.entries()) {
    const next = findNodeAtLocation(node, [node.type === 'array' ? Number(part) : part]);
    if (next === undefined) {
      const inner = embedded(text, node);
      if (inner === undefined) break;
      return inner.outside(rangeAt(inner.text, inner.tree, path.slice(index)));
    }
    node = next;
  }
  return { start: node.offset, end: node.offset + node.length };
}

/** Offsets at which lines begin. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Line and column, both from 1, of an offset. */
export function position(starts: number[], offset: number): { line: number; column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
