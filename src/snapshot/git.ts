// Reading commits and files of a repository through git, so that nothing of the repository can make git run anything.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BOUNDS, megabytes } from './bounds.ts';
import { NoHistory, type Repository } from './repository.ts';

/** A file as one commit left it. */
export interface Version {
  commit: string;
  /** When it was committed, ISO 8601 with an offset. */
  date: string;
  /** The object with its content; undefined when the commit took the file away. */
  blob?: string;
}

/** Something that a commit holds. */
export interface TreeEntry {
  kind: 'file' | 'link' | 'submodule';
  blob: string;
  /** In bytes; 0 for what is no file or is not in this clone. */
  size: number;
  /** In the repository. */
  path: string;
}

/** A repository that can be asked. */
export interface Git {
  /** The versions of a file, from the newest; along the branch that is checked out, through renames. */
  versions(path: string): Promise<Version[]>;
  /** The commit that a hash of a commit or a tag, perhaps shortened or with `~2` behind it, stands for. Throws NoHistory when there is none. */
  commit(name: string): Promise<string>;
  /** Where two commits parted; undefined when that cannot be told. */
  parting(one: string, other: string): Promise<string | undefined>;
  /** Everything below a path of a commit; all of it for an empty path. */
  tree(commit: string, path: string): Promise<TreeEntry[]>;
  /** The bytes of an object; undefined when it is not there or too big. Throws NoHistory when git stopped. */
  content(blob: string): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 120_000;
const MAX_LOG = 16 * 1024 ** 2;
const MAX_VERSIONS = 5000;

/**
 * git on an empty repository of our own that borrows the objects of the audited one. So the audited configuration, hooks,
 * attributes, filters, replaced objects and promised remotes are not switched off one by one: they are never looked at.
 * `path`: the PATH to find git by. Throws NoHistory when git does not start.
 */
export async function openGit(repository: Repository, path: string): Promise<Git> {
  const folder = await mkdtemp(join(tmpdir(), 'tojimari-git-'));
  const sha256 = repository.head.length === 64;
  await mkdir(join(folder, 'refs'));
  await writeFile(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  const format = sha256 ? '\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n' : '';
  await writeFile(join(folder, 'config'), `[core]\n\tbare = true\n${format}`);
  const env: NodeJS.ProcessEnv = {
    PATH: path,
    HOME: folder,
    LC_ALL: 'C',
    GIT_DIR: folder,
    GIT_OBJECT_DIRECTORY: repository.store,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PAGER: '',
    ...(repository.shallow === undefined ? {} : { GIT_SHALLOW_FILE: repository.shallow }),
  };
  // In a folder of our own, so that a PATH with a relative entry finds nothing of the repository's.
  const start = (words: string[]) =>
    spawn('git', ['--no-pager', ...words], {
      cwd: folder,
      env,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      killSignal: 'SIGKILL',
    });
  let reader: Reader | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async versions(file) {
      const words = ['log', repository.head, '--first-parent', '--follow', `--max-count=${MAX_VERSIONS}`];
      const shape = ['--raw', '--no-abbrev', '-z', '--format=%x01%H %cI', '--no-ext-diff', '--no-textconv'];
      const output = await whole(start([...words, ...shape, '--no-show-signature', '--', file]));
      return versionsIn(output);
    },
    async commit(name) {
      if (!/^[0-9a-f]{4,64}([~^]\d*)*$/.test(name)) throw new NoHistory(`${name} is no commit`);
      const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
      return (await whole(start(words))).trim();
    },
    async parting(one, other) {
      const output = await whole(start(['merge-base', one, other])).catch(() => '');
      return output.trim().split('\n')[0] || undefined;
    },
    async tree(commit, path) {
      const words = ['ls-tree', '-r', '-l', '-z', '--full-tree', commit];
      return entriesIn(await whole(start(path === '' ? words : [...words, '--', path])));
    },
    async content(blob) {
      const open = (reader ??= new Reader(start(['cat-file', '--batch'])));
      const answer = last.then(() => open.read(blob));
      last = answer.catch(() => undefined);
      return await answer;
    },
    async close() {
      reader?.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** All that a command prints. Throws NoHistory when it fails or prints too much. */
async function whole(child: ChildProcessWithoutNullStreams): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(0, 300);
  });
  const code = new Promise<number | null>((resolve, reject) => {
    child.on('error', (error) => reject(new NoHistory(`git could not be run: ${error.message}`)));
    child.on('close', resolve);
  });
  child.stdout.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > MAX_LOG) child.kill('SIGKILL');
    else chunks.push(chunk);
  });
  if ((await code) !== 0)
    throw new NoHistory(`git could not read its history: ${said.trim() || 'it was stopped'}`);
  return Buffer.concat(chunks).toString('utf8');
}

/** `\x01<commit> <date>\0\n:100644 100644 <old> <new> M\0<path>\0` for each; a rename has two paths. */
function versionsIn(output: string): Version[] {
  return output
    .split('\u0001')
    .slice(1)
    .flatMap((entry) => {
      const [, commit, date] = /^([0-9a-f]{40,64}) ([\dT:+Z-]+)/.exec(entry) ?? [];
      const [, blob = '', status = ''] = /:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) ([A-Z])/.exec(entry) ?? [];
      if (commit === undefined || date === undefined || blob === '') return [];
      return [{ commit, date, ...(status === 'D' ? {} : { blob }) }];
    });
}

const KINDS: Record<string, TreeEntry['kind']> = { '120000': 'link', '160000': 'submodule' };

/** `<mode> <type> <object> <size>\t<path>\0` for each. */
function entriesIn(output: string): TreeEntry[] {
  return output.split('\0').flatMap((line) => {
    const [, mode = '', blob = '', size = '', path = ''] =
      /^(\d{6}) \w+ ([0-9a-f]+) +(\S+)\t(.+)$/s.exec(line) ?? [];
    if (path === '') return [];
    return [{ kind: KINDS[mode] ?? 'file', blob, size: Number.parseInt(size, 10) || 0, path }];
  });
}

/** One `git cat-file --batch`, asked for one object after the other. */
class Reader {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  #stopped = false;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.#chunks = child.stdout[Symbol.asyncIterator]();
    const stop = () => {
      this.#stopped = true;
    };
    child.on('error', stop);
    child.stdin.on('error', stop);
    child.stderr.resume();
  }

  /** Answers `<id> blob <size>\n<bytes>\n`, or `<id> missing\n`. */
  async read(blob: string): Promise<Buffer | undefined> {
    if (!this.#stopped) this.#child.stdin.write(`${blob}\n`);
    while (!this.#held.includes(10)) this.#held = Buffer.concat([this.#held, await this.#next()]);
    const end = this.#held.indexOf(10);
    const [, size] = / blob (\d+)$/.exec(this.#held.subarray(0, end).toString()) ?? [];
    this.#held = this.#held.subarray(end + 1);
    if (size === undefined) return undefined;
    const length = Number(size) + 1;
    const most = megabytes(BOUNDS.file);
    const kept: Buffer[] = [];
    let known = 0;
    let chunk = this.#held;
    for (;;) {
      if (length <= most) kept.push(chunk.subarray(0, length - known));
      if (known + chunk.length >= length) break;
      known += chunk.length;
      chunk = await this.#next();
    }
    this.#held = chunk.subarray(length - known);
    return length > most ? undefined : Buffer.concat(kept).subarray(0, length - 1);
  }

  async #next(): Promise<Buffer> {
    const next = this.#stopped ? undefined : await this.#chunks.next().catch(() => undefined);
    if (next === undefined || next.done === true)
      throw new NoHistory('git stopped before its history was read');
    return next.value;
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}
