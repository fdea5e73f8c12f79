// Permission set groups of an export: what their sets give together, without what their muting permission sets mute.
import type { Origin, Resource, Unknown, UnknownReason } from '../../../snapshot/resource.ts';
import { accessFrom } from '../code/access.ts';
import { ACCESS_LISTS } from '../code/granted.ts';
import { GUEST_LICENSE, TYPES } from '../guest/model.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { fieldsOf } from './field-permissions.ts';
import type { MetadataFile } from './metadata-file.ts';
import { containerId, merged, permissionsFrom } from './permissions.ts';
import { settingAccessFrom } from './setting-access.ts';
import { all, type Element, text } from './xml.ts';

/** A group file, or why it could not be read. */
export interface GroupFile {
  name: string;
  path: string;
  sets: string[];
  muting: string[];
  /** Updated, Outdated, Updating or Failed; the file need not say. */
  status?: string;
  place?: Origin;
  malformed?: string;
}

type Read = (entry: MetadataFile) => Promise<Element | string>;

/** Reads the group files. */
export async function readGroups(entries: MetadataFile[], parsed: Read): Promise<GroupFile[]> {
  const found: GroupFile[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'permissionsetgroup') continue;
    const { name } = entry;
    const { path } = entry.file;
    const root = await parsed(entry);
    if (typeof root === 'string') found.push({ name, path, sets: [], muting: [], malformed: root });
    else if (root.name === 'PermissionSetGroup') {
      const status = text(root, 'status');
      found.push({
        name,
        path,
        sets: all(root, 'permissionSets').map((set) => set.text),
        muting: all(root, 'mutingPermissionSets').map((set) => set.text),
        ...(status === undefined ? {} : { status }),
        place: { file: path, line: root.line, column: root.column },
      });
    }
  }
  return found;
}

/** Muting permission sets by name, in the form of the containers that they take from. */
export async function readMuting(
  entries: MetadataFile[],
  parsed: Read,
  scope: string,
): Promise<Map<string, Resource<Permissions> | string>> {
  const found = new Map<string, Resource<Permissions> | string>();
  for (const entry of entries) {
    if (entry.kind !== 'mutingpermissionset') continue;
    const { name } = entry;
    const { path } = entry.file;
    const root = await parsed(entry);
    if (typeof root === 'string') {
      found.set(name, root);
      continue;
    }
    const container = permissionsFrom(
      { root, fields: fieldsOf(root, new Map()) },
      name,
      path,
      scope,
      new Set(),
    );
    const { settingAccess } = settingAccessFrom(root, path);
    const settings = { ...container.settings, settingAccess, ...accessFrom(root, name, path).settings };
    found.set(name, { ...container, settings });
  }
  return found;
}

/**
 * The container of a group. Source: help, "Muting Permission Sets": muting takes permissions from its own group only; what a
 * user holds by a profile, another permission set or another group stays. A set that is not here leaves objects that the
 * others do not speak of open to question; muting that is not here leaves everything unknown.
 */
export function groupContainer(
  group: GroupFile,
  containers: Map<string, Resource<Permissions>>,
  muting: Map<string, Resource<Permissions> | string>,
  scope: string,
): Resource<Permissions> {
  const parts = group.sets.flatMap((set) => containers.get(`permissionset ${set}`) ?? []);
  const licences = parts.map(({ settings }) => settings.license);
  const license = licences.find((one) => one === GUEST_LICENSE) ?? licences.find((one) => one) ?? null;
  const kind = 'permission-set-group' as const;
  const bare = {
    record: 'resource' as const,
    type: TYPES.permissions,
    id: containerId(kind, group.name),
    name: group.name,
    scope,
  };
  const lost = whyLost(group, muting);
  const first = parts[0];
  if (lost !== undefined || first === undefined)
    return {
      ...bare,
      settings: { name: group.name, kind, license },
      unknowns: LISTS.map((setting) => ({ setting, ...(lost ?? missingSet(group, group.sets[0] ?? '')) })),
    };
  const union = parts.slice(1).reduce(merged, first);
  const absent = group.sets.find((set) => !containers.has(`permissionset ${set}`));
  const muted = group.muting.flatMap((name) => {
    const found = muting.get(name);
    return found === undefined || typeof found === 'string' ? [] : [found.settings];
  });
  const { groups: _, ...given } = muted.reduce(without, union.settings);
  return {
    ...bare,
    settings: {
      ...given,
      name: group.name,
      kind,
      license,
      covers: absent === undefined ? 'every-object' : 'listed-objects',
      inEffect: false,
    },
    unknowns: union.unknowns,
    ...(union.origins === undefined
      ? {}
      : { origins: { ...union.origins, ...(group.place ? { name: group.place } : {}) } }),
  };
}

const LISTS = ['objectPermissions', 'readableFields', 'systemPermissions', 'settingAccess', ...ACCESS_LISTS];

type Why = { reason: UnknownReason } & Pick<Unknown, 'detail' | 'detailJa'>;

function whyLost(
  { name, muting: names, status, malformed }: GroupFile,
  muting: Map<string, Resource<Permissions> | string>,
): Why | undefined {
  if (malformed !== undefined) return { reason: 'malformed', detail: malformed };
  if (status !== undefined && status !== 'Updated')
    return {
      reason: 'missing',
      detail: `permission set group "${name}" was ${status}: recalculate it and retrieve it again`,
      detailJa: `権限セットグループ「${name}」は取得時に ${status} でした。再計算してから取得し直してください`,
    };
  for (const one of names) {
    const found = muting.get(one);
    if (typeof found === 'string') return { reason: 'malformed', detail: found };
    if (found === undefined)
      return {
        reason: 'missing',
        detail: `retrieve MutingPermissionSet ${one} of the group "${name}"`,
        detailJa: `権限セットグループ「${name}」の MutingPermissionSet ${one} を取得してください`,
      };
  }
  return undefined;
}

function missingSet({ name }: GroupFile, set: string): Why {
  return {
    reason: 'missing',
    detail: `retrieve PermissionSet ${set} of the group "${name}"`,
    detailJa: `権限セットグループ「${name}」の PermissionSet ${set} を取得してください`,
  };
}

const RIGHTS = ['read', 'create', 'edit', 'delete', 'viewAll', 'modifyAll', 'viewAllFields'] as const;

/** What is left of a container's settings when those of a muting permission set are taken from them. */
function without(given: Partial<Permissions>, muted: Partial<Permissions>): Partial<Permissions> {
  const left: Partial<Permissions> = { ...given };
  left.objectPermissions = (given.objectPermissions ?? []).map((permission) => {
    const other = muted.objectPermissions?.find(({ object }) => object === permission.object);
    const rights = { ...permission };
    for (const right of RIGHTS) if (other?.[right] === true && rights[right] === true) rights[right] = false;
    return rights;
  });
  left.readableFields = Object.fromEntries(
    Object.entries(given.readableFields ?? {}).map(([object, fields]) => {
      const shut = Object.entries(muted.readableFields ?? {}).find(([name]) => name === object)?.[1] ?? [];
      return [object, fields.filter((field) => !shut.includes(field))];
    }),
  );
  for (const list of ['systemPermissions', 'settingAccess', ...ACCESS_LISTS] as const) {
    const names = given[list];
    if (names !== undefined) left[list] = names.filter((name) => muted[list]?.includes(name) !== true);
  }
  return left;
}
