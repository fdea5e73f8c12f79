// An org, live -> records: what outsiders are judged by, then sites, the org itself, and public file links.
import type { Known, Listing, Resource, SnapshotRecord, Unknown } from '../../snapshot/resource.ts';
import type { CollectRequest } from '../provider.ts';
import type { Org as OrgSettings } from './external/org.generated.ts';
import type { PublicFile } from './files/public-file.generated.ts';
import { GUEST_LICENSE } from './import/permissions.ts';
import { type Element, flag } from './import/xml.ts';
import { readObjects } from './live/objects.ts';
import { type Listed, listedFrom, ofOutsiders, permissionResources } from './live/permissions.ts';
import { QUERIES } from './live/queries.ts';
import { at, flagAt, type Row, textAt } from './live/row.ts';
import { readSharing } from './live/sharing.ts';
import { type SiteAnswers, siteFromRow } from './live/sites.ts';
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
  if (asked('guest') || asked('external')) yield* collectAccess(request, org, organization, scope, asked);
  if (asked('files')) yield* collectFiles(org, scope);
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
    request.onProgress({ provider: 'salesforce', service: 'guest', done, total: 10 });
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
  const sharing = step(await readSharing(org, sharingSettings, scope));
  yield sharing;
  for (const resource of permissionResources(containers, objectPermissions, fieldPermissions, scope))
    yield resource;

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
  for (const object of await readObjects(org, [...names].sort(), { byGuests, ruled }, externalModel, scope))
    yield step(object);

  if (asked('guest')) {
    const rows = ownSites(sites.state === 'present' ? sites.value : []);
    const siteNames = rows.map((row) => textAt(row, 'Name') ?? '');
    const customSites: Known<Element[]> =
      rows.length === 0 ? { state: 'absent' } : await org.readMetadata('CustomSite', siteNames);
    const answers: SiteAnswers = { networks, guests, assignments, permissionSets, customSites, listed };
    for (const row of rows) yield siteFromRow(row, answers, scope);
    yield { ...listingOf(sites, 'salesforce.site', scope, unseenSites(rows, guests)), seen: rows.length };
  }
  if (asked('external')) {
    yield await orgResource(
      org,
      organization,
      sharingSettings,
      { networks, members, containers, permissionSets },
      scope,
    );
    yield { record: 'listing', scope, type: 'salesforce.org', seen: 1, state: 'complete' };
  }
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

/** Guest users without a single site: the sites were hidden from us, not absent. */
function unseenSites(rows: Row[], guests: Known<Row[]>): Unknown | undefined {
  if (rows.length > 0 || guests.state !== 'present' || guests.value.length === 0) return undefined;
  return {
    setting: 'Site',
    reason: 'denied',
    permission: QUERIES.sites.permission,
    detail: `there are ${guests.value.length} guest users and no site was listed`,
  };
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

async function orgResource(
  org: Org,
  organization: Known<Row[]>,
  sharingSettings: Known<Element[]>,
  outside: {
    networks: Known<Row[]>;
    members: Known<Row[]>;
    containers: Listed[];
    permissionSets: Known<Row[]>;
  },
  scope: string,
): Promise<Resource<OrgSettings>> {
  const settings: Partial<OrgSettings> = {};
  const unknowns: Unknown[] = [];
  if (organization.state === 'unknown')
    for (const setting of ['organizationId', 'name', 'sandbox'])
      unknowns.push({ ...organization.why, setting });
  else {
    const [row] = organization.state === 'present' ? organization.value : [];
    settings.organizationId = textAt(row, 'Id') ?? '';
    settings.name = textAt(row, 'Name') ?? '';
    settings.sandbox = flagAt(row, 'IsSandbox') === true;
  }
  const take = (
    answer: Known<Element[]>,
    key: 'graphqlForGuests' | 'siteUserVisibility' | 'portalUserVisibility' | 'guestUpload' | 'publicLinks',
    tag: string,
  ): void => {
    if (answer.state === 'unknown') unknowns.push({ ...answer.why, setting: key });
    else {
      const [element] = answer.state === 'present' ? answer.value : [];
      settings[key] = element === undefined ? null : (flag(element, tag) ?? null);
    }
  };
  const security = await org.readMetadata('SecuritySettings', ['Security']);
  const content = await org.readMetadata('ContentSettings', ['Content']);
  take(security, 'graphqlForGuests', 'enableGraphQLApiForGuestUsers');
  take(sharingSettings, 'siteUserVisibility', 'enableCommunityUserVisibility');
  take(sharingSettings, 'portalUserVisibility', 'enablePortalUserVisibility');
  take(content, 'guestUpload', 'enableSiteGuestUserToUploadFiles');
  take(content, 'publicLinks', 'enableContentDistribution');
  const { networks, members, containers, permissionSets } = outside;
  const holders = containers.filter(({ license }) => license !== GUEST_LICENSE);
  const lost = permissionSets.state === 'unknown' ? permissionSets : members;
  if (lost.state === 'unknown') unknowns.push({ ...lost.why, setting: 'externalHolders' });
  else settings.externalHolders = holders.map((holder) => holder.name).sort();
  if (networks.state === 'present' && networks.value.length > 0) settings.externalUsers = true;
  else if (networks.state === 'unknown') unknowns.push({ ...networks.why, setting: 'externalUsers' });
  else if (permissionSets.state === 'unknown')
    unknowns.push({ ...permissionSets.why, setting: 'externalUsers' });
  else settings.externalUsers = holders.some(({ kind }) => kind === 'profile');
  const name = settings.name ?? org.host;
  return { record: 'resource', type: 'salesforce.org', id: 'org', name, scope, settings, unknowns };
}

async function* collectFiles(org: Org, scope: string): AsyncIterable<SnapshotRecord> {
  const answer = await org.rows(QUERIES.publicFiles);
  for (const row of answer.state === 'present' ? answer.value : []) yield fileFrom(row, scope);
  yield listingOf(answer, 'salesforce.public-file', scope);
}

function fileFrom(row: Row, scope: string): Resource<PublicFile> {
  const id = textAt(row, 'Id') ?? '';
  const settings: Partial<PublicFile> = { name: textAt(row, 'Name') ?? id };
  const unknowns: Unknown[] = [];
  const document = textAt(row, 'ContentDocumentId');
  if (document !== undefined) settings.document = document;
  const ends = flagAt(row, 'PreferencesExpires');
  if (ends === undefined) unknowns.push({ setting: 'expires', reason: 'failed' });
  else settings.expires = ends ? (textAt(row, 'ExpiryDate') ?? null) : null;
  const password = flagAt(row, 'PreferencesPasswordRequired');
  if (password === undefined) unknowns.push({ setting: 'passwordRequired', reason: 'failed' });
  else settings.passwordRequired = password;
  const views = at(row, 'ViewCount');
  settings.views = typeof views === 'number' ? views : null;
  settings.originalDownload = flagAt(row, 'PreferencesAllowOriginalDownload') ?? null;
  settings.lastViewed = textAt(row, 'LastViewDate') ?? null;
  settings.created = textAt(row, 'CreatedDate') ?? null;
  return {
    record: 'resource',
    type: 'salesforce.public-file',
    id,
    name: settings.name ?? id,
    scope,
    settings,
    unknowns,
  };
}
