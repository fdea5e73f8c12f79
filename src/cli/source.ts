// --source and --source-map: the index of what was named, and what could not be read of it as remarks.
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Resource, Text } from '../snapshot/resource.ts';
import type { OpenWritten } from '../snapshot/told.ts';
import { emptyIndex, type Fault, type Index } from '../source/declared.ts';
import { addDownloaded } from '../source/downloaded.ts';
import { openHcl } from '../source/hcl.ts';
import { tidy } from '../source/paths.ts';
import { readSources } from '../source/read.ts';
import type { Tie } from '../source/tie.ts';
import { tiesOf } from '../source/ties.ts';
import { writtenFor } from '../source/written.ts';
import type { ScanOptions } from './commands/scan.ts';
import type { Io } from './io.ts';
import { readSourceMap } from './source-map.ts';

/** What a run knows of its source. */
export interface SourceOfRun {
  sourceOf(resource: Resource): Tie | undefined;
  /** The source of a plan. */
  written: OpenWritten;
  /** Files that could not be used. */
  notes: Text[];
}

/** Reads what the flags name. `whole`: with its expressions, for plans. Throws UsageError or InputError when it cannot be used at all. */
export async function readSource(
  { sources = [], sourceMap, targets }: Pick<ScanOptions, 'sources' | 'sourceMap' | 'targets'>,
  io: Pick<Io, 'cwd' | 'root'>,
  whole = false,
): Promise<SourceOfRun> {
  const folders = sources.map((folder) => resolve(io.cwd, folder));
  const say = (path: string) => tidy(belowHere(path, io.cwd));
  const beside = sources.length === 0 ? [] : await onDisk(targets);
  const read = async (all: boolean) => {
    const open = () => openGrammar(io.root, all);
    const found = await readSources(folders, all === whole ? beside : [], open, say);
    if (all) await addDownloaded(found, (folder) => resolve(io.cwd, folder), open, say);
    return found;
  };
  const index = folders.length === 0 ? emptyIndex() : await read(whole);
  if (folders.length > 0 && isEmpty(index))
    throw new UsageError(
      `There is no Terraform and no CloudFormation template in ${sources.join(', ')}.`,
      'Name the folder with the .tf files or the templates: --source ./infra',
    );
  let told: Index | undefined;
  const map = sourceMap === undefined ? [] : await readSourceMap(sourceMap, index, io.cwd);
  return {
    sourceOf: tiesOf(index, map, say),
    written: async (file, addresses) => {
      told ??= whole || folders.length === 0 ? index : await read(true);
      return writtenFor(told, say(file), addresses);
    },
    notes: index.faults.length === 0 ? [] : [noteOn(index.faults)],
  };
}

/** Paths below the working folder are said from there, as repositories want them. */
function belowHere(path: string, cwd: string): string {
  if (!isAbsolute(path)) return path;
  const below = relative(cwd, path);
  const outside = below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below);
  return outside ? path : below.split(sep).join('/') || '.';
}

/** Targets that are files or folders; a pipe could be read only once. */
async function onDisk(targets: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const target of targets) {
    const info = await stat(target).catch(() => undefined);
    if (info?.isFile() === true || info?.isDirectory() === true) found.push(target);
  }
  return found;
}

/** The parser as the package ships it, or in a source tree as its own packages do. */
async function openGrammar(root: string, whole: boolean) {
  const [engine, hcl] = await Promise.all([
    bytesOf(root, 'web-tree-sitter.wasm', 'web-tree-sitter'),
    bytesOf(root, 'tree-sitter-hcl.wasm', '@tree-sitter-grammars/tree-sitter-hcl'),
  ]);
  return await openHcl({ engine, hcl }, whole);
}

async function bytesOf(root: string, name: string, folder: string): Promise<Uint8Array> {
  return await readFile(join(root, 'dist', name)).catch(() =>
    readFile(join(root, 'node_modules', folder, name)),
  );
}

function isEmpty({ modules, templates, faults }: Index): boolean {
  return modules.size + templates.length + faults.length === 0;
}

function noteOn(faults: Fault[]): Text {
  const n = faults.length;
  const list = faults
    .slice(0, 3)
    .map(({ file, why }) => `${file} ${why}`)
    .join('; ');
  const more = n > 3 ? '; …' : '';
  return {
    en: `${n} source ${n === 1 ? 'file was' : 'files were'} not read to the end: ${list}${more}`,
    ja: `ソースファイル ${n} 個を最後まで読めませんでした: ${list}${more}`,
  };
}
