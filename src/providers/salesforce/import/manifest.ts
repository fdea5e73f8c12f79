// package.xml files: what was asked for when the export was made.
import { InputError } from '../../../errors.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import type { Text } from '../../../snapshot/resource.ts';
import { signOfPart } from './delta.ts';
import { type Element, readXml } from './xml.ts';

/** What the manifests of an export say. One that could not be read proves nothing, so that the export may be a part. */
export interface Manifests {
  /** Metadata type -> members that they ask for. */
  members: Map<string, Set<string>>;
  read: InputFile[];
  /** Why those that could not be read could not. */
  faults: string[];
  /** Why the export is a part of an org only; undefined when nothing says so. */
  part?: Text;
}

/** Reads every package.xml among the files. */
export async function readManifests(files: InputFile[]): Promise<Manifests> {
  const manifests: Manifests = { members: new Map(), read: [], faults: [] };
  for (const file of files) {
    if (!/(^|\/)package\.xml$/.test(file.path)) continue;
    try {
      addMembers(manifests.members, await readXml(file));
      manifests.read.push(file);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      manifests.faults.push(error.message);
    }
  }
  const part = signOfPart(files, manifests.members);
  return part === undefined ? manifests : { ...manifests, part };
}

function addMembers(members: Map<string, Set<string>>, root: Element): void {
  for (const types of root.children) {
    if (types.name !== 'types') continue;
    const name = types.children.find((child) => child.name === 'name')?.text ?? '';
    const known = members.get(name) ?? new Set();
    members.set(name, known);
    for (const child of types.children) if (child.name === 'members') known.add(child.text);
  }
}
