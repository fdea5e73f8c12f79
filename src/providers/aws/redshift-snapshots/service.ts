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
        keyPolicy: { en: 'policy of the key', ja: '暗号化キーのポリシー' },
        keyGrants: { en: 'grants of the key', ja: '暗号化キーのグラント' },
      },
      doors: ['sharedWith'],
      guards: ['keyPolicy', 'keyGrants'],
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
    needs(
      'redshift-snapshots',
      'kms:GetKeyPolicy',
      'the policy of the key of a shared snapshot',
      '共有スナップショットの暗号化キーのポリシー',
      'sometimes',
    ),
    needs(
      'redshift-snapshots',
      'kms:ListGrants',
      'the grants of the key of a shared snapshot',
      '共有スナップショットの暗号化キーのグラント',
      'sometimes',
    ),
  ],
  collector: async () => (await import('./collect.ts')).redshiftSnapshots,
};
