// The org itself: its name, whom it calls external, and its switches for outsiders.

import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import type { Org as OrgSettings } from '../external/org.generated.ts';
import { GUEST_LICENSE } from '../guest/model.ts';

import { type Element, flag } from '../import/xml.ts';
import type { Org } from '../session.ts';
import type { Listed } from './permissions.ts';
import { flagAt, type Row, textAt } from './row.ts';

/** Reads the org's switches and puts them with what was answered before. */
export async function orgResource(
  org: Org,
  organization: Known<Row[]>,
  sharingSettings: Known<Element[]>,
  outside: {
    networks: Known<Row[]>;
    members: Known<Row[]>;
    containers: Listed[];
    permissionSets: Known<Row[]>;
    heldOutside: Known<Row[]>;
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
  const { networks, members, containers, permissionSets, heldOutside } = outside;
  const holders = containers.filter(({ license }) => license !== GUEST_LICENSE);
  const lost = [permissionSets, heldOutside, members].find(({ state }) => state === 'unknown');
  if (lost?.state === 'unknown') unknowns.push({ ...lost.why, setting: 'externalHolders' });
  else settings.externalHolders = holders.map((holder) => holder.name).sort();
  if (networks.state === 'present' && networks.value.length > 0) settings.externalUsers = true;
  else if (networks.state === 'unknown') unknowns.push({ ...networks.why, setting: 'externalUsers' });
  else if (permissionSets.state === 'unknown')
    unknowns.push({ ...permissionSets.why, setting: 'externalUsers' });
  else settings.externalUsers = holders.some(({ kind }) => kind === 'profile');
  const name = settings.name ?? org.host;
  return { record: 'resource', type: 'salesforce.org', id: 'org', name, scope, settings, unknowns };
}
