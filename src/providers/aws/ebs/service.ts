// EBS snapshots of the account: who may make volumes of them, and with that read whole disks.
import { type AwsService, needs } from '../service.ts';
import { analyseEbs } from './analyse.ts';

export const ebs: AwsService = {
  name: 'ebs',
  types: [
    {
      type: 'aws.ebs.region',
      name: { en: 'EBS settings of the region', ja: 'リージョンの EBS 設定' },
      plural: { en: 'EBS settings of regions', ja: 'リージョンの EBS 設定' },
      schema: 'providers/aws/ebs/region',
      context: true,
      carrier: true,
      settings: {
        blockPublicAccess: {
          en: 'block public access for snapshots',
          ja: 'スナップショットのパブリックアクセスブロック',
        },
      },
      doors: [],
      guards: ['blockPublicAccess'],
    },
    {
      type: 'aws.ebs.snapshot',
      name: { en: 'EBS snapshot', ja: 'EBS スナップショット' },
      plural: { en: 'EBS snapshots', ja: 'EBS スナップショット' },
      schema: 'providers/aws/ebs/snapshot',
      settings: {
        sharedWith: { en: 'permissions to create volumes', ja: 'ボリューム作成の許可' },
        key: { en: 'key', ja: '暗号化キー' },
        keyPolicy: { en: 'policy of the key', ja: '暗号化キーのポリシー' },
        keyGrants: { en: 'grants of the key', ja: '暗号化キーのグラント' },
        volume: { en: 'volume', ja: 'ボリューム' },
      },
      doors: ['sharedWith'],
      guards: ['keyPolicy', 'keyGrants', 'aws.ebs.region#blockPublicAccess'],
    },
  ],
  analyse: analyseEbs,
  permissions: [
    needs('ebs', 'ec2:DescribeSnapshots', 'which snapshots there are', 'スナップショットの一覧'),
    needs(
      'ebs',
      'ec2:DescribeSnapshotAttribute',
      'whom a snapshot is shared with',
      'スナップショットの共有先',
    ),
    needs(
      'ebs',
      'ec2:GetSnapshotBlockPublicAccessState',
      'whether snapshots may be public in the region',
      'リージョンでスナップショットの公開が許可されているか',
      'region',
    ),
    needs(
      'ebs',
      'kms:DescribeKey',
      'which snapshots cannot be shared because of their key, so that fewer calls are needed',
      '暗号化キーにより共有できないスナップショットの判別 (呼び出しの削減)',
      'sometimes',
    ),
    needs(
      'ebs',
      'kms:GetKeyPolicy',
      'the policy of the key of a shared snapshot',
      '共有スナップショットの暗号化キーのポリシー',
      'sometimes',
    ),
    needs(
      'ebs',
      'kms:ListGrants',
      'the grants of the key of a shared snapshot',
      '共有スナップショットの暗号化キーのグラント',
      'sometimes',
    ),
  ],
  collector: async () => (await import('./collect.ts')).ebs,
};
