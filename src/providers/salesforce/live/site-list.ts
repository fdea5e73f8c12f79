// Which rows of sites are sites of their own, and whether a list of none may be believed.
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import { QUERIES } from './queries.ts';
import { type Row, textAt } from './row.ts';

/** Experience Builder keeps a second row for a site, with the same guest user or none: not a site of its own. */
export function ownSites(rows: Row[]): Row[] {
  const guestsOf = (type: string) =>
    rows.filter((row) => textAt(row, 'SiteType') === type).map((row) => textAt(row, 'GuestUserId'));
  const guests = guestsOf('ChatterNetwork');
  return rows.filter((row) => {
    const guest = textAt(row, 'GuestUserId');
    return (
      textAt(row, 'SiteType') !== 'ChatterNetworkPicasso' || (guest !== undefined && !guests.includes(guest))
    );
  });
}

/** No site at all: believed only of somebody who may see guest users and profiles, and saw no guest user. */
export function unseenSites(
  rows: Row[],
  guests: Known<Row[]>,
  permissionSets: Known<Row[]>,
): Unknown | undefined {
  if (rows.length > 0) return undefined;
  if (guests.state === 'unknown') return guests.why;
  if (permissionSets.state === 'unknown') return permissionSets.why;
  const { permission } = QUERIES.sites;
  const denied = (detail: string, detailJa: string): Unknown => ({
    setting: 'Site',
    reason: 'denied',
    permission,
    detail,
    detailJa,
  });
  const users = values(guests, 'Id').length;
  if (users > 0)
    return denied(
      `there are ${users} guest users and no site was listed`,
      `ゲストユーザーが ${users} 人いますが、サイトが 1 件も一覧にありません`,
    );
  // Every org has profiles; without View Setup the list is simply empty.
  const seesProfiles = values(permissionSets, 'ProfileId').length > 0;
  return seesProfiles
    ? undefined
    : denied('neither sites nor profiles were listed', 'サイトもプロファイルも一覧にありません');
}

/** Texts of one field of an answer; none where it did not come. */
export function values(answer: Known<Row[]>, field: string): string[] {
  const rows = answer.state === 'present' ? answer.value : [];
  return rows.map((row) => textAt(row, field)).filter((value) => value !== undefined);
}
