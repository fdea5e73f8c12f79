// Files that people hand over: walking folders within bounds, and reading text in the encodings they come in.
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { InputError, UsageError } from '../errors.ts';

/** A file to read. Nothing is read before `text` is called. */
export interface InputFile {
  /** Path as given or found, for messages and evidence; forward slashes. */
  path: string;
  /** Path below the folder that was named; the base name for a named file. */
  inside: string;
  size: number;
  /** True when the person named this very file. */
  named: boolean;
  /** Whole text, decoded (UTF-8 with or without a mark, UTF-16 as PowerShell writes it). Throws InputError when too big or not text. */
  text(): Promise<string>;
  /** Line by line without holding the whole, for JSON Lines. */
  lines(): AsyncIterable<string>;
  /** The first few kilobytes, decoded, for recognising. Never throws for content. */
  head(): Promise<string>;
}

const MAX_FILES = 100_000;
const MAX_DEPTH = 40;
const MAX_BYTES = 256 * 1024 * 1024;
const HEAD_BYTES = 8192;
const SKIPPED_FOLDERS = new Set(['.git', 'node_modules', '.terraform', '.sfdx', '.sf']);

/** All files at or below the paths, sorted. A path that does not exist is a UsageError. Symbolic links are not followed out of a folder. */
export async function findFiles(paths: string[]): Promise<InputFile[]> {
  const found: InputFile[] = [];
  for (const path of paths) {
    const info = await stat(path).catch(() => undefined);
    if (info === undefined) throw new UsageError(`There is no file or folder ${path}.`, 'Check the path.');
    if (info.isDirectory()) await walk(path, path, 0, found);
    else found.push(inputFile(path, path.split(sep).at(-1) ?? path, info.size, true));
  }
  return found;
}

async function walk(root: string, folder: string, depth: number, found: InputFile[]): Promise<void> {
  if (depth > MAX_DEPTH) throw new UsageError(`${folder} is nested deeper than ${MAX_DEPTH} folders.`);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`The folder ${folder} cannot be read (${error.code}).`);
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) await walk(root, path, depth + 1, found);
    } else if (entry.isFile()) {
      if (found.length >= MAX_FILES)
        throw new UsageError(`${root} holds more than ${MAX_FILES} files.`, 'Name a smaller folder.');
      const { size } = await stat(path);
      found.push(inputFile(path, relative(root, path), size, false));
    }
  }
}

function inputFile(path: string, inside: string, size: number, named: boolean): InputFile {
  const shown = path.split(sep).join('/');
  return {
    path: shown,
    inside: inside.split(sep).join('/'),
    size,
    named,
    async text() {
      if (size > MAX_BYTES)
        throw new InputError([
          { message: `is larger than ${MAX_BYTES / 1024 / 1024} MB`, place: { file: shown } },
        ]);
      return decode(await readFile(path), shown);
    },
    lines: () =>
      createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY }),
    async head() {
      const handle = await open(path);
      try {
        const buffer = Buffer.alloc(Math.min(HEAD_BYTES, size));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
        return decodeLeniently(buffer.subarray(0, bytesRead));
      } finally {
        await handle.close();
      }
    },
  };
}

/** Text held in memory as if it were a file: standard input, and tests. */
export function textFile(path: string, content: string | Buffer, named = true): InputFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    path,
    inside: path,
    size: bytes.length,
    named,
    text: async () => decode(bytes, path),
    async *lines() {
      yield* decode(bytes, path).split(/\r?\n/);
    },
    head: async () => decodeLeniently(bytes.subarray(0, HEAD_BYTES)),
  };
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes.length >= 2 && bytes[0] !== 0 && bytes[1] === 0) return 'utf-16le';
  return 'utf-8';
}

function decode(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new InputError([{ message: 'is not text in UTF-8 or UTF-16', place: { file } }]);
  }
}

function decodeLeniently(bytes: Buffer): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}
