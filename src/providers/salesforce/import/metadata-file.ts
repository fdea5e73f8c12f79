// What a file of an export describes, by its name alone.
import type { InputFile } from '../../../snapshot/files.ts';

/** Kinds of metadata that are read; the suffix in both styles, `X.profile` and `X.profile-meta.xml`. */
const KINDS =
  'site|network|profile|permissionset|sharingRules|sharingGuestRule|sharingCriteriaRule|sharingOwnerRule|object|field|settings' +
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
