// Zip archives as if they were folders: nothing is written anywhere, and nothing is expanded beyond its bounds.
import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import { InputError } from '../errors.ts';
import { decode, decodeHead, decodeLines, MAX_BYTES, tooLarge } from './decode.ts';
import type { InputFile } from './files.ts';

const MAX_ENTRIES = 100_000;
/** What all entries together may expand to. */
const MAX_EXPANDED = 2 * 1024 ** 3;
/** Metadata in XML shrinks to a tenth or a fiftieth; what shrinks to a thousandth was made to hurt. */
const MAX_RATIO = 1000;
const SMALL = 16 * 1024 ** 2;
const HEAD_BYTES = 8192;
const SYMBOLIC_LINK = 0o120000;
const KIND_OF_FILE = 0o170000;

/** Is it a zip archive, by its name? */
export function isArchive(path: string): boolean {
  return /\.zip$/i.test(path);
}

/**
 * The files in an archive, with paths below the archive's own: `export.zip/objects/Account.object`. `inside` is prefixed with
 * `folder` in the same way. Throws InputError for what is no archive, leads out of itself, or would expand without measure.
 */
export async function filesInArchive(path: string, size: number, folder: string): Promise<InputFile[]> {
  const { default: yauzl } = await import('yauzl');
  const refuse = (message: string) => new InputError([{ message, place: { file: path } }]);
  let zip: ZipFile;
  const entries: Entry[] = [];
  let expanded = 0;
  try {
    zip = await yauzl.openPromise(path, { autoClose: false, lazyEntries: true, validateEntrySizes: true });
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      entries.push(entry);
      expanded += entry.uncompressedSize;
      if (entries.length > MAX_ENTRIES) throw refuse(`holds more than ${MAX_ENTRIES} files`);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw refuse(`is not an archive that can be read: ${error instanceof Error ? error.message : error}`);
  }
  if (expanded > MAX_EXPANDED || (expanded > SMALL && expanded > size * MAX_RATIO))
    throw refuse(`would expand from ${size} to ${expanded} bytes, which no export does`);
  const found = entries.map((entry) =>
    fileOf(zip, entry, `${path}/${entry.fileName}`, `${folder}${entry.fileName}`),
  );
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function fileOf(zip: ZipFile, entry: Entry, path: string, inside: string): InputFile {
  const mode = (entry.externalFileAttributes >>> 16) & KIND_OF_FILE;
  const stream = async (): Promise<Readable> => {
    if (mode === SYMBOLIC_LINK)
      throw new InputError([{ message: 'is a symbolic link, which is not followed', place: { file: path } }]);
    try {
      return await zip.openReadStreamPromise(entry);
    } catch (error) {
      throw broken(path, error);
    }
  };
  return {
    path,
    inside,
    size: entry.uncompressedSize,
    named: false,
    async text() {
      if (entry.uncompressedSize > MAX_BYTES) throw tooLarge(path);
      return decode(await bytesOf(await stream(), MAX_BYTES, path), path);
    },
    lines: () => decodeLines(chunksOf(stream, path), path),
    async head() {
      try {
        return decodeHead(await bytesOf(await stream(), HEAD_BYTES, path));
      } catch {
        return '';
      }
    },
  };
}

/** The first bytes of a stream, at most so many. */
async function bytesOf(stream: Readable, most: number, path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      if (!Buffer.isBuffer(chunk)) continue;
      chunks.push(chunk);
      length += chunk.length;
      if (length >= most) break;
    }
  } catch (error) {
    throw broken(path, error);
  }
  return Buffer.concat(chunks).subarray(0, most);
}

async function* chunksOf(open: () => Promise<Readable>, path: string): AsyncIterable<Buffer> {
  const stream = await open();
  try {
    for await (const chunk of stream) if (Buffer.isBuffer(chunk)) yield chunk;
  } catch (error) {
    throw error instanceof InputError ? error : broken(path, error);
  }
}

function broken(path: string, error: unknown): InputError {
  const why = error instanceof Error ? error.message : String(error);
  return new InputError([{ message: `cannot be read from its archive: ${why}`, place: { file: path } }]);
}
