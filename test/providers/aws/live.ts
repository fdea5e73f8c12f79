// Collecting from a server on the loopback, as the command line would.

import { aws } from '../../../src/providers/aws/provider.ts';
import type { CollectRequest } from '../../../src/providers/provider.ts';
import type { Listing, Resource, Scope, SnapshotRecord } from '../../../src/snapshot/resource.ts';

/** Keys that any server on the loopback takes, and no file or machine that could hold real ones. */
export const TEST_ENV = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret-of-the-test',
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** The SDK reads its own variables from the process; the rest of the program only from the request. */
export function useEnvironment(variables: Record<string, string>): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, variables);
}

export interface Collected {
  records: SnapshotRecord[];
  scope: Scope | undefined;
  /** Resources by type and name: `aws.s3.bucket kagi-open`. */
  resources: Map<string, Resource>;
  listings: Map<string, Listing>;
  askers: string[];
  progress: { done: number; total?: number }[];
  calls: number;
}

export async function collectFrom(endpoint: string, more: Partial<CollectRequest> = {}): Promise<Collected> {
  const found: Collected = {
    records: [],
    scope: undefined,
    resources: new Map(),
    listings: new Map(),
    askers: [],
    progress: [],
    calls: 0,
  };
  const calls = { count: 0 };
  const request: CollectRequest = {
    services: ['s3'],
    regions: [],
    ...(endpoint !== '' && { endpointUrl: endpoint }),
    env: {},
    userAgent: 'tojimari/0.0.0-test',
    onProgress: ({ done, total }) => found.progress.push({ done, ...(total !== undefined && { total }) }),
    onAsker: (line) => found.askers.push(line),
    calls,
    now: Date.parse('2026-01-01T00:00:00Z'),
    ...more,
  };
  for await (const record of aws.collect(request)) {
    found.records.push(record);
    if (record.record === 'scope') found.scope = record;
    else if (record.record === 'listing') found.listings.set(record.type, record);
    else found.resources.set(`${record.type} ${record.name}`, record);
  }
  found.calls = calls.count;
  return found;
}
