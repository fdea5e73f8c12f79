// Does the asking user see every record? Without View All Data a count of none only says that this user sees none.
import type { Unknown } from '../../../snapshot/resource.ts';
import type { Org } from '../session.ts';
import { type Query, SETUP, VIEW_ALL } from './query.ts';

/** Narrowed to the asking user. */
export const SIGHT = {
  object: 'PermissionSetAssignment',
  fields: ['PermissionSetId'],
  where: 'PermissionSet.PermissionsViewAllData = true',
  permission: SETUP,
  service: 'guest',
  purpose: {
    en: 'whether the asking user sees every record, so that none means none',
    ja: '問い合わせるユーザーにすべてのレコードが見えるか（0 件を信じてよいか）',
  },
} as const satisfies Query;

const KNOWN = new WeakMap<Org, Promise<Omit<Unknown, 'setting'> | undefined>>();

/** Why a count of none must not be believed; undefined when it may be. Asked once a run. */
export async function shortSight(org: Org): Promise<Omit<Unknown, 'setting'> | undefined> {
  const known = KNOWN.get(org) ?? ask(org);
  KNOWN.set(org, known);
  return await known;
}

async function ask(org: Org): Promise<Omit<Unknown, 'setting'> | undefined> {
  const answer = await org.rows(SIGHT, { field: 'Assignee.Username', values: [org.username] });
  if (answer.state === 'unknown') {
    const { setting: _, ...why } = answer.why;
    return why;
  }
  if (answer.state === 'present' && answer.value.length > 0) return undefined;
  const detail = `${org.username} does not see every record: that none was counted does not say that there is none`;
  const detailJa = `${org.username} にはすべてのレコードが見えないため、0 件でも「ない」とは言えません`;
  return { reason: 'denied', permission: VIEW_ALL, detail, detailJa };
}
