// Glacier: vaults, and who may read or delete their archives.
import { type AwsService, needs } from '../service.ts';
import { analyseGlacier } from './analyse.ts';

export const glacier: AwsService = {
  name: 'glacier',
  types: [
    {
      type: 'aws.glacier.vault',
      name: { en: 'Glacier vault', ja: 'Glacier ボールト' },
      plural: { en: 'Glacier vaults', ja: 'Glacier ボールト' },
      schema: 'providers/aws/glacier/vault',
      settings: { policy: { en: 'access policy', ja: 'アクセスポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseGlacier,
  permissions: [
    needs('glacier', 'glacier:ListVaults', 'which vaults there are', 'ボールトの一覧'),
    needs(
      'glacier',
      'glacier:GetVaultAccessPolicy',
      'the access policy of a vault',
      'ボールトのアクセスポリシー',
    ),
  ],
  collector: async () => (await import('./collect.ts')).glacier,
};
