// Files of an SFDX project as element trees, by kind and name, for the loopback org.
import { COMPONENT_TYPES } from '../../src/providers/salesforce/import/components.ts';
import { type Element, readXml, text } from '../../src/providers/salesforce/import/xml.ts';
import { findFiles } from '../../src/snapshot/files.ts';

export interface OrgFiles {
  sites: Map<string, Element>;
  networks: Map<string, Element>;
  profiles: Map<string, Element>;
  permissionSets: Map<string, Element>;
  muting: Map<string, Element>;
  groups: Map<string, Element>;
  sharingRules: Map<string, Element>;
  settings: Map<string, Element>;
  objects: Map<string, Element>;
  /** Object -> its field files. */
  fields: Map<string, Element[]>;
  classes: Map<string, { body: string; apiVersion: number }>;
  pages: Map<string, string>;
  flows: Map<string, Element>;
  /** Metadata type -> components by name: sharing sets, apps, origins, folders. */
  components: Map<string, Map<string, Element>>;
}

/** Reads a project in source format. */
export async function readOrg(folder: string): Promise<OrgFiles> {
  const org: OrgFiles = {
    sites: new Map(),
    networks: new Map(),
    profiles: new Map(),
    permissionSets: new Map(),
    muting: new Map(),
    groups: new Map(),
    sharingRules: new Map(),
    settings: new Map(),
    objects: new Map(),
    fields: new Map(),
    classes: new Map(),
    pages: new Map(),
    flows: new Map(),
    components: new Map(Object.keys(COMPONENT_TYPES).map((type) => [type, new Map()])),
  };
  for (const file of await findFiles([folder])) {
    const [, code = '', suffix] = /([^/]+)\.(cls|cls-meta\.xml|page|flow-meta\.xml)$/.exec(file.path) ?? [];
    const known = org.classes.get(code) ?? { body: '', apiVersion: 0 };
    if (suffix === 'cls') org.classes.set(code, { ...known, body: await file.text() });
    if (suffix === 'cls-meta.xml')
      org.classes.set(code, { ...known, apiVersion: Number(text(await readXml(file), 'apiVersion')) });
    if (suffix === 'page') org.pages.set(code, await file.text());
    if (suffix === 'flow-meta.xml') org.flows.set(code, await readXml(file));
    for (const [type, { suffix: ending }] of Object.entries(COMPONENT_TYPES)) {
      const [, name] = new RegExp(`([^/]+)\\.${ending}-meta\\.xml$`).exec(file.path) ?? [];
      if (name !== undefined) org.components.get(type)?.set(name, await readXml(file));
    }
    const match =
      /([^/]+)\.(site|network|profile|permissionset|mutingpermissionset|permissionsetgroup|sharingRules|settings|object|field)-meta\.xml$/.exec(
        file.path,
      );
    const [, name = '', kind] = match ?? [];
    if (kind === undefined) continue;
    const root = await readXml(file);
    if (kind === 'site') org.sites.set(name, root);
    if (kind === 'network') org.networks.set(name, root);
    if (kind === 'profile') org.profiles.set(name, root);
    if (kind === 'permissionset') org.permissionSets.set(name, root);
    if (kind === 'mutingpermissionset') org.muting.set(name, root);
    if (kind === 'permissionsetgroup') org.groups.set(name, root);
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
