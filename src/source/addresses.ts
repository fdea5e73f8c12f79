// A Terraform address -> the block that declares it, or the call of the module that is not in the repository.
import type { Block, Call, Index, Module, State } from './declared.ts';
import { folderOf, tidy } from './paths.ts';
import { push } from './tie.ts';

/** What an address leads to. */
export type Target = { block: Block } | { call: Call };

/** Looks up an address from the folder of its root module. */
export function targetOf(index: Index, root: string, address: string): Target | undefined {
  const steps = withoutKeys(address).split('.');
  let folder = root;
  while (steps[0] === 'module') {
    const [, name] = steps.splice(0, 2);
    const call = only(namedIn(index, folder)?.calls.get(name ?? ''));
    if (call === undefined) return undefined;
    const inner = calledFolder(index, folder, call);
    if (inner === undefined) return { call };
    folder = inner;
  }
  if (steps.length !== 2) return undefined;
  const block = only(namedIn(index, folder)?.blocks.get(steps.join('.')));
  return block === undefined ? undefined : { block };
}

/** Blocks of a module by `type.name`, and its calls by name. */
interface Named {
  blocks: Map<string, Block[]>;
  calls: Map<string, Call[]>;
}

/** Folders are looked into once for each address of a plan, and hold as many blocks. */
const named = new WeakMap<Module, Named>();

function namedIn({ modules }: Index, folder: string): Named | undefined {
  const module = modules.get(folder);
  if (module === undefined) return undefined;
  let found = named.get(module);
  if (found === undefined) {
    found = { blocks: new Map(), calls: new Map() };
    for (const block of module.blocks) push(found.blocks, `${block.type}.${block.name}`, block);
    for (const call of module.calls) push(found.calls, call.name, call);
    named.set(module, found);
  }
  return found;
}

/** The folder of a local module that is in the index (Terraform language, "Local Paths"). */
export function calledFolder(index: Index, folder: string, { source }: Call): string | undefined {
  if (source === undefined || !/^\.\.?(\/|$)/.test(source)) return undefined;
  const path = tidy(`${folder}/${source}`);
  return index.modules.has(path) ? path : undefined;
}

/** Two blocks of one address are a mistake, of which none is the right one. */
function only<T>(found: T[] | undefined): T | undefined {
  return found?.length === 1 ? found[0] : undefined;
}

/** `module.web["a.b"].aws_s3_bucket.x[0]` -> `module.web.aws_s3_bucket.x` */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
}

/** Folders that no other folder calls as a module. */
export function rootsOf(index: Index): string[] {
  const called = new Set<string>();
  for (const [folder, { calls }] of index.modules)
    for (const call of calls) {
      const inner = calledFolder(index, folder, call);
      if (inner !== undefined && inner !== folder) called.add(inner);
    }
  return [...index.modules.keys()].filter((folder) => !called.has(folder));
}

/**
 * The folder whose module a state or plan is of: the one that it lies in, else the only one that declares everything in it. Undefined
 * where that cannot be told.
 */
export function rootOf(index: Index, { file, recorded }: State, roots: string[]): string | undefined {
  // A workspace keeps its state below the folder (Terraform CLI, "Manage Workspaces", "Workspace Internals").
  const own = folderOf(file).replace(/(^|\/)terraform\.tfstate\.d\/[^/]+$/, '') || '.';
  if (recorded.some(({ address }) => targetOf(index, own, address) !== undefined)) return own;
  if (recorded.length === 0) return undefined;
  const whole = roots.filter((root) =>
    recorded.every(({ address }) => targetOf(index, root, address) !== undefined),
  );
  return whole.length === 1 ? whole[0] : undefined;
}
