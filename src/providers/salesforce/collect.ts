// An org, live -> records: what outsiders are judged by, then sites, the org itself, and public file links.

import type { Known, Listing, Resource, SnapshotRecord, Unknown } from '../../snapshot/resource.ts';
import type { CollectRequest, Plan } from '../provider.ts';
import { readCode } from './code/live.ts';
import { withSharingSets } from './external/from-metadata.ts';
import { GUEST_LICENSE } from './guest/model.ts';
import type { Element } from './import/xml.ts';
import { readApps } from './live/apps.ts';
import { readComponents } from './live/components.ts';
import { readDocuments } from './live/documents.ts';
import { fileFrom } from './live/files.ts';
import { readHardening } from './live/hardening.ts';
import { readLeftovers, withLeftovers } from './live/leftovers.ts';
import { readObjects } from './live/objects.ts';
import { orgResource } from './live/org.ts';
import { type Listed, listedFrom, ofOutsiders, permissionResources } from './live/permissions.ts';
import { planOf, reservedFor } from './live/plan.ts';
import { withUsers } from './live/powers.ts';
import { QUERIES } from './live/queries.ts';
import { at, flagAt, type Row, textAt } from './live/row.ts';
import { readSettingAccess, withSettingAccess } from './live/setting-access.ts';
import { readSharing } from './live/sharing.ts';
import { type SiteAnswers, siteFromRow } from './live/sites.ts';
import { newTrial, withTrial } from './live/tried.ts';
import { type Org, signIn } from './session.ts';

/** Collects an org. Throws UsageError when it cannot sign in; everything later that fails is an unknown. */
export async function* collectSalesforce(request: CollectRequest): AsyncIterable<SnapshotRecord> {
  const org = await signIn(request);
  const asked = (service: string) => request.services.length === 0 || request.services.includes(service);
  const organization = await org.rows(QUERIES.organization);
  const [about] = organization.state === 'present' ? organization.value : [];
  const name = textAt(about, 'Name') ?? org.host;
  const scope = `salesforce/${textAt(about, 'Id') ?? org.organizationId ?? org.host}`;
  request.onAsker(`${org.username} in ${name} (${org.host})`);
  yield {
    record: 'scope',
    id: scope,
    provider: 'salesforce',
    label: `${name}${flagAt(about, 'IsSandbox') === true ? ' (sandbox)' : ''}`,
    input: 'live',
    format: 'live',
    asker: org.username,
  };
  org.budget.reserved = reservedFor(request.services);
  if (asked('guest') || asked('external')) yield* collectAccess(request, org, organization, scope, asked);
  if (asked('apps')) yield* await readApps(org, scope);
  if (asked('documents')) yield await readDocuments(org, { scope, name });
  if (asked('files')) yield* collectFiles(org, scope);
  // Profiles are many: last, so that a budget runs out here first.
  if (asked('hardening')) yield await readHardening(org, { scope, name });
}

/** Signs in and says what `collectSalesforce` would ask. Throws UsageError when it cannot sign in. */
export async function planSalesforce(request: CollectRequest): Promise<Plan> {
  const org = await signIn(request);
  request.onAsker(`${org.username} at ${org.host}`);
  return await planOf(org, request.services);
}

async function* collectAccess(
  request: CollectRequest,
  org: Org,
  organization: Known<Row[]>,
  scope: string,
  asked: (service: string) => boolean,
): AsyncIterable<SnapshotRecord> {
  let done = 0;
  const step = <T>(answer: T): T => {
    done += 1;
    request.onProgress({ provider: 'salesforce', service: 'guest', done, total: 11 });
    return answer;
  };
  const sites = step(await org.rows(QUERIES.sites));
  const networks = step(await org.rows(QUERIES.networks));
  const members = step(await org.rows(QUERIES.members));
  const guests = step(await org.rows(QUERIES.guests));
  const guestIds = values(guests, 'Id');
  const assignments = step(await org.rows(QUERIES.assignments, { field: 'AssigneeId', values: guestIds }));
  const permissionSets = step(await org.rows(QUERIES.permissionSets));
  const listed = listedFrom(permissionSets.state === 'present' ? permissionSets.value : []);
  const wanted = new Set([
    ...values(assignments, 'PermissionSetId'),
    ...values(members, 'ParentId').filter((id) => isSetOrExternal(id, listed)),
    ...values(networks, 'SelfRegProfileId'),
  ]);
  const containers = ofOutsiders(listed, wanted);
  const ids = containers.map(({ id }) => id);
  const objectPermissions = step(
    await org.rows(QUERIES.objectPermissions, { field: 'ParentId', values: ids }),
  );
  const guestSets = containers
    .filter(
      ({ id, license }) => license === GUEST_LICENSE || values(assignments, 'PermissionSetId').includes(id),
    )
    .map(({ id }) => id);
  const fieldPermissions = step(
    await org.rows(QUERIES.fieldPermissions, { field: 'ParentId', values: guestSets }),
  );
  const sharingSettings = await org.readMetadata('SharingSettings', ['Sharing']);
  const sharing = withSharingSets(
    step(await readSharing(org, sharingSettings, scope)),
    await readComponents(org, 'SharingSet'),
  );
  yield sharing;
  const code = step(await readCode(org, guestSets, scope));
  const settingAccess = await readSettingAccess(org, guestSets);
  const around: Resource[] = [untyped(sharing)];
  const resources = permissionResources(containers, objectPermissions, fieldPermissions, scope);
  for (const [index, resource] of resources.entries()) {
    const { settings, unknowns } = code.access.get(containers[index]?.id ?? '') ?? {
      settings: {},
      unknowns: [],
    };
    const whole = {
      ...resource,
      settings: { ...resource.settings, ...settings },
      unknowns: [...resource.unknowns, ...unknowns],
    };
    const container = withSettingAccess(whole, settingAccess, containers[index]?.id ?? '');
    around.push(untyped(container));
    yield container;
  }
  for (const resource of code.resources) yield { ...resource, settings: { ...resource.settings } };

  const ruled = new Set((sharing.settings.guestRules ?? []).map(({ object }) => object));
  const readable = objectPermissions.state === 'present' ? objectPermissions.value : [];
  const names = new Set([...ruled, ...readable.map((row) => textAt(row, 'SobjectType') ?? '')]);
  const byGuests = new Set(
    readable
      .filter(
        (row) => guestSets.includes(String(at(row, 'ParentId'))) && flagAt(row, 'PermissionsRead') === true,
      )
      .map((row) => textAt(row, 'SobjectType') ?? ''),
  );
  const { externalModel } = sharing.settings;
  // Custom settings and metadata types are described too: a field may be named after a secret.
  const held = settingAccess.state === 'present' ? [...settingAccess.value.values()].flat() : [];
  const described = { byGuests: new Set([...byGuests, ...held]), ruled: new Set([...ruled, ...held]) };
  const wholeNames = [...new Set([...names, ...held])].sort();
  const objects = step(await readObjects(org, wholeNames, described, externalModel, scope));
  for (const object of objects) {
    around.push(untyped(object));
    yield object;
  }

  if (asked('guest')) {
    const rows = ownSites(sites.state === 'present' ? sites.value : []);
    const siteNames = rows.map((row) => textAt(row, 'Name') ?? '');
    const customSites: Known<Element[]> =
      rows.length === 0 ? { state: 'absent' } : await org.readMetadata('CustomSite', siteNames);
    const answers: SiteAnswers = { networks, guests, assignments, permissionSets, customSites, listed };
    const countable = objects.filter(({ id }) => byGuests.has(id));
    const leftovers = await readLeftovers(org, guestIds, countable);
    const trial = newTrial(around);
    for (const row of rows) {
      const site = withLeftovers(siteFromRow(row, answers, scope), row, leftovers);
      yield await withTrial(org, site, row, leftovers, trial);
    }
    yield {
      ...listingOf(sites, 'salesforce.site', scope, unseenSites(rows, guests, permissionSets)),
      seen: rows.length,
    };
  }
  if (asked('external')) {
    const resource = await orgResource(
      org,
      organization,
      sharingSettings,
      { networks, members, containers, permissionSets },
      scope,
    );
    yield withUsers(resource, await org.rows(QUERIES.powerHolders), sites, guests);
    yield { record: 'listing', scope, type: 'salesforce.org', seen: 1, state: 'complete' };
  }
}

function untyped<S extends object>(resource: Resource<S>): Resource {
  return { ...resource, settings: { ...resource.settings } };
}

/** Member groups name profiles and permission sets; profiles of internal users are none of our business. */
function isSetOrExternal(id: string, listed: Listed[]): boolean {
  return listed.some((container) => container.id === id && container.kind === 'permission-set');
}

function values(answer: Known<Row[]>, field: string): string[] {
  const rows = answer.state === 'present' ? answer.value : [];
  return rows.map((row) => textAt(row, field)).filter((value) => value !== undefined);
}

/** Experience Builder keeps a second row for a site, with the same guest user or none: not a site of its own. */
function ownSites(rows: Row[]): Row[] {
  const guestsOf = (type: string) =>
    rows.filter((row) => textAt(row, 'SiteType') === type).map((row) => textAt(row, 'GuestUserId'));
  const guests = guestsOf('ChatterNetwork');
  return rows.filter((row) => {
    const guest = textAt(row, 'GuestUserId');
    return (
      textAt(row, 'SiteType') !== 'ChatterNetworkPicasso' || (guest !== undefined && !guests.includes(guest))
    );
  });
}

/** No site at all: believed only of somebody who may see guest users and profiles, and saw no guest user. */
function unseenSites(rows: Row[], guests: Known<Row[]>, permissionSets: Known<Row[]>): Unknown | undefined {
  if (rows.length > 0) return undefined;
  if (guests.state === 'unknown') return guests.why;
  if (permissionSets.state === 'unknown') return permissionSets.why;
  const { permission } = QUERIES.sites;
  const denied = (detail: string): Unknown => ({ setting: 'Site', reason: 'denied', permission, detail });
  const users = values(guests, 'Id').length;
  if (users > 0) return denied(`there are ${users} guest users and no site was listed`);
  // Every org has profiles; without View Setup the list is simply empty.
  const seesProfiles = values(permissionSets, 'ProfileId').length > 0;
  return seesProfiles ? undefined : denied('neither sites nor profiles were listed');
}

function listingOf(answer: Known<Row[]>, type: string, scope: string, doubt?: Unknown): Listing {
  const seen = answer.state === 'present' ? answer.value.length : 0;
  const why = answer.state === 'unknown' ? answer.why : doubt;
  if (why === undefined) return { record: 'listing', scope, type, seen, state: 'complete' };
  const { reason, permission, detail } = why;
  return {
    record: 'listing',
    scope,
    type,
    seen,
    state: 'unknown',
    reason,
    ...(permission === undefined ? {} : { permission }),
    ...(detail === undefined ? {} : { detail }),
  };
}

async function* collectFiles(org: Org, scope: string): AsyncIterable<SnapshotRecord> {
  const answer = await org.rows(QUERIES.publicFiles);
  for (const row of answer.state === 'present' ? answer.value : []) yield fileFrom(row, scope);
  yield listingOf(answer, 'salesforce.public-file', scope);
}
