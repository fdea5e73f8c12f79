// tojimari init: writes the files that a repository needs, and never touches one that is there.
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { InitOptions } from '../commands/init.ts';
import { CONFIG_FILE } from '../config.ts';
import type { Io } from '../io.ts';
import { configTemplate } from '../templates/config.ts';
import { githubWorkflow } from '../templates/github.ts';
import { gitlabPipeline } from '../templates/gitlab.ts';
import { shellScript } from '../templates/script.ts';

interface Wanted {
  path: string;
  text: string;
  executable?: true;
  /** What is left to do when the file is written. */
  next?: string;
}

/** Writes what is missing and says so on stderr. Exit 2 when nothing is. */
export async function init(options: InitOptions, io: Io): Promise<0> {
  const ci = options.ci ?? (await guess(io.cwd));
  const { provider } = options;
  const files: Wanted[] = [
    { path: CONFIG_FILE, text: configTemplate(provider, await schemaAddress(io.cwd)) },
    await runner(ci, options, io),
  ];
  const missing: Wanted[] = [];
  for (const file of files) if (!(await isThere(join(io.cwd, file.path)))) missing.push(file);
  if (missing.length === 0)
    throw new UsageError(
      `${files.map(({ path }) => path).join(' and ')} are there already: nothing was written.`,
      'To start anew, move them away.',
    );
  for (const file of files) {
    if (!missing.includes(file)) {
      io.stderr.write(`kept ${file.path}, which was there\n`);
      continue;
    }
    await write(join(io.cwd, file.path), file);
    io.stderr.write(`wrote ${file.path}\n`);
  }
  for (const { next } of missing) if (next !== undefined) io.stderr.write(`next: ${next}\n`);
  return 0;
}

async function guess(folder: string): Promise<'github' | 'gitlab'> {
  if (await isThere(join(folder, '.github'))) return 'github';
  const gitlab = (await isThere(join(folder, '.gitlab-ci.yml'))) || (await isThere(join(folder, '.gitlab')));
  return gitlab ? 'gitlab' : 'github';
}

async function runner(
  ci: 'github' | 'gitlab' | 'script',
  { provider }: InitOptions,
  { cwd, version }: Io,
): Promise<Wanted> {
  const role =
    provider === 'aws'
      ? 'put the ARN of a role that may read into it; "tojimari permissions aws" prints the policy it needs'
      : undefined;
  if (ci === 'github') {
    const path = '.github/workflows/tojimari.yml';
    return { path, text: githubWorkflow(provider, version), ...(role !== undefined && { next: role }) };
  }
  if (ci === 'script')
    return { path: 'tojimari-ci.sh', text: shellScript(provider, version), executable: true };
  const text = gitlabPipeline(provider, version);
  if (!(await isThere(join(cwd, '.gitlab-ci.yml'))))
    return { path: '.gitlab-ci.yml', text, ...(role !== undefined && { next: role }) };
  const path = '.gitlab/tojimari.gitlab-ci.yml';
  return {
    path,
    text,
    next: `add to .gitlab-ci.yml: include: [{ local: ${path} }]${role === undefined ? '' : `; ${role}`}`,
  };
}

/** The schema of an installed package completes without a network. */
async function schemaAddress(folder: string): Promise<string> {
  const installed = 'node_modules/tojimari/schema/tojimari-v1.schema.json';
  return (await isThere(join(folder, installed)))
    ? `./${installed}`
    : 'https://tojimari.dev/schema/tojimari-v1.json';
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function write(path: string, { text, executable }: Wanted): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx', mode: executable === true ? 0o755 : 0o644 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new UsageError(`${path} cannot be written${code}.`);
  }
}
