// Reading exports in tests: files in memory, and what comes of them.
import { recogniseAws } from '../../../../src/providers/aws/import/recognise.ts';
import type { Claim } from '../../../../src/providers/provider.ts';
import { type InputFile, textFile } from '../../../../src/snapshot/files.ts';
import type { Listing, Resource, Scope, SnapshotRecord } from '../../../../src/snapshot/resource.ts';

export interface Read {
  claims: Claim[];
  records: SnapshotRecord[];
  scopes: Scope[];
  resources: Resource[];
  listings: Map<string, Listing>;
  /** The resource of this type and name; throws when it is not there. */
  get(type: string, name: string): Resource;
  /** Files that no claim took. */
  left: string[];
}

/** Reads every claim on the files. */
export async function readFiles(files: InputFile[]): Promise<Read> {
  const claims = await recogniseAws(files);
  const records: SnapshotRecord[] = [];
  for (const claim of claims) for await (const record of claim.read()) records.push(record);
  const resources = records.filter((record) => record.record === 'resource');
  const listings = new Map<string, Listing>();
  for (const record of records) if (record.record === 'listing') listings.set(record.type, record);
  const claimed = new Set(claims.flatMap((claim) => claim.files));
  return {
    claims,
    records,
    scopes: records.filter((record) => record.record === 'scope'),
    resources,
    listings,
    get(type, name) {
      const found = resources.find((resource) => resource.type === type && resource.name === name);
      if (found === undefined) throw new Error(`no ${type} ${name}`);
      return found;
    },
    left: files.filter((file) => !claimed.has(file)).map(({ inside }) => inside),
  };
}

/** Files of a folder: path -> content, JSON when it is not text. */
export function folder(contents: Record<string, unknown>): InputFile[] {
  return Object.entries(contents).map(([path, content]) =>
    textFile(
      path,
      typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
      false,
    ),
  );
}

/** Unknowns of a resource, in short. */
export function unknowns(resource: Resource): string[] {
  return resource.unknowns.map(({ setting, reason }) => `${setting} ${reason}`).sort();
}
