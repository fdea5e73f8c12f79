// Folders with source files -> an index of what they declare. What cannot be read is a fault and stops nothing.
import { InputError } from '../errors.ts';
import { findFiles, type InputFile } from '../snapshot/files.ts';
import { archiveOf } from '../snapshot/packed.ts';
import { type Block, emptyIndex, type Fault, type Index, type Module } from './declared.ts';
import type { Body } from './expression.ts';
import type { ReadHcl } from './hcl.ts';
import { folderOf, tidy } from './paths.ts';
import { looksLikeState, readState } from './state.ts';
import { looksLikeTemplate, readTemplate, stacksOfManifest } from './template.ts';
import { readTerraformJson } from './terraform-json.ts';

/** Characters of one file, and of all together. */
const MOST = {
  source: 1024 * 1024,
  state: 128 * 1024 * 1024,
  together: 256 * 1024 * 1024,
  blocks: 200_000,
};

/** How a path is said; the same file is always said in one way. */
export type Say = (path: string) => string;

/** How one file is read into the index. */
type Read = (text: string, file: string) => void;

/**
 * The index of all folders. `openHcl` is called when there is a file for it. `beside`: files and folders that are looked through for states
 * and plans alone. Throws UsageError when a path cannot be used.
 */
export async function readSources(
  folders: string[],
  beside: string[],
  openHcl: () => Promise<ReadHcl>,
  say: Say = tidy,
): Promise<Index> {
  const index = emptyIndex();
  let readHcl: ReadHcl | undefined;
  let left = MOST.together;
  const stacks: { file: string; stack: string }[] = [];
  const seen = new Set<string>();

  const work = async (file: InputFile, most: number, read: Read): Promise<void> => {
    const path = say(file.path);
    if (seen.has(path)) return;
    seen.add(path);
    if (file.size > most || file.size > left || blocksOf(index) > MOST.blocks) {
      index.faults.push({ file: path, why: 'is too large to be looked through' });
      return;
    }
    left -= file.size;
    try {
      read(await file.text(), path);
    } catch (error) {
      const fault = faultOf(path, error);
      if (fault === undefined) throw error;
      index.faults.push(fault);
    }
  };
  const asState: Read = (text, path) => {
    const state = readState(text, path);
    if (state !== undefined) index.states.push(state);
  };

  for (const file of await findFiles(folders)) {
    const name = file.path.split('/').at(-1) ?? '';
    if (archiveOf(file.path) !== undefined) continue;
    if (/\.tf$/.test(name)) {
      readHcl ??= await openHcl();
      const read = readHcl;
      await work(file, MOST.source, (text, path) => {
        const { broken, tangled, ...found } = read(text.replace(/^\ufeff/, ''), path);
        add(index, path, found);
        if (tangled === true) index.faults.push({ file: path, why: 'is too tangled to be looked through' });
        if (broken !== undefined)
          index.faults.push({
            file: `${path}:${broken.line}:${broken.column}`,
            why: 'is no Terraform from here',
          });
      });
    } else if (/\.tf\.json$/.test(name)) {
      await work(file, MOST.source, (text, path) => add(index, path, readTerraformJson(text, path)));
    } else if (/\.(json|tfstate|ya?ml|template)$/.test(name)) {
      const head = await file.head();
      if (/\.(json|tfstate)$/.test(name) && looksLikeState(head)) await work(file, MOST.state, asState);
      else if (name === 'manifest.json' && /"artifacts"\s*:/.test(head))
        await work(file, MOST.source, (text, path) => void stacks.push(...stacksOfManifest(text, path)));
      else if (looksLikeTemplate(head))
        await work(file, MOST.source * 2, (text, path) => {
          index.templates.push({ file: path, stacks: [], blocks: readTemplate(text, path) });
        });
    }
  }
  for (const file of beside.length === 0 ? [] : await findFiles(beside)) {
    if (archiveOf(file.path) !== undefined || !/\.(json|tfstate)$/.test(file.path)) continue;
    if (looksLikeState(await file.head())) await work(file, MOST.state, asState);
  }
  for (const { file, stack } of stacks)
    index.templates.find((template) => template.file === file)?.stacks.push(stack);
  return index;
}

function add(index: Index, path: string, { blocks, calls, bodies }: Module): void {
  const folder = folderOf(path);
  const module = index.modules.get(folder) ?? { blocks: [], calls: [] };
  index.modules.set(folder, module);
  // An override changes arguments of a block that another file declares (Terraform language, "Override Files"): of the two, nothing is told.
  const overrides = /(^|\/|_)override\.tf(\.json)?$/.test(path);
  const more = bodies ?? (overrides ? blocks.map(bodyless) : undefined);
  if (more !== undefined) module.bodies = [...(module.bodies ?? []), ...more];
  if (overrides) return;
  module.blocks.push(...blocks);
  module.calls.push(...calls);
}

/** A block of which only the kind and the name are known. */
function bodyless({ type, name, file, line, column }: Block): Body {
  return { kind: 'resource', labels: [type, name], attributes: new Map(), blocks: [], file, line, column };
}

function blocksOf({ modules, templates }: Index): number {
  let count = 0;
  for (const { blocks } of [...modules.values(), ...templates]) count += blocks.length;
  return count;
}

/** A mistake in a file; undefined for what is our own bug. */
function faultOf(file: string, error: unknown): Fault | undefined {
  if (!(error instanceof InputError)) return undefined;
  const [first] = error.faults;
  const { line, column } = first?.place ?? {};
  const place = line === undefined ? '' : `:${line}:${column ?? 1}`;
  return { file: file + place, why: first?.message ?? 'cannot be read' };
}
