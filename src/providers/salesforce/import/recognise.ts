// Which files are Salesforce metadata, and which of them belong together.
import type { InputFile } from '../../../snapshot/files.ts';
import type { Claim } from '../../provider.ts';
import { isDestructive, packageRoot } from './delta.ts';
import { withFaults } from './faults.ts';
import { metadataFile } from './metadata-file.ts';
import { readExport } from './read.ts';

/** Sources of code where metadata is kept. */
const CODE =
  /(?:^|\/)(?:classes\/[^/]+\.cls(?:-meta\.xml)?|pages\/[^/]+\.page|flows\/[^/]+\.flow(?:-meta\.xml)?)$/;

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

/**
 * Groups files into one claim a project: below each outermost sfdx-project.json, then below each outermost package.xml,
 * then whatever metadata is left as one folder.
 */
export async function recogniseSalesforce(files: InputFile[]): Promise<Claim[]> {
  const claims: Claim[] = [];
  const left = new Set(files);
  const taken = new Set<string>();
  for (const [marker, format] of [
    ['sfdx-project.json', 'SFDX project'],
    ['package.xml', 'Metadata API folder'],
  ] as const) {
    for (const folder of await outermost([...left], marker)) {
      const root = packageRoot(folder, [...left]);
      const below = [...left].filter((file) => file.path === root || file.path.startsWith(root));
      const own = await metadataOf(below, true);
      if (own.length === 0) continue;
      // Sources belong to the project too; they are claimed, and not read.
      const kept = new Set(own);
      const all = below.filter((file) => kept.has(file) || isProjectFile(file));
      for (const file of all) left.delete(file);
      claims.push(claim(all, root, format, taken, await projectName(below, root)));
    }
  }
  const loose = await metadataOf([...left], false);
  if (loose.length > 0) {
    // Sources do not name the namespace; beside metadata, folders of these names hold Salesforce code.
    const known = new Set(loose.map(({ path }) => path));
    const code = [...left].filter(({ path }) => CODE.test(path) && !known.has(path));
    claims.push(claim([...loose, ...code], commonFolder(loose), 'Metadata API folder', taken));
  }
  return claims;
}

/** Folders, with a closing slash, that hold a marker file and lie below no other such folder. */
async function outermost(files: InputFile[], marker: string): Promise<string[]> {
  const folders: string[] = [];
  for (const file of files) {
    if (file.path !== marker && !file.path.endsWith(`/${marker}`)) continue;
    // Other tools have package.xml files too.
    if (marker.endsWith('.xml') && !(await file.head()).includes(NAMESPACE)) continue;
    folders.push(file.path.slice(0, -marker.length));
  }
  return folders
    .sort()
    .filter((folder) => !folders.some((other) => other !== folder && folder.startsWith(other)));
}

/** Anything that a project of this kind holds: metadata, sources and manifests. */
function isProjectFile(file: InputFile): boolean {
  return (
    metadataFile(file) !== undefined ||
    isDestructive(file) ||
    /(?:-meta\.xml|\/package\.xml|sfdx-project\.json|\.(cls|trigger|page|component|cmp|design|auradoc|flow|css|svg|html|js))$/.test(
      `/${file.path}`,
    ) ||
    /\/(force-app|classes|lwc|aura|pages|objects|staticresources|documents)\//.test(`/${file.path}`)
  );
}

/** The metadata files among these. Outside a project their content has to name the metadata namespace, unless they were named. */
async function metadataOf(files: InputFile[], inProject: boolean): Promise<InputFile[]> {
  const found: InputFile[] = [];
  for (const file of files) {
    if (/(^|\/)(package\.xml|sfdx-project\.json)$/.test(file.path)) {
      if (inProject) found.push(file);
      continue;
    }
    const metadata = metadataFile(file);
    if (metadata === undefined) continue;
    if (inProject || file.named || (await file.head()).includes(NAMESPACE)) found.push(file);
  }
  return found.some((file) => metadataFile(file) !== undefined) ? found : [];
}

function commonFolder(files: InputFile[]): string {
  const parts = files.map((file) => file.path.split('/').slice(0, -1));
  const [first = []] = parts;
  let length = 0;
  while (length < first.length && parts.every((path) => path[length] === first[length])) length += 1;
  return first
    .slice(0, length)
    .map((part) => `${part}/`)
    .join('');
}

/** The name that a project gives itself; undefined when it has none that can be read. */
async function projectName(files: InputFile[], root: string): Promise<string | undefined> {
  const file = files.find(({ path }) => path === `${root}sfdx-project.json`);
  if (file === undefined) return undefined;
  try {
    const project: unknown = JSON.parse(await file.text());
    if (typeof project !== 'object' || project === null || !('name' in project)) return undefined;
    return typeof project.name === 'string' && project.name !== '' ? project.name : undefined;
  } catch {
    return undefined;
  }
}

function claim(
  files: InputFile[],
  root: string,
  format: string,
  taken: Set<string>,
  projectName?: string,
): Claim {
  const folder = root.replace(/\/$/, '');
  const base = folder.split('/').at(-1) ?? '';
  const name = projectName ?? (base === '' || base === '.' || base === '..' ? 'unknown' : base);
  const slug = name.replace(/[^\w.-]+/g, '-');
  let id = `salesforce/${slug}`;
  for (let count = 2; taken.has(id); count += 1) id = `salesforce/${slug}-${count}`;
  taken.add(id);
  const scope = { id, label: name === 'unknown' ? 'Salesforce' : name, format, path: folder || '.' };
  const read = async function* () {
    for await (const record of readExport(files, scope)) yield withFaults(record);
  };
  return { format, root: folder || '.', files, read };
}
