// Who holds administrative permissions, and guest users that no site has: answers of a running org about its users.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import type { Org } from '../external/org.generated.ts';
import type { Site } from '../guest/site.generated.ts';
import { OUTSIDERS, POWERS } from './queries-org.ts';
import { flagAt, type Row, textAt } from './row.ts';
import { sameId } from './sites.ts';

type Holder = NonNullable<Org['powerHolders']>[number];

/** What the profile that everybody expects to have them is called; the name follows the language of who asks. */
const ADMIN = ['System Administrator', 'システム管理者'];

/** Puts users with administrative permissions, and guest users without a site, with the org. */
export function withUsers(
  org: Resource<Org>,
  assignments: Known<Row[]>,
  sites: Known<Row[]>,
  guests: Known<Row[]>,
): Resource<Org> {
  const settings = { ...org.settings };
  const unknowns: Unknown[] = [...org.unknowns];
  if (assignments.state === 'unknown') unknowns.push({ ...assignments.why, setting: 'powerHolders' });
  else settings.powerHolders = holdersOf(assignments.state === 'present' ? assignments.value : []);
  const lost = [sites, guests].find(({ state }) => state === 'unknown');
  if (lost?.state === 'unknown') unknowns.push({ ...lost.why, setting: 'guestUsersWithoutSite' });
  else {
    const used = (sites.state === 'present' ? sites.value : []).map((row) => textAt(row, 'GuestUserId'));
    settings.guestUsersWithoutSite = (guests.state === 'present' ? guests.value : [])
      .filter((row) => !used.some((id) => sameId(id, textAt(row, 'Id'))))
      .map((row) => textAt(row, 'Username') ?? textAt(row, 'Id') ?? '')
      .sort();
  }
  return { ...org, settings, unknowns };
}

/** Puts with a site what the default owner of records that its guests create may do. */
export function withOwner(site: Resource<Site>, assignments: Known<Row[]>): Resource<Site> {
  const { defaultOwner } = site.settings;
  if (defaultOwner === null) return { ...site, settings: { ...site.settings, defaultOwnerPowers: null } };
  if (assignments.state === 'unknown') {
    const unknowns = [...site.unknowns, { ...assignments.why, setting: 'defaultOwnerPowers' }];
    return { ...site, unknowns };
  }
  const own = (assignments.state === 'present' ? assignments.value : []).filter((row) =>
    sameId(textAt(row, 'AssigneeId'), defaultOwner),
  );
  const defaultOwnerPowers = POWERS.filter((name) =>
    own.some((row) => flagAt(row, 'PermissionSet', `Permissions${name}`) === true),
  );
  return { ...site, settings: { ...site.settings, defaultOwnerPowers } };
}

function holdersOf(rows: Row[]): Holder[] {
  const holders: Holder[] = [];
  for (const row of rows) {
    const type = textAt(row, 'Assignee', 'UserType') ?? '';
    if (type === 'Guest') continue;
    const owned = flagAt(row, 'PermissionSet', 'IsOwnedByProfile') === true;
    const by =
      (owned
        ? textAt(row, 'PermissionSet', 'Profile', 'Name')
        : (textAt(row, 'PermissionSet', 'Label') ?? textAt(row, 'PermissionSet', 'Name'))) ?? '';
    holders.push({
      user: textAt(row, 'Assignee', 'Username') ?? '',
      external: OUTSIDERS.some((one) => one.toLowerCase() === type.toLowerCase()),
      admin: owned && ADMIN.includes(by),
      permissions: POWERS.filter((name) => flagAt(row, 'PermissionSet', `Permissions${name}`) === true),
      by,
    });
  }
  const key = ({ user, by }: Holder) => `${user} ${by}`;
  return holders.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
