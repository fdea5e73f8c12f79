// Manual snapshots of databases (RDS, Aurora, DocumentDB, Neptune): who may restore them, and with that read all their data.
import { type AwsService, needs } from '../service.ts';
import { analyseRdsSnapshots } from './analyse.ts';

const settings = {
  sharedWith: { en: 'restore attribute', ja: '復元を許可する属性' },
  key: { en: 'key', ja: '暗号化キー' },
  keyPolicy: { en: 'policy of the key', ja: '暗号化キーのポリシー' },
  keyGrants: { en: 'grants of the key', ja: '暗号化キーのグラント' },
  engine: { en: 'database engine', ja: 'データベースエンジン' },
};

export const rdsSnapshots: AwsService = {
  name: 'rds-snapshots',
  types: [
    {
      type: 'aws.rds.snapshot',
      name: { en: 'database snapshot', ja: 'DB スナップショット' },
      plural: { en: 'database snapshots', ja: 'DB スナップショット' },
      schema: 'providers/aws/rds-snapshots/snapshot',
      settings,
      doors: ['sharedWith'],
      guards: ['keyPolicy', 'keyGrants'],
    },
    {
      type: 'aws.rds.cluster-snapshot',
      name: { en: 'database cluster snapshot', ja: 'DB クラスタースナップショット' },
      plural: { en: 'database cluster snapshots', ja: 'DB クラスタースナップショット' },
      schema: 'providers/aws/rds-snapshots/snapshot',
      settings,
      doors: ['sharedWith'],
      guards: ['keyPolicy', 'keyGrants'],
    },
  ],
  analyse: analyseRdsSnapshots,
  permissions: [
    needs('rds-snapshots', 'rds:DescribeDBSnapshots', 'which snapshots there are', 'スナップショットの一覧'),
    needs(
      'rds-snapshots',
      'rds:DescribeDBSnapshotAttributes',
      'whom a snapshot is shared with',
      'スナップショットの共有先',
      'resource',
    ),
    needs(
      'rds-snapshots',
      'rds:DescribeDBClusterSnapshots',
      'which cluster snapshots there are, DocumentDB and Neptune included',
      'クラスタースナップショットの一覧 (DocumentDB と Neptune を含む)',
    ),
    needs(
      'rds-snapshots',
      'rds:DescribeDBClusterSnapshotAttributes',
      'whom a cluster snapshot is shared with',
      'クラスタースナップショットの共有先',
      'resource',
    ),
    needs(
      'rds-snapshots',
      'kms:DescribeKey',
      'which snapshots cannot be shared because of their key, so that fewer calls are needed',
      '暗号化キーにより共有できないスナップショットの判別 (呼び出しの削減)',
      'sometimes',
    ),
    needs(
      'rds-snapshots',
      'kms:GetKeyPolicy',
      'the policy of the key of a shared snapshot',
      '共有スナップショットの暗号化キーのポリシー',
      'sometimes',
    ),
    needs(
      'rds-snapshots',
      'kms:ListGrants',
      'the grants of the key of a shared snapshot',
      '共有スナップショットの暗号化キーのグラント',
      'sometimes',
    ),
  ],
  collector: async () => (await import('./collect.ts')).rdsSnapshots,
};
