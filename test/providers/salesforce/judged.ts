// Helpers of the Salesforce tests: records in, exposures out.
import type { Context, Exposure } from '../../../src/exposure.ts';
import type { CollectRequest } from '../../../src/providers/provider.ts';
import { salesforce } from '../../../src/providers/salesforce/provider.ts';
import { findFiles, type InputFile } from '../../../src/snapshot/files.ts';
import type { Listing, Resource, Scope, SnapshotRecord } from '../../../src/snapshot/resource.ts';
import { TOKEN } from '../../servers/salesforce.ts';

export const NOW = Date.parse('2026-11-01T00:00:00Z');

export interface Judged {
  scopes: Scope[];
  listings: Listing[];
  resources: Resource[];
  /** Every exposure with the resource it is of. */
  exposures: { of: string; exposure: Exposure }[];
}

/** Judges records as the program does: context first, then each resource. */
export async function judge(records: AsyncIterable<SnapshotRecord>): Promise<Judged> {
  const judged: Judged = { scopes: [], listings: [], resources: [], exposures: [] };
  for await (const record of records) {
    if (record.record === 'scope') judged.scopes.push(record);
    if (record.record === 'listing') judged.listings.push(record);
    if (record.record === 'resource') judged.resources.push(record);
  }
  const context: Context = {
    all: (type, scope) =>
      judged.resources.filter((resource) => resource.type === type && resource.scope === scope),
    ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
    now: NOW,
  };
  for (const resource of judged.resources)
    for (const service of salesforce.services)
      if (service.types.some(({ type, context: held }) => type === resource.type && held !== true))
        for (const exposure of service.analyse(resource, context).exposures)
          judged.exposures.push({ of: `${resource.type} ${resource.id}`, exposure });
  return judged;
}

/** Judges files; they have to be one claim. */
export async function judgeFiles(files: InputFile[]): Promise<Judged> {
  const claims = await salesforce.recognise(files);
  const [claim] = claims;
  if (claim === undefined || claims.length > 1) throw new Error(`${claims.length} claims`);
  return await judge(claim.read());
}

export async function judgeFolder(folder: string): Promise<Judged> {
  return await judgeFiles(await findFiles([folder]));
}

/** `open anyone list+read guest-rule Contact`: an exposure in one line. */
export function line({ exposure }: { exposure: Exposure }): string {
  const { state, audience, access, via, subject } = exposure;
  return [state, audience, access.join('+'), via, subject].filter((word) => word !== undefined).join(' ');
}

/** A request as the command line makes one. */
export function request(env: CollectRequest['env'], more: Partial<CollectRequest> = {}): CollectRequest {
  return {
    services: [],
    regions: [],
    env,
    userAgent: 'tojimari/0.0.0-test',
    onProgress: () => {},
    onAsker: () => {},
    calls: { count: 0 },
    now: NOW,
    ...more,
  };
}

export function tokenEnv(url: string): CollectRequest['env'] {
  return { SF_INSTANCE_URL: url, SF_ACCESS_TOKEN: TOKEN };
}
