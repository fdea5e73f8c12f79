// Answers about permission sets -> the permission containers of outsiders. A profile's permissions hang on a permission set too.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import { VIEW_ALL_USERS } from '../guest/members.ts';
import { type ContainerKind, GUEST_LICENSE, TYPES } from '../guest/model.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { ADMIN_PERMISSIONS, API_PERMISSIONS } from '../guest/powers.ts';
import { containerId, isExternal } from '../import/permissions.ts';
import { at, flagAt, type Row, textAt } from './row.ts';

/** A container as it was listed. */
export interface Listed {
  id: string;
  name: string;
  kind: ContainerKind;
  license: string | null;
  profileId: string | undefined;
  /** Of what a permission set group gives together: its group, and whether that was calculated since it changed. */
  groupId: string | undefined;
  status: string | undefined;
  row: Row;
}

/** Reads the list of permission sets: those owned by profiles and groups stand for these. */
export function listedFrom(rows: Row[]): Listed[] {
  return rows.map((row) => {
    const owned = flagAt(row, 'IsOwnedByProfile') === true;
    const groupId = textAt(row, 'PermissionSetGroupId');
    const group = textAt(row, 'PermissionSetGroup', 'DeveloperName');
    return {
      id: textAt(row, 'Id') ?? '',
      name: (owned ? textAt(row, 'Profile', 'Name') : (group ?? setName(row))) ?? '',
      kind: owned ? 'profile' : groupId === undefined ? 'permission-set' : 'permission-set-group',
      license: (owned ? textAt(row, 'Profile', 'UserLicense', 'Name') : undefined) ?? null,
      profileId: textAt(row, 'ProfileId'),
      groupId,
      status: textAt(row, 'PermissionSetGroup', 'Status'),
      row,
    };
  });
}

/** A permission set of a package carries the package's prefix, as its file does. */
function setName(row: Row): string | undefined {
  const prefix = textAt(row, 'NamespacePrefix');
  const name = textAt(row, 'Name');
  return prefix === undefined || name === undefined ? name : `${prefix}__${name}`;
}

/** Which containers matter: the guests', those of external licences, of members, and of people who sign up. */
export function ofOutsiders(listed: Listed[], wanted: Set<string>): Listed[] {
  return listed.filter(
    ({ id, profileId, license }) =>
      license === GUEST_LICENSE ||
      isExternal(license) ||
      wanted.has(id) ||
      (profileId !== undefined && wanted.has(profileId)),
  );
}

/** The resources; an answer that did not come is an unknown of each. */
export function permissionResources(
  listed: Listed[],
  objects: Known<Row[]>,
  fields: Known<Row[]>,
  scope: string,
): Resource<Permissions>[] {
  const objectRows = byParent(objects);
  const fieldRows = byParent(fields);
  return listed.map(({ id, name, kind, license, row }) => {
    const unknowns: Unknown[] = [];
    const settings: Partial<Permissions> = { name, kind, license, covers: 'every-object', inEffect: true };
    if (objects.state === 'unknown') unknowns.push({ ...objects.why, setting: 'objectPermissions' });
    else settings.objectPermissions = (objectRows.get(id) ?? []).map(objectPermission).sort(byObject);
    if (fields.state === 'unknown') unknowns.push({ ...fields.why, setting: 'readableFields' });
    else settings.readableFields = readable(fieldRows.get(id) ?? []);
    settings.systemPermissions = [...API_PERMISSIONS, ...ADMIN_PERMISSIONS, ...VIEW_ALL_USERS]
      .filter((permission) => flagAt(row, `Permissions${permission}`) === true)
      .sort();
    return {
      record: 'resource',
      type: TYPES.permissions,
      id: containerId(kind, name),
      name,
      scope,
      settings,
      unknowns,
    };
  });
}

function byParent(answer: Known<Row[]>): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of answer.state === 'present' ? answer.value : []) {
    const parent = String(at(row, 'ParentId'));
    const rows = found.get(parent);
    if (rows === undefined) found.set(parent, [row]);
    else rows.push(row);
  }
  return found;
}

function objectPermission(row: Row): NonNullable<Permissions['objectPermissions']>[number] {
  const allows = (name: string): boolean => flagAt(row, `Permissions${name}`) === true;
  return {
    object: textAt(row, 'SobjectType') ?? '',
    read: allows('Read'),
    create: allows('Create'),
    edit: allows('Edit'),
    delete: allows('Delete'),
    viewAll: allows('ViewAllRecords'),
    modifyAll: allows('ModifyAllRecords'),
    ...(allows('ViewAllFields') ? { viewAllFields: true } : {}),
  };
}

function byObject(a: { object: string }, b: { object: string }): number {
  return a.object < b.object ? -1 : 1;
}

function readable(rows: Row[]): Record<string, string[]> {
  const found = new Map<string, string[]>();
  for (const row of rows) {
    const [object, field] = (textAt(row, 'Field') ?? '').split('.');
    if (object === undefined || field === undefined) continue;
    const known = found.get(object);
    if (known === undefined) found.set(object, [field]);
    else known.push(field);
  }
  return Object.fromEntries(found);
}
