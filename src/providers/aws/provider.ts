// AWS: accounts, live through the SDK or from what people exported.
import type { Provider } from '../provider.ts';

export const aws: Provider = {
  name: 'aws',
  services: [],
  async *collect() {},
  async recognise() {
    return [];
  },
  permissions: [],
};
