// Rule packs that were installed with npm: the folder `rules` of a package. Nothing in the package is run.
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';

const PREFIX = 'npm:';
/** What npm takes as a name of a package. */
const NAME = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/**
 * The folder that a person names with --rules: itself, or for npm:NAME the folder `rules` of that package, looked for like Node does,
 * in node_modules of this folder and of those above it.
 * @throws UsageError when there is no such package, or no rules in it
 */
export async function ruleFolder(named: string): Promise<string> {
  if (!named.startsWith(PREFIX)) return named;
  const name = named.slice(PREFIX.length);
  if (!NAME.test(name) || name.length > 214) throw new UsageError(`${name} is no name of an npm package.`);
  let above = resolve('.');
  for (;;) {
    const pack = join(above, 'node_modules', name);
    if (await isFolder(pack)) {
      const rules = join(pack, 'rules');
      if (await isFolder(rules)) return rules;
      throw new UsageError(`The npm package ${name} has no folder "rules".`, `It lies in ${pack}.`);
    }
    const next = dirname(above);
    if (next === above) break;
    above = next;
  }
  throw new UsageError(`The npm package ${name} is not installed here.`, `npm install --save-dev ${name}`);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
