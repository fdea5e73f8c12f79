// Secrets Manager: secrets, and who may read or change them.
import { type AwsService, needs } from '../service.ts';
import { analyseSecrets } from './analyse.ts';

export const secretsmanager: AwsService = {
  name: 'secretsmanager',
  types: [
    {
      type: 'aws.secretsmanager.secret',
      name: { en: 'secret', ja: 'シークレット' },
      plural: { en: 'secrets', ja: 'シークレット' },
      schema: 'providers/aws/secretsmanager/secret',
      settings: {
        policy: { en: 'resource policy', ja: 'リソースポリシー' },
        key: { en: 'encryption key', ja: '暗号化キー' },
        keyGrants: { en: 'grants of the encryption key', ja: '暗号化キーの許可 (グラント)' },
        keyPolicy: { en: 'policy of the encryption key', ja: '暗号化キーのポリシー' },
      },
      doors: ['policy'],
      guards: ['keyPolicy', 'keyGrants'],
    },
  ],
  analyse: analyseSecrets,
  permissions: [
    needs('secretsmanager', 'secretsmanager:ListSecrets', 'which secrets there are', 'シークレットの一覧'),
    needs(
      'secretsmanager',
      'secretsmanager:GetResourcePolicy',
      'the policy of a secret',
      'シークレットのポリシー',
    ),
    needs(
      'secretsmanager',
      'kms:GetKeyPolicy',
      'the policy of the key of a shared secret',
      '共有シークレットの暗号化キーのポリシー',
      'sometimes',
    ),
    needs(
      'secretsmanager',
      'kms:ListGrants',
      'grants of the key of a shared secret',
      '共有シークレットの暗号化キーの許可 (グラント)',
      'sometimes',
    ),
  ],
  collector: async () => (await import('./collect.ts')).secretsmanager,
};
