// package.xml files: what was asked for when the export was made.
import type { InputFile } from '../../../snapshot/files.ts';
import { readXml } from './xml.ts';

/** Metadata type -> members that the manifests ask for. */
export async function membersOf(manifests: InputFile[]): Promise<Map<string, Set<string>>> {
  const members = new Map<string, Set<string>>();
  for (const manifest of manifests) {
    const root = await readXml(manifest).catch(() => undefined);
    for (const types of root?.children ?? []) {
      if (types.name !== 'types') continue;
      const name = types.children.find((child) => child.name === 'name')?.text ?? '';
      const known = members.get(name) ?? new Set();
      members.set(name, known);
      for (const child of types.children) if (child.name === 'members') known.add(child.text);
    }
  }
  return members;
}
