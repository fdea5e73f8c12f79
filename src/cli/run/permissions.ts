// tojimari permissions: what a live scan needs, or what a report lacked.
import { UsageError } from '../../errors.ts';
import { PROVIDERS } from '../../providers/index.ts';
import type { Provider } from '../../providers/provider.ts';
import { missingPermissions } from '../../report/missing.ts';
import type { PermissionsOptions } from '../commands/others.ts';
import type { Io } from '../io.ts';
import { readReport } from '../saved.ts';
import { languageOf } from '../surroundings.ts';

/** Prints an IAM policy (AWS) or a permission set (Salesforce); with `from`, only what was missing: one permission a line (AWS). */
export async function permissions(
  { provider: name, from, beyond, lang }: PermissionsOptions,
  io: Io,
): Promise<0> {
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
  const lacking = beyond === undefined ? whole : await lackingIn(provider, beyond, whole);
  if (provider.grant !== undefined) io.stdout.write(provider.grant(lacking, language));
  else if (lacking.length > 0) io.stdout.write(iamPolicy(provider, lacking));
  else io.stderr.write(`${beyond} has everything that a scan needs.\n`);
  return 0;
}

async function lackingIn(
  { name, managed = {} }: Provider,
  policy: string,
  permissions: string[],
): Promise<string[]> {
  const lacks = Object.hasOwn(managed, policy) ? managed[policy] : undefined;
  if (lacks !== undefined) return await lacks(permissions);
  const known = Object.keys(managed);
  throw new UsageError(
    `What ${policy} of ${name} lacks is not known.`,
    known.length === 0 ? undefined : `Known: ${known.join(', ')}.`,
  );
}

/**
 * The least that a live scan needs, or these permissions of it, as a policy to attach to the auditor's role. One statement: a managed policy
 * has room for 6,144 characters (IAM user guide, "IAM and AWS STS quotas"), and a statement for each service would not fit.
 */
export function iamPolicy({ permissions: needed }: Provider, only?: string[]): string {
  const wanted = only ?? needed.map(({ permission }) => permission);
  const Statement = {
    Sid: 'TojimariReads',
    Effect: 'Allow',
    Action: [...new Set(wanted)].sort(),
    Resource: '*',
  };
  return `${JSON.stringify({ Version: '2012-10-17', Statement: [Statement] }, undefined, 2)}\n`;
}
