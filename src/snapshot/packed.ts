// Packed files as if they were unpacked: zip, gzip and tar, also inside each other, within bounds.
import type { Readable } from 'node:stream';
import { InputError } from '../errors.ts';
import { filesInZip } from './archive.ts';
import { BOUNDS } from './bounds.ts';
import type { InputFile } from './files.ts';
import { filesInTar, unzipped } from './gzip.ts';

/** A packed file: on disk, or in another one. */
export interface Packed {
  /** For messages; forward slashes. */
  path: string;
  size: number;
  /** ISO 8601: when it was last changed. */
  date?: string;
  /** Read from `path` where it is needed; otherwise `bytes` is all there is. */
  onDisk: boolean;
  /** Throws InputError when it is too big or cannot be read. */
  bytes(): Promise<Buffer>;
  stream(): Promise<Readable>;
  /** Throws InputError when the file on the disk is not what it was. */
  check?(): void;
}

/** A file that was in an archive and may be packed itself. */
export interface PackedFile extends InputFile {
  bytes(): Promise<Buffer>;
  stream(): Promise<Readable>;
}

const ARCHIVE = /\.(zip|tgz|tar|tar\.gz)$/i;
/** `export.zip/`, `export.tar.gz/`: what stands before the path of a file in an archive. */
const BEFORE = /^(.*?\.(?:zip|tgz|tar|tar\.gz))\//i;

/** Archives that an application carries for its visitors are no exports. */
const CARRIED = /(^|\/)(staticresources|contentassets|documents)\//;

/** Is it packed and to be unpacked, by its name? */
export function isPacked(path: string): boolean {
  return (ARCHIVE.test(path) || /\.gz$/i.test(path)) && !CARRIED.test(path);
}

/** The outermost archive that the path of a file leads into; undefined for a file that lies open. */
export function archiveOf(path: string): string | undefined {
  return BEFORE.exec(path)?.[1];
}

/**
 * The files in something packed. `folder` is put before the paths of an archive's files; a single packed file stays one, under `inside` without
 * its `.gz`. Throws InputError for what is no archive, leads out of itself, or would expand without measure.
 */
export async function unpack(
  packed: Packed,
  { inside, folder, named }: { inside: string; folder: string; named: boolean },
  skipped: Set<string>,
  depth = 1,
): Promise<InputFile[]> {
  if (!ARCHIVE.test(packed.path)) return [unzipped(packed, inside.replace(/\.gz$/i, ''), named)];
  const files = /\.zip$/i.test(packed.path)
    ? await filesInZip(packed, folder, skipped)
    : await filesInTar(packed, folder, skipped);
  const found: InputFile[] = [];
  for (const file of files) {
    if (file.refused !== undefined || depth >= BOUNDS.archives || !isPacked(file.inside)) found.push(file);
    else found.push(...(await nested(file, skipped, depth + 1)));
  }
  return found;
}

/** When a file in an archive was last changed: archivers that want the same bytes each time write a date that is none. */
export function dateWithin(own: Date | undefined, { date }: Packed): { date?: string } {
  const said = own !== undefined && own.getFullYear() > 1990 ? own.toISOString() : date;
  return said === undefined ? {} : { date: said };
}

/** One that cannot be opened is listed as the file it is, and its `text` says why. */
async function nested(file: PackedFile, skipped: Set<string>, depth: number): Promise<InputFile[]> {
  const { path, inside, size, date, stream } = file;
  let kept: Promise<Buffer> | undefined;
  const bytes = () => (kept ??= file.bytes());
  try {
    const at = { inside, folder: `${inside}/`, named: false };
    return await unpack(
      { path, size, ...(date !== undefined && { date }), onDisk: false, bytes, stream },
      at,
      skipped,
      depth,
    );
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const refuse = (): never => {
      throw error;
    };
    const lines = async function* () {
      yield refuse();
    };
    const chunks = async function* () {
      yield refuse();
    };
    const nothing = {
      text: async () => refuse(),
      lines,
      chunks,
      head: async () => '',
    };
    return [{ ...file, refused: error.message, ...nothing }];
  }
}
