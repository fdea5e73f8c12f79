// Bytes of files on the disk for as long as those are what they were when they were found: two contents are never taken for one.
import {
  close,
  closeSync,
  createReadStream,
  open,
  openSync,
  type ReadStream,
  read,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { sep } from 'node:path';
import { InputError } from '../errors.ts';

/** What every file was when it was found last, in a word that another content does not share. */
const found = new Map<string, string>();

/** What is told of a file that was just found, remembered for `isAsFound`. */
export function remember(path: string, info: Stats): string {
  const state = wordOf(info);
  found.set(slashed(path), state);
  return state;
}

/** False where a file that was found changed or vanished since. */
export function isAsFound(path: string): boolean {
  const before = found.get(slashed(path));
  return before === undefined || isStill(path, before);
}

/** Throws InputError where a file is not what it was. */
export function assertUnchanged(path: string, state: string): void {
  if (!isStill(path, state)) throw changed(path);
}

/** The bytes of a file; the stream fails with InputError once it is not what it was. */
export function streamUnchanged(path: string, state: string): ReadStream {
  return createReadStream(path, {
    fs: {
      open,
      close,
      read(fd: number, buffer: Buffer, offset: number, length: number, position: number, done: Done) {
        read(fd, buffer, offset, length, position, (error, count) => {
          // Asked after the bytes were read: what changes from here on is not in them.
          const told = error ?? (isStill(path, state) ? null : changed(path));
          done(told, told === null ? count : 0, buffer);
        });
      },
    },
  });
}

type Done = (error: Error | null, count: number, buffer: Buffer) => void;

/** All of a file. Throws InputError when it cannot be read, or is not what it was. */
export async function readUnchanged(path: string, state: string): Promise<Buffer> {
  const bytes = await readNow(path);
  assertUnchanged(path, state);
  return bytes;
}

/** All there is now. A pipe (`<(aws iam …)`) has no size and can be read only once. */
export async function readNow(path: string): Promise<Buffer> {
  return await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw cannotRead(path, error);
  });
}

// Sizes and heads are asked of ten thousand small files, where waiting for each would take longer than the answer.

/** Undefined for what vanished since its folder was read. */
export function infoOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** The first bytes of a file, at most `length`; none of one that cannot be read or is not what it was. */
export function headOf(path: string, length: number, state: string): Buffer {
  const buffer = Buffer.alloc(length);
  let handle: number | undefined;
  try {
    handle = openSync(path, 'r');
    const head = buffer.subarray(0, readSync(handle, buffer, 0, length, 0));
    return isStill(path, state) ? head : buffer.subarray(0, 0);
  } catch {
    return buffer.subarray(0, 0);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** The refusal of a file that the system does not let be read. */
export function cannotRead(path: string, { code }: { code?: string | undefined }): InputError {
  return new InputError([{ message: `cannot be read (${code})`, place: { file: slashed(path) } }]);
}

/** A path as it is printed. */
export function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}

function wordOf({ size, mtimeMs, ctimeMs }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs}`;
}

function isStill(path: string, state: string): boolean {
  const info = infoOf(path);
  return info !== undefined && wordOf(info) === state;
}

function changed(path: string): InputError {
  return new InputError(
    [{ message: 'changed while it was read', place: { file: slashed(path) } }],
    'Wait until it is whole, or scan a copy.',
  );
}
