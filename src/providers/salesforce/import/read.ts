// A folder of metadata -> records: files in the order they need each other, then sites and the org.

import { InputError } from '../../../errors.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import type { Known, Resource, SnapshotRecord, Text, UnknownReason } from '../../../snapshot/resource.ts';
import { appRecords } from '../apps/from-metadata.ts';
import { readCode } from '../code/import.ts';
import { documentsFrom } from '../documents/from-metadata.ts';
import { withSharingSets } from '../external/from-metadata.ts';
import { unrestricted, withOpenSettings } from '../external/schema-settings.ts';
import { GUEST_LICENSE } from '../guest/model.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { hardeningFrom } from '../hardening/from-metadata.ts';
import { componentsOf, type Exported } from './components.ts';
import { decomposedContainers, readContainers } from './containers.ts';
import { noteOnPart } from './delta.ts';
import { publicDocuments } from './documents.ts';
import { faultJa } from './faults.ts';
import { joinGuests } from './guest-join.ts';
import { loginRanges } from './login-ranges.ts';
import { readManifests } from './manifest.ts';
import { doubles, type MetadataFile, metadataFile } from './metadata-file.ts';
import { addField, addObject, newObject, type ObjectSeen, objectFrom } from './objects.ts';
import { orgFrom, type SettingsFiles, settingsOf, sharingFrom } from './org.ts';
import { showsPersonAccounts } from './person-accounts.ts';
import { settingTypes } from './setting-types.ts';
import { addRules, type RulesSeen } from './sharing.ts';
import { networkSite, ownSites, sharedWith } from './site-names.ts';
import { memberGroups, type Part, siteFrom } from './sites.ts';
import { type Element, readXml } from './xml.ts';

/** What decides about sites, besides objects. */
const NEEDED = ['CustomSite', 'Network', 'Profile', 'SharingRules'];

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
      notes.push({ en: error.message, ja: `読み取れないファイル: ${faultJa(error.message)}` });
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
  const settings: SettingsFiles = new Map();
  for (const entry of of('settings')) {
    const root = await parsed(entry);
    // The first that can be read; otherwise why it cannot.
    if (typeof (settings.get(entry.name) ?? '') === 'string')
      settings.set(entry.name, typeof root === 'string' ? root : { root, path: entry.file.path });
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
        : (/([^/]+)\/sharing\w+Rules\/[^/]+$/.exec(entry.file.path)?.[1] ?? '');
    const root = await parsed(entry);
    if (typeof root === 'string') rules.unread.add(object);
    else addRules(rules, root, object, entry.file.path);
  }

  const manifests = await readManifests(files);
  for (const fault of manifests.faults)
    notes.push({ en: fault, ja: `読み取れないファイル: ${faultJa(fault)}` });
  const { part } = manifests;
  if (part !== undefined) notes.push(noteOnPart(part));
  const { containers, internal } = await readContainers({
    entries: of('profile', 'permissionset'),
    ofGroups: of('permissionsetgroup', 'mutingpermissionset'),
    members: memberGroups(networks),
    // The files of a part were not retrieved together, so that none says what another would hold.
    manifests: part === undefined ? manifests.read : [],
    decomposed: decomposedContainers(files),
    scope: scope.id,
    parsed,
  });
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

  if (showsPersonAccounts(files, containers)) {
    const account = objects.get('Account') ?? newObject('Account');
    objects.set('Account', account);
    account.personFields = true;
  }
  const exported: Exported = {
    metadata,
    files,
    manifests,
    parsed: (file) => parsed({ file, kind: '', name: '' }),
  };
  const sharing = withOpenSettings(
    withSharingSets(
      sharingFrom(rules, settings.get('Sharing'), manifests, scope.id),
      await componentsOf('SharingSet', exported),
    ),
    unrestricted(settingsOf(settings, 'Schema', 'openSettings')),
    settingTypes(objects.values(), manifests),
  );
  const externalModel = sharing.settings.externalModel ?? undefined;
  const profiles = containers.filter(({ settings: own }) => own.kind === 'profile');
  const guestProfiles = profiles.filter(({ settings: own }) => own.license === GUEST_LICENSE);
  // A profile that could not be read may be the guest's where it has the name of one.
  const perhapsGuest = profiles.filter(({ settings: own }) => own.license === undefined);

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
  for (const container of containers) yield container;
  for (const code of await readCode(files, containers, scope.id))
    yield { ...code, settings: { ...code.settings } };
  for (const seen of objects.values()) yield objectFrom(seen, scope.id, externalModel);

  const named = (part: Resource<Permissions>[]): string[] => part.map(({ name }) => name);
  const guests = joinGuests({
    sites: ownSites(sites, networks),
    networks,
    rules,
    guestProfiles: named(guestProfiles),
    unreadProfiles: named(perhapsGuest),
    everySite: manifests.members.get('CustomSite')?.has('*') === true && part === undefined,
  });
  for (const [name, guest] of guests)
    yield siteFrom(
      name,
      sites.find((site) => site.name === name),
      networks.find((network) => networkSite(network) === name),
      guest,
      sharedWith(guest.nickname, rules),
      scope.id,
    );
  yield orgFrom(settings, networks, containers, scope);
  yield {
    record: 'listing',
    scope: scope.id,
    type: 'salesforce.site',
    seen: guests.size,
    ...(guests.size > 0 && part === undefined
      ? { state: 'complete' }
      : {
          state: 'unknown',
          reason: 'missing',
          ...(part === undefined
            ? {
                detail: `no site is in this export: retrieve ${NEEDED.join(', ')} and CustomObject`,
                detailJa: `サイトがありません。${NEEDED.join('・')}・CustomObject を取得してください`,
              }
            : {
                detail: `this is a part of an org (${part.en}): retrieve ${NEEDED.join(', ')} and CustomObject whole`,
                detailJa: `組織の一部だけのファイルです（${part.ja}）。${NEEDED.join('・')}・CustomObject をすべて取得してください`,
              }),
        }),
  };
  const whole = { scope: scope.id, name: scope.label };
  yield documentsFrom(
    await publicDocuments(exported),
    await componentsOf('ReportFolder', exported),
    await componentsOf('DashboardFolder', exported),
    whole,
  );
  const lost = (setting: string, reason: UnknownReason, detail: string): Known<never> => ({
    state: 'unknown',
    why: { setting, reason, detail },
  });
  yield hardeningFrom(
    {
      cors: await componentsOf('CorsWhitelistOrigin', exported),
      csp: await componentsOf('CspTrustedSite', exported),
      remote: await componentsOf('RemoteSiteSetting', exported),
      security: settingsOf(settings, 'Security', 'trustedRanges'),
      profiles: await loginRanges(of('profile')),
      risks: lost('healthRisks', 'not-held', 'the Health Check is not metadata'),
    },
    whole,
  );
  yield* appRecords(
    {
      connected: await componentsOf('ConnectedApp', exported),
      policies: await componentsOf('ExtlClntAppOauthConfigurablePolicies', exported),
      settings: await componentsOf('ExtlClntAppOauthSettings', exported),
    },
    scope.id,
    false,
  );
  yield { record: 'listing', scope: scope.id, type: 'salesforce.org', seen: 1, state: 'complete' };
  yield { record: 'listing', scope: scope.id, type: 'salesforce.public-file', seen: 0, state: 'not-held' };
}
