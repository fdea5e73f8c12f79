// Where reports go: formats and files paired before anything runs, files written whole or not at all.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { FormatName } from './flags.ts';

/** One report to write. `file` undefined: stdout. */
export interface Destination {
  format: FormatName;
  file: string | undefined;
}

const EXTENSIONS: [string, FormatName][] = [
  ['.sarif', 'sarif'],
  ['.sarif.json', 'sarif'],
  ['.json', 'json'],
  ['.txt', 'text'],
  ['.xml', 'junit'],
  ['.md', 'markdown'],
  ['.csv', 'csv'],
];

/** Formats that go by the extension of another one. */
const ALSO: Partial<Record<FormatName, FormatName[]>> = {
  json: ['sarif', 'gitlab-codequality', 'ocsf'],
  text: ['github', 'markdown'],
};

/**
 * Pairs formats with files: the first file takes the first format, and so on. A format that is left over goes to
 * stdout; a file that is left over takes the format its extension names. With fewer files than formats, files whose
 * extensions name a format take that one. `-` is stdout.
 */
export function pairOutputs(formats: FormatName[], outputs: string[]): Destination[] {
  if (outputs.length > formats.length && formats.length > 0)
    throw new UsageError(
      `There are ${outputs.length} outputs for ${formats.length} ${formats.length === 1 ? 'format' : 'formats'}.`,
      'Give one --format for each --output.',
    );
  const pairs: Destination[] =
    formats.length === 0
      ? outputs.map((output) => ({ format: formatOf(output) ?? 'text', file: output }))
      : pairByOrder(formats, outputs);
  if (pairs.length === 0) pairs.push({ format: 'text', file: undefined });
  const destinations = pairs.map(({ format, file }) => ({ format, file: file === '-' ? undefined : file }));
  checkPairs(destinations);
  return destinations;
}

function pairByOrder(formats: FormatName[], outputs: string[]): Destination[] {
  const pairs: Destination[] = formats.map((format) => ({ format, file: undefined }));
  if (outputs.length === formats.length) {
    for (const [index, pair] of pairs.entries()) pair.file = outputs[index];
    return pairs;
  }
  for (const output of outputs) {
    const named = formatOf(output);
    const free = pairs.filter(({ file }) => file === undefined);
    const pair = free.find(({ format }) => format === named) ?? free[0];
    if (pair !== undefined) pair.file = output;
  }
  return pairs;
}

function checkPairs(destinations: Destination[]): void {
  const toStdout = destinations.filter(({ file }) => file === undefined);
  if (toStdout.length > 1)
    throw new UsageError(
      `${toStdout.map(({ format }) => format).join(' and ')} would both go to stdout.`,
      'Give all of them but one an --output.',
    );
  const files = new Set<string>();
  for (const { format, file } of destinations) {
    if (file === undefined) continue;
    if (files.has(file)) throw new UsageError(`Two reports would be written to ${file}.`);
    files.add(file);
    const named = formatOf(file);
    if (named !== undefined && named !== format && ALSO[named]?.includes(format) !== true)
      throw new UsageError(
        `${file} looks like ${named}, but its format is ${format}.`,
        'The first --output takes the first --format, and so on.',
      );
  }
}

function formatOf(file: string): FormatName | undefined {
  return EXTENSIONS.find(([extension]) => file.toLowerCase().endsWith(extension))?.[1];
}

/** Throws UsageError when a file could not be written there, so that nobody scans for an hour and loses the report. */
export async function checkWritable(file: string): Promise<void> {
  const folder = await stat(dirname(file)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new UsageError(`The folder of ${file} does not exist.`, `Create it: mkdir -p ${dirname(file)}`);
  const existing = await stat(file).catch(() => undefined);
  if (existing?.isDirectory()) throw new UsageError(`${file} is a folder.`, 'Name a file in it.');
  if (existing !== undefined && !existing.isFile()) return;
  const beside = fileBeside(await realpath(file).catch(() => file));
  await writeFile(beside, '', { mode: 0o600 }).catch((error: unknown) => {
    throw cannotWrite(file, error);
  });
  await rm(beside, { force: true });
}

/**
 * Writes a file that only its owner may read, in one step: readers see the old file or the new one, never half of it.
 * While it is being written its other name is in `unfinished`, and in `partial` with the name for half of it, where half is worth keeping.
 */
export async function writeWhole(
  file: string,
  content: string | Iterable<string> | AsyncIterable<string>,
  unfinished: Set<string>,
  partial?: Map<string, string>,
): Promise<void> {
  const existing = await stat(file).catch(() => undefined);
  // A link stays a link, also `/dev/stdout`. Pipes and devices cannot be replaced by a file.
  const target = await realpath(file).catch(() => file);
  const replaceable = existing === undefined || existing.isFile();
  const beside = replaceable ? fileBeside(target) : file;
  if (replaceable) unfinished.add(beside);
  // Half of a new snapshot must not take the place of a whole old one.
  if (replaceable) partial?.set(beside, existing === undefined ? target : `${target}.partial`);
  try {
    await writeFile(beside, content, { mode: 0o600 });
    if (replaceable) await rename(beside, target);
  } catch (error) {
    if (replaceable) await rm(beside, { force: true });
    throw cannotWrite(file, error);
  } finally {
    unfinished.delete(beside);
    partial?.delete(beside);
  }
}

/**
 * Gives what was written so far of a file of lines its name, without the last line if that is not whole. False, and nothing is left, when there
 * is no line. Synchronous: the process is about to end.
 */
export function keepLines(beside: string, target: string): boolean {
  if (!existsSync(beside)) return false;
  const length = readFileSync(beside).lastIndexOf('\n') + 1;
  if (length === 0) {
    rmSync(beside, { force: true });
    return false;
  }
  truncateSync(beside, length);
  renameSync(beside, target);
  return true;
}

function fileBeside(file: string): string {
  return join(dirname(file), `.${basename(file)}.${randomUUID().slice(0, 8)}.part`);
}

/** A refusal of the file system as a person's mistake; whatever else went wrong while the content was made stays as it is. */
function cannotWrite(file: string, error: unknown): unknown {
  const refused =
    error instanceof Error &&
    'syscall' in error &&
    ['open', 'write', 'rename', 'chmod'].includes(String(error.syscall));
  return refused && 'code' in error ? new UsageError(`${file} cannot be written (${error.code}).`) : error;
}
