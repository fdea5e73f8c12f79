// A large snapshot in batches of lines, cut so that resources can be judged elsewhere while everything they depend on stays in order.
import { type FileHandle, open } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { BOUNDS, megabytes } from './bounds.ts';
import { type Order, readLine, type SchemaOf } from './read.ts';
import type { SnapshotRecord } from './resource.ts';

/** Lines of a batch: from one byte to another, the first of them with this number. */
export interface Lines {
  from: number;
  to: number;
  line: number;
}

/** Records that were read already, or lines of resources that nothing depends on. */
export type Piece = { records: SnapshotRecord[] } | { lines: Lines };

export interface Batch {
  /** The lines of all pieces; whoever gets the batch may keep it. */
  bytes: Uint8Array<ArrayBuffer>;
  pieces: Piece[];
  /** How many bytes of the file were read so far. */
  done: number;
}

const BATCH = 2 * 1024 ** 2;
const NEWLINE = 10;
/** The beginning of a line as tojimari writes it. */
const RESOURCE = /^\s*\{\s*"record"\s*:\s*"resource"\s*,\s*"type"\s*:\s*"([^"\\]*)"/;
const HEAD = 120;

/**
 * The batches of a file of UTF-8 lines. `isContext`: what other resources are judged by is read here, as are all lines whose beginning does
 * not show what they are. Throws InputError as `readSnapshot` does.
 */
export async function* readBatches(
  path: string,
  { schemaOf, isContext, order }: { schemaOf: SchemaOf; isContext(type: string): boolean; order: Order },
): AsyncGenerator<Batch> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError([{ message: `cannot be read (${error.code})`, place: { file: path } }]);
  });
  const cutter = newCutter(path, schemaOf, isContext, order);
  try {
    let rest: Uint8Array = new Uint8Array(0);
    let done = 0;
    for (let more = true; more; ) {
      const { bytes, length } = await filled(file, rest);
      more = length > rest.length;
      done += length - rest.length;
      const end = more ? bytes.lastIndexOf(NEWLINE, length - 1) + 1 : length;
      if (end === 0 && length > megabytes(BOUNDS.line)) throw tooLong(path, cutter.line());
      rest = bytes.slice(end, length);
      if (end === 0) continue;
      const { pieces, fault } = cutter.cut(Buffer.from(bytes.buffer, 0, end));
      yield { bytes, pieces, done };
      if (fault !== undefined) throw fault;
    }
  } finally {
    await file.close();
  }
}

/** What was left of the last batch, and as much of the file as fits behind it. */
async function filled(
  file: FileHandle,
  rest: Uint8Array,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; length: number }> {
  const bytes = new Uint8Array(Math.max(BATCH, rest.length * 2));
  bytes.set(rest);
  let length = rest.length;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return { bytes, length };
}

function newCutter(path: string, schemaOf: SchemaOf, isContext: (type: string) => boolean, order: Order) {
  let number = 0;
  return {
    line: () => number + 1,
    /** The pieces of whole lines; where one does not fit, those before it. */
    cut(bytes: Buffer): { pieces: Piece[]; fault?: InputError } {
      const pieces: Piece[] = [];
      let last: Piece | undefined;
      const add = (piece: Piece) => {
        last = piece;
        pieces.push(piece);
      };
      try {
        for (let from = 0; from < bytes.length; ) {
          const newline = bytes.indexOf(NEWLINE, from);
          const to = newline === -1 ? bytes.length : newline + 1;
          number += 1;
          const [, type] = RESOURCE.exec(bytes.toString('latin1', from, Math.min(to, from + HEAD))) ?? [];
          if (type !== undefined && !isContext(type)) {
            order.more(number);
            if (last !== undefined && 'lines' in last) last.lines.to = to;
            else add({ lines: { from, to, line: number } });
          } else {
            const record = recordOf(bytes.subarray(from, to), number);
            if (record !== undefined && last !== undefined && 'records' in last) last.records.push(record);
            else if (record !== undefined) add({ records: [record] });
            // Blank lines count in the numbers of those that follow.
            else last = undefined;
          }
          from = to;
        }
      } catch (error) {
        if (error instanceof InputError) return { pieces, fault: error };
        throw error;
      }
      return { pieces };
    },
  };

  function recordOf(line: Buffer, at: number): SnapshotRecord | undefined {
    const text = textOf(line, path, at);
    if (text.trim() === '') return undefined;
    order.more(at);
    return order.next(readLine(text, { file: path, line: at }, schemaOf), at);
  }
}

/** A line as text. Throws InputError for what is not UTF-8. */
export function textOf(line: Buffer, file: string, number: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(line);
  } catch {
    throw new InputError([{ message: 'is not text in UTF-8', place: { file, line: number } }]);
  }
}

function tooLong(file: string, line: number): InputError {
  return new InputError([{ message: `is longer than ${BOUNDS.line} MB`, place: { file, line } }]);
}
