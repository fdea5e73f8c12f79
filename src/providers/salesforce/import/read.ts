// A folder of metadata -> records: files in the order they need each other, then sites and the org.

import { InputError } from '../../../errors.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import type { Resource, SnapshotRecord, Text } from '../../../snapshot/resource.ts';
import { GUEST_LICENSE } from '../guest/model.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { membersOf } from './manifest.ts';
import { type MetadataFile, metadataFile } from './metadata-file.ts';
import { addField, addObject, newObject, type ObjectSeen, objectFrom } from './objects.ts';
import { orgFrom, sharingFrom } from './org.ts';
import { containerId, isExternal, objectsMentioned, permissionsFrom } from './permissions.ts';
import { addRules, type RulesSeen } from './sharing.ts';
import { networkSite, siteNames } from './site-names.ts';
import { memberGroups, type Part, siteFrom } from './sites.ts';
import { type Element, MAX_BYTES, parseXml, readXml } from './xml.ts';

export interface ExportScope {
  id: string;
  label: string;
  format: string;
  path: string;
}

/** Reads an export. A file that does not parse is an unknown of what it describes, unless it is the only, named file. */
export async function* readExport(files: InputFile[], scope: ExportScope): AsyncIterable<SnapshotRecord> {
  const strict = files.length === 1 && files[0]?.named === true;
  const notes: Text[] = [];
  const metadata = files.map(metadataFile).filter((entry) => entry !== undefined);
  const of = (...kinds: string[]) => metadata.filter(({ kind }) => kinds.includes(kind));

  const parsed = async ({ file }: MetadataFile): Promise<Element | string> => {
    try {
      return await readXml(file);
    } catch (error) {
      if (!(error instanceof InputError) || strict) throw error;
      notes.push({ en: error.message, ja: `読み取れないファイル: ${error.message}` });
      return error.message;
    }
  };
  const parts = async (kind: string, rootName: string): Promise<Part[]> => {
    const found: Part[] = [];
    for (const entry of of(kind)) {
      const root = await parsed(entry);
      if (typeof root === 'string') found.push({ name: entry.name, path: entry.file.path, malformed: root });
      else if (root.name === rootName) found.push({ name: entry.name, path: entry.file.path, root });
    }
    return found;
  };

  for (const note of doubles(metadata)) notes.push(note);
  const networks = await parts('network', 'Network');
  const sites = (await parts('site', 'CustomSite')).filter(
    (part) => part.root !== undefined || /(^|\/)sites\//.test(part.path),
  );
  const settings = new Map<string, { root: Element; path: string }>();
  for (const entry of of('settings')) {
    const root = await parsed(entry);
    if (typeof root !== 'string' && !settings.has(entry.name))
      settings.set(entry.name, { root, path: entry.file.path });
  }

  const rules: RulesSeen = {
    guestRules: [],
    externalRules: [],
    objects: new Set(),
    unread: new Set(),
    origins: {},
  };
  for (const entry of of('sharingRules', 'sharingGuestRule', 'sharingCriteriaRule', 'sharingOwnerRule')) {
    const object =
      entry.kind === 'sharingRules'
        ? entry.name
        : (/sharingRules\/([^/]+)\//.exec(entry.file.path)?.[1] ?? '');
    const root = await parsed(entry);
    if (typeof root === 'string') rules.unread.add(object);
    else addRules(rules, root, object, entry.file.path);
  }

  const members = memberGroups(networks);
  const containers = new Map<string, Resource<Permissions>>();
  let internal = 0;
  const manifests = files.filter((file) => /(^|\/)package\.xml$/.test(file.path));
  const retrieved = await retrievedWithProfiles(of('profile'), manifests);
  for (const entry of of('profile', 'permissionset')) {
    const isProfile = entry.kind === 'profile';
    const source = await sourceOf(entry.file);
    const license = /<(?:userLicense|license)>([^<]*)<\//.exec(source)?.[1]?.trim();
    const outside =
      license === GUEST_LICENSE ||
      isExternal(license) ||
      (isProfile
        ? members.profiles.has(entry.name.toLowerCase()) && license === undefined
        : members.permissionSets.has(entry.name));
    const intact = /<\/(Profile|PermissionSet)>\s*$/.test(source);
    if (!outside && intact) {
      internal += 1;
      continue;
    }
    const root = await parsedText(source, entry, parsed);
    const folder = entry.file.path.slice(0, entry.file.path.lastIndexOf('/'));
    const resource =
      typeof root === 'string'
        ? unreadable(entry.name, isProfile, root, scope.id)
        : permissionsFrom(root, entry.name, entry.file.path, scope.id, retrieved.get(folder) ?? new Set());
    const key = `${entry.kind} ${entry.name}`;
    const before = containers.get(key);
    if (before === undefined || before.settings.objectPermissions === undefined)
      containers.set(key, resource);
  }
  if (internal > 0)
    notes.push({
      en: `profiles and permission sets of internal users were not needed: ${internal}`,
      ja: `社内ユーザー向けのプロファイル・権限セット ${internal} 件は判定に使っていません`,
    });

  const objects = new Map<string, ObjectSeen>();
  for (const entry of of('object', 'field')) {
    const name =
      entry.kind === 'object' ? entry.name : (/objects\/([^/]+)\/fields\//.exec(entry.file.path)?.[1] ?? '');
    if (name === '') continue;
    const seen = objects.get(name) ?? newObject(name);
    objects.set(name, seen);
    const root = await parsed(entry);
    if (typeof root === 'string') seen.malformed = root;
    else if (entry.kind === 'field') addField(seen, root);
    else addObject(seen, root, entry.file.path);
  }

  const sharing = sharingFrom(rules, settings.get('Sharing'), await membersOf(manifests), scope.id);
  const externalModel = sharing.settings.externalModel ?? undefined;
  const guestProfiles = [...containers.values()]
    .filter(({ settings: own }) => own.kind === 'profile' && own.license === GUEST_LICENSE)
    .map(({ name }) => name);

  yield {
    record: 'scope',
    id: scope.id,
    provider: 'salesforce',
    label: scope.label,
    input: 'export',
    format: scope.format,
    paths: [scope.path],
    notes,
  };
  yield sharing;
  for (const container of containers.values()) yield container;
  for (const seen of objects.values()) yield objectFrom(seen, scope.id, externalModel);

  const names = siteNames(sites, networks, rules, guestProfiles);
  for (const name of names)
    yield siteFrom(
      name,
      sites.find((part) => part.name === name),
      networks.find((part) => networkSite(part) === name),
      guestProfiles,
      scope.id,
    );
  yield orgFrom(settings, networks, [...containers.values()], scope);
  yield {
    record: 'listing',
    scope: scope.id,
    type: 'salesforce.site',
    seen: names.length,
    ...(names.length > 0
      ? { state: 'complete' }
      : {
          state: 'unknown',
          reason: 'missing',
          detail:
            'no site is in this export: retrieve CustomSite, Network, Profile, SharingRules and CustomObject',
        }),
  };
  yield { record: 'listing', scope: scope.id, type: 'salesforce.org', seen: 1, state: 'complete' };
  yield { record: 'listing', scope: scope.id, type: 'salesforce.public-file', seen: 0, state: 'not-held' };
}

/** Sites, networks and settings that more than one file describes: the first one is used, and that is said. */
function doubles(metadata: MetadataFile[]): Text[] {
  const first = new Map<string, string>();
  const notes: Text[] = [];
  for (const { kind, name, file } of metadata) {
    if (!['site', 'network', 'settings'].includes(kind) || /(^|\/)experiences\//.test(file.path)) continue;
    const used = first.get(`${kind} ${name}`);
    if (used === undefined) first.set(`${kind} ${name}`, file.path);
    else
      notes.push({
        en: `${used} was used; ${file.path} describes the same and was not`,
        ja: `${used} を使い、同じものを記述する ${file.path} は使っていません`,
      });
  }
  return notes;
}

async function parsedText(
  source: string,
  entry: MetadataFile,
  parsed: (entry: MetadataFile) => Promise<Element | string>,
): Promise<Element | string> {
  try {
    return parseXml(source, entry.file.path);
  } catch {
    return parsed(entry);
  }
}

/** The text of a file that is not too big to look at; '' when it cannot be read, which reading it as XML then explains. */
async function sourceOf(file: InputFile): Promise<string> {
  return file.size > MAX_BYTES ? '' : await file.text().catch(() => '');
}

function unreadable(name: string, isProfile: boolean, detail: string, scope: string): Resource<Permissions> {
  return {
    record: 'resource',
    type: 'salesforce.permissions',
    id: containerId(isProfile ? 'profile' : 'permission-set', name),
    name,
    scope,
    settings: {
      name,
      kind: isProfile ? 'profile' : 'permission-set',
      license: isProfile ? GUEST_LICENSE : null,
    },
    unknowns: ['objectPermissions', 'readableFields', 'systemPermissions'].map((setting) => ({
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
