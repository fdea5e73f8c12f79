// For tests: reads texts as files of a folder, and judges what comes out.
import type { Context } from '../../../../src/exposure.ts';
import { recogniseAws } from '../../../../src/providers/aws/import/recognise.ts';
import { aws } from '../../../../src/providers/aws/provider.ts';
import { type InputFile, textFile } from '../../../../src/snapshot/files.ts';
import type { Listing, Resource, Scope, SnapshotRecord } from '../../../../src/snapshot/resource.ts';
import type { OpenWritten } from '../../../../src/snapshot/told.ts';

export interface Reading {
  scopes: Scope[];
  listings: Listing[];
  resources: Resource[];
  /** The resource of a type by its name. */
  find(type: string, name: string): Resource;
  /** `audience state access` of every exposure that is not closed, sorted. */
  doors(name: string): string[];
  /** The same of the one resource of this type and name. */
  exposures(type: string, name: string): string[];
}

/** Reads one file, or several as the files of a folder. */
export async function read(files: Record<string, string> | string, named = false): Promise<Reading> {
  const texts = typeof files === 'string' ? { 'input.json': files } : files;
  return readFiles(Object.entries(texts).map(([path, text]) => textFile(path, text, named)));
}

export async function readFiles(files: InputFile[], written?: OpenWritten): Promise<Reading> {
  const records: SnapshotRecord[] = [];
  for (const claim of await recogniseAws(files))
    for await (const record of claim.read(written)) records.push(record);
  const resources = records.filter((record) => record.record === 'resource');
  const find = (type: string, name: string) => {
    const found = resources.find((resource) => resource.type === type && resource.name === name);
    if (found === undefined)
      throw new Error(`no ${type} ${name} among ${resources.map(({ name: one }) => one)}`);
    return found;
  };
  return {
    scopes: records.filter((record) => record.record === 'scope'),
    listings: records.filter((record) => record.record === 'listing'),
    resources,
    find,
    doors: (name) => {
      const wanted = resources.filter((one) => one.name === name && /bucket|role/.test(one.type));
      return wanted.flatMap((one) => judged(one, resources)).sort();
    },
    exposures: (type, name) => judged(find(type, name), resources).sort(),
  };
}

function judged(resource: Resource, all: Resource[]): string[] {
  const context: Context = {
    all: (type, scope) => all.filter((one) => one.type === type && one.scope === scope),
    ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
    now: Date.UTC(2026, 0, 1),
  };
  const service = aws.services.find(({ types }) => types.some(({ type }) => type === resource.type));
  if (service === undefined) throw new Error(`no service for ${resource.type}`);
  return service
    .analyse(resource, context)
    .exposures.filter(({ state, audience }) => state !== 'closed' && audience !== 'internal')
    .map(({ audience, state, access }) => `${audience} ${state} ${access.join('+')}`);
}

/** What a plan in a test changes. */
export interface Change {
  address: string;
  actions?: string[];
  after?: object;
  before?: object;
  unknown?: object;
}

/** A plan with these changes; `configuration` as Terraform writes it for the root module. */
export function plan(changes: Change[], root: object | undefined = undefined, more: object = {}): string {
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.9.0',
    planned_values: { root_module: {} },
    resource_changes: changes.map(({ address, actions = ['create'], after, before, unknown = {} }) => ({
      address,
      mode: 'managed',
      type: /(?:^|\.)(aws_\w+)\.[^.]+$/.exec(address.replace(/\[.*?\]/g, ''))?.[1],
      change: { actions, before: before ?? null, after: after ?? null, after_unknown: unknown },
    })),
    ...(root !== undefined && { configuration: { root_module: root } }),
    ...more,
  });
}

export function configured(address: string, expressions: object): object {
  return { address, mode: 'managed', type: address.split('.')[0], expressions };
}

/** The reason and detail of an unknown setting. */
export function why(resource: Resource, setting: string): string {
  const found = resource.unknowns.find((unknown) => unknown.setting === setting);
  return found === undefined ? 'known' : [found.reason, found.detail].filter(Boolean).join(': ');
}

export const PUBLIC_READ = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi-assets/*' },
  ],
};
export const OFF = {
  block_public_acls: false,
  ignore_public_acls: false,
  block_public_policy: false,
  restrict_public_buckets: false,
};
