// Salesforce: orgs, live through jsforce or from exported metadata.
import type { Provider } from '../provider.ts';
import { external } from './external/service.ts';
import { files } from './files/service.ts';
import { guest } from './guest/service.ts';
import { recogniseSalesforce } from './import/recognise.ts';

export const salesforce: Provider = {
  name: 'salesforce',
  services: [guest, external, files],
  async *collect() {},
  recognise: recogniseSalesforce,
  permissions: [],
};
