// Who is named only by the exceptions of a Deny: beside an Allow for everybody they are let in, and perhaps nobody else.
import type { Statement } from './document.ts';
import { accountOf } from './principal.ts';

/** Accounts, and canonical user ids, that a Deny spares: by NotPrincipal, or by a negated condition on one of the keys. */
export function sparedAccounts(denies: Statement[], keys: RegExp): string[] {
  const spared = denies
    .filter((one) => one.notPrincipal)
    .flatMap(({ principals }) => [
      ...principals.aws.map(accountOf).filter((id) => id !== undefined),
      ...principals.canonical,
    ]);
  const values = exceptions(denies, keys).flatMap((value) => value.match(/(?<!\d)\d{12}(?!\d)/g) ?? []);
  return [...new Set([...spared, ...values])];
}

/** Organizations that a Deny spares. */
export function sparedOrganizations(denies: Statement[], keys: RegExp): string[] {
  const ids = exceptions(denies, keys).flatMap((value) => /^(o-[a-z0-9]+)(\/|$)/.exec(value)?.[1] ?? []);
  return [...new Set(ids)];
}

/** Does a statement let in everybody whom its conditions let in? */
export function isForAll({ principals, notPrincipal }: Statement): boolean {
  return principals.everyone || principals.odd.length > 0 || notPrincipal;
}

function exceptions(denies: Statement[], keys: RegExp): string[] {
  return denies
    .flatMap(({ conditions }) => conditions)
    .filter(({ key, operator }) => keys.test(key) && operator.includes('Not'))
    .flatMap(({ values }) => values);
}
