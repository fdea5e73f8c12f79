// Finding the line and column of a JSON pointer, for the few settings that findings speak of.
import { stat } from 'node:fs/promises';
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { InputError, UsageError } from '../errors.ts';
import { tooDeepAt } from './depth.ts';
import { isAsFound } from './disk.ts';
import { embedded, type Range } from './embedded.ts';
import { findFiles, type InputFile } from './files.ts';
import { locateLarge } from './locate-large.ts';
import { archiveOf } from './packed.ts';
import { follow } from './pointers.ts';
import type { Origin } from './resource.ts';
import { addSnippets } from './snippet.ts';

/** An origin with the range it covers; ends are exclusive. */
export interface Located extends Origin {
  endLine?: number;
  endColumn?: number;
  /** What the place says, without secrets. */
  snippet?: string;
}

/** Larger files are gone through piece by piece; packed ones, which are some twenty times as large as they look, earlier. */
const LARGE = { plain: 64 * 1024 ** 2, packed: 2 * 1024 ** 2 };

/** Fills in line and column of every origin that has a JSON pointer and no line, and what each place says, reading each file once. */
export async function locate(origins: Iterable<Located>): Promise<void> {
  const byFile = new Map<string, Map<string, Located[]>>();
  for (const origin of origins) {
    if (origin.line === undefined && origin.pointer === undefined) continue;
    const container = archiveOf(origin.file) ?? origin.file;
    const inside = byFile.get(container) ?? new Map<string, Located[]>();
    byFile.set(container, inside);
    const group = inside.get(origin.file);
    if (group) group.push(origin);
    else inside.set(origin.file, [origin]);
  }
  for (const [container, inside] of byFile) {
    const files = await filesAgain(container);
    for (const [path, group] of inside) {
      const file = files.find((one) => one.path === path);
      if (file !== undefined && isLarge(file)) {
        // Without snippets: what is secret in them may be told elsewhere in the file.
        await unlessGone(
          locateLarge(
            file,
            group.filter(({ line }) => line === undefined),
            locateIn,
          ),
        );
        continue;
      }
      const text = await readAgain(file);
      if (text === undefined) continue;
      const pointed = group.filter(({ line }) => line === undefined);
      if (pointed.length > 0) locateIn(text, pointed);
      addSnippets(text, lineStarts(text), group);
    }
  }
}

function isLarge({ path, size, chunks }: InputFile): boolean {
  return chunks !== undefined && size > (/\.gz$/i.test(path) ? LARGE.packed : LARGE.plain);
}

/** A file, or all that an archive holds. A pipe was read already, and would never answer again. */
async function filesAgain(container: string): Promise<InputFile[]> {
  if (!isAsFound(container)) return [];
  if ((await stat(container).catch(() => undefined))?.isFile() !== true) return [];
  return (await unlessGone(findFiles([container]))) ?? [];
}

/** A file that changed or vanished since it was judged leaves its findings without a line; they are still true. */
async function readAgain(file: InputFile | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  return await unlessGone(file.text());
}

async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof InputError || error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The same on a text in hand. A pointer may lead on into a string that holds JSON: policy text inside an answer. */
export function locateIn(text: string, origins: Located[]): void {
  const ranges = rangesIn(
    text,
    origins.map(({ pointer = '' }) => stepsOf(pointer)),
  );
  if (ranges === undefined) return;
  const starts = lineStarts(text);
  for (const [index, origin] of origins.entries()) {
    const range = ranges[index];
    if (range === undefined) continue;
    const start = position(starts, range.start);
    const end = position(starts, range.end);
    origin.line = start.line;
    origin.column = start.column;
    origin.endLine = end.line;
    origin.endColumn = end.column;
  }
}

function rangesIn(text: string, paths: string[][]): Range[] | undefined {
  const found = follow(text, paths);
  if (found !== undefined)
    return paths.map((path, index) => {
      const { kind, steps, ...range } = found[index] ?? { kind: 'other', steps: 0, start: 0, end: 0 };
      if (kind !== 'string' || steps === path.length) return range;
      const node: Node = { type: 'string', offset: range.start, length: range.end - range.start };
      const inner = embedded(text, node);
      return inner === undefined ? range : inner.outside(rangeAt(inner.text, inner.tree, path.slice(steps)));
    });
  // With comments, or broken: as far as it can be read.
  const tree = tooDeepAt(text) === undefined ? parseTree(text) : undefined;
  return tree && paths.map((path) => rangeAt(text, tree, path));
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
