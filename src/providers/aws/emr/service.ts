// EMR: whether clusters that are open to the whole internet are refused in a region.
import { type AwsService, needs } from '../service.ts';

export const emr: AwsService = {
  name: 'emr',
  types: [
    {
      type: 'aws.emr.region',
      name: { en: 'EMR settings of the region', ja: 'リージョンの EMR 設定' },
      plural: { en: 'EMR settings of regions', ja: 'リージョンの EMR 設定' },
      schema: 'providers/aws/emr/region',
      carrier: true,
      settings: {
        blockPublicSecurityGroupRules: { en: 'block public access', ja: 'パブリックアクセスブロック' },
        permittedRanges: { en: 'ports that may be open all the same', ja: '例外として許可されるポート' },
      },
      doors: [],
      guards: [],
    },
  ],
  analyse: () => ({ exposures: [], facts: {} }),
  permissions: [
    needs(
      'emr',
      'elasticmapreduce:GetBlockPublicAccessConfiguration',
      'whether clusters that are open to the internet are refused',
      'インターネットに開いたクラスターが拒否されるか',
      'region',
    ),
  ],
  collector: async () => (await import('./collect.ts')).emr,
};
