// Salesforce: orgs, live through jsforce or from exported metadata.
import type { Provider } from '../provider.ts';

export const salesforce: Provider = {
  name: 'salesforce',
  services: [],
  async *collect() {},
  async recognise() {
    return [];
  },
  permissions: [],
};
