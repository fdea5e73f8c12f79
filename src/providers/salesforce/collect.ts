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
import { type Dated, readHistory, trailNotes, trailStart } from './live/history.ts';
import { assignedIds, containersOf, withoutStale } from './live/holders.ts';
import { readLeftovers, withLeftovers } from './live/leftovers.ts';
import { readObjects } from './live/objects.ts';
import { readOpenSettings } from './live/open-settings.ts';
import { orgResource } from './live/org.ts';
import { listedFrom, permissionResources } from './live/permissions.ts';
import { planOf, reservedFor } from './live/plan.ts';
import { withOwner, withUsers } from './live/powers.ts';
import { QUERIES } from './live/queries.ts';
import { at, flagAt, type Row, textAt } from './live/row.ts';
import { readSettingAccess, withSettingAccess } from './live/setting-access.ts';
import { readSharing } from './live/sharing.ts';
import { ownSites, unseenSites, values } from './live/site-list.ts';
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
  org.budget.reserved = reservedFor(request.services);
  const start: Known<string> = asked('guest') ? await trailStart(org) : { state: 'absent' };
  const notes = trailNotes(start);
  yield {
    record: 'scope',
    id: scope,
    provider: 'salesforce',
    label: `${name}${flagAt(about, 'IsSandbox') === true ? ' (sandbox)' : ''}`,
    input: 'live',
    format: 'live',
    asker: org.username,
    ...(notes.length > 0 && { notes }),
  };
  if (asked('guest') || asked('external'))
    yield* collectAccess(request, org, { organization, start }, scope, asked);
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
  { organization, start }: { organization: Known<Row[]>; start: Known<string> },
  scope: string,
  asked: (service: string) => boolean,
): AsyncIterable<SnapshotRecord> {
  let done = 0;
  const step = <T>(answer: T): T => {
    done += 1;
    request.onProgress({ provider: 'salesforce', service: 'guest', done, total: 12 });
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
  const outside = asked('external');
  const heldOutside: Known<Row[]> = step(outside ? await org.rows(QUERIES.heldOutside) : { state: 'absent' });
  const containers = containersOf(listed, { assignments, heldOutside, members, networks });
  const ids = containers.map(({ id }) => id);
  const objectPermissions = step(
    await org.rows(QUERIES.objectPermissions, { field: 'ParentId', values: ids }),
  );
  const guestSets = containers
    .filter(({ id, license }) => license === GUEST_LICENSE || assignedIds(assignments, listed).includes(id))
    .map(({ id }) => id);
  const fieldPermissions = step(
    await org.rows(QUERIES.fieldPermissions, { field: 'ParentId', values: guestSets }),
  );
  const sharingSettings = await org.readMetadata('SharingSettings', ['Sharing']);
  const rules = step(await readSharing(org, sharingSettings, scope));
  const sets = withSharingSets(rules.sharing, await readComponents(org, 'SharingSet'));
  const { sharing, types } = await readOpenSettings(org, sets, scope);
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
    const of = containers[index];
    if (of === undefined) continue;
    const container = withoutStale(withSettingAccess(whole, settingAccess, of.id), of);
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
  const others = types.filter(({ id }) => !wholeNames.includes(id));
  for (const object of [...objects, ...others]) {
    around.push(untyped(object));
    yield object;
  }

  const holders = await org.rows(QUERIES.powerHolders);
  if (asked('guest')) {
    const rows = ownSites(sites.state === 'present' ? sites.value : []);
    const dated: Dated = {
      sites: rows,
      networks,
      guests,
      containers: containers.filter(({ id }) => guestSets.includes(id)),
      objectPermissions,
      objects,
      rules: rules.named,
    };
    yield untyped(await readHistory(org, start, dated, scope));
    const siteNames = rows.map((row) => textAt(row, 'Name') ?? '');
    const customSites: Known<Element[]> =
      rows.length === 0 ? { state: 'absent' } : await org.readMetadata('CustomSite', siteNames);
    const answers: SiteAnswers = { networks, guests, assignments, permissionSets, customSites, listed };
    const countable = objects.filter(({ id }) => byGuests.has(id));
    const leftovers = await readLeftovers(org, guestIds, countable);
    const trial = newTrial(around);
    for (const row of rows) {
      const site = withLeftovers(withOwner(siteFromRow(row, answers, scope), holders), row, leftovers);
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
      { networks, members, containers, permissionSets, heldOutside },
      scope,
    );
    yield withUsers(resource, holders, sites, guests);
    yield { record: 'listing', scope, type: 'salesforce.org', seen: 1, state: 'complete' };
  }
}

function untyped<S extends object>(resource: Resource<S>): Resource {
  return { ...resource, settings: { ...resource.settings } };
}

function listingOf(answer: Known<Row[]>, type: string, scope: string, doubt?: Unknown): Listing {
  const seen = answer.state === 'present' ? answer.value.length : 0;
  const why = answer.state === 'unknown' ? answer.why : doubt;
  if (why === undefined) return { record: 'listing', scope, type, seen, state: 'complete' };
  const { reason, permission, detail, detailJa } = why;
  return {
    record: 'listing',
    scope,
    type,
    seen,
    state: 'unknown',
    reason,
    ...(permission === undefined ? {} : { permission }),
    ...(detail === undefined ? {} : { detail }),
    ...(detailJa === undefined ? {} : { detailJa }),
  };
}

async function* collectFiles(org: Org, scope: string): AsyncIterable<SnapshotRecord> {
  const answer = await org.rows(QUERIES.publicFiles);
  for (const row of answer.state === 'present' ? answer.value : []) yield fileFrom(row, scope);
  yield listingOf(answer, 'salesforce.public-file', scope);
}
