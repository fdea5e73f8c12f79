// Files that people hand over: walking folders within bounds, and reading text in the encodings they come in.
import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { InputError, UsageError } from '../errors.ts';
import { BOUNDS, megabytes } from './bounds.ts';
import { decode, decodeHead, decodeLines, tooLarge } from './decode.ts';
import {
  assertUnchanged,
  cannotRead,
  headOf,
  infoOf,
  readNow,
  readUnchanged,
  remember,
  slashed,
  streamUnchanged,
} from './disk.ts';
import { isPacked, type Packed, unpack } from './packed.ts';
import { textFile } from './text-file.ts';

export { textFile };

/** A file to read. Nothing is read before `text` is called. */
export interface InputFile {
  /** Path as given or found, for messages and evidence; forward slashes. */
  path: string;
  /** Path below the folder that was named; the base name for a named file. */
  inside: string;
  size: number;
  /** True when the person named this very file. */
  named: boolean;
  /** ISO 8601: when it was last changed, where the disk or its archive says so. */
  date?: string;
  /** ISO 8601: when it was made by its own words. Set by whoever reads it. */
  dateWithin?: string;
  /** Why it could not even be opened; its `text` throws the same. */
  refused?: string;
  /** Of what holds its own before and after, a plan, the before is meant. */
  before?: true;
  /** Whole text, decoded (UTF-8 with or without a mark, UTF-16 as PowerShell writes it). Throws InputError when too big or not text. */
  text(): Promise<string>;
  /** Line by line without holding the whole, for JSON Lines. */
  lines(): AsyncIterable<string>;
  /** Its bytes piece by piece, unpacked; absent where the text is all there is. Throws as `text` does. */
  chunks?(): AsyncIterable<Buffer>;
  /** Told how many bytes of `size` were read so far, where `chunks` or `lines` are read. Set by whoever shows progress. */
  onRead?: (done: number) => void;
  /** The first few kilobytes, decoded, for recognising. Never throws; a file that cannot be read has none. */
  head(): Promise<string>;
}

const HEAD_BYTES = 8192;
/** Files up to this size are kept when their head is read: an org has ten thousand of them, and each is opened once. */
const KEPT_BYTES = 1024;
/** Folders that hold no exports. */
export const SKIPPED_FOLDERS = new Set(['.git', 'node_modules', '.terraform', '.sfdx', '.sf']);

/**
 * All files at or below the paths, sorted; archives (zip, tar) are folders, and what gzip packed is unpacked. A path that does not exist is a UsageError. A symbolic link inside a folder
 * that leads out of it is listed and not followed: its `text` throws.
 */
export async function findFiles(paths: string[]): Promise<InputFile[]> {
  const found: InputFile[] = [];
  for (const path of paths) {
    const info = await stat(path).catch(() => undefined);
    if (info === undefined) throw new UsageError(`There is no file or folder ${path}.`, 'Check the path.');
    if (info.isDirectory()) await walk(path, path, '', 0, found);
    else if (info.isFile() && isPacked(path))
      found.push(
        ...(await unpack(
          onDisk(path, seen(path, info)),
          { inside: baseOf(path), folder: '', named: true },
          SKIPPED_FOLDERS,
        )),
      );
    else if (info.isFile()) found.push(inputFile(path, baseOf(path), seen(path, info), true));
    else found.push(textFile(path, await readNow(path)));
  }
  return found;
}

/** `below`: the folder's path in the root, with a separator at its end. */
async function walk(
  root: string,
  folder: string,
  below: string,
  depth: number,
  found: InputFile[],
): Promise<void> {
  if (depth > BOUNDS.folders)
    throw new UsageError(
      `${folder} is nested deeper than ${BOUNDS.folders} folders.`,
      'Name a smaller folder.',
    );
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`The folder ${folder} cannot be read (${error.code}).`);
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const inside = `${below}${entry.name}`;
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) await walk(root, path, `${inside}${sep}`, depth + 1, found);
    } else if (entry.isFile()) {
      if (found.length >= BOUNDS.files)
        throw new UsageError(`${root} holds more than ${BOUNDS.files} files.`, 'Name a smaller folder.');
      const info = infoOf(path);
      // What vanished since the folder was read is told when it is.
      if (info === undefined) found.push(inputFile(path, inside, { size: 1, state: '' }, false));
      else if (isPacked(slashed(inside))) found.push(...(await archived(path, inside, info)));
      else found.push(inputFile(path, inside, seen(path, info), false));
    } else if (entry.isSymbolicLink() && (await leadsOut(root, path))) {
      found.push(unfollowed(path, inside));
    }
  }
}

/** What an archive in a folder holds; one that cannot be read is listed as the file it is, and its `text` says why. */
async function archived(path: string, inside: string, info: Stats): Promise<InputFile[]> {
  try {
    const at = { inside: slashed(inside), folder: `${slashed(inside)}/`, named: false };
    return await unpack(onDisk(path, seen(path, info)), at, SKIPPED_FOLDERS);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [refused(path, inside, error)];
  }
}

function onDisk(path: string, { size, state, date }: Seen): Packed {
  return {
    path: slashed(path),
    size,
    onDisk: true,
    ...(date !== undefined && { date }),
    async bytes() {
      if (size > megabytes(BOUNDS.file)) throw tooLarge(slashed(path));
      return await readUnchanged(path, state);
    },
    stream: async () => streamUnchanged(path, state),
    check: () => assertUnchanged(path, state),
  };
}

function baseOf(path: string): string {
  return path.split(sep).at(-1) ?? path;
}

/** A link to somewhere in the folder needs no following: what it leads to is found there. */
async function leadsOut(root: string, path: string): Promise<boolean> {
  const target = await realpath(path).catch(() => undefined);
  return target === undefined || !`${target}${sep}`.startsWith(`${await realpath(root)}${sep}`);
}

function unfollowed(path: string, inside: string): InputFile {
  const message = 'is a symbolic link out of the folder, which is not followed';
  return refused(path, inside, new InputError([{ message, place: { file: slashed(path) } }]));
}

/** A file that is listed, and throws when it is read. */
export function refused(path: string, inside: string, error: InputError): InputFile {
  const refuse = (): never => {
    throw error;
  };
  const refuseAll = async function* () {
    yield refuse();
  };
  return {
    path: slashed(path),
    inside: slashed(inside),
    size: 1,
    named: false,
    refused: error.message,
    text: async () => refuse(),
    lines: refuseAll,
    chunks: refuseAll,
    head: async () => '',
  };
}

/** A file as it was found. */
interface Seen {
  size: number;
  state: string;
  date?: string;
}

function seen(path: string, info: Stats): Seen {
  return { size: info.size, state: remember(path, info), date: info.mtime.toISOString() };
}

function inputFile(path: string, inside: string, { size, state, date }: Seen, named: boolean): InputFile {
  const file = slashed(path);
  let kept: Buffer | undefined;
  const read: InputFile = {
    path: file,
    inside: slashed(inside),
    size,
    named,
    ...(date !== undefined && { date }),
    async text() {
      if (size > megabytes(BOUNDS.file)) throw tooLarge(file);
      return decode(kept ?? (await readUnchanged(path, state)), file);
    },
    lines: () => decodeLines(chunksOf(path, state, read), file),
    chunks: () => chunksOf(path, state, read),
    async head() {
      if (kept !== undefined) return decodeHead(kept);
      const head = headOf(path, Math.min(HEAD_BYTES, size), state);
      if (size <= KEPT_BYTES && head.length === size) kept = head;
      return decodeHead(head);
    },
  };
  return read;
}

async function* chunksOf(path: string, state: string, { onRead }: InputFile): AsyncIterable<Buffer> {
  let done = 0;
  try {
    for await (const chunk of streamUnchanged(path, state)) {
      if (!Buffer.isBuffer(chunk)) continue;
      done += chunk.length;
      onRead?.(done);
      yield chunk;
    }
  } catch (error) {
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
    throw code === undefined ? error : cannotRead(path, { code });
  }
}
