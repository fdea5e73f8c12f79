// The rules of a run: the shipped ones, a person's own, and the ones that were selected.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, UsageError } from '../errors.ts';
import { matchesGlob } from '../glob.ts';
import { PROVIDERS } from '../providers/index.ts';
import { loadRules } from '../rules/load.ts';
import { nearest } from '../rules/nearest.ts';
import { type LoadedRule, typesOf } from '../rules/rule.ts';
import { findFiles, type InputFile } from '../snapshot/files.ts';
import type { Config } from './config.generated.ts';
import type { Io } from './io.ts';
import type { Located } from './located.ts';
import { ruleFolder } from './rule-packs.ts';

/** What selects rules: globs over rule ids and service names. */
export interface RuleSelection {
  rules: string[];
  skipRules: string[];
  services: string[];
}

/** The shipped rules and those of the folders. Together they are checked together: two rules with one id are a fault. */
export async function allRules(io: Io, folders: string[], files: InputFile[] = []): Promise<LoadedRule[]> {
  if (io.builtRules === undefined) return rulesIn([join(io.root, 'rules'), ...folders], files);
  // Our own build wrote this from rules that loadRules accepted; reading all the YAML again would take half a second.
  const built: LoadedRule[] = JSON.parse(await readFile(io.builtRules, 'utf8'));
  if (folders.length + files.length === 0) return built;
  return [...built, ...(await rulesIn(folders, files, built))];
}

/** The rules of folders. Throws InputError with every fault of every file. */
export async function rulesIn(
  folders: string[],
  files: InputFile[] = [],
  beside: LoadedRule[] = [],
): Promise<LoadedRule[]> {
  const types = PROVIDERS.flatMap(({ services }) => services.flatMap((service) => service.types));
  const found = await findFiles(await Promise.all(folders.map(ruleFolder)));
  return loadRules([...found, ...files], types, beside);
}

/** The selected rules. Throws UsageError when a glob, or all of them together, match nothing. */
export function selectRules(all: LoadedRule[], { rules, skipRules, services }: RuleSelection): LoadedRule[] {
  for (const glob of rules) if (!all.some((rule) => matchesRule(glob, rule))) throw noRule('rule', glob, all);
  for (const glob of skipRules)
    if (!all.some((rule) => matchesRule(glob, rule))) throw noRule('skip-rule', glob, all);
  const known = new Map<string, Set<string>>();
  for (const { services: offered } of PROVIDERS)
    for (const { name, types } of offered) known.set(name, new Set(types.map(({ type }) => type)));
  for (const glob of services) {
    if ([...known.keys()].some((name) => matchesGlob(glob, name))) continue;
    const names = [...known.keys()].join(', ');
    throw new UsageError(`--service ${glob} matches no service.`, `Services: ${names}.`);
  }
  const wanted = services.flatMap((glob) =>
    [...known].filter(([name]) => matchesGlob(glob, name)).flatMap(([, types]) => [...types]),
  );
  const selected = all.filter(
    (rule) =>
      (rules.length === 0 || rules.some((glob) => matchesRule(glob, rule))) &&
      !skipRules.some((glob) => matchesRule(glob, rule)) &&
      (services.length === 0 || typesOf(rule).some((type) => wanted.includes(type))),
  );
  if (selected.length === 0)
    throw new UsageError('The selection matches no rule.', '"tojimari rules list" shows the rules.');
  return selected;
}

/** Throws InputError for globs of the file that match no rule: a slip would switch off nothing, or everything. */
export function checkRuleGlobs(config: Located<Config>, rules: LoadedRule[]): void {
  const { rules: { only = [], skip = [] } = {}, severity = [] } = config.value;
  const globs = [
    ...only.map((glob, index) => [glob, `/rules/only/${index}`] as const),
    ...skip.map((glob, index) => [glob, `/rules/skip/${index}`] as const),
    ...severity.map(({ rule }, index) => [rule, `/severity/${index}/rule`] as const),
  ];
  const faults = globs
    .filter(([glob]) => !rules.some((rule) => matchesRule(glob, rule)))
    .map(([glob, pointer]) => ({ message: `"${glob}" matches no rule`, place: config.placeOf(pointer) }));
  if (faults.length > 0) throw new InputError(faults, '"tojimari rules list" shows the rules.');
}

/** What to say of the rules of a run: those that will go, and those that are asked for by an id that they had before. */
export function ruleRemarks(rules: LoadedRule[], asked: string[], lang: 'en' | 'ja'): string[] {
  return rules.flatMap(({ id, aliases = [], deprecated }) => {
    const old = aliases.filter((alias) => asked.includes(alias));
    return [
      ...old.map((alias) =>
        lang === 'ja' ? `${alias} は ${id} に改名されました` : `${alias} is called ${id} now`,
      ),
      ...(deprecated === undefined ? [] : [`${id}: ${deprecated[lang]}`]),
    ];
  });
}

/** Old ids stay as aliases, so that command lines go on working. */
export function matchesRule(glob: string, rule: LoadedRule): boolean {
  return [rule.id, ...(rule.aliases ?? [])].some((id) => matchesGlob(glob, id));
}

function noRule(flag: string, glob: string, all: LoadedRule[]): UsageError {
  const meant = nearest(
    glob,
    all.map(({ id }) => id),
  );
  const hint = meant === undefined ? '"tojimari rules list" shows the rules.' : `Did you mean ${meant}?`;
  return new UsageError(`--${flag} ${glob} matches no rule.`, hint);
}
