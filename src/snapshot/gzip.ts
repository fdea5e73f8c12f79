// Files packed by gzip, and tar archives, packed or not. Nothing is written, nothing is expanded beyond its bounds.
import { PassThrough, pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import { InputError } from '../errors.ts';
import { broken, bytesOf, chunksOf } from './archive.ts';
import { BOUNDS, megabytes } from './bounds.ts';
import { decode, decodeHead, decodeLines, tooLarge } from './decode.ts';
import type { InputFile } from './files.ts';
import { dateWithin, type Packed, type PackedFile } from './packed.ts';

const HEAD_BYTES = 8192;

/** A single file as it was before it was packed. */
export function unzipped({ path, size, date, stream }: Packed, inside: string, named: boolean): InputFile {
  const open = async (): Promise<Readable> => {
    const out = new PassThrough();
    const source = await stream();
    // A fault on the way reaches whoever reads.
    pipeline(source, createGunzip(), out, () => undefined);
    if (read.onRead !== undefined && 'bytesRead' in source)
      out.on('drain', () => read.onRead?.(Number(source.bytesRead)));
    return out;
  };
  const read: InputFile = {
    path,
    inside,
    size,
    named,
    ...(date !== undefined && { date }),
    async text() {
      const bytes = await bytesOf(await open(), megabytes(BOUNDS.file) + 1, path);
      if (bytes.length > megabytes(BOUNDS.file)) throw tooLarge(path);
      return decode(bytes, path);
    },
    lines: () => decodeLines(chunksOf(open, path), path),
    chunks: () => chunksOf(open, path),
    async head() {
      try {
        return decodeHead(await bytesOf(await open(), HEAD_BYTES, path));
      } catch {
        return '';
      }
    },
  };
  return read;
}

/** The files of a tar archive; links are listed and not followed. */
export async function filesInTar(
  packed: Packed,
  folder: string,
  skipped: Set<string>,
): Promise<PackedFile[]> {
  const { path } = packed;
  const refuse = (message: string) => new InputError([{ message, place: { file: path } }]);
  const { unpackTar } = await import('modern-tar');
  const bytes = await expanded(packed);
  const entries = await unpackTar(bytes, { strict: true }).catch((error: unknown) => {
    throw refuse(`is not an archive that can be read: ${error instanceof Error ? error.message : error}`);
  });
  if (entries.length === 0 && bytes.subarray(0, 512).some((byte) => byte !== 0))
    throw refuse('is not an archive that can be read');
  if (entries.length > BOUNDS.files) throw refuse(`holds more than ${BOUNDS.files} files`);
  const found: PackedFile[] = [];
  for (const { header, data } of entries) {
    const name = header.name.replace(/^\.\//, '');
    const steps = name.split('/');
    if (name.startsWith('/') || steps.includes('..')) throw refuse(`leads out of itself: ${name}`);
    const isLink = header.type === 'symlink' || header.type === 'link';
    if ((header.type !== 'file' && !isLink) || steps.slice(0, -1).some((step) => skipped.has(step))) continue;
    found.push(
      fileOf(
        `${path}/${name}`,
        `${folder}${name}`,
        Buffer.from(data ?? []),
        isLink,
        dateWithin(header.mtime, packed),
      ),
    );
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function expanded({ path, bytes }: Packed): Promise<Buffer> {
  const packed = await bytes();
  const isPacked = packed[0] === 0x1f && packed[1] === 0x8b;
  if (!isPacked) return packed;
  try {
    return await promisify(gunzip)(packed, { maxOutputLength: megabytes(BOUNDS.tar) });
  } catch (error) {
    throw broken(path, error);
  }
}

function fileOf(
  path: string,
  inside: string,
  content: Buffer,
  isLink: boolean,
  dated: { date?: string },
): PackedFile {
  const refused = isLink ? 'is a link, which is not followed' : undefined;
  const bytes = async (): Promise<Buffer> => {
    if (refused !== undefined) throw new InputError([{ message: refused, place: { file: path } }]);
    return content;
  };
  const stream = async () => Readable.from([await bytes()]);
  return {
    path,
    inside,
    size: content.length,
    named: false,
    ...dated,
    ...(refused === undefined ? {} : { refused: `${path}: ${refused}` }),
    bytes,
    stream,
    text: async () => decode(await bytes(), path),
    lines: () => decodeLines(chunksOf(stream, path), path),
    chunks: () => chunksOf(stream, path),
    head: async () => (refused === undefined ? decodeHead(content.subarray(0, HEAD_BYTES)) : ''),
  };
}
