// AWS: accounts, live through the SDK or from what people exported.
import type { Listing, Resource, Scope } from '../../snapshot/resource.ts';
import type { CollectRequest, Provider } from '../provider.ts';
import { account } from './account/service.ts';
import type { Collector } from './collector.ts';
import { iam, iamPermissions } from './iam/service.ts';
import { PERMISSIONS } from './permissions.ts';
import { policy } from './policy/service.ts';
import { s3 } from './s3/service.ts';
import type { Session } from './session.ts';

export const aws: Provider = {
  name: 'aws',
  services: [account, s3, iam, policy],
  collect,
  recognise: async (files) => (await import('./import/recognise.ts')).recogniseAws(files),
  permissions: [...PERMISSIONS, ...iamPermissions],
};

/** Service name -> its collector; loaded only when asked for, because each brings an SDK client. */
const COLLECTORS: Record<string, () => Promise<Collector>> = {
  s3: async () => (await import('./s3/collect.ts')).s3,
  iam: async () => (await import('./iam/collect.ts')).iam,
};

async function* collect(request: CollectRequest): AsyncIterable<Scope | Listing | Resource> {
  const { signIn } = await import('./session.ts');
  const session = await signIn(request);
  try {
    yield* readAll(session, request);
  } finally {
    session.options.requestHandler.close();
  }
}

async function* readAll(
  session: Session,
  request: CollectRequest,
): AsyncIterable<Scope | Listing | Resource> {
  const { accountLabel, askerName } = await import('./session.ts');
  const { readAccount } = await import('./account/collect.ts');
  const { resource, notes } = await readAccount(session);
  const { alias } = resource.settings;
  const label = accountLabel(session.account, typeof alias === 'string' ? alias : undefined);
  const asker = askerName(session.arn);
  request.onAsker(`${asker} in ${label}`);
  yield {
    record: 'scope',
    id: resource.scope,
    provider: 'aws',
    label,
    input: 'live',
    format: 'live',
    asker,
    ...(request.regions.length > 0 && { regions: request.regions }),
    ...(notes.length > 0 && { notes }),
  };
  yield resource;
  // Who it is has to be known for any service; it is counted where it was asked for.
  if (asked(request, 'account'))
    yield { record: 'listing', scope: resource.scope, type: resource.type, state: 'complete', seen: 1 };
  const collectors: Collector[] = [];
  for (const [service, load] of Object.entries(COLLECTORS)) {
    if (asked(request, service)) collectors.push(await load());
  }
  for (const collector of collectors) if (collector.context) yield* collector.context(session, request);
  for (const collector of collectors) yield* collector.collect(session, request);
}

function asked(request: CollectRequest, service: string): boolean {
  return request.services.length === 0 || request.services.includes(service);
}
