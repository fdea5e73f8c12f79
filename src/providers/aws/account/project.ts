// Answers about the account and its organization -> settings.
import type { Known } from '../../../snapshot/resource.ts';
import { raw, word } from '../answers/shape.ts';
import type { Account } from './account.generated.ts';

export type Sibling = NonNullable<Account['siblings']>[number];

/** ListAccountAliases: `{ AccountAliases: [alias] }`; an account has at most one. */
export function aliasOf(answer: unknown): Known<string> {
  const aliases = raw(answer)?.['AccountAliases'];
  if (aliases !== undefined && !Array.isArray(aliases))
    return { state: 'unknown', why: { setting: 'alias', reason: 'malformed' } };
  const alias = word(aliases?.[0]);
  return alias === undefined ? { state: 'absent' } : { state: 'present', value: alias };
}

/** DescribeOrganization: `{ Organization: { Id, MasterAccountId } }`. */
export function organizationOf(answer: unknown): Known<{ id: string; managementAccount?: string }> {
  const from = raw(raw(answer)?.['Organization']);
  const id = word(from?.['Id']);
  if (id === undefined) return { state: 'unknown', why: { setting: 'organization', reason: 'malformed' } };
  const managementAccount = word(from?.['MasterAccountId']);
  return { state: 'present', value: { id, ...(managementAccount !== undefined && { managementAccount }) } };
}

/** One account of ListAccounts; undefined without an id. */
export function siblingOf(answer: unknown): Sibling | undefined {
  const from = raw(answer);
  const id = word(from?.['Id']);
  if (id === undefined) return undefined;
  const name = word(from?.['Name']);
  return { id, ...(name !== undefined && { name }) };
}

/**
 * Whether an account of ListAccounts can be used. `State` is in the place of `Status`, which AWS stops giving in September 2026
 * (Organizations API reference, Account).
 */
export function isActive(answer: unknown): boolean {
  const from = raw(answer);
  const state = word(from?.['State']) ?? word(from?.['Status']);
  return state === undefined || state === 'ACTIVE';
}
