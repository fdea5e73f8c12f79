// External users of an org as a whole.
import type { Service } from '../../provider.ts';
import { analyseExternal } from './analyse.ts';

export const external: Service = {
  name: 'external',
  types: [
    {
      type: 'salesforce.org',
      name: { en: 'org', ja: '組織' },
      plural: { en: 'orgs', ja: '組織' },
      schema: 'providers/salesforce/external/org',
      doors: ['externalUsers', 'externalHolders'],
      guards: [],
    },
  ],
  analyse: analyseExternal,
};
