// Public ECR: repositories that anybody pulls from, and who else may push to them.
import { type AwsService, needs } from '../service.ts';
import { analyseEcrPublic } from './analyse.ts';

export const ecrPublic: AwsService = {
  name: 'ecr-public',
  types: [
    {
      type: 'aws.ecr-public.repository',
      name: { en: 'public ECR repository', ja: 'ECR パブリックリポジトリ' },
      plural: { en: 'public ECR repositories', ja: 'ECR パブリックリポジトリ' },
      schema: 'providers/aws/ecr-public/repository',
      settings: {
        address: { en: 'address', ja: 'アドレス' },
        policy: { en: 'repository policy', ja: 'リポジトリポリシー' },
      },
      doors: ['address', 'policy'],
      guards: [],
    },
  ],
  analyse: analyseEcrPublic,
  permissions: [
    needs(
      'ecr-public',
      'ecr-public:DescribeRepositories',
      'which public repositories there are',
      'パブリックリポジトリの一覧',
    ),
    needs(
      'ecr-public',
      'ecr-public:GetRepositoryPolicy',
      'who else may push to one',
      'ほかに誰がプッシュできるか',
    ),
  ],
  collector: async () => (await import('./collect.ts')).ecrPublic,
};
