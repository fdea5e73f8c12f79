// Targets that are Terraform plans: the folders of their source, and what there is before they are applied.
import { readdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PROVIDERS } from '../providers/index.ts';
import { findFiles, type InputFile, textFile } from '../snapshot/files.ts';

/** Keys of a plan; those of a state come without them. */
const PLAN =
  /"(planned_values|resource_changes|relevant_attributes|applyable)"\s*:|"format_version"\s*:\s*"[^"]*"\s*,\s*"terraform_version"\s*:\s*"[^"]*"\s*,\s*"variables"\s*:/;

/** Targets that look like plans by their beginning; `-` is not read for that. */
export async function plansIn(targets: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const target of targets) {
    const info = await stat(target).catch(() => undefined);
    if (info?.isFile() !== true) continue;
    const [file] = await findFiles([target]);
    if (file !== undefined && PLAN.test(await file.head())) found.push(target);
  }
  return found;
}

/** Folders with the source of plans: the one that a plan lies in, else the working folder, where they hold Terraform. */
export async function sourcesOfPlans(plans: string[], cwd: string): Promise<string[]> {
  const found = new Set<string>();
  for (const plan of plans) {
    const own = dirname(resolve(cwd, plan));
    for (const folder of [own, resolve(cwd)])
      if (await holdsTerraform(folder)) {
        found.add(folder);
        break;
      }
  }
  return [...found];
}

async function holdsTerraform(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.some((name) => /\.tf(\.json)?$/.test(name));
}

/** The files of targets as they were before, when all that is in them are plans; undefined when something else is, too. */
export async function filesBefore(
  targets: string[],
  stdin: () => Promise<Buffer>,
): Promise<((target: string) => Promise<InputFile[]>) | undefined> {
  for (const target of targets) {
    if (PROVIDERS.some(({ name }) => name === target)) return undefined;
    if (!(await areOnlyPlans(await before(target, stdin)))) return undefined;
  }
  return async (target) => await before(target, stdin);
}

async function areOnlyPlans(files: InputFile[]): Promise<boolean> {
  for (const file of files) if (file.named && !/^\s*\{/.test(await file.head())) return false;
  let plans = 0;
  for (const provider of PROVIDERS)
    for (const claim of await provider.recognise(files)) {
      if (claim.holdsBefore !== true) return false;
      plans += 1;
    }
  return plans > 0;
}

async function before(target: string, stdin: () => Promise<Buffer>): Promise<InputFile[]> {
  const files =
    target === '-' ? [textFile('stdin', await stdin())] : await findFiles([target]).catch(() => []);
  return files.map((file) => ({ ...file, before: true }));
}
