// Files of an SFDX project as element trees, by kind and name, for the loopback org.
import { type Element, readXml } from '../../src/providers/salesforce/import/xml.ts';
import { findFiles } from '../../src/snapshot/files.ts';

export interface OrgFiles {
  sites: Map<string, Element>;
  networks: Map<string, Element>;
  profiles: Map<string, Element>;
  sharingRules: Map<string, Element>;
  settings: Map<string, Element>;
  objects: Map<string, Element>;
  /** Object -> its field files. */
  fields: Map<string, Element[]>;
}

/** Reads a project in source format. */
export async function readOrg(folder: string): Promise<OrgFiles> {
  const org: OrgFiles = {
    sites: new Map(),
    networks: new Map(),
    profiles: new Map(),
    sharingRules: new Map(),
    settings: new Map(),
    objects: new Map(),
    fields: new Map(),
  };
  for (const file of await findFiles([folder])) {
    const match = /([^/]+)\.(site|network|profile|sharingRules|settings|object|field)-meta\.xml$/.exec(
      file.path,
    );
    const [, name = '', kind] = match ?? [];
    if (kind === undefined) continue;
    const root = await readXml(file);
    if (kind === 'site') org.sites.set(name, root);
    if (kind === 'network') org.networks.set(name, root);
    if (kind === 'profile') org.profiles.set(name, root);
    if (kind === 'sharingRules') org.sharingRules.set(name, root);
    if (kind === 'settings') org.settings.set(name, root);
    if (kind === 'object') org.objects.set(name, root);
    if (kind === 'field') {
      const object = /objects\/([^/]+)\/fields\//.exec(file.path)?.[1] ?? '';
      org.fields.set(object, [...(org.fields.get(object) ?? []), root]);
    }
  }
  return org;
}
