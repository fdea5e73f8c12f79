// Collecting IAM from a server on the loopback.
import { iam } from '../../../../src/providers/aws/iam/collect.ts';
import { signIn } from '../../../../src/providers/aws/session/session.ts';
import type { CollectRequest } from '../../../../src/providers/provider.ts';
import type { Listing, Resource } from '../../../../src/snapshot/resource.ts';

export interface Collected {
  order: string[];
  /** By type and name: `aws.iam.role deploy`. */
  resources: Map<string, Resource>;
  listings: Map<string, Listing>;
  calls: number;
}

/** Everything that the collector of IAM yields, context first. */
export async function collectIam(endpoint: string): Promise<Collected> {
  const calls = { count: 0 };
  const request: CollectRequest = {
    services: ['iam'],
    regions: [],
    endpointUrl: endpoint,
    env: {},
    userAgent: 'tojimari/0.0.0-test',
    onProgress() {},
    onAsker() {},
    calls,
    now: Date.parse('2026-01-01T00:00:00Z'),
  };
  const session = await signIn(request);
  const found: Collected = { order: [], resources: new Map(), listings: new Map(), calls: 0 };
  const keep = (record: Listing | Resource) => {
    found.order.push(record.record === 'listing' ? `${record.type} listing` : record.type);
    if (record.record === 'listing') found.listings.set(record.type, record);
    else found.resources.set(`${record.type} ${record.name}`, record);
  };
  if (iam.context === undefined) throw new Error('IAM has context resources');
  for await (const record of iam.context(session, request)) keep(record);
  for await (const record of iam.collect(session, request)) keep(record);
  found.calls = session.calls.count;
  return found;
}
