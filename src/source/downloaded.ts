// Modules that `terraform init` has downloaded: their source, for those who look into it. Nothing is tied to them.
// Source: Terraform documentation, "terraform init" (`.terraform/modules/modules.json`).
import { UsageError } from '../errors.ts';
import { findFiles } from '../snapshot/files.ts';
import { rootsOf } from './addresses.ts';
import type { Index } from './declared.ts';
import type { Body } from './expression.ts';
import type { ReadHcl } from './hcl.ts';
import { tidy } from './paths.ts';
import type { Say } from './read.ts';

/** Bytes of one file, and modules of one folder. */
const MOST = { source: 1024 * 1024, modules: 500 };

/**
 * Adds to the index what the root modules in it have downloaded. `onDisk`: which path a folder of the index has on disk. What cannot be read
 * is left out: then nobody knows what stands in it.
 */
export async function addDownloaded(
  index: Index,
  onDisk: (folder: string) => string,
  open: () => Promise<ReadHcl>,
  say: Say = tidy,
): Promise<void> {
  const all = new Map<string, Map<string, Body[]>>();
  let read: ReadHcl | undefined;
  for (const root of rootsOf(index)) {
    const folder = onDisk(root);
    const listed = await textOf(`${folder}/.terraform/modules/modules.json`);
    const modules = new Map<string, Body[]>();
    for (const [key, path] of listed === undefined ? [] : modulesIn(listed)) {
      read ??= await open();
      modules.set(key, await bodiesIn(`${folder}/${path}`, read, say));
    }
    if (modules.size > 0) all.set(root, modules);
  }
  if (all.size > 0) index.downloaded = all;
}

async function bodiesIn(folder: string, read: ReadHcl, say: Say): Promise<Body[]> {
  const files = await findFiles([folder]).catch(() => []);
  const bodies: Body[] = [];
  for (const file of files) {
    if (!/^[^/]+\.tf$/.test(file.inside) || file.size > MOST.source) continue;
    const text = await file.text().catch(() => '');
    bodies.push(...(read(text, say(file.path)).bodies ?? []));
  }
  return bodies;
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    const [file] = await findFiles([path]);
    return await file?.text();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** Key (`web.inner`) and folder of modules below `.terraform`; others are local, and a path that leads elsewhere is none. */
function modulesIn(text: string): [string, string][] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  const list = member(parsed, 'Modules');
  return (Array.isArray(list) ? list : []).slice(0, MOST.modules).flatMap((one): [string, string][] => {
    const [key, path] = [member(one, 'Key'), member(one, 'Dir')];
    if (typeof key !== 'string' || typeof path !== 'string') return [];
    const folder = tidy(path.replaceAll('\\', '/'));
    return key !== '' && folder.startsWith('.terraform/') ? [[key, folder]] : [];
  });
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
