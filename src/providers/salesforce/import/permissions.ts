// A profile or permission set file -> the settings of a permission container.
import type { Origin, Resource, Unknown } from '../../../snapshot/resource.ts';
import { accessFrom, bothAccess } from '../code/access.ts';
import { type ContainerKind, GUEST_LICENSE, TYPES } from '../guest/model.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { type ContainerFile, heldOnce } from './field-permissions.ts';
import { settingAccessFrom } from './setting-access.ts';
import { all, type Element, flag, text } from './xml.ts';

type ObjectPermission = NonNullable<Permissions['objectPermissions']>[number];

/** Licences of users outside the company, by Salesforce's user licence pages. */
const EXTERNAL_LICENSE = /community|portal|external|partner|authenticated website|channel account/i;

/** Does a user licence belong to people outside the company who log in? */
export function isExternal(license: string | null | undefined): boolean {
  return typeof license === 'string' && EXTERNAL_LICENSE.test(license);
}

/**
 * Builds the container from its file. `retrieved`: objects that the same export shows to have been retrieved with
 * profiles of this folder, so that their absence here means no permission. `strings`: see parseContainer.
 */
export function permissionsFrom(
  { root, fields }: ContainerFile,
  name: string,
  path: string,
  scope: string,
  retrieved: Set<string>,
  strings: Map<string, string> = new Map(),
): Resource<Permissions> {
  const isProfile = root.name === 'Profile';
  const origins: Record<string, Origin> = { name: { file: path, line: root.line, column: root.column } };
  const place = (element: Element): Origin => ({ file: path, line: element.line, column: element.column });

  const permissions = new Map<string, ObjectPermission>();
  for (const element of all(root, 'objectPermissions')) {
    const named = text(element, 'object');
    if (named === undefined) continue;
    const object = heldOnce(named, strings);
    const found: ObjectPermission = {
      object,
      read: flag(element, 'allowRead') === true,
      create: flag(element, 'allowCreate') === true,
      edit: flag(element, 'allowEdit') === true,
      delete: flag(element, 'allowDelete') === true,
      viewAll: flag(element, 'viewAllRecords') === true,
      modifyAll: flag(element, 'modifyAllRecords') === true,
      ...(flag(element, 'viewAllFields') === true ? { viewAllFields: true } : {}),
    };
    permissions.set(object, both(permissions.get(object), found));
    origins[`objectPermissions/${object}`] = place(element);
  }
  for (const [object, { line, column }] of fields.readable)
    origins[`readableFields/${object}`] = { file: path, line, column };
  // Field permissions come with the object; a permission set file is always whole for what it grants.
  const none = { read: false, create: false, edit: false, delete: false, viewAll: false, modifyAll: false };
  for (const object of [...fields.described, ...(isProfile ? retrieved : [])].sort())
    if (!permissions.has(object)) permissions.set(object, { object, ...none, implied: true });

  const system: string[] = [];
  for (const element of all(root, 'userPermissions')) {
    const permission = text(element, 'name');
    if (permission === undefined || flag(element, 'enabled') !== true) continue;
    system.push(permission);
    origins[`systemPermissions/${permission}`] = place(element);
  }
  const unknowns: Unknown[] = [];
  const settings: Partial<Permissions> = {
    name,
    kind: isProfile ? 'profile' : 'permission-set',
    license: text(root, isProfile ? 'userLicense' : 'license') ?? null,
    covers: isProfile ? 'listed-objects' : 'every-object',
    inEffect: false,
    readableFields: Object.fromEntries([...fields.readable].map(([object, { names }]) => [object, names])),
    systemPermissions: system.sort(),
  };
  // A profile without one object permission was retrieved without objects: that says nothing.
  if (isProfile && all(root, 'objectPermissions').length === 0 && fields.described.size === 0)
    unknowns.push({
      setting: 'objectPermissions',
      reason: 'missing',
      detail: `"${name}" was exported without any object: retrieve Profile together with CustomObject`,
      detailJa: `「${name}」にオブジェクト権限が 1 件もありません。Profile を CustomObject とともに取得してください`,
    });
  else settings.objectPermissions = grantedFirst(permissions.values());
  if (settings.license === GUEST_LICENSE) {
    const readable = settingAccessFrom(root, path);
    Object.assign(origins, readable.origins);
    // Access to settings comes with the objects that they are.
    if (settings.objectPermissions === undefined && readable.settingAccess.length === 0)
      unknowns.push(...unknowns.slice(0, 1).map((why) => ({ ...why, setting: 'settingAccess' })));
    else settings.settingAccess = readable.settingAccess;
    const access = accessFrom(root, name, path);
    Object.assign(settings, access.settings);
    Object.assign(origins, access.origins);
    unknowns.push(...access.unknowns);
  }
  return {
    record: 'resource',
    type: TYPES.permissions,
    id: containerId(isProfile ? 'profile' : 'permission-set', name),
    name,
    scope,
    settings,
    unknowns,
    origins,
  };
}

function bothSettings(a: Partial<Permissions>, b: Partial<Permissions>): Pick<Permissions, 'settingAccess'> {
  if (a.settingAccess === undefined && b.settingAccess === undefined) return {};
  return { settingAccess: [...new Set([...(a.settingAccess ?? []), ...(b.settingAccess ?? [])])].sort() };
}

/** What either of two entries for one object grants. */
function both(before: ObjectPermission | undefined, after: ObjectPermission): ObjectPermission {
  if (before === undefined) return after;
  return {
    object: after.object,
    read: before.read || after.read,
    create: before.create || after.create,
    edit: before.edit || after.edit,
    delete: before.delete || after.delete,
    viewAll: before.viewAll || after.viewAll,
    modifyAll: before.modifyAll || after.modifyAll,
    ...(before.viewAllFields === true || after.viewAllFields === true ? { viewAllFields: true } : {}),
  };
}

/**
 * One container of two files, as where a project keeps the profile twice: what either of them grants. A file that was
 * exported without objects adds nothing; one that could not be read leaves everything unknown.
 */
export function merged(before: Resource<Permissions>, after: Resource<Permissions>): Resource<Permissions> {
  const unread = [before, after].find(({ unknowns }) =>
    unknowns.some(({ reason }) => reason === 'malformed'),
  );
  if (unread !== undefined) return unread;
  const [a, b] = [before.settings, after.settings];
  const permissions = new Map((a.objectPermissions ?? []).map((entry) => [entry.object, entry]));
  for (const entry of b.objectPermissions ?? [])
    permissions.set(entry.object, both(permissions.get(entry.object), entry));
  const fields = new Map(Object.entries(a.readableFields ?? {}));
  for (const [object, names] of Object.entries(b.readableFields ?? {}))
    fields.set(object, [...new Set([...(fields.get(object) ?? []), ...names])]);
  const origins = { ...after.origins, ...before.origins };
  // Evidence points at the file that grants.
  for (const { object, ...rights } of b.objectPermissions ?? []) {
    const key = `objectPermissions/${object}`;
    const place = after.origins?.[key];
    const granted = a.objectPermissions?.find((entry) => entry.object === object)?.read === true;
    if (place !== undefined && rights.read && !granted) origins[key] = place;
  }
  return {
    ...before,
    settings: {
      ...b,
      ...a,
      ...bothAccess(a, b),
      ...bothSettings(a, b),
      ...(permissions.size > 0 ? { objectPermissions: grantedFirst(permissions.values()) } : {}),
      readableFields: Object.fromEntries(fields),
      systemPermissions: [
        ...new Set([...(a.systemPermissions ?? []), ...(b.systemPermissions ?? [])]),
      ].sort(),
    },
    unknowns: [...before.unknowns, ...after.unknowns].filter(({ setting }) =>
      setting === 'objectPermissions'
        ? permissions.size === 0
        : Object.keys(bothAccess(a, b)).every((list) => list !== setting),
    ),
    origins,
  };
}

/** What is granted stands first, as in an org's own list, which knows nothing else. */
function grantedFirst(permissions: Iterable<ObjectPermission>): ObjectPermission[] {
  const granted: ObjectPermission[] = [];
  const nothing: ObjectPermission[] = [];
  for (const permission of permissions) {
    const { implied: _, ...rights } = permission;
    (Object.values(rights).includes(true) ? granted : nothing).push(permission);
  }
  const byName = (a: ObjectPermission, b: ObjectPermission) => (a.object < b.object ? -1 : 1);
  return [...granted.sort(byName), ...nothing.sort(byName)];
}

/** Profiles and permission sets may share a name. */
export function containerId(kind: ContainerKind, name: string): string {
  return `${kind}/${name}`;
}

/** Objects that a profile file speaks of, found without parsing it whole: what was retrieved with its folder. */
export function objectsMentioned(source: string): string[] {
  const found = new Set<string>();
  for (const match of source.matchAll(/<object>\s*([A-Za-z]\w*)\s*<\/object>/g)) found.add(match[1] ?? '');
  for (const match of source.matchAll(/<field>\s*([A-Za-z]\w*)\.\w+\s*<\/field>/g)) found.add(match[1] ?? '');
  return [...found];
}
