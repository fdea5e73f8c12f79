// A site with everything it is judged by, looked up once: permission containers, sharing, objects.
import type { Context } from '../../../exposure.ts';
import { type Resource, setting, typed, type Unknown } from '../../../snapshot/resource.ts';
import { type Object as ObjectSettings, objectSchema } from './object.generated.ts';
import { type Permissions, permissionsSchema } from './permissions.generated.ts';
import { type Sharing, sharingSchema } from './sharing.generated.ts';
import type { Site } from './site.generated.ts';

export const TYPES = {
  site: 'salesforce.site',
  sharing: 'salesforce.sharing',
  permissions: 'salesforce.permissions',
  object: 'salesforce.object',
} as const;

export type GuestRule = NonNullable<Sharing['guestRules']>[number];
export type ObjectPermission = NonNullable<Permissions['objectPermissions']>[number];

/** What is judged. Plain data and lookups; a change to it can be judged again. */
export interface Model {
  site: Resource<Site>;
  /** Permission containers of the guest user that were read. */
  containers: Resource<Permissions>[];
  /** Containers, or their list, that could not be read. */
  missingContainers: Unknown[];
  sharing: Resource<Sharing> | undefined;
  object(name: string): Resource<ObjectSettings> | undefined;
}

/** Gathers what a site is judged by. */
export function modelOf(site: Resource<Site>, context: Context): Model {
  const missing: Unknown[] = [];
  const containers: Resource<Permissions>[] = [];
  const profile = setting(site, 'guestProfile');
  if (profile.state === 'unknown') missing.push(profile.why);
  if (profile.state === 'present') take(profile.value, 'profile');
  const sets = setting(site, 'guestPermissionSets');
  // An export can never say who holds a permission set; that is listed once as not held, and decides nothing here.
  if (sets.state === 'unknown' && sets.why.reason !== 'not-held') missing.push(sets.why);
  if (sets.state === 'present') for (const name of sets.value) take(name, 'permission-set');

  function take(name: string, kind: 'profile' | 'permission-set'): void {
    const found = permissionsNamed(context, site.scope, name, kind);
    if (found !== undefined) containers.push(found);
    else
      missing.push({
        setting: `${TYPES.permissions}#objectPermissions`,
        reason: 'missing',
        detail: `the ${kind === 'profile' ? 'profile' : 'permission set'} "${name}" is not in this input`,
      });
  }

  return {
    site,
    containers,
    missingContainers: missing,
    sharing: sharingOf(context, site.scope),
    object: (name) => objectNamed(context, site.scope, name),
  };
}

/** The profile or permission set of a name, or undefined when it was not read. */
export function permissionsNamed(
  context: Context,
  scope: string,
  name: string,
  kind: 'profile' | 'permission-set',
): Resource<Permissions> | undefined {
  const found = context
    .all(TYPES.permissions, scope)
    .find(({ settings }) => settings['name'] === name && settings['kind'] === kind);
  return found === undefined ? undefined : typed(found, permissionsSchema);
}

/** What the org shares with outsiders, or undefined when it was not read. */
export function sharingOf(context: Context, scope: string): Resource<Sharing> | undefined {
  const [found] = context.all(TYPES.sharing, scope);
  return found === undefined ? undefined : typed(found, sharingSchema);
}

/** The object of an API name, or undefined when it was not read. */
export function objectNamed(
  context: Context,
  scope: string,
  name: string,
): Resource<ObjectSettings> | undefined {
  const found = context.all(TYPES.object, scope).find(({ settings }) => settings['name'] === name);
  return found === undefined ? undefined : typed(found, objectSchema);
}
