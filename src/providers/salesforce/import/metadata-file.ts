// What a file of an export describes, by its name alone.
import type { InputFile } from '../../../snapshot/files.ts';
import type { Text } from '../../../snapshot/resource.ts';

/** Kinds of metadata that are read; the suffix in both styles, `X.profile` and `X.profile-meta.xml`. */
const KINDS =
  'site|network|profile|permissionset|permissionsetgroup|mutingpermissionset|sharingRules|sharingGuestRule|sharingCriteriaRule|sharingOwnerRule|object|field|settings' +
  '|connectedApp|ecaOauthPlcy|ecaOauth|sharingSet|corsWhitelistOrigin|cspTrustedSite|remoteSite|reportFolder|dashboardFolder|document';
const READ = new RegExp(`(?:^|/)([^/]+)\\.(${KINDS})(?:-meta\\.xml)?$`);
/** A metadata file: what it describes and its name without the suffix. */
export interface MetadataFile {
  file: InputFile;
  kind: string;
  /** `E_Bikes`, `Kagi Support Profile`; percent escapes of file names undone. */
  name: string;
}

/** Kind and name of a metadata file by its path; undefined for any other file. */
export function metadataFile(file: InputFile): MetadataFile | undefined {
  const match = READ.exec(file.inside);
  if (match === null) return undefined;
  const [, base = '', kind = ''] = match;
  return { file, kind, name: unescaped(base) };
}

function unescaped(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Sites, networks and settings that more than one file describes: the first one is used, and that is said. */
export function doubles(metadata: MetadataFile[]): Text[] {
  const first = new Map<string, string>();
  const notes: Text[] = [];
  for (const { kind, name, file } of metadata) {
    if (!['site', 'network', 'settings'].includes(kind) || /(^|\/)experiences\//.test(file.path)) continue;
    const used = first.get(`${kind} ${name}`);
    if (used === undefined) first.set(`${kind} ${name}`, file.path);
    else
      notes.push({
        en: `${used} was used; ${file.path} describes the same and was not`,
        ja: `${used} を使い、同じものを記述する ${file.path} は使っていません`,
      });
  }
  return notes;
}
