// Who is named only by the exceptions of a Deny: beside an Allow for everybody they are let in, and perhaps nobody else.

import { type KeyTraits, traitsOf } from '../keys/traits.ts';
import type { Statement } from '../read/document.ts';
import { accountOf } from '../solve/principal.ts';

/** Accounts, and canonical user ids, that a Deny spares: by NotPrincipal, or by a negated condition on a key of the trait. */
export function sparedAccounts(denies: Statement[], trait: keyof KeyTraits): string[] {
  if (denies.length === 0) return [];
  const spared = denies
    .filter((one) => one.notPrincipal)
    .flatMap(({ principals }) => [
      ...principals.aws.map(accountOf).filter((id) => id !== undefined),
      ...principals.canonical,
    ]);
  const values = exceptions(denies, trait).flatMap((value) => value.match(/(?<!\d)\d{12}(?!\d)/g) ?? []);
  return [...new Set([...spared, ...values])];
}

/** Organizations that a Deny spares. */
export function sparedOrganizations(denies: Statement[], trait: keyof KeyTraits): string[] {
  if (denies.length === 0) return [];
  const ids = exceptions(denies, trait).flatMap((value) => /^(o-[a-z0-9]+)(\/|$)/.exec(value)?.[1] ?? []);
  return [...new Set(ids)];
}

/** Does a statement let in everybody whom its conditions let in? */
export function isForAll({ principals, notPrincipal }: Statement): boolean {
  return principals.everyone || principals.odd.length > 0 || notPrincipal;
}

function exceptions(denies: Statement[], trait: keyof KeyTraits): string[] {
  return denies
    .flatMap(({ conditions }) => conditions)
    .filter(({ key, operator }) => traitsOf(key)[trait] && operator.includes('Not'))
    .flatMap(({ values }) => values);
}
