// Manual Redshift snapshots: which other accounts may restore them.
import { type AwsService, needs } from '../service.ts';
import { analyseRedshiftSnapshots } from './analyse.ts';

export const redshiftSnapshots: AwsService = {
  name: 'redshift-snapshots',
  types: [
    {
      type: 'aws.redshift.snapshot',
      name: { en: 'Redshift snapshot', ja: 'Redshift スナップショット' },
      plural: { en: 'Redshift snapshots', ja: 'Redshift スナップショット' },
      schema: 'providers/aws/redshift-snapshots/snapshot',
      settings: {
        sharedWith: { en: 'accounts with restore access', ja: '復元を許可されたアカウント' },
        key: { en: 'key', ja: '暗号化キー' },
      },
      doors: ['sharedWith'],
      guards: ['key'],
    },
  ],
  analyse: analyseRedshiftSnapshots,
  permissions: [
    needs(
      'redshift-snapshots',
      'redshift:DescribeClusterSnapshots',
      'which snapshots there are, and which accounts may restore them',
      'スナップショットの一覧と復元を許可されたアカウント',
    ),
  ],
  collector: async () => (await import('./collect.ts')).redshiftSnapshots,
};
