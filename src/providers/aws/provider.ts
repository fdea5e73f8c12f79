// AWS: accounts, live through the SDK or from what people exported.
import type { Listing, Resource, Scope } from '../../snapshot/resource.ts';
import type { CollectRequest, Plan, Provider } from '../provider.ts';
import { exportScript } from './export/script.ts';
import { settle } from './export/settle.ts';
import { FORMATS } from './import/formats.ts';
import { SERVICES } from './services.ts';

export const aws: Provider = {
  name: 'aws',
  services: SERVICES,
  collect,
  plan,
  recognise: async (files) => (await import('./import/recognise.ts')).recogniseAws(files),
  formats: FORMATS,
  exportScript,
  settle,
  managed: {
    SecurityAudit: async (permissions) =>
      (await import('./permissions/beyond.ts')).beyondSecurityAudit(permissions),
  },
  permissions: SERVICES.flatMap(({ permissions }) => permissions),
};

async function plan(request: CollectRequest): Promise<Plan> {
  const { signIn } = await import('./session/session.ts');
  const { planOf } = await import('./live/plan.ts');
  const session = await signIn(request);
  try {
    return await planOf(session, request);
  } finally {
    session.options.requestHandler.close();
  }
}

async function* collect(request: CollectRequest): AsyncIterable<Scope | Listing | Resource> {
  const { signIn } = await import('./session/session.ts');
  const session = await signIn(request);
  try {
    const { accounts } = request;
    if (accounts === undefined) yield* (await import('./live/live.ts')).readAccount(session, request);
    else yield* (await import('./live/estate.ts')).readEstate(session, request, accounts);
  } finally {
    session.options.requestHandler.close();
  }
}
