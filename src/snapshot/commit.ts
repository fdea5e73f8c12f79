// Files as a commit holds them, read from git objects: nothing is checked out, and no hook, filter or attribute is looked at.
import { join, posix, relative, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { InputError } from '../errors.ts';
import { BOUNDS, megabytes } from './bounds.ts';
import { decode, decodeHead, decodeLines, tooLarge } from './decode.ts';
import { type InputFile, refused, SKIPPED_FOLDERS } from './files.ts';
import { type Git, openGit, type TreeEntry } from './git.ts';
import { isPacked, unpack } from './packed.ts';
import { hashOf, NoHistory, type Repository, repositoryAround } from './repository.ts';

/** The commit that is meant, in whatever repository a path lies. */
export interface Revision {
  /** `HEAD`, `origin/main`, `v1.2`, a hash; `~2` and `^` may follow. */
  name: string;
  /** Rather where the branch that is checked out left it: what came later is not ours. */
  parting?: boolean;
}

export interface Commits {
  /** The commit in the repository around a path. Throws NoHistory when there is none. */
  hash(target: string): Promise<string>;
  /** The files at or below a path, as they are found on disk; undefined when the commit does not hold it. */
  files(target: string): Promise<InputFile[] | undefined>;
  /** The same by the name alone, from `cwd`: whether the work tree has it, or links it elsewhere, is not looked at. */
  filesNamed(path: string): Promise<InputFile[] | undefined>;
  close(): Promise<void>;
}

interface Opened {
  git: Git;
  commit: string;
}

const HEAD_BYTES = 8192;
/** Small files are read for their head and then as a whole. */
const KEPT_BYTES = 1024;

/** Looks at git repositories only when it is asked. `cwd`: what paths are relative to. `path`: the PATH to find git by. */
export function commitsNamed(revision: Revision, cwd: string, path: string): Commits {
  const opened = new Map<string, Promise<Opened>>();
  const around = async (target: string) => {
    const { repository, path: below } = await repositoryAround(resolve(cwd, target));
    const known = opened.get(repository.root) ?? openCommit(repository, revision, path);
    opened.set(repository.root, known);
    return { ...(await known), below };
  };
  return {
    hash: async (target) => (await around(target)).commit,
    files: async (target) => filesIn(await around(target), target),
    async filesNamed(path) {
      const top = await around('.');
      const below = posix.join(top.below, relative(cwd, resolve(cwd, path)).split(sep).join('/'));
      if (below === '..' || below.startsWith('../')) throw new NoHistory(`${path} is not in the repository`);
      return await filesIn({ ...top, below: below === '.' ? '' : below }, path);
    },
    async close() {
      for (const one of opened.values()) await one.then(({ git }) => git.close()).catch(() => undefined);
    },
  };
}

async function filesIn(
  { git, commit, below }: Opened & { below: string },
  target: string,
): Promise<InputFile[] | undefined> {
  const entries = await git.tree(commit, below);
  if (entries.length === 0) return undefined;
  const [only] = entries;
  if (entries.length === 1 && only?.path === below) return await filesOf(git, only, target, '');
  const found: InputFile[] = [];
  for (const entry of entries.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const inside = below === '' ? entry.path : entry.path.slice(below.length + 1);
    const folders = inside.split('/').slice(0, -1);
    if (!folders.some((name) => SKIPPED_FOLDERS.has(name)))
      found.push(...(await filesOf(git, entry, join(target, inside), inside)));
  }
  return found;
}

async function openCommit(
  repository: Repository,
  { name, parting }: Revision,
  path: string,
): Promise<Opened> {
  const git = await openGit(repository, path);
  try {
    const commit = await commitOf(git, repository, name);
    const parted = parting === true ? await git.parting(repository.head, commit) : undefined;
    return { git, commit: parted ?? commit };
  } catch (error) {
    await git.close();
    throw error;
  }
}

async function commitOf(git: Git, repository: Repository, name: string): Promise<string> {
  const [, base = '', steps = ''] = /^(.*?)((?:[~^]\d*)*)$/.exec(name) ?? [];
  // A shortened hash is known to git alone.
  const hash = (await hashOf(repository, base)) ?? base;
  return await git.commit(`${hash}${steps}`).catch((error) => {
    if (!(error instanceof NoHistory)) throw error;
    throw new NoHistory(`${name} is no commit of this clone`);
  });
}

/** What one entry of a tree is; `inside` is empty for a file that was named itself. */
async function filesOf(git: Git, entry: TreeEntry, path: string, inside: string): Promise<InputFile[]> {
  const named = inside === '';
  const below = named ? posix.basename(entry.path) : inside;
  const refuse = (message: string) => new InputError([{ message, place: { file: path } }]);
  if (entry.kind === 'submodule')
    return [refused(path, below, refuse('is a submodule, whose files are in another repository'))];
  if (entry.kind === 'link') {
    const to = (await git.content(entry.blob))?.toString() ?? '';
    const within = posix.normalize(posix.join(posix.dirname(below), to));
    // What it leads to is found there.
    if (!named && !to.startsWith('/') && within !== '..' && !within.startsWith('../')) return [];
    return [refused(path, below, refuse('is a symbolic link out of the folder, which is not followed'))];
  }
  const bytes = bytesOf(git, entry, path);
  if (!isPacked(entry.path)) return [inputFile(path, below, entry.size, named, bytes)];
  const stream = async () => Readable.from([await bytes()]);
  const at = { inside: below, folder: named ? '' : `${below}/`, named };
  try {
    return await unpack({ path, size: entry.size, onDisk: false, bytes, stream }, at, SKIPPED_FOLDERS);
  } catch (error) {
    if (named || !(error instanceof InputError)) throw error;
    return [refused(path, below, error)];
  }
}

function bytesOf(git: Git, { blob, size }: TreeEntry, path: string): () => Promise<Buffer> {
  let kept: Buffer | undefined;
  return async () => {
    if (size > megabytes(BOUNDS.file)) throw tooLarge(path);
    const bytes = kept ?? (await git.content(blob));
    if (bytes === undefined)
      throw new InputError([{ message: 'is not in this clone, or too large', place: { file: path } }]);
    if (bytes.length <= KEPT_BYTES) kept = bytes;
    return bytes;
  };
}

function inputFile(
  path: string,
  inside: string,
  size: number,
  named: boolean,
  bytes: () => Promise<Buffer>,
): InputFile {
  async function* chunks(): AsyncIterable<Buffer> {
    yield await bytes();
  }
  return {
    path,
    inside,
    size,
    named,
    text: async () => decode(await bytes(), path),
    lines: () => decodeLines(chunks(), path),
    head: async () => decodeHead((await bytes().catch(() => Buffer.alloc(0))).subarray(0, HEAD_BYTES)),
  };
}
