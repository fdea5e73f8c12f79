// Zip archives as if they were folders: nothing is written anywhere, and nothing is expanded beyond its bounds.
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { InputError } from '../errors.ts';
import { BOUNDS, megabytes } from './bounds.ts';
import { decode, decodeHead, decodeLines, tooLarge } from './decode.ts';
import { dateWithin, type Packed, type PackedFile } from './packed.ts';

/** However well it shrinks, so little hurts nobody. */
const SMALL = 16 * 1024 ** 2;
const HEAD_BYTES = 8192;
const SYMBOLIC_LINK = 0o120000;
const KIND_OF_FILE = 0o170000;
/** What stands before the bytes of an entry at least, without its name. */
const LOCAL_HEADER = 30;
/** What archivers of macOS add beside each file. */
const NO_FILES = /^__MACOSX\/|(^|\/)\.DS_Store$/;

/**
 * The files in an archive, with paths below the archive's own: `export.zip/objects/Account.object`. `inside` is prefixed with
 * `folder` in the same way; entries below folders named in `skipped` are left out, as they are on disk. Throws InputError for
 * what is no archive, leads out of itself, or would expand without measure.
 */
export async function filesInZip(
  archive: Packed,
  folder: string,
  skipped: Set<string>,
): Promise<PackedFile[]> {
  const { path, size } = archive;
  const refuse = (message: string) => new InputError([{ message, place: { file: path } }]);
  const entries: Entry[] = [];
  let zip: ZipFile | undefined;
  try {
    zip = await opened(archive);
    if (zip.entryCount > BOUNDS.files) throw refuse(`holds more than ${BOUNDS.files} files`);
    for await (const entry of zip.eachEntry()) entries.push(entry);
    archive.check?.();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw refuse(`is not an archive that can be read: ${error instanceof Error ? error.message : error}`);
  } finally {
    zip?.close();
  }
  const expanded = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (expanded > megabytes(BOUNDS.archive) || (expanded > SMALL && expanded > size * BOUNDS.ratio))
    throw refuse(`would expand from ${size} to ${expanded} bytes, which no export does`);
  if (overlap(entries)) throw refuse('holds files that overlap, which no archiver writes');
  const found: PackedFile[] = [];
  for (const entry of entries) {
    const { fileName } = entry;
    const folders = fileName.split('/').slice(0, -1);
    if (fileName.endsWith('/') || NO_FILES.test(fileName) || folders.some((name) => skipped.has(name)))
      continue;
    found.push(fileOf(archive, entry, `${folder}${fileName}`));
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Opened anew for each reading, so that a folder of a thousand archives does not keep a thousand of them open. */
async function opened({ path, onDisk, bytes }: Packed): Promise<ZipFile> {
  const { default: yauzl } = await import('yauzl');
  const options = { autoClose: false, lazyEntries: true, validateEntrySizes: true };
  return onDisk
    ? await yauzl.openPromise(path, options)
    : await yauzl.fromBufferPromise(await bytes(), options);
}

/** Entries that share their bytes make a small archive expand to anything. */
function overlap(entries: Entry[]): boolean {
  const inOrder = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let end = 0;
  for (const { relativeOffsetOfLocalHeader: start, compressedSize } of inOrder) {
    if (start < end) return true;
    end = start + LOCAL_HEADER + compressedSize;
  }
  return false;
}

function fileOf(archive: Packed, entry: Entry, inside: string): PackedFile {
  const path = `${archive.path}/${entry.fileName}`;
  const refused = whyRefused(entry);
  const stream = async (): Promise<Readable> => {
    if (refused !== undefined) throw new InputError([{ message: refused, place: { file: path } }]);
    try {
      const zip = await opened(archive);
      try {
        archive.check?.();
        return await zip.openReadStreamPromise(entry);
      } finally {
        // It closes when the stream does.
        zip.close();
      }
    } catch (error) {
      throw broken(path, error);
    }
  };
  const bytes = async (): Promise<Buffer> => {
    if (entry.uncompressedSize > megabytes(BOUNDS.file)) throw tooLarge(path);
    const whole = await bytesOf(await stream(), megabytes(BOUNDS.file), path);
    archive.check?.();
    if (crc32(whole) !== entry.crc32) throw broken(path, 'it does not match its checksum');
    return whole;
  };
  return {
    path,
    inside,
    size: entry.uncompressedSize,
    named: false,
    ...dateWithin(entry.getLastModDate(), archive),
    ...(refused === undefined ? {} : { refused: `${path}: ${refused}` }),
    stream,
    bytes,
    text: async () => decode(await bytes(), path),
    lines: () => decodeLines(chunksOf(stream, path, archive.check), path),
    chunks: () => chunksOf(stream, path, archive.check),
    async head() {
      try {
        return decodeHead(await bytesOf(await stream(), HEAD_BYTES, path));
      } catch {
        return '';
      }
    },
  };
}

function whyRefused(entry: Entry): string | undefined {
  const mode = (entry.externalFileAttributes >>> 16) & KIND_OF_FILE;
  if (mode === SYMBOLIC_LINK) return 'is a symbolic link, which is not followed';
  return entry.isEncrypted() ? 'is encrypted' : undefined;
}

/** The first bytes of a stream, at most so many. */
export async function bytesOf(stream: Readable, most: number, path: string): Promise<Buffer> {
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

/** The chunks of a stream that is opened when they are asked for. `check` is asked after each, before it is given. */
export async function* chunksOf(
  open: () => Promise<Readable>,
  path: string,
  check?: () => void,
): AsyncIterable<Buffer> {
  const stream = await open();
  try {
    for await (const chunk of stream) {
      check?.();
      if (Buffer.isBuffer(chunk)) yield chunk;
    }
  } catch (error) {
    throw broken(path, error);
  }
}

/** The refusal of a packed file that cannot be unpacked. */
export function broken(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new InputError([{ message: `cannot be read from its archive: ${why}`, place: { file: path } }]);
}
