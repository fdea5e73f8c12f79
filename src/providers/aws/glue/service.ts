// Glue: the data catalog of a region, and who may read or change its tables.
import { type AwsService, needs } from '../service.ts';
import { analyseGlue } from './analyse.ts';

export const glue: AwsService = {
  name: 'glue',
  types: [
    {
      type: 'aws.glue.catalog',
      name: { en: 'Glue data catalog', ja: 'Glue データカタログ' },
      plural: { en: 'Glue data catalogs', ja: 'Glue データカタログ' },
      schema: 'providers/aws/glue/catalog',
      settings: { policy: { en: 'resource policy', ja: 'リソースポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseGlue,
  permissions: [
    needs(
      'glue',
      'glue:GetResourcePolicy',
      'the policy of the data catalog',
      'データカタログのポリシー',
      'region',
    ),
  ],
  collector: async () => (await import('./collect.ts')).glue,
};
