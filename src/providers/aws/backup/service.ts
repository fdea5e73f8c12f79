// AWS Backup: vaults, and who may copy backups into them.
import { type AwsService, needs } from '../service.ts';
import { analyseBackup } from './analyse.ts';

export const backup: AwsService = {
  name: 'backup',
  types: [
    {
      type: 'aws.backup.vault',
      name: { en: 'backup vault', ja: 'バックアップボールト' },
      plural: { en: 'backup vaults', ja: 'バックアップボールト' },
      schema: 'providers/aws/backup/vault',
      settings: { policy: { en: 'access policy', ja: 'アクセスポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseBackup,
  permissions: [
    needs('backup', 'backup:ListBackupVaults', 'which vaults there are', 'ボールトの一覧'),
    needs(
      'backup',
      'backup:GetBackupVaultAccessPolicy',
      'the access policy of a vault',
      'ボールトのアクセスポリシー',
    ),
  ],
  collector: async () => (await import('./collect.ts')).backup,
};
