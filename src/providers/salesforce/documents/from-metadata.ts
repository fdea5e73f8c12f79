// Documents, and report and dashboard folders -> what of them people outside can open.
import type { Known, Origin, Resource, Unknown } from '../../../snapshot/resource.ts';
import { type Component, placeOf } from '../import/components.ts';
import { all, text } from '../import/xml.ts';
import type { Documents } from './documents.generated.ts';

type Folder = NonNullable<Documents['sharedFolders']>[number];

/** A document that is marked as externally available: its folder and name with its ending, and where that was read. */
export interface PublicDocument {
  name: string;
  origin?: Origin;
}

/** Kinds of sharing that reach people outside, by Salesforce's FolderShare page. */
const EXTERNAL_SHARES = [
  'AllCspUsers',
  'AllPrmUsers',
  'CustomerPortalUser',
  'PartnerUser',
  'PortalRole',
  'PortalRoleAndSubordinates',
];
/** Images, and what pages are made of: meant for everybody. */
const ASSET = /\.(png|jpe?g|gif|bmp|svg|ico|webp|tiff?|css|js|woff2?|ttf|otf|eot)$/i;
const ENDING = /\.[a-z0-9]+$/i;

/** The resource; what could not be read is named. */
export function documentsFrom(
  documents: Known<PublicDocument[]>,
  reports: Known<Component[]>,
  dashboards: Known<Component[]>,
  org: { scope: string; name: string },
): Resource<Documents> {
  const settings: Partial<Documents> = {};
  const unknowns: Unknown[] = [];
  const origins: Record<string, Origin> = {};
  if (documents.state === 'unknown') unknowns.push({ ...documents.why, setting: 'publicDocuments' });
  else {
    const list = documents.state === 'present' ? documents.value : [];
    const named = list.filter(({ name }) => ENDING.test(name));
    const open = named.filter(({ name }) => !ASSET.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
    const untold = list.find(({ name }) => !ENDING.test(name));
    if (open.length === 0 && untold !== undefined)
      unknowns.push({
        setting: 'publicDocuments',
        reason: 'missing',
        detail: `what kind of file ${untold.name} is: its content is not in this input`,
        detailJa: `${untold.name} の内容がこの入力になく、ファイルの種類が分かりません`,
      });
    else settings.publicDocuments = open.map(({ name }) => name);
    const [first] = open;
    if (first?.origin !== undefined) origins['publicDocuments'] = first.origin;
  }
  const lost = [reports, dashboards].flatMap(({ ...known }) =>
    known.state === 'unknown' ? [known.why] : [],
  );
  const folders: Folder[] = [];
  for (const [kind, known] of [
    ['reports', reports],
    ['dashboards', dashboards],
  ] as const)
    for (const folder of known.state === 'present' ? known.value : []) {
      const to = outsidersOf(folder);
      if (to === undefined) continue;
      folders.push({ name: folder.name, kind, to });
      const place = placeOf(folder, folder.root);
      if (place !== undefined) origins['sharedFolders'] ??= place;
    }
  // What was read of one kind does not wait for the other.
  const [why] = lost.length === 2 ? lost : lost.filter(({ reason }) => reason !== 'not-held');
  if (why !== undefined && folders.length === 0) unknowns.push({ ...why, setting: 'sharedFolders' });
  else settings.sharedFolders = folders.sort((a, b) => (a.name < b.name ? -1 : 1));
  const base = { record: 'resource', type: 'salesforce.documents', id: 'documents', ...org } as const;
  return { ...base, settings, unknowns, ...(Object.keys(origins).length > 0 ? { origins } : {}) };
}

/** Whom outside a folder is shared with: everybody, by its access type, or a kind of external users. */
function outsidersOf({ root }: Component): string | undefined {
  const kinds = all(root, 'folderShares').map((share) => text(share, 'sharedToType') ?? '');
  const kind = kinds.find((name) => EXTERNAL_SHARES.includes(name));
  return kind ?? (text(root, 'accessType') === 'Public' ? 'Public' : undefined);
}
