// Which custom settings and custom metadata types guests may read: entries by id, and the names of those ids.
import type { Known, Resource } from '../../../snapshot/resource.ts';
import { GUEST_LICENSE } from '../guest/model.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import type { Org } from '../session.ts';
import { QUERIES } from './queries.ts';
import { textAt } from './row.ts';
import { sameId } from './sites.ts';

/** Permission set id -> names, sorted. An id that has no name any more is told by itself. */
export async function readSettingAccess(org: Org, sets: string[]): Promise<Known<Map<string, string[]>>> {
  const entries = await org.rows(QUERIES.settingAccess, { field: 'ParentId', values: sets });
  if (entries.state === 'unknown') return entries;
  const rows = entries.state === 'present' ? entries.value : [];
  const ids = [...new Set(rows.map((row) => textAt(row, 'SetupEntityId') ?? ''))].sort();
  const named = await org.rows(QUERIES.settingNames, { field: 'DurableId', values: ids });
  if (named.state === 'unknown') return named;
  const names = named.state === 'present' ? named.value : [];
  const value = new Map<string, string[]>(sets.map((id) => [id, []]));
  for (const row of rows) {
    const id = textAt(row, 'SetupEntityId');
    const name = textAt(
      names.find((one) => sameId(textAt(one, 'DurableId'), id)),
      'QualifiedApiName',
    );
    value.get(textAt(row, 'ParentId') ?? '')?.push(name ?? id ?? '');
  }
  for (const list of value.values()) list.sort();
  return { state: 'present', value };
}

/** Puts them with the container of a guest; others were not asked for. */
export function withSettingAccess(
  resource: Resource<Permissions>,
  access: Known<Map<string, string[]>>,
  id: string,
): Resource<Permissions> {
  if (access.state === 'unknown' && resource.settings.license === GUEST_LICENSE)
    return { ...resource, unknowns: [...resource.unknowns, { ...access.why, setting: 'settingAccess' }] };
  const own = access.state === 'present' ? access.value.get(id) : undefined;
  return own === undefined
    ? resource
    : { ...resource, settings: { ...resource.settings, settingAccess: own } };
}
