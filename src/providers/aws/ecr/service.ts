// ECR: private registries and repositories, and who may pull from or push to them.
import { type AwsService, needs } from '../service.ts';
import { analyseEcr } from './analyse.ts';

export const ecr: AwsService = {
  name: 'ecr',
  types: [
    {
      type: 'aws.ecr.repository',
      name: { en: 'ECR repository', ja: 'ECR リポジトリ' },
      plural: { en: 'ECR repositories', ja: 'ECR リポジトリ' },
      schema: 'providers/aws/ecr/repository',
      settings: { policy: { en: 'repository policy', ja: 'リポジトリポリシー' } },
      doors: ['policy'],
      guards: [],
    },
    {
      type: 'aws.ecr.registry',
      name: { en: 'ECR registry', ja: 'ECR レジストリ' },
      plural: { en: 'ECR registries', ja: 'ECR レジストリ' },
      schema: 'providers/aws/ecr/registry',
      carrier: true,
      settings: { policy: { en: 'registry policy', ja: 'レジストリポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseEcr,
  permissions: [
    needs('ecr', 'ecr:DescribeRepositories', 'which repositories there are', 'リポジトリの一覧'),
    needs('ecr', 'ecr:GetRepositoryPolicy', 'the policy of a repository', 'リポジトリポリシー'),
    needs('ecr', 'ecr:GetRegistryPolicy', 'the policy of the registry', 'レジストリポリシー', 'region'),
  ],
  collector: async () => (await import('./collect.ts')).ecr,
};
