// A CDK cloud assembly: its manifest says which template is which stack, and where each is deployed.
import { InputError } from '../../../errors.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import { raw, word } from '../answers/shape.ts';
import { parseJson } from './json.ts';

/** Where a template is deployed, as far as the manifest says. */
export interface Deployed {
  stackName: string;
  account?: string;
  region?: string;
  /** The manifest that says so. */
  manifest: InputFile;
}

/** A manifest has no other name than this. */
export function isManifest(path: string): boolean {
  return /(^|\/)manifest\.json$/.test(path);
}

/** True for the head of a manifest (AWS CDK, cloud assembly schema). */
export function isAssembly(head: string): boolean {
  return (
    /^\s*\{/.test(head) &&
    /"artifacts"\s*:\s*\{/.test(head) &&
    /"type"\s*:\s*"(aws:cloudformation:stack|cdk:[a-z-]+)"/.test(head)
  );
}

/** The templates of all assemblies among the files. A manifest that does not parse says nothing. */
export async function deployedBy(
  manifests: InputFile[],
  files: InputFile[],
): Promise<Map<InputFile, Deployed>> {
  const found = new Map<InputFile, Deployed>();
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const manifest of manifests) {
    const stacks = await stacksOf(manifest);
    const folder = manifest.path.slice(0, manifest.path.lastIndexOf('/') + 1);
    for (const { templateFile, ...where } of stacks) {
      const template = byPath.get(folder + templateFile);
      if (template !== undefined) found.set(template, { ...where, manifest });
    }
    const [first, ...others] = stacks;
    if (first === undefined) continue;
    // Nested stacks stand in no manifest; they are deployed where the stacks are that hold them.
    const alone = others.every(({ account, region }) => account === first.account && region === first.region);
    for (const file of files) {
      const name = file.path.slice(folder.length);
      if (!file.path.startsWith(folder) || name.includes('/') || !/\.nested\.template\.json$/.test(name))
        continue;
      const { templateFile: _own, stackName: _name, ...where } = first;
      found.set(file, {
        ...(alone && where),
        stackName: name.replace('.nested.template.json', ''),
        manifest,
      });
    }
  }
  return found;
}

interface Stack extends Omit<Deployed, 'manifest'> {
  templateFile: string;
}

/** `artifacts: { Id: { type, environment: "aws://ACCOUNT/REGION", properties: { templateFile, stackName } } }` */
async function stacksOf(manifest: InputFile): Promise<Stack[]> {
  const artifacts = raw(raw(await contentOf(manifest))?.['artifacts']) ?? {};
  return Object.entries(artifacts).flatMap(([id, entry]) => {
    const artifact = raw(entry);
    const properties = raw(artifact?.['properties']);
    const templateFile = word(properties?.['templateFile']);
    if (artifact?.['type'] !== 'aws:cloudformation:stack' || templateFile === undefined) return [];
    const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(word(artifact['environment']) ?? '') ?? [];
    return [
      {
        templateFile,
        stackName: word(properties?.['stackName']) ?? id,
        ...(account !== undefined && /^\d{12}$/.test(account) && { account }),
        ...(region !== undefined && region !== 'unknown-region' && { region }),
      },
    ];
  });
}

async function contentOf(manifest: InputFile): Promise<unknown> {
  try {
    return parseJson(await manifest.text(), manifest.path);
  } catch (error) {
    if (error instanceof InputError && !manifest.named) return undefined;
    throw error;
  }
}
