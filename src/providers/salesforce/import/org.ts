// Settings files -> the org's sharing as a whole, and its switches for outsiders.
import type { Known, Origin, Resource, Unknown } from '../../../snapshot/resource.ts';
import type { Org } from '../external/org.generated.ts';
import { GUEST_LICENSE, TYPES } from '../guest/model.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import type { Sharing } from '../guest/sharing.generated.ts';
import { type Component, notRetrieved } from './components.ts';
import type { Manifests } from './manifest.ts';
import { isExternal } from './permissions.ts';
import type { RulesSeen } from './sharing.ts';
import type { Part } from './sites.ts';
import { type Element, flag } from './xml.ts';

/** A settings file, or why it could not be read. */
type SettingsFile = { root: Element; path: string } | string | undefined;
export type SettingsFiles = Map<string, { root: Element; path: string } | string>;

/** Settings of a name as a component; or why they are not known. */
export function settingsOf(files: SettingsFiles, name: string, setting: string): Known<Component> {
  const file = files.get(name);
  if (file === undefined) return notRetrieved(setting, `Settings:${name}`);
  if (typeof file === 'string')
    return { state: 'unknown', why: { setting, reason: 'malformed', detail: file } };
  return { state: 'present', value: { name, ...file } };
}

/**
 * What the export says about sharing with outsiders. Objects without rules have no file, so rules count as read for
 * every object, unless the export is a part of an org or a manifest asks for those of some objects only; without any
 * rule file nothing is known.
 */
export function sharingFrom(
  rules: RulesSeen,
  file: SettingsFile,
  manifests: Manifests,
  scope: string,
): Resource<Sharing> {
  const settings: Partial<Sharing> = {};
  const unknowns: Unknown[] = [];
  const asked = manifests.members.get('SharingRules') ?? new Set<string>();
  const everything = asked.has('*');
  const whole =
    manifests.part === undefined && manifests.faults.length === 0 && (asked.size === 0 || everything);
  if (rules.objects.size === 0 && rules.unread.size === 0 && !everything) {
    const detail = 'no sharing rules are in this export: retrieve SharingRules';
    const detailJa = '共有ルールがありません。SharingRules を取得してください';
    for (const setting of ['guestRules', 'externalRules', 'covers'])
      unknowns.push({ setting, reason: 'missing', detail, detailJa });
  } else {
    settings.guestRules = rules.guestRules;
    settings.externalRules = rules.externalRules;
    settings.covers = whole ? 'every-object' : 'listed-objects';
    settings.coveredObjects = [...new Set([...rules.objects, ...asked])].sort();
    settings.unreadObjects = [...rules.unread].sort();
  }
  const external = typeof file === 'object' ? flag(file.root, 'enableExternalSharingModel') : undefined;
  if (external !== undefined) settings.externalModel = external;
  else if (typeof file === 'string')
    unknowns.push({ setting: 'externalModel', reason: 'malformed', detail: file });
  else
    unknowns.push({
      setting: 'externalModel',
      reason: 'missing',
      detail: 'Sharing.settings is not in this export, or does not say',
      detailJa: 'Sharing.settings がないか、記載がありません',
    });
  return {
    record: 'resource',
    type: TYPES.sharing,
    id: 'sharing',
    name: 'sharing',
    scope,
    settings,
    unknowns,
    origins: rules.origins,
  };
}

const SWITCHES = [
  ['graphqlForGuests', 'Security', 'enableGraphQLApiForGuestUsers'],
  ['siteUserVisibility', 'Sharing', 'enableCommunityUserVisibility'],
  ['portalUserVisibility', 'Sharing', 'enablePortalUserVisibility'],
  ['guestUpload', 'Content', 'enableSiteGuestUserToUploadFiles'],
  ['publicLinks', 'Content', 'enableContentDistribution'],
] as const;

/** The org of an export. */
export function orgFrom(
  files: SettingsFiles,
  networks: Part[],
  containers: Resource<Permissions>[],
  scope: { id: string; label: string },
): Resource<Org> {
  const settings: Partial<Org> = { name: scope.label };
  const unknowns: Unknown[] = [
    { setting: 'organizationId', reason: 'not-held' },
    { setting: 'sandbox', reason: 'not-held' },
    { setting: 'powerHolders', reason: 'not-held', detail: 'who holds a permission set is not metadata' },
    { setting: 'guestUsersWithoutSite', reason: 'not-held', detail: 'users are not metadata' },
  ];
  const origins: Record<string, Origin> = {};
  for (const [key, name, tag] of SWITCHES) {
    const file = settingsOf(files, name, key);
    if (file.state === 'unknown') unknowns.push(file.why);
    if (file.state !== 'present') continue;
    const { root, path } = file.value;
    // A file of an older API version does not know the switch.
    settings[key] = flag(root, tag) ?? null;
    const element = root.children.find((child) => child.name === tag);
    if (element !== undefined) origins[key] = { file: path, line: element.line, column: element.column };
  }
  const outside = containers.some(({ settings: own }) => isExternal(own.license));
  const holders = containers.filter(({ settings: own }) => own.license !== GUEST_LICENSE);
  if (holders.length > 0) settings.externalHolders = holders.map(({ name }) => name).sort();
  else
    unknowns.push({
      setting: 'externalHolders',
      reason: 'missing',
      detail: 'retrieve the Profile and PermissionSet files of external users together with CustomObject',
      detailJa: '外部ユーザーの Profile と PermissionSet を CustomObject とともに取得してください',
    });
  if (networks.length > 0 || outside) settings.externalUsers = true;
  else
    unknowns.push({
      setting: 'externalUsers',
      reason: 'missing',
      detail: 'no Network and no profile for external users is in this export: retrieve Network and Profile',
      detailJa: 'Network も外部ユーザーのプロファイルもありません。Network と Profile を取得してください',
    });
  return {
    record: 'resource',
    type: 'salesforce.org',
    id: 'org',
    name: scope.label,
    scope: scope.id,
    settings,
    unknowns,
    origins,
  };
}
