// Can one request carry all of these values? Keys that speak of the same thing have to agree.
// Source: IAM user guide, "AWS global condition context keys".
import type { Request } from '../question.ts';

/** What a key speaks of, and where in its value. */
interface Speaks {
  of: 'caller' | 'source' | 'organization of the caller' | 'organization of the source';
  where(value: string): string | undefined;
}

const whole = (value: string) => value;
const accountIn = (arn: string) => arn.split(':', 5)[4];
const organizationIn = (path: string) => path.split('/')[0];

const SPEAKING = new Map<string, Speaks>([
  ['aws:principalarn', { of: 'caller', where: accountIn }],
  ['aws:principalaccount', { of: 'caller', where: whole }],
  ['kms:calleraccount', { of: 'caller', where: whole }],
  ['aws:sourcearn', { of: 'source', where: accountIn }],
  ['aws:sourceaccount', { of: 'source', where: whole }],
  ['aws:sourceowner', { of: 'source', where: whole }],
  ['aws:principalorgid', { of: 'organization of the caller', where: whole }],
  ['aws:principalorgpaths', { of: 'organization of the caller', where: organizationIn }],
  ['aws:sourceorgid', { of: 'organization of the source', where: whole }],
  ['aws:sourceorgpaths', { of: 'organization of the source', where: organizationIn }],
]);

/** False for a request whose account, organization or source is one thing by one key and another by the next. */
export function isCoherent({ context }: Request): boolean {
  const said: Partial<Record<Speaks['of'], string>> = {};
  for (const key of Object.keys(context)) {
    const speaks = SPEAKING.get(key);
    if (speaks === undefined) continue;
    const value = context[key] ?? [];
    for (const one of typeof value === 'string' ? [value] : value) {
      const about = speaks.where(one);
      if (about === undefined || about === '') continue;
      said[speaks.of] ??= about;
      if (said[speaks.of] !== about) return false;
    }
  }
  return true;
}
