// Where tojimari.yaml is read from: the folder tojimari is started in, a file that was named, or a commit of the repository.
import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { Declared } from '../audit/intents.ts';
import { InputError, UsageError } from '../errors.ts';
import { commitsNamed } from '../snapshot/commit.ts';
import { findFiles, type InputFile } from '../snapshot/files.ts';
import { NoHistory } from '../snapshot/repository.ts';
import type { Config } from './config.generated.ts';
import { CONFIG_FILE, type Given, givenOf, locatedConfig } from './config.ts';
import { declaredIn, keyOf } from './config-intents.ts';
import type { Io } from './io.ts';
import type { Located } from './located.ts';
import { mergeTarget } from './pull-request.ts';
import { checkRuleGlobs } from './ruleset.ts';

const GIT = 'git:';

/** All that tojimari.yaml says, and what is read because of it. */
export interface Settings {
  config: Located<Config>;
  given: Given;
  /** True when there is a file. */
  written: boolean;
  /** Folders of rules on the command line that are still to be read from the disk. */
  rulesDirs: string[];
  /** For stderr. */
  remarks: string[];
}

/** What a file of settings is and which files lie beside it. */
interface Source {
  /** How places name it. */
  name: string;
  /** Undefined: there is none. */
  text: string | undefined;
  /** The rule files of a folder, relative to the file; undefined: it holds no such folder. */
  rules(folder: string): Promise<InputFile[] | undefined>;
}

/**
 * Reads the settings of a run. `where`: a file, or `git:REF` for the file that this commit holds; undefined for the working
 * folder's own. Then intents that only the working folder has are proposals. `folders`: of rules, from the command line; with
 * `git:REF` they are read from the commit as well. Throws InputError with every fault and its place, and UsageError.
 */
export async function readSettings(
  io: Pick<Io, 'cwd' | 'env'>,
  where?: string,
  folders: string[] = [],
): Promise<Settings> {
  if (where?.startsWith(GIT) !== true)
    return await settingsFrom(await onDisk(io.cwd, where), io, where, folders);
  const name = where.slice(GIT.length);
  const commits = commitsNamed({ name }, io.cwd, io.env['PATH'] ?? '');
  try {
    const [file] = (await commits.filesNamed(CONFIG_FILE)) ?? [];
    const source: Source = {
      name: `${name}:${CONFIG_FILE}`,
      text: await file?.text(),
      rules: async (folder) => {
        const found = await commits.filesNamed(folder);
        // Read while git is there.
        for (const one of found ?? []) await one.text();
        return found;
      },
    };
    return await settingsFrom(source, io, where, folders);
  } catch (error) {
    throw error instanceof NoHistory ? cannotRead(where, name, error) : error;
  } finally {
    await commits.close();
  }
}

async function settingsFrom(
  source: Source,
  io: Pick<Io, 'cwd' | 'env'>,
  where: string | undefined,
  folders: string[],
): Promise<Settings> {
  const remarks: string[] = [];
  const config = locatedConfig(source.text ?? '', source.name);
  const fromCommit = where?.startsWith(GIT) === true;
  if (source.text === undefined && fromCommit)
    remarks.push(`${where?.slice(GIT.length)} holds no ${CONFIG_FILE}: nothing is declared`);
  const ruleFiles: InputFile[] = [];
  for (const [index, folder] of (config.value.rules?.folders ?? []).entries())
    ruleFiles.push(...(await rulesOf(source, folder, config.placeOf(`/rules/folders/${index}`))));
  const rulesDirs: string[] = [];
  for (const folder of folders) {
    const found = fromCommit ? await ofCommit(source, folder) : undefined;
    if (found === undefined) rulesDirs.push(folder);
    else ruleFiles.push(...found);
  }
  const declared = declaredIn(config);
  const proposed = where === undefined ? [] : await proposals(declared, io, where, remarks);
  const hint = where === undefined ? ownApproval(config.value, io.env) : undefined;
  if (hint !== undefined) remarks.push(hint);
  return {
    config,
    given: {
      ...givenOf(config.value, [...declared, ...proposed], ruleFiles),
      checkRules: (rules) => checkRuleGlobs(config, rules),
    },
    written: source.text !== undefined,
    rulesDirs,
    remarks,
  };
}

async function onDisk(cwd: string, where: string | undefined): Promise<Source> {
  const path = resolve(cwd, where ?? CONFIG_FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const missing = error.code === 'ENOENT';
    if (missing && where === undefined) return undefined;
    if (missing) throw new UsageError(`There is no file ${where}.`, 'tojimari init writes one.');
    throw new InputError([
      { message: `cannot be read (${error.code})`, place: { file: where ?? CONFIG_FILE } },
    ]);
  });
  return {
    name: where ?? CONFIG_FILE,
    text,
    rules: async (folder) => {
      const whole = resolve(dirname(path), folder);
      const short = relative('', whole);
      return await findFiles([short.startsWith('..') || short === '' ? whole : short]).catch((error) => {
        if (error instanceof UsageError) return undefined;
        throw error;
      });
    },
  };
}

async function rulesOf(
  source: Source,
  folder: string,
  place: ReturnType<Located<Config>['placeOf']>,
): Promise<InputFile[]> {
  const found = await source.rules(folder);
  if (found !== undefined) return found;
  throw new InputError([{ message: `names the folder ${folder}, which there is not`, place }]);
}

/** A folder outside the repository is no part of the change that is judged. */
async function ofCommit(source: Source, folder: string): Promise<InputFile[] | undefined> {
  let found: InputFile[] | undefined;
  try {
    found = await source.rules(folder);
  } catch (error) {
    if (error instanceof NoHistory) return undefined;
    throw error;
  }
  if (found !== undefined) return found;
  throw new UsageError(
    `--rules ${folder} is not in ${source.name.split(':')[0]}.`,
    'With --config git:REF, rules come from that commit: a change must not bring its own.',
  );
}

/** Intents that only the working folder has. */
async function proposals(
  declared: Declared[],
  io: Pick<Io, 'cwd'>,
  where: string,
  remarks: string[],
): Promise<Declared[]> {
  if (resolve(io.cwd, where) === resolve(io.cwd, CONFIG_FILE)) return [];
  const { text = '' } = await onDisk(io.cwd, undefined);
  try {
    const known = new Set(declared.map(keyOf));
    const here = declaredIn(locatedConfig(text, CONFIG_FILE));
    return here.filter((one) => !known.has(keyOf(one))).map((one) => ({ ...one, proposed: true }));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    remarks.push(
      `${CONFIG_FILE} of this change cannot be used, and is not looked at: ${error.message.split('\n')[0]}`,
    );
    return [];
  }
}

/** In a pull request, the file that excuses a finding may be the one that brings it. */
function ownApproval(config: Config, env: Io['env']): string | undefined {
  const base = mergeTarget(env);
  const excuses = [
    config.intents,
    config.severity,
    config.rules,
    config.allowUnknown,
    config.accept,
    config.failOn,
  ];
  if (base === undefined || excuses.every((one) => one === undefined)) return undefined;
  return `${CONFIG_FILE} is this change's own, which so can approve itself; to judge it by the branch it goes to: --config git:${base}`;
}

function cannotRead(where: string, name: string, error: NoHistory): UsageError {
  const branch = /^origin\/(.+)$/.exec(name)?.[1];
  return new UsageError(
    `--config ${where} cannot be read: ${error.message}.`,
    branch === undefined
      ? 'Fetch it first; a shallow clone holds only its last commits.'
      : `Fetch it first: git fetch origin ${branch}:refs/remotes/origin/${branch}, or fetch-depth: 0 in actions/checkout.`,
  );
}
