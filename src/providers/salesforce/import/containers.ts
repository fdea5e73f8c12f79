// Profile and permission set files of people outside the company -> containers; those of internal users are counted only.
import type { InputFile } from '../../../snapshot/files.ts';
import type { Resource, Unknown } from '../../../snapshot/resource.ts';
import { lostAccess } from '../code/access.ts';
import { ACCESS_LISTS } from '../code/granted.ts';
import { GUEST_LICENSE, TYPES } from '../guest/model.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { type ContainerFile, fieldsOf, parseContainer } from './field-permissions.ts';
import { groupContainer, readGroups, readMuting } from './groups.ts';
import type { MetadataFile } from './metadata-file.ts';
import { containerId, isExternal, merged, objectsMentioned, permissionsFrom } from './permissions.ts';
import { type Element, xmlText } from './xml.ts';

interface Input {
  /** Profile and permission set files. */
  entries: MetadataFile[];
  /** Permission set group and muting permission set files. */
  ofGroups: MetadataFile[];
  /** Names of those that a network lets its members have; profiles in lower case. */
  members: { profiles: Set<string>; permissionSets: Set<string> };
  manifests: InputFile[];
  /** `profile X` of containers whose permissions are in files of their own. */
  decomposed: Set<string>;
  scope: string;
  /** A file as XML, or why it could not be read. */
  parsed(entry: MetadataFile): Promise<Element | string>;
}

/** Reads the containers of outsiders. A container that several folders describe is what any of them grants. */
export async function readContainers(
  input: Input,
): Promise<{ containers: Resource<Permissions>[]; internal: number }> {
  const { entries, ofGroups, members, decomposed, scope, parsed } = input;
  const groups = await readGroups(ofGroups, parsed);
  const found = new Map<string, Resource<Permissions>>();
  const strings = new Map<string, string>();
  let internal = 0;
  const profiles = entries.filter(({ kind }) => kind === 'profile');
  const retrieved = await retrievedWithProfiles(profiles, input.manifests);
  const outsiders = groups.length === 0 ? new Set() : await setsOfOutsiders(entries, members.permissionSets);
  // Of a group that could not be read nobody knows whose it is.
  const outside = groups.filter(
    ({ sets, malformed }) =>
      sets.some((set) => outsiders.has(set)) || (malformed !== undefined && outsiders.size > 0),
  );
  for (const entry of entries) {
    const isProfile = entry.kind === 'profile';
    const source = await sourceOf(entry.file);
    const license = licenseIn(source);
    const own = outside.filter(({ sets }) => !isProfile && sets.includes(entry.name)).map(({ name }) => name);
    const wanted =
      isOutside(license) ||
      own.length > 0 ||
      (isProfile
        ? members.profiles.has(entry.name.toLowerCase()) && license === undefined
        : members.permissionSets.has(entry.name));
    const ending = source.slice(-1000).trimEnd();
    const isWhole = ending.endsWith('</Profile>') || ending.endsWith('</PermissionSet>');
    if (!wanted && isWhole && license !== undefined) {
      internal += 1;
      continue;
    }
    const root = await parsedText(source, entry, parsed, strings);
    // What cannot be read may say in what is broken that outsiders have it.
    if (!wanted && isWhole && typeof root !== 'string') {
      internal += 1;
      continue;
    }
    const folder = entry.file.path.slice(0, entry.file.path.lastIndexOf('/'));
    const key = `${entry.kind} ${entry.name}`;
    const container =
      typeof root === 'string'
        ? unreadable(entry.name, isProfile, license, root, scope)
        : permissionsFrom(
            root,
            entry.name,
            entry.file.path,
            scope,
            retrieved.get(folder) ?? new Set(),
            strings,
          );
    const whole = decomposed.has(key) ? withoutObjects(container) : container;
    const before = found.get(key);
    const both = before === undefined ? whole : merged(before, whole);
    found.set(key, own.length === 0 ? both : { ...both, settings: { ...both.settings, groups: own } });
  }
  const muting = outside.length === 0 ? new Map() : await readMuting(ofGroups, parsed, scope);
  for (const group of outside)
    found.set(`permissionsetgroup ${group.name}`, groupContainer(group, found, muting, scope));
  return { containers: [...found.values()], internal };
}

function isOutside(license: string | undefined): boolean {
  return license === GUEST_LICENSE || isExternal(license);
}

/** Permission sets that are licensed for outsiders or given to members of a site: a group that holds one is theirs. */
async function setsOfOutsiders(entries: MetadataFile[], members: Set<string>): Promise<Set<string>> {
  const found = new Set(members);
  for (const { kind, name, file } of entries)
    if (kind === 'permissionset' && isOutside(licenseIn(await sourceOf(file)))) found.add(name);
  return found;
}

function licenseIn(source: string): string | undefined {
  return /<(?:userLicense|license)>([^<]*)<\//.exec(source)?.[1]?.trim();
}

/** Containers that a decomposed project keeps in a folder: `permissionsets/X/objectSettings/Account.objectSettings-meta.xml`. */
export function decomposedContainers(files: InputFile[]): Set<string> {
  const found = new Set<string>();
  for (const { path } of files) {
    const [, folder, name] = /(?:^|\/)(profiles|permissionsets)\/([^/]+)\/[^/]+\/[^/]+$/.exec(path) ?? [];
    if (folder !== undefined) found.add(`${folder.slice(0, -1)} ${name}`);
  }
  return found;
}

function withoutObjects(container: Resource<Permissions>): Resource<Permissions> {
  const { objectPermissions: _, ...settings } = container.settings;
  const unknowns: Unknown[] = ['objectPermissions', 'systemPermissions'].map((setting) => ({
    setting,
    reason: 'missing',
    detail: `the permissions of "${container.name}" are in files of their own, which are not read: retrieve it in one file`,
    detailJa: `「${container.name}」の権限は別々のファイルに分かれており、読み取りません。1 つのファイルで取得してください`,
  }));
  const { systemPermissions: __, ...rest } = settings;
  // Code that the file itself names is granted all the same; what it does not name may be elsewhere.
  if (settings.license === GUEST_LICENSE && ACCESS_LISTS.every((list) => (rest[list] ?? []).length === 0)) {
    for (const list of ACCESS_LISTS) delete rest[list];
    for (const { setting: _, ...why } of unknowns.slice(0, 1)) unknowns.push(...lostAccess(why));
  }
  return { ...container, settings: rest, unknowns };
}

async function parsedText(
  source: string,
  entry: MetadataFile,
  parsed: Input['parsed'],
  strings: Map<string, string>,
): Promise<ContainerFile | string> {
  try {
    return parseContainer(source, entry.file.path, strings);
  } catch {
    const root = await parsed(entry);
    return typeof root === 'string' ? root : { root, fields: fieldsOf(root, strings) };
  }
}

/** The text of a file that is not too big to look at; '' when it cannot be read, which reading it as XML then explains. */
async function sourceOf(file: InputFile): Promise<string> {
  return await xmlText(file).catch(() => '');
}

function unreadable(
  name: string,
  isProfile: boolean,
  license: string | undefined,
  detail: string,
  scope: string,
): Resource<Permissions> {
  const lost = ['objectPermissions', 'readableFields', 'systemPermissions', 'settingAccess', ...ACCESS_LISTS];
  return {
    record: 'resource',
    type: TYPES.permissions,
    id: containerId(isProfile ? 'profile' : 'permission-set', name),
    name,
    scope,
    settings: {
      name,
      kind: isProfile ? 'profile' : 'permission-set',
      ...(license === undefined ? {} : { license }),
    },
    unknowns: (license === undefined ? [...lost, 'license'] : lost).map((setting) => ({
      setting,
      reason: 'malformed',
      detail,
    })),
  };
}

/**
 * Folder of profiles -> objects that some profile in it speaks of: they were retrieved with all of them. Only where a
 * manifest in a folder above says that it was one retrieval; a source project gathers files from many.
 */
async function retrievedWithProfiles(
  profiles: MetadataFile[],
  manifests: InputFile[],
): Promise<Map<string, Set<string>>> {
  const roots = manifests.map(({ path }) => path.slice(0, -'package.xml'.length));
  const found = new Map<string, Set<string>>();
  for (const { file } of profiles) {
    if (!roots.some((root) => file.path.startsWith(root))) continue;
    const folder = file.path.slice(0, file.path.lastIndexOf('/'));
    const objects = found.get(folder) ?? new Set();
    found.set(folder, objects);
    for (const object of objectsMentioned(await sourceOf(file))) objects.add(object);
  }
  return found;
}
