// tojimari permissions: what a live scan needs, or what a report lacked.
import { PROVIDERS } from '../../providers/index.ts';
import type { Provider } from '../../providers/provider.ts';
import { missingPermissions } from '../../report/missing.ts';
import type { PermissionsOptions } from '../commands/others.ts';
import type { Io } from '../io.ts';
import { readReport } from '../saved.ts';
import { languageOf } from '../surroundings.ts';

/** Prints an IAM policy (AWS) or a permission set (Salesforce); with `from`, only what was missing: one permission a line (AWS). */
export async function permissions({ provider: name, from, lang }: PermissionsOptions, io: Io): Promise<0> {
  const provider = PROVIDERS.find((candidate) => candidate.name === name);
  if (provider === undefined) throw new Error(`no provider named ${name}`);
  const language = languageOf(lang, io.env);
  if (from !== undefined) {
    const missing = missingPermissions(await readReport(from, io), name);
    if (provider.grant === undefined) for (const permission of missing) io.stdout.write(`${permission}\n`);
    else if (missing.length > 0) io.stdout.write(provider.grant(missing, language));
    if (missing.length === 0)
      io.stderr.write(
        `Nothing that a permission would settle was missing in ${from === '-' ? 'stdin' : from}.\n`,
      );
    return 0;
  }
  const whole = provider.permissions.map(({ permission }) => permission);
  io.stdout.write(provider.grant === undefined ? iamPolicy(provider) : provider.grant(whole, language));
  return 0;
}

/** The least that a live scan needs, as a policy to attach to the auditor's role. */
export function iamPolicy({ permissions: needed }: Provider): string {
  const byService = new Map<string, Set<string>>();
  for (const { permission, service } of needed) {
    const actions = byService.get(service) ?? new Set();
    byService.set(service, actions.add(permission));
  }
  const statements = [...byService].map(([service, actions]) => ({
    Sid: `Tojimari${service.replace(/[^A-Za-z0-9]/g, '').replace(/^./, (letter) => letter.toUpperCase())}`,
    Effect: 'Allow',
    Action: [...actions].sort(),
    Resource: '*',
  }));
  return `${JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2)}\n`;
}
