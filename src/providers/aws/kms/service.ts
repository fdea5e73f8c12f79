// KMS: customer keys, and who may use them by policy or by grant.
import { type AwsService, needs } from '../service.ts';
import { analyseKms } from './analyse.ts';

export const kms: AwsService = {
  name: 'kms',
  types: [
    {
      type: 'aws.kms.key',
      name: { en: 'KMS key', ja: 'KMS キー' },
      plural: { en: 'KMS keys', ja: 'KMS キー' },
      schema: 'providers/aws/kms/key',
      settings: {
        policy: { en: 'key policy', ja: 'キーポリシー' },
        grants: { en: 'grants', ja: '許可 (グラント)' },
        state: { en: 'state of the key', ja: 'キーの状態' },
      },
      doors: ['policy', 'grants'],
      guards: ['state'],
    },
  ],
  analyse: analyseKms,
  permissions: [
    needs('kms', 'kms:ListKeys', 'which keys there are', 'キーの一覧'),
    needs(
      'kms',
      'kms:ListAliases',
      'names of keys, and which are managed by AWS',
      'キーの別名と、AWS マネージドキーの区別',
      'resource',
    ),
    needs('kms', 'kms:DescribeKey', 'whether a key can be used, and who manages it', 'キーの状態と管理者'),
    needs('kms', 'kms:GetKeyPolicy', 'the policy of a key', 'キーポリシー'),
    needs('kms', 'kms:ListGrants', 'grants of a key', 'キーの許可 (グラント)', 'resource'),
  ],
  collector: async () => (await import('./collect.ts')).kms,
};
