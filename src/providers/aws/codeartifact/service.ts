// CodeArtifact: domains and repositories, and who may read or publish packages.
import { type AwsService, needs } from '../service.ts';
import { analyseCodeartifact } from './analyse.ts';

export const codeartifact: AwsService = {
  name: 'codeartifact',
  types: [
    {
      type: 'aws.codeartifact.domain',
      name: { en: 'CodeArtifact domain', ja: 'CodeArtifact ドメイン' },
      plural: { en: 'CodeArtifact domains', ja: 'CodeArtifact ドメイン' },
      schema: 'providers/aws/codeartifact/domain',
      settings: { policy: { en: 'permissions policy', ja: 'アクセス許可ポリシー' } },
      doors: ['policy'],
      guards: [],
    },
    {
      type: 'aws.codeartifact.repository',
      name: { en: 'CodeArtifact repository', ja: 'CodeArtifact リポジトリ' },
      plural: { en: 'CodeArtifact repositories', ja: 'CodeArtifact リポジトリ' },
      schema: 'providers/aws/codeartifact/repository',
      settings: { policy: { en: 'permissions policy', ja: 'アクセス許可ポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseCodeartifact,
  permissions: [
    needs('codeartifact', 'codeartifact:ListDomains', 'which domains there are', 'ドメインの一覧'),
    needs(
      'codeartifact',
      'codeartifact:GetDomainPermissionsPolicy',
      'the policy of a domain',
      'ドメインのポリシー',
    ),
    needs(
      'codeartifact',
      'codeartifact:ListRepositories',
      'which repositories there are',
      'リポジトリの一覧',
    ),
    needs(
      'codeartifact',
      'codeartifact:GetRepositoryPermissionsPolicy',
      'the policy of a repository',
      'リポジトリのポリシー',
    ),
  ],
  collector: async () => (await import('./collect.ts')).codeartifact,
};
