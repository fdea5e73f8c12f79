// What guest users kept from before Winter '21, when sharing was taken from them but nothing that they had already.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import type { Object as ObjectSettings } from '../guest/object.generated.ts';
import type { Site } from '../guest/site.generated.ts';
import type { Org } from '../session.ts';
import { COUNTS, QUERIES } from './queries.ts';
import type { Query } from './query.ts';
import { at, type Row, textAt } from './row.ts';
import { shortSight } from './sight.ts';
import { sameId } from './sites.ts';

interface Count {
  guest: string;
  object: string;
  cause?: string;
  count: number;
}

/** What was counted, and why that is not all. */
interface Counted {
  found: Count[];
  lost?: Omit<Unknown, 'setting'>;
}

/** Records that guests own, sharing rows that are not from guest rules, and groups that they are in. */
export interface Leftovers {
  owned: Counted;
  shares: Counted;
  groups: Known<Row[]>;
  /** Object -> sharing rows that are from guest rules; an object that keeps no sharing rows is not in it. */
  byRules: Map<string, Known<Count[]>>;
}

/** Counts, object by object, for the objects that some guest may read. Never reads a record. */
export async function readLeftovers(
  org: Org,
  guests: string[],
  objects: Resource<ObjectSettings>[],
): Promise<Leftovers> {
  const within = { field: 'UserOrGroupId', values: guests };
  const groups = await org.rows(QUERIES.guestGroups, within);
  const byRules: Leftovers['byRules'] = new Map();
  if (guests.length === 0) return { owned: { found: [] }, shares: { found: [] }, groups, byRules };
  const sight = await shortSight(org);
  const owned: Known<Count[]>[] = [];
  const shares: Known<Count[]>[] = [];
  for (const { id, settings } of objects) {
    const model = settings.sharingModel ?? '';
    if (model.startsWith('ControlledBy')) continue;
    owned.push(counts(await org.rows(ownedBy(id), { field: 'OwnerId', values: guests }), id, 'OwnerId'));
    const answer = await org.rows(sharedWith(id), within);
    shares.push(counts(answer, id, 'UserOrGroupId'));
    if (answer.state !== 'absent') byRules.set(id, byGuestRules(answer, id));
  }
  return { owned: together(owned, sight), shares: together(shares, sight), groups, byRules };
}

function none(): Known<Count[]> {
  return { state: 'present', value: [] };
}

function ownedBy(object: string): Query {
  const groupBy = ['OwnerId'];
  return { ...COUNTS.ownedByGuests, object, fields: [...groupBy, 'COUNT(Id) n'], groupBy };
}

/** An object that keeps no sharing rows has no such table. */
function sharedWith(object: string): Query {
  const table = /__c$/.test(object) ? object.replace(/__c$/, '__Share') : `${object}Share`;
  const groupBy = ['UserOrGroupId', 'RowCause'];
  return { ...COUNTS.sharedWithGuests, object: table, fields: [...groupBy, 'COUNT(Id) n'], groupBy };
}

function counts(answer: Known<Row[]>, object: string, key: string): Known<Count[]> {
  if (answer.state === 'unknown') {
    // Objects without an owner of their own have no such column.
    if (answer.why.detail?.startsWith('INVALID_FIELD') === true) return none();
    const { detail = '', detailJa = detail } = answer.why;
    const named = { detail: `${object}: ${detail}`, detailJa: `${object}: ${detailJa}` };
    return { state: 'unknown', why: { ...answer.why, ...named } };
  }
  const value: Count[] = [];
  for (const row of answer.state === 'present' ? answer.value : []) {
    const count = at(row, 'n');
    const cause = textAt(row, 'RowCause');
    if (typeof count !== 'number' || count === 0 || cause?.startsWith('Guest') === true) continue;
    value.push({ guest: textAt(row, key) ?? '', object, ...(cause === undefined ? {} : { cause }), count });
  }
  return { state: 'present', value };
}

function byGuestRules(answer: Known<Row[]>, object: string): Known<Count[]> {
  if (answer.state !== 'present') return answer.state === 'unknown' ? answer : none();
  const value: Count[] = [];
  for (const row of answer.value) {
    const count = at(row, 'n');
    if (textAt(row, 'RowCause') === 'GuestRule' && typeof count === 'number' && count > 0)
      value.push({ guest: textAt(row, 'UserOrGroupId') ?? '', object, count });
  }
  return { state: 'present', value };
}

/** What was counted stays, whatever else could not be. */
function together(answers: Known<Count[]>[], sight: Counted['lost']): Counted {
  const found = answers.flatMap((one) => (one.state === 'present' ? one.value : []));
  const [first, ...more] = answers.flatMap((one) => (one.state === 'unknown' ? [one.why] : []));
  const { setting: _, ...why } = first ?? { setting: '', reason: 'failed' };
  if (first === undefined)
    return { found, ...(sight === undefined || answers.length === 0 ? {} : { lost: sight }) };
  const { detail = why.reason, detailJa = detail } = why;
  const [others, othersJa] =
    more.length === 0 ? ['', ''] : [`; and ${more.length} more`, ` ほか ${more.length} 件`];
  return { found, lost: { ...why, detail: `${detail}${others}`, detailJa: `${detailJa}${othersJa}` } };
}

/** Puts them with the site whose guest user they are of. */
export function withLeftovers(site: Resource<Site>, row: Row, left: Leftovers): Resource<Site> {
  const settings = { ...site.settings };
  const unknowns: Unknown[] = [...site.unknowns];
  const id = textAt(row, 'GuestUserId');
  const own = ({ guest }: Count) => sameId(guest, id);
  const { owned, shares, groups } = left;
  const mine = {
    owned: owned.found.filter(own).map(({ object, count }) => ({ object, count })),
    shares: shares.found.filter(own).map(({ object, cause = '', count }) => ({ object, cause, count })),
  };
  if (owned.lost === undefined) settings.guestOwned = mine.owned;
  else unknowns.push({ ...owned.lost, setting: 'guestOwned' });
  if (shares.lost === undefined) settings.guestShares = mine.shares;
  else unknowns.push({ ...shares.lost, setting: 'guestShares' });
  settings.guestCounted = owned.lost === undefined && shares.lost === undefined ? null : mine;
  if (groups.state === 'unknown') unknowns.push({ ...groups.why, setting: 'guestGroups' });
  else
    settings.guestGroups = (groups.state === 'present' ? groups.value : [])
      .filter((member) => sameId(textAt(member, 'UserOrGroupId'), id))
      .map((member) => textAt(member, 'Group', 'DeveloperName') ?? textAt(member, 'GroupId') ?? '')
      .sort();
  return { ...site, settings, unknowns };
}
