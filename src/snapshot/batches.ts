// A large snapshot in batches of lines, cut so that resources can be judged elsewhere while everything they depend on stays in order.
import { type FileHandle, open } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { BOUNDS, megabytes } from './bounds.ts';
import { assertUnchanged, cannotRead } from './disk.ts';
import { type Order, readLine, type SchemaOf } from './read.ts';
import type { SnapshotRecord } from './resource.ts';

/** Lines of a batch: from one of its bytes to another, the first of them with this number. */
export interface Lines {
  from: number;
  to: number;
  line: number;
}

/** Records that were read already, or lines of resources that nothing depends on. */
export type Piece = { records: SnapshotRecord[] } | { lines: Lines };

/** Some megabytes of whole lines. */
export interface Batch {
  /** Where it stands in the file, in bytes. */
  offset: number;
  length: number;
  pieces: Piece[];
  /** The scope that was spoken of last: mostly that of its lines. */
  scope: string;
}

const BATCH = 2 * 1024 ** 2;
const NEWLINE = 10;
/** The beginning of a line as tojimari writes it. */
const RESOURCE = /^\s*\{\s*"record"\s*:\s*"resource"\s*,\s*"type"\s*:\s*"([^"\\]*)"/;
const HEAD = 120;

/**
 * The batches of a file of UTF-8 lines. `isContext`: what other resources are judged by is read here, as are all lines whose beginning does
 * not show what they are. Throws InputError as `readSnapshot` does, and for a file that is no longer as it was found (`state`).
 */
export async function* readBatches(
  path: string,
  {
    state,
    schemaOf,
    isContext,
    order,
  }: { state: string; schemaOf: SchemaOf; isContext(type: string): boolean; order: Order },
): AsyncGenerator<Batch> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw cannotRead(path, error);
  });
  const cutter = newCutter(path, schemaOf, isContext, order);
  try {
    let buffer = Buffer.allocUnsafeSlow(BATCH);
    for (let offset = 0; ; ) {
      const length = await fill(file, buffer, offset);
      assertUnchanged(path, state);
      if (length === 0) break;
      const more = length === buffer.length;
      const end = more ? buffer.lastIndexOf(NEWLINE) + 1 : length;
      if (end === 0) {
        if (length > megabytes(BOUNDS.line)) throw tooLong(path, cutter.line());
        buffer = Buffer.allocUnsafeSlow(buffer.length * 2);
        continue;
      }
      const { pieces, fault } = cutter.cut(buffer.subarray(0, end));
      yield { offset, length: end, pieces, scope: cutter.scope() };
      if (fault !== undefined) throw fault;
      offset += end;
      if (!more) break;
    }
  } finally {
    await file.close();
  }
}

/** As much of the file as fits. */
async function fill(file: FileHandle, buffer: Buffer, offset: number): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, offset + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

function newCutter(path: string, schemaOf: SchemaOf, isContext: (type: string) => boolean, order: Order) {
  let number = 0;
  let scope = '';
  let beginning: Buffer = Buffer.alloc(0);
  return {
    line: () => number + 1,
    scope: () => scope,
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
          if (isPlain(bytes, from, to)) {
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

  /** Whether a line says at its beginning that it is a resource that nothing depends on. Most begin as the one before. */
  function isPlain(bytes: Buffer, from: number, to: number): boolean {
    const { length } = beginning;
    if (length > 0 && length <= to - from && bytes.compare(beginning, 0, length, from, from + length) === 0)
      return true;
    const [begun, type] = RESOURCE.exec(bytes.toString('latin1', from, Math.min(to, from + HEAD))) ?? [];
    if (begun === undefined || type === undefined || isContext(type)) return false;
    beginning = Buffer.from(begun, 'latin1');
    return true;
  }

  function recordOf(line: Buffer, at: number): SnapshotRecord | undefined {
    const text = textOf(line, path, at);
    if (text.trim() === '') return undefined;
    order.more(at);
    return spoken(order.next(readLine(text, { file: path, line: at }, schemaOf), at));
  }

  function spoken(record: SnapshotRecord | undefined): SnapshotRecord | undefined {
    if (record !== undefined) scope = record.record === 'scope' ? record.id : record.scope;
    return record;
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
