// The git repository that a file lies in, found by reading a few small files: its configuration is never read.
import { lstat, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** What is known of a repository without asking git. */
export interface Repository {
  /** The work tree. */
  root: string;
  /** The folder with `objects`. */
  store: string;
  /** The commit that is checked out. */
  head: string;
  /** Where the history was cut when it was cloned. */
  shallow?: string;
  /** Folders with `HEAD` and with the refs; the same one but for a linked work tree. */
  own: string;
  shared: string;
}

/** Why a file has no history that could be read. */
export class NoHistory extends Error {}

const MAX_SMALL = 64 * 1024;
const MAX_REFS = 64 * 1024 ** 2;
const HASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The repository whose work tree a file lies in, and the file's path in it. A folder that only looks like a bare
 * repository is none. Throws NoHistory when there is none that can be used.
 */
export async function repositoryOf(file: string): Promise<{ repository: Repository; path: string }> {
  const real = await realpath(file).catch(() => {
    throw new NoHistory('the file is not there');
  });
  return await above(dirname(real), real);
}

/** The same for a file or a folder, which may be the whole work tree: then its path is empty. */
export async function repositoryAround(target: string): Promise<{ repository: Repository; path: string }> {
  const real = await whereItIs(target);
  const isFolder = (await lstat(real).catch(() => undefined))?.isDirectory() === true;
  return await above(isFolder ? real : dirname(real), real);
}

/** The real path also of what is not there any more. */
async function whereItIs(target: string): Promise<string> {
  const real = await realpath(target).catch(() => undefined);
  if (real !== undefined) return real;
  if (dirname(target) === target) throw new NoHistory(`there is no ${target}`);
  return join(await whereItIs(dirname(target)), basename(target));
}

async function above(start: string, real: string): Promise<{ repository: Repository; path: string }> {
  for (let folder = start; ; folder = dirname(folder)) {
    const mark = join(folder, '.git');
    const info = await lstat(mark).catch(() => undefined);
    if (info?.isDirectory() || info?.isFile()) {
      const own = info.isFile() ? await pointedAt(mark, folder) : { folder: mark, linked: false };
      const repository = await repositoryAt(folder, own.folder, own.linked);
      return { repository, path: relative(folder, real).split(sep).join('/') };
    }
    if (folder === dirname(folder)) throw new NoHistory('it is not in a git repository');
  }
}

/**
 * Where a `.git` file leads: the folder of a linked work tree, which points back at it, or of a submodule, which lies in
 * the repository above. Anything else would show the history of something else.
 */
async function pointedAt(mark: string, folder: string): Promise<{ folder: string; linked: boolean }> {
  const [, written = ''] = /^gitdir: (.+?)\s*$/.exec(await small(mark)) ?? [];
  const target = await realpath(resolve(folder, written)).catch(() => '');
  const back = target === '' ? '' : await small(join(target, 'gitdir')).catch(() => '');
  const linked =
    back.trim() !== '' && (await realpath(resolve(target, back.trim())).catch(() => '')) === mark;
  for (let above = dirname(folder); !linked; above = dirname(above)) {
    const modules = await realpath(join(above, '.git/modules')).catch(() => undefined);
    if (modules !== undefined && target.startsWith(`${modules}${sep}`)) break;
    if (above === dirname(above)) throw new NoHistory('its .git file leads elsewhere');
  }
  return { folder: target, linked };
}

/** Only a linked work tree shares the store of another folder. */
async function repositoryAt(root: string, own: string, linked: boolean): Promise<Repository> {
  const common = linked ? (await small(join(own, 'commondir')).catch(() => '')).trim() : '';
  const shared = common === '' ? own : isAbsolute(common) ? common : join(own, common);
  const shallow = join(shared, 'shallow');
  const isShallow = (await lstat(shallow).catch(() => undefined))?.isFile() === true;
  return {
    root,
    store: join(shared, 'objects'),
    head: await hashAt(own, shared, 'HEAD').then((hash) => {
      if (hash === undefined) throw new NoHistory('its HEAD is no commit that can be found');
      return hash;
    }),
    own,
    shared,
    ...(isShallow ? { shallow } : {}),
  };
}

/** What a name like `HEAD`, `main`, `origin/main` or `v1.2` stands for: a hash, of a tag perhaps. Undefined for a name that is none. */
export async function hashOf({ own, shared }: Repository, name: string): Promise<string | undefined> {
  if (HASH.test(name)) return name;
  if (!/^[\w./@+=-]+$/.test(name) || name.split('/').includes('..')) return undefined;
  if (/^[A-Z_]*HEAD$/.test(name)) return await hashAt(own, shared, name);
  // In git's own order.
  for (const ref of [
    name,
    `refs/${name}`,
    `refs/tags/${name}`,
    `refs/heads/${name}`,
    `refs/remotes/${name}`,
  ]) {
    const hash = ref.startsWith('refs/') ? await hashAt(shared, shared, ref) : undefined;
    if (hash !== undefined) return hash;
  }
  return await hashAt(shared, shared, `refs/remotes/${name}/HEAD`);
}

/** Follows a file of refs to a hash. The first file lies in `own`, whatever it points to in `shared`. */
async function hashAt(own: string, shared: string, ref: string): Promise<string | undefined> {
  let text = (await readRef(own, ref)) ?? (await packed(shared, ref));
  for (let steps = 0; steps < 5; steps += 1) {
    // FETCH_HEAD says after its hash where that came from.
    const [word = ''] = text.trim().split(/\s/);
    if (HASH.test(word)) return word;
    const [, next = ''] = /^ref: (refs\/[\w./@+=-]+)$/.exec(text.trim()) ?? [];
    if (next === '' || next.split('/').includes('..')) return undefined;
    text = (await readRef(shared, next)) ?? (await packed(shared, next));
  }
  return undefined;
}

async function readRef(folder: string, ref: string): Promise<string | undefined> {
  return await small(join(folder, ref)).catch(absent);
}

/** A ref that is not there, or is a folder of refs; what is neither file nor folder is a trap. */
function absent(error: unknown): undefined {
  if (error instanceof NoHistory) throw error;
}

async function packed(shared: string, ref: string): Promise<string> {
  const lines = (await small(join(shared, 'packed-refs'), MAX_REFS).catch(() => '')).split('\n');
  return lines.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0] ?? '';
}

/** A regular file of a decent size: a pipe would never end. */
async function small(path: string, most = MAX_SMALL): Promise<string> {
  const info = await lstat(path);
  if (info.isDirectory()) throw new Error(`${path} is a folder`);
  if (!info.isFile() || info.size > most) throw new NoHistory(`${path} is not what git writes`);
  return await readFile(path, 'utf8');
}
