// Salesforce: orgs, live through jsforce or from exported metadata.
import type { Provider } from '../provider.ts';
import { external } from './external/service.ts';
import { files } from './files/service.ts';
import { guest } from './guest/service.ts';
import { recogniseSalesforce } from './import/recognise.ts';
import { METADATA, METADATA_READS, QUERIES, type Query } from './live/queries.ts';

const queries: Query[] = Object.values(QUERIES);

export const salesforce: Provider = {
  name: 'salesforce',
  services: [guest, external, files],
  async *collect(request) {
    const { collectSalesforce } = await import('./collect.ts');
    yield* collectSalesforce(request);
  },
  recognise: recogniseSalesforce,
  permissions: [
    {
      permission: 'API Enabled',
      service: 'guest',
      purpose: { en: 'asking the org anything', ja: '組織への問い合わせ全般' },
    },
    ...queries.map(({ permission, service, purpose }) => ({ permission, service, purpose })),
    ...METADATA_READS.map(({ service, purpose }) => ({ permission: METADATA, service, purpose })),
  ],
};
