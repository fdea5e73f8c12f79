// A small org in memory: one site with its guest profile and sharing rules, to be changed by tests.
import type { Assessment, Context, Exposure } from '../../../src/exposure.ts';
import { analyseExternal } from '../../../src/providers/salesforce/external/analyse.ts';
import { analyseGuest } from '../../../src/providers/salesforce/guest/analyse.ts';
import type { Object as ObjectSettings } from '../../../src/providers/salesforce/guest/object.generated.ts';
import type { Permissions } from '../../../src/providers/salesforce/guest/permissions.generated.ts';
import type { Sharing } from '../../../src/providers/salesforce/guest/sharing.generated.ts';
import type { Site } from '../../../src/providers/salesforce/guest/site.generated.ts';
import type { Resource } from '../../../src/snapshot/resource.ts';
import { NOW } from './judged.ts';

type ObjectPermission = NonNullable<Permissions['objectPermissions']>[number];
type GuestRule = NonNullable<Sharing['guestRules']>[number];

const SCOPE = 'salesforce/00D000000000001EAA';

/** A resource; a key that is left out or undefined is unknown. */
export function resource(type: string, id: string, settings: object): Resource {
  const known = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const unknowns = Object.entries(settings)
    .filter(([, value]) => value === undefined)
    .map(([setting]) => ({ setting, reason: 'denied' as const, permission: 'View Setup and Configuration' }));
  return { record: 'resource', type, id, name: id, scope: SCOPE, settings: known, unknowns };
}

export function site(change: Partial<Record<keyof Site, unknown>> = {}): Resource {
  return resource('salesforce.site', 'Kagi_Support', {
    name: 'Kagi_Support',
    label: 'Kagi Support',
    siteType: 'ChatterNetwork',
    urlPathPrefix: 'support',
    active: true,
    networkStatus: 'Live',
    auraRequests: true,
    guestUser: 'Kagi_Support',
    guestProfile: 'Kagi Support Profile',
    guestPermissionSets: [],
    defaultOwner: null,
    guestOwned: [],
    guestShares: [],
    guestGroups: [],
    guestMemberVisibility: false,
    memberVisibility: false,
    guestPublicApi: false,
    selfRegistration: false,
    selfRegProfile: null,
    ...change,
  });
}

export function may(object: string, ...rights: string[]): ObjectPermission {
  const has = (right: string) => rights.includes(right);
  return {
    object,
    read: has('read'),
    create: has('create'),
    edit: has('edit'),
    delete: has('delete'),
    viewAll: has('viewAll'),
    modifyAll: has('modifyAll'),
  };
}

export function permissions(
  objectPermissions: ObjectPermission[] | undefined,
  change: Partial<Record<keyof Permissions, unknown>> = {},
): Resource {
  return resource('salesforce.permissions', String(change.name ?? 'Kagi Support Profile'), {
    name: 'Kagi Support Profile',
    kind: 'profile',
    license: 'Guest User License',
    covers: 'every-object',
    inEffect: true,
    objectPermissions,
    readableFields: {},
    settingAccess: [],
    systemPermissions: [],
    ...change,
  });
}

export function rule(object: string, change: Partial<GuestRule> = {}): GuestRule {
  return { object, name: `${object}_rule`, guestUsers: ['Kagi_Support'], criteria: [], ...change };
}

export function sharing(
  guestRules: GuestRule[] | undefined,
  change: Partial<Record<keyof Sharing, unknown>> = {},
): Resource {
  return resource('salesforce.sharing', 'sharing', {
    guestRules,
    covers: 'every-object',
    coveredObjects: [],
    unreadObjects: [],
    externalRules: [],
    sharingSets: [],
    openSettings: [],
    externalModel: true,
    ...change,
  });
}

export function object(name: string, change: Partial<Record<keyof ObjectSettings, unknown>> = {}): Resource {
  return resource('salesforce.object', name, {
    name,
    label: null,
    sharingModel: 'Private',
    externalSharingModel: 'Private',
    masters: [],
    fields: [],
    ...change,
  });
}

export function org(change: object = {}): Resource {
  return resource('salesforce.org', 'org', {
    name: 'Kagi',
    externalUsers: true,
    externalHolders: [],
    siteUserVisibility: false,
    portalUserVisibility: false,
    powerHolders: [],
    ...change,
  });
}

function contextOf(around: Resource[]): Context {
  return {
    all: (type) => around.filter((one) => one.type === type),
    ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
    now: NOW,
  };
}

export function judgeSite(judged: Resource, ...around: Resource[]): Assessment {
  return analyseGuest(judged, contextOf(around));
}

export function judgeOrg(judged: Resource, ...around: Resource[]): Assessment {
  return analyseExternal(judged, contextOf(around));
}

/** `open list+read guest-rule Contact` for each exposure. */
export function lines({ exposures }: Assessment): string[] {
  return exposures.map(({ state, access, via, subject }: Exposure) =>
    [state, access.join('+'), via, subject].filter((word) => word !== undefined).join(' '),
  );
}
