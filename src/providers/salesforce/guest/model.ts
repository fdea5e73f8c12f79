// A site with everything it is judged by, looked up once: permission containers, sharing, objects.
import type { Context, SensitiveNames } from '../../../exposure.ts';
import type { Schema } from '../../../schema.ts';
import { type Resource, setting, type Text, typed, type Unknown } from '../../../snapshot/resource.ts';
import { entriesNamed } from './lookup.ts';
import { type Object as ObjectSettings, objectSchema } from './object.generated.ts';
import { type Permissions, permissionsSchema } from './permissions.generated.ts';
import { type Sharing, sharingSchema } from './sharing.generated.ts';
import type { Site } from './site.generated.ts';

/** The user licence of guests. */
export const GUEST_LICENSE = 'Guest User License';

export const TYPES = {
  site: 'salesforce.site',
  sharing: 'salesforce.sharing',
  permissions: 'salesforce.permissions',
  object: 'salesforce.object',
  history: 'salesforce.history',
} as const;

export type GuestRule = NonNullable<Sharing['guestRules']>[number];
export type ObjectPermission = NonNullable<Permissions['objectPermissions']>[number];

export type ContainerKind = NonNullable<Permissions['kind']>;

/** What a container is called. */
export const KIND_WORDS: Record<ContainerKind, Text> = {
  profile: { en: 'profile', ja: 'プロファイル' },
  'permission-set': { en: 'permission set', ja: '権限セット' },
  'permission-set-group': { en: 'permission set group', ja: '権限セットグループ' },
};

/** What is judged. Plain data and lookups; a change to it can be judged again. */
export interface Model {
  site: Resource<Site>;
  /** Permission containers of the guest user that were read. */
  containers: Resource<Permissions>[];
  /** Permission sets licensed for guests of which the input cannot say who holds them. */
  perhaps: Resource<Permissions>[];
  /** Containers, or their list, that could not be read. */
  missingContainers: Unknown[];
  sharing: Resource<Sharing> | undefined;
  /** Names of all objects that were read. */
  names: string[];
  object(name: string): Resource<ObjectSettings> | undefined;
  /** What people call sensitive besides the built-in names. */
  sensitive?: SensitiveNames;
}

/** Gathers what a site is judged by. */
export function modelOf(site: Resource<Site>, context: Pick<Context, 'all' | 'sensitive'>): Model {
  const missing: Unknown[] = [];
  const containers: Resource<Permissions>[] = [];
  const profile = setting(site, 'guestProfile');
  if (profile.state === 'unknown') missing.push(profile.why);
  if (profile.state === 'present') take(profile.value, 'profile');
  const sets = setting(site, 'guestPermissionSets');
  // An export can never say who holds a permission set: only those that are licensed for guests may be this guest's.
  const held = sets.state !== 'unknown' || sets.why.reason !== 'not-held';
  if (sets.state === 'unknown' && held) missing.push(sets.why);
  const perhaps = held ? [] : setsForGuests(context, site.scope);
  if (sets.state === 'present') for (const name of sets.value) take(name, 'permission-set');
  // Known or not known together with the permission sets: one answer holds both.
  for (const name of site.settings.guestPermissionSetGroups ?? []) take(name, 'permission-set-group');

  function take(name: string, kind: ContainerKind): void {
    const found = permissionsNamed(context, site.scope, name, kind);
    if (found !== undefined) containers.push(found);
    else
      missing.push({
        setting: `${TYPES.permissions}#objectPermissions`,
        reason: 'missing',
        detail: `the ${KIND_WORDS[kind].en} "${name}" is not in this input`,
        detailJa: `${KIND_WORDS[kind].ja}「${name}」がこの入力にありません`,
      });
  }

  return {
    site,
    containers,
    perhaps,
    missingContainers: missing,
    sharing: sharingOf(context, site.scope),
    names: objectNames(context, site.scope),
    object: (name) => objectNamed(context, site.scope, name),
    ...(context.sensitive !== undefined && { sensitive: context.sensitive }),
  };
}

/** Objects that a rule shares with this site's guest, whose rules could not be read or of which a container speaks; sorted. */
export function namedObjects(model: Model): string[] {
  const names = new Set<string>(model.sharing?.settings.unreadObjects);
  const nickname = setting(model.site, 'guestUser');
  for (const rule of model.sharing?.settings.guestRules ?? [])
    if (nickname.state === 'present' && rule.guestUsers.includes(nickname.value)) names.add(rule.object);
  for (const container of model.containers)
    for (const permission of container.settings.objectPermissions ?? [])
      if (permission.read || permission.create) names.add(permission.object);
  return [...names].sort();
}

/** The profile or permission set of a name, or undefined when it was not read. */
export function permissionsNamed(
  context: Pick<Context, 'all'>,
  scope: string,
  name: string,
  kind: ContainerKind,
): Resource<Permissions> | undefined {
  const named = entriesNamed(context.all(TYPES.permissions, scope), name, nameOf);
  const found = named.find(([{ settings }]) => settings['kind'] === kind)?.[0];
  return found === undefined ? undefined : asPermissions(found);
}

/** What the org shares with outsiders, or undefined when it was not read. */
export function sharingOf(context: Pick<Context, 'all'>, scope: string): Resource<Sharing> | undefined {
  const [found] = context.all(TYPES.sharing, scope);
  return found === undefined ? undefined : asSharing(found);
}

/** All objects that were read, by name. */
export function objectNames(context: Pick<Context, 'all'>, scope: string): string[] {
  return context.all(TYPES.object, scope).map(nameOf).sort();
}

/**
 * Profiles, permission sets and groups of outsiders who log in. `perhaps`: permission sets of groups in an export, which
 * cannot say whether anybody holds them otherwise than by their group.
 */
export function containersOfMembers(
  context: Pick<Context, 'all'>,
  scope: string,
): { holders: Resource<Permissions>[]; perhaps: Resource<Permissions>[] } {
  const all = context
    .all(TYPES.permissions, scope)
    .filter(({ settings }) => settings['license'] !== GUEST_LICENSE)
    .map(asPermissions);
  const byGroup = ({ settings }: Resource<Permissions>): boolean => (settings.groups ?? []).length > 0;
  return { holders: all.filter((one) => !byGroup(one)), perhaps: all.filter(byGroup) };
}

function setsForGuests(context: Pick<Context, 'all'>, scope: string): Resource<Permissions>[] {
  return context
    .all(TYPES.permissions, scope)
    .filter(({ settings: { kind, license } }) => kind !== 'profile' && license === GUEST_LICENSE)
    .map(asPermissions);
}

/** The object of an API name, or undefined when it was not read. */
export function objectNamed(
  context: Pick<Context, 'all'>,
  scope: string,
  name: string,
): Resource<ObjectSettings> | undefined {
  const [found] = entriesNamed(context.all(TYPES.object, scope), name, nameOf);
  return found === undefined ? undefined : asObject(found[0]);
}

function nameOf({ settings }: Resource): string {
  return String(settings['name'] ?? '');
}

/** See typed; a resource that many sites ask for is checked once. */
function checkedOnce<S extends object>(schema: Schema<S>): (resource: Resource) => Resource<S> {
  const seen = new WeakMap<Resource, Resource<S>>();
  return (resource) => {
    const known = seen.get(resource) ?? typed(resource, schema);
    seen.set(resource, known);
    return known;
  };
}

const asPermissions = checkedOnce(permissionsSchema);
const asSharing = checkedOnce(sharingSchema);
const asObject = checkedOnce(objectSchema);
