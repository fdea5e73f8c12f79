// Components of one metadata type: those of an export or of an org in the same form, or why they are not known.
import type { InputFile } from '../../../snapshot/files.ts';
import type { Known, Origin, Unknown } from '../../../snapshot/resource.ts';
import type { Manifests } from './manifest.ts';
import type { MetadataFile } from './metadata-file.ts';
import type { Element } from './xml.ts';

/** One component. `path` is '' when it came from the org itself. */
export interface Component {
  name: string;
  root: Element;
  path: string;
}

/** Metadata types that are read this way -> what their files are called, and the folder that holds those without a suffix. */
export const COMPONENT_TYPES = {
  ConnectedApp: { suffix: 'connectedApp' },
  ExtlClntAppOauthConfigurablePolicies: { suffix: 'ecaOauthPlcy' },
  ExtlClntAppOauthSettings: { suffix: 'ecaOauth' },
  SharingSet: { suffix: 'sharingSet' },
  CorsWhitelistOrigin: { suffix: 'corsWhitelistOrigin' },
  CspTrustedSite: { suffix: 'cspTrustedSite' },
  RemoteSiteSetting: { suffix: 'remoteSite' },
  ReportFolder: { suffix: 'reportFolder', folder: 'reports' },
  DashboardFolder: { suffix: 'dashboardFolder', folder: 'dashboards' },
} as const satisfies Record<string, { suffix: string; folder?: string }>;

export type ComponentType = keyof typeof COMPONENT_TYPES;

/** Types that no wildcard of a manifest brings: an export without them was made without a way to hold them. */
const BY_NAME_ONLY: ComponentType[] = ['ReportFolder', 'DashboardFolder'];

/** What it takes to read components of an export. */
export interface Exported {
  metadata: MetadataFile[];
  files: InputFile[];
  manifests: Manifests;
  /** A file as XML, or why it could not be read. */
  parsed(file: InputFile): Promise<Element | string>;
}

/**
 * All components of a type. None at all counts as none only where a manifest asked for all of them; files of some, with a
 * manifest that does not name others, count as all. One that cannot be read leaves the list unknown.
 */
export async function componentsOf(type: ComponentType, input: Exported): Promise<Known<Component[]>> {
  const found: Component[] = [];
  for (const { name, file } of filesOf(type, input)) {
    const root = await input.parsed(file);
    if (typeof root === 'string') return lost({ setting: type, reason: 'malformed', detail: root });
    if (root.name === type) found.push({ name, root, path: file.path });
  }
  const asked = input.manifests.members.get(type);
  if (found.length > 0 || asked?.has('*') === true) return { state: 'present', value: found };
  const missing = notRetrieved(type, type);
  return BY_NAME_ONLY.includes(type) ? lost({ ...missing.why, reason: 'not-held' }) : missing;
}

function filesOf(type: ComponentType, { metadata, files }: Exported): { name: string; file: InputFile }[] {
  const { suffix, folder }: { suffix: string; folder?: string } = COMPONENT_TYPES[type];
  const found = metadata.filter(({ kind }) => kind === suffix).map(({ name, file }) => ({ name, file }));
  if (folder === undefined) return found;
  // In a Metadata API folder the file beside a folder has no suffix of its own: reports/Sales-meta.xml.
  const plain = new RegExp(`(?:^|/)${folder}/(?:[^/]+/)*([^/.]+)-meta\\.xml$`);
  for (const file of files) {
    const name = plain.exec(file.path)?.[1];
    if (name !== undefined) found.push({ name, file });
  }
  return found;
}

/** A setting of metadata that the export could hold and does not. */
export function notRetrieved(setting: string, what: string): { state: 'unknown'; why: Unknown } {
  const [detail, detailJa] = [`retrieve ${what}`, `${what} を取得してください`];
  return { state: 'unknown', why: { setting, reason: 'missing', detail, detailJa } };
}

function lost(why: Unknown): Known<never> {
  return { state: 'unknown', why };
}

/** Where an element of a component was read; undefined when it came from the org itself. */
export function placeOf({ path }: Component, { line, column }: Element): Origin | undefined {
  return path === '' ? undefined : { file: path, line, column };
}
