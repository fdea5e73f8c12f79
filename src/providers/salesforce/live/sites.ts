// Answers about sites, networks and guest users -> site resources.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import { TYPES } from '../guest/model.ts';
import type { Site } from '../guest/site.generated.ts';
import { looseSwitches } from '../import/loose-switches.ts';
import { type Element, flag, text } from '../import/xml.ts';
import { listedFor } from './holders.ts';
import type { Listed } from './permissions.ts';
import { QUERIES } from './queries.ts';
import { flagAt, type Row, textAt } from './row.ts';

/** What was answered; every one of them may be missing. */
export interface SiteAnswers {
  networks: Known<Row[]>;
  guests: Known<Row[]>;
  assignments: Known<Row[]>;
  permissionSets: Known<Row[]>;
  customSites: Known<Element[]>;
  listed: Listed[];
}

const NETWORK_FLAGS = [
  ['guestMemberVisibility', 'OptionsGuestMemberVisibility'],
  ['memberVisibility', 'OptionsMemberVisibility'],
  ['guestPublicApi', 'OptionsGuestChatterEnabled'],
  ['selfRegistration', 'OptionsSelfRegistrationEnabled'],
] as const;

/** One site of the list of sites. */
export function siteFromRow(row: Row, answers: SiteAnswers, scope: string): Resource<Site> {
  const name = textAt(row, 'Name') ?? textAt(row, 'Id') ?? '';
  const label = textAt(row, 'MasterLabel') ?? null;
  const siteType = textAt(row, 'SiteType') ?? null;
  const settings: Partial<Site> = {
    name,
    label,
    siteType,
    urlPathPrefix: textAt(row, 'UrlPathPrefix') ?? null,
    defaultOwner: textAt(row, 'GuestRecordDefaultOwnerId') ?? null,
  };
  const unknowns: Unknown[] = [];
  const lose = (key: string, why: Unknown): void => {
    unknowns.push({ ...why, setting: key });
  };
  const status = textAt(row, 'Status');
  if (status === undefined)
    lose('active', {
      setting: 'active',
      reason: 'failed',
      detail: 'the site came without a status',
      detailJa: 'サイトの状態が返されませんでした',
    });
  else settings.active = status === 'Active';

  takeNetwork(settings, lose, answers);
  takeGuest(row, settings, lose, answers);
  if (answers.customSites.state === 'unknown')
    for (const key of ['auraRequests', 'looseSwitches']) lose(key, answers.customSites.why);
  else {
    const described =
      answers.customSites.state === 'present'
        ? answers.customSites.value.find((element) => text(element, 'fullName') === name)
        : undefined;
    const detail = `CustomSite ${name} was not answered`;
    const detailJa = `CustomSite ${name} が返されませんでした`;
    if (described === undefined)
      for (const key of ['auraRequests', 'looseSwitches'])
        lose(key, { setting: key, reason: 'failed', detail, detailJa });
    else {
      settings.auraRequests = flag(described, 'enableAuraRequests') ?? null;
      settings.looseSwitches = looseSwitches(described);
    }
  }
  return { record: 'resource', type: TYPES.site, id: name, name: label ?? name, scope, settings, unknowns };
}

/** A Network row does not say which Site it stands on; both carry the same label and address. */
export function networkOf(
  { label, urlPathPrefix }: Pick<Partial<Site>, 'label' | 'urlPathPrefix'>,
  networks: Row[],
): Row | undefined {
  const same = networks.filter((network) => textAt(network, 'Name') === label);
  const near = networks.filter((network) => textAt(network, 'UrlPathPrefix') === urlPathPrefix);
  return same.length === 1 ? same[0] : near.length === 1 ? near[0] : undefined;
}

type Lose = (key: string, why: Unknown) => void;

function takeNetwork(
  settings: Partial<Site>,
  lose: Lose,
  { networks, permissionSets, listed }: SiteAnswers,
): void {
  const keys = ['networkStatus', ...NETWORK_FLAGS.map(([key]) => key), 'selfRegProfile'] as const;
  if (settings.siteType?.startsWith('ChatterNetwork') !== true) {
    for (const key of keys) settings[key] = null;
    return;
  }
  if (networks.state !== 'present') {
    const why: Unknown =
      networks.state === 'unknown'
        ? networks.why
        : {
            setting: 'networkStatus',
            reason: 'failed',
            detail: 'the org says that it has no Experience Cloud sites',
            detailJa: '組織は Experience Cloud サイトがないと応答しました',
          };
    for (const key of keys) lose(key, why);
    return;
  }
  const network = networkOf(settings, networks.value);
  if (network === undefined) {
    const detail = `no Experience Cloud site is named "${settings.label}" like this site`;
    const detailJa = `このサイトと同じ名前「${settings.label}」の Experience Cloud サイトがありません`;
    for (const key of keys) lose(key, { setting: key, reason: 'failed', detail, detailJa });
    return;
  }
  const status = textAt(network, 'Status');
  if (status === undefined) lose('networkStatus', { setting: 'networkStatus', reason: 'failed' });
  else settings.networkStatus = status;
  for (const [key, field] of NETWORK_FLAGS) {
    const value = flagAt(network, field);
    if (value === undefined)
      lose(key, {
        setting: key,
        reason: 'failed',
        detail: `this org's Network has no ${field}`,
        detailJa: `この組織の Network に ${field} がありません`,
      });
    else settings[key] = value;
  }
  const profileId = textAt(network, 'SelfRegProfileId');
  const profile = listed.find((container) => sameId(container.profileId, profileId));
  if (profileId === undefined) settings.selfRegProfile = null;
  else if (profile !== undefined) settings.selfRegProfile = profile.name;
  else if (permissionSets.state === 'unknown') lose('selfRegProfile', permissionSets.why);
  else
    lose('selfRegProfile', {
      setting: 'selfRegProfile',
      reason: 'failed',
      detail: `profile ${profileId} was not listed`,
      detailJa: `プロファイル ${profileId} が一覧にありません`,
    });
}

function takeGuest(
  row: Row,
  settings: Partial<Site>,
  lose: Lose,
  { guests, assignments, permissionSets, listed }: SiteAnswers,
): void {
  const guestId = textAt(row, 'GuestUserId');
  const user =
    guests.state === 'present'
      ? guests.value.find((guest) => sameId(textAt(guest, 'Id'), guestId))
      : undefined;
  if (guestId === undefined || user === undefined) {
    const why: Unknown =
      guests.state === 'unknown'
        ? guests.why
        : {
            setting: 'guestUser',
            reason: 'denied',
            permission: 'View All Users',
            detail: 'the guest user of the site was not listed',
            detailJa: 'サイトのゲストユーザーが一覧にありません',
          };
    for (const key of ['guestUser', 'guestProfile', 'guestPermissionSets', 'guestPermissionSetGroups'])
      lose(key, why);
    return;
  }
  const nickname = textAt(user, 'CommunityNickname');
  if (nickname === undefined)
    lose('guestUser', {
      setting: 'guestUser',
      reason: 'failed',
      detail: 'the guest user came without a nickname',
      detailJa: 'ゲストユーザーのニックネームが返されませんでした',
    });
  else settings.guestUser = nickname;
  const profile = textAt(user, 'Profile', 'Name');
  if (profile === undefined)
    lose('guestProfile', { setting: 'guestProfile', reason: 'denied', permission: 'View All Users' });
  // Its permissions hang on the list of permission sets: without that list the profile's name leads nowhere.
  else if (permissionSets.state === 'unknown') lose('guestProfile', permissionSets.why);
  else settings.guestProfile = profile;
  const held = guestSets(guestId, { assignments, permissionSets, listed });
  if (held.state === 'unknown')
    for (const key of ['guestPermissionSets', 'guestPermissionSetGroups']) lose(key, held.why);
  else {
    const all = held.state === 'present' ? held.value : [];
    const names = (group: boolean) =>
      all.filter(({ isGroup }) => isGroup === group).map(({ name: own }) => own);
    settings.guestPermissionSets = names(false).sort();
    settings.guestPermissionSetGroups = names(true).sort();
  }
}

/** Permission sets and groups of a guest user besides its profile's own. */
function guestSets(
  guestId: string,
  { assignments, permissionSets, listed }: Pick<SiteAnswers, 'assignments' | 'permissionSets' | 'listed'>,
): Known<{ name: string; isGroup: boolean }[]> {
  if (assignments.state === 'unknown') return assignments;
  if (permissionSets.state === 'unknown') return permissionSets;
  const own = (assignments.state === 'present' ? assignments.value : []).filter((assignment) =>
    sameId(textAt(assignment, 'AssigneeId'), guestId),
  );
  // The permission set of its profile is always among a user's assignments: without it the list is not whole.
  if (!own.some((assignment) => flagAt(assignment, 'PermissionSet', 'IsOwnedByProfile') === true)) {
    const detail = 'the assignments of the guest user were not listed';
    const detailJa = 'ゲストユーザーの割り当てが一覧にありません';
    const { permission } = QUERIES.assignments;
    return {
      state: 'unknown',
      why: { setting: 'guestPermissionSets', reason: 'denied', permission, detail, detailJa },
    };
  }
  const others = own.filter((assignment) => flagAt(assignment, 'PermissionSet', 'IsOwnedByProfile') !== true);
  const value = others.map((assignment) => ({
    name: listedFor(assignment, listed)?.name ?? textAt(assignment, 'PermissionSet', 'Name') ?? '',
    isGroup: textAt(assignment, 'PermissionSetGroupId') !== undefined,
  }));
  return { state: 'present', value };
}

/** Ids come with 15 or 18 characters; the first 15 tell. */
export function sameId(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a.slice(0, 15) === b.slice(0, 15);
}
