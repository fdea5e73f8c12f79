// SES: domains and addresses, and who may send mail as them.
import { type AwsService, needs } from '../service.ts';
import { analyseSes } from './analyse.ts';

export const ses: AwsService = {
  name: 'ses',
  types: [
    {
      type: 'aws.ses.identity',
      name: { en: 'SES identity', ja: 'SES アイデンティティ' },
      plural: { en: 'SES identities', ja: 'SES アイデンティティ' },
      schema: 'providers/aws/ses/identity',
      settings: { policies: { en: 'sending authorization policies', ja: '送信承認ポリシー' } },
      doors: ['policies'],
      guards: [],
    },
  ],
  analyse: analyseSes,
  permissions: [
    needs('ses', 'ses:ListIdentities', 'which identities there are', 'アイデンティティの一覧'),
    needs(
      'ses',
      'ses:ListIdentityPolicies',
      'which policies an identity has',
      'アイデンティティのポリシーの一覧',
      'resource',
    ),
    needs('ses', 'ses:GetIdentityPolicies', 'the policies of an identity', 'アイデンティティのポリシー'),
  ],
  collector: async () => (await import('./collect.ts')).ses,
};
