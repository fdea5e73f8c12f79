// Site and network files -> sites.
import type { Origin, Resource, Text, Unknown, UnknownReason } from '../../../snapshot/resource.ts';
import { TYPES } from '../guest/model.ts';
import { someOf } from '../guest/names.ts';
import type { Site } from '../guest/site.generated.ts';
import { faultJa } from './faults.ts';
import type { GuestOf } from './guest-join.ts';
import { looseSwitches } from './loose-switches.ts';
import { all, type Element, flag, text } from './xml.ts';

/** Settings that a network file says. */
const OF_NETWORK = [
  'networkStatus',
  'guestMemberVisibility',
  'memberVisibility',
  'guestPublicApi',
  'selfRegistration',
  'selfRegProfile',
] as const;

const OF_OWNER = ['defaultOwner', 'defaultOwnerPowers'];

/** A site or network file, or why it could not be read. */
export interface Part {
  name: string;
  path: string;
  root?: Element;
  malformed?: string;
}

/** Profiles and permission sets that a network lets its members have. */
export function memberGroups(networks: Part[]): { profiles: Set<string>; permissionSets: Set<string> } {
  const profiles = new Set<string>();
  const permissionSets = new Set<string>();
  for (const { root } of networks) {
    if (root === undefined) continue;
    for (const group of all(root, 'networkMemberGroups')) {
      for (const { text: name } of all(group, 'profile')) profiles.add(name.toLowerCase());
      for (const { text: name } of all(group, 'permissionSet')) permissionSets.add(name);
    }
    const profile = text(root, 'selfRegProfile');
    if (profile) profiles.add(profile.toLowerCase());
  }
  return { profiles, permissionSets };
}

/**
 * The site of a CustomSite file and the Network file that names it. `guest`: what is known of its guest user. `shared`:
 * objects of which rules share records with it, sorted.
 */
export function siteFrom(
  name: string,
  site: Part | undefined,
  network: Part | undefined,
  guest: GuestOf,
  shared: string[],
  scope: string,
): Resource<Site> {
  const settings: Partial<Site> = { name, guestUser: guest.nickname };
  const unknowns: Unknown[] = [];
  const origins: Record<string, Origin> = {};
  const unknown = (key: string, reason: UnknownReason, detail?: string, detailJa?: string): void => {
    unknowns.push({
      setting: key,
      reason,
      ...(detail === undefined ? {} : { detail }),
      ...(detailJa === undefined ? {} : { detailJa }),
    });
  };
  const found = (part: Part, key: string, tag: string): Element | undefined => {
    const element = part.root?.children.find((child) => child.name === tag);
    if (element !== undefined) origins[key] = { file: part.path, line: element.line, column: element.column };
    return element;
  };
  const takeText = (
    part: Part,
    key: 'label' | 'siteType' | 'urlPathPrefix' | 'defaultOwner',
    tag: string,
  ): void => {
    settings[key] = found(part, key, tag)?.text || null;
  };
  const siteLost = site?.malformed;
  if (site?.root !== undefined) {
    const active = flag(site.root, 'active');
    if (active === undefined) unknown('active', 'missing', ...saysNot(site.path, 'active'));
    else {
      settings.active = active;
      found(site, 'active', 'active');
    }
    takeText(site, 'label', 'masterLabel');
    takeText(site, 'siteType', 'siteType');
    takeText(site, 'urlPathPrefix', 'urlPathPrefix');
    takeText(site, 'defaultOwner', 'siteGuestRecordDefaultOwner');
    if (settings.defaultOwner === null) settings.defaultOwnerPowers = null;
    else
      unknown('defaultOwnerPowers', 'not-held', 'assignments of permission sets to users are not metadata');
    settings.auraRequests = flag(site.root, 'enableAuraRequests') ?? null;
    settings.looseSwitches = looseSwitches(site.root);
  } else {
    const reason = siteLost === undefined ? 'missing' : 'malformed';
    const detail = siteLost ?? `retrieve CustomSite ${name}`;
    const detailJa = siteLost === undefined ? `CustomSite ${name} を取得してください` : faultJa(siteLost);
    for (const key of ['active', 'label', 'siteType', 'auraRequests', ...OF_OWNER, 'looseSwitches'])
      unknown(key, reason, detail, detailJa);
  }

  if (network?.root !== undefined) {
    const status = found(network, 'networkStatus', 'status');
    if (status === undefined) unknown('networkStatus', 'missing', ...saysNot(network.path, 'status'));
    else settings.networkStatus = status.text;
    for (const [key, tag] of [
      ['guestMemberVisibility', 'enableGuestMemberVisibility'],
      ['memberVisibility', 'enableMemberVisibility'],
      ['guestPublicApi', 'enableGuestChatter'],
      ['selfRegistration', 'selfRegistration'],
    ] as const) {
      const value = flag(network.root, tag);
      found(network, key, tag);
      if (value === undefined) unknown(key, 'missing', ...saysNot(network.path, tag));
      else settings[key] = value;
    }
    settings.selfRegProfile = found(network, 'selfRegProfile', 'selfRegProfile')?.text || null;
    settings.urlPathPrefix ??= found(network, 'urlPathPrefix', 'urlPathPrefix')?.text || null;
  } else if (settings.siteType !== undefined && settings.siteType !== 'ChatterNetwork') {
    for (const key of OF_NETWORK) settings[key] = null;
  } else {
    const detail = network?.malformed ?? `retrieve the Network of site ${name}`;
    const detailJa =
      network?.malformed === undefined
        ? `サイト ${name} の Network を取得してください`
        : faultJa(network.malformed);
    const reason = network?.malformed === undefined ? 'missing' : 'malformed';
    for (const key of OF_NETWORK) unknown(key, reason, detail, detailJa);
  }
  if (settings.urlPathPrefix === undefined) unknown('urlPathPrefix', 'missing');

  const label = settings.label ?? name.replaceAll('_', ' ');
  if (guest.profile !== undefined) settings.guestProfile = guest.profile;
  else {
    const { en, ja } = profileToRetrieve(label, guest.perhaps, shared);
    unknown('guestProfile', 'missing', en, ja);
  }
  for (const key of ['guestPermissionSets', 'guestPermissionSetGroups'])
    unknown(key, 'not-held', 'assignments of permission sets to users are not metadata');
  for (const key of ['guestOwned', 'guestShares', 'guestGroups', 'guestTried', 'guestCounted'])
    unknown(key, 'not-held', 'records and members of groups are not metadata');
  return {
    record: 'resource',
    type: TYPES.site,
    id: name,
    name: settings.label ?? label,
    scope,
    settings,
    unknowns,
    origins,
  };
}

function saysNot(path: string, tag: string): [string, string] {
  return [`${path} holds no ${tag}`, `${path} に ${tag} がありません`];
}

/** What to retrieve to know the guest profile; a site that was renamed keeps the profile of its first name. */
function profileToRetrieve(label: string, perhaps: string[], shared: string[]): Text {
  const [some, others] = [someOf(shared), someOf(perhaps.map((name) => `"${name}"`))];
  const waiting =
    shared.length === 0
      ? { en: '', ja: '' }
      : { en: ` (rules share ${some.en} with it)`, ja: `（共有ルールで共有中: ${some.ja}）` };
  if (perhaps.length > 0)
    return {
      en: `no Profile "${label} Profile" is here; if the site was renamed it is perhaps ${others.en}: see Public Access Settings in the org${waiting.en}`,
      ja: `「${label} Profile」がありません。サイト名を変更した場合は ${others.ja} の可能性があります。組織の公開アクセス設定で確認してください${waiting.ja}`,
    };
  return {
    en: `retrieve Profile "${label} Profile", the guest user's, together with CustomObject${waiting.en}`,
    ja: `ゲストユーザーのプロファイル「${label} Profile」を CustomObject とともに取得してください${waiting.ja}`,
  };
}
