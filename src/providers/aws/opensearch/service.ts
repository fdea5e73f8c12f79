// OpenSearch: domains, and who may reach and use them.
import { type AwsService, needs } from '../service.ts';
import { analyseOpenSearch } from './analyse.ts';

export const opensearch: AwsService = {
  name: 'opensearch',
  types: [
    {
      type: 'aws.opensearch.domain',
      name: { en: 'OpenSearch domain', ja: 'OpenSearch ドメイン' },
      plural: { en: 'OpenSearch domains', ja: 'OpenSearch ドメイン' },
      schema: 'providers/aws/opensearch/domain',
      settings: {
        policy: { en: 'access policy', ja: 'アクセスポリシー' },
        vpc: { en: 'VPC', ja: 'VPC' },
        endpoint: { en: 'public endpoint', ja: 'パブリックエンドポイント' },
        fineGrainedAccess: { en: 'fine-grained access control', ja: 'きめ細かなアクセスコントロール' },
        endpointAccounts: { en: 'accounts with VPC endpoints', ja: 'VPC エンドポイントを許可したアカウント' },
      },
      doors: ['policy', 'endpointAccounts'],
      guards: ['vpc', 'fineGrainedAccess'],
    },
  ],
  analyse: analyseOpenSearch,
  permissions: [
    needs('opensearch', 'es:ListDomainNames', 'which domains there are', 'ドメインの一覧'),
    needs(
      'opensearch',
      'es:DescribeDomains',
      'policies, networks and access control of domains',
      'ドメインのポリシー、ネットワーク、アクセスコントロール',
      'sometimes',
    ),
    needs(
      'opensearch',
      'es:ListVpcEndpointAccess',
      'who may have VPC endpoints to a domain',
      'ドメインへの VPC エンドポイントを許可したアカウント',
      'resource',
    ),
  ],
  collector: async () => (await import('./collect.ts')).opensearch,
};
