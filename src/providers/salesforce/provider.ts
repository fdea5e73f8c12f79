// Salesforce: orgs, live through jsforce or from exported metadata.
import type { Provider } from '../provider.ts';
import { apps } from './apps/service.ts';
import { documents } from './documents/service.ts';
import { exportScript } from './export-script.ts';
import { external } from './external/service.ts';
import { files } from './files/service.ts';
import { guest } from './guest/service.ts';
import { hardening } from './hardening/service.ts';
import { FORMATS } from './import/formats.ts';
import { recogniseSalesforce } from './import/recognise.ts';
import { METADATA_READS } from './live/metadata-reads.ts';
import { ALL_QUERIES } from './live/plan.ts';
import { METADATA, SETUP } from './live/query.ts';
import { permissionSet } from './permission-set.ts';
import { settle } from './settle.ts';

/** One entry for a permission of a service, with all that it is for. */
function merged(needs: Provider['permissions']): Provider['permissions'] {
  const found = new Map<string, Provider['permissions'][number]>();
  for (const need of needs) {
    const key = `${need.permission} ${need.service}`;
    const before = found.get(key);
    const purpose =
      before === undefined
        ? need.purpose
        : { en: `${before.purpose.en}; ${need.purpose.en}`, ja: `${before.purpose.ja}、${need.purpose.ja}` };
    found.set(key, { ...need, purpose });
  }
  return [...found.values()];
}

export const salesforce: Provider = {
  name: 'salesforce',
  services: [guest, external, apps, documents, files, hardening],
  async *collect(request) {
    const { collectSalesforce } = await import('./collect.ts');
    yield* collectSalesforce(request);
  },
  async plan(request) {
    const { planSalesforce } = await import('./collect.ts');
    return await planSalesforce(request);
  },
  grant: permissionSet,
  recognise: recogniseSalesforce,
  formats: FORMATS,
  exportScript,
  settle,
  permissions: merged([
    ...ALL_QUERIES.map(({ permission, service, purpose }) => ({ permission, service, purpose })),
    {
      permission: SETUP,
      service: 'guest',
      purpose: { en: 'parents that control access to an object', ja: 'アクセスを制御する親オブジェクト' },
    },
    ...METADATA_READS.map(({ service, purpose, permission = METADATA }) => ({
      permission,
      service,
      purpose,
    })),
  ]),
};
