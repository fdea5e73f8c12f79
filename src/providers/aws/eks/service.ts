// EKS: which Kubernetes APIs the internet reaches.
import { type AwsService, needs } from '../service.ts';
import { analyseEks } from './analyse.ts';

export const eks: AwsService = {
  name: 'eks',
  types: [
    {
      type: 'aws.eks.cluster',
      name: { en: 'EKS cluster', ja: 'EKS クラスター' },
      plural: { en: 'EKS clusters', ja: 'EKS クラスター' },
      schema: 'providers/aws/eks/cluster',
      settings: {
        endpointPublicAccess: {
          en: 'public access of the API endpoint',
          ja: 'API エンドポイントのパブリックアクセス',
        },
        publicAccessCidrs: { en: 'networks that it answers', ja: 'パブリックアクセスの許可元' },
        endpoint: { en: 'API endpoint', ja: 'API エンドポイント' },
        status: { en: 'state', ja: '状態' },
      },
      doors: ['endpointPublicAccess', 'publicAccessCidrs'],
      guards: [],
    },
  ],
  analyse: analyseEks,
  permissions: [
    needs('eks', 'eks:ListClusters', 'which clusters there are', 'クラスターの一覧'),
    needs('eks', 'eks:DescribeCluster', 'whom the API of a cluster answers', 'クラスターの API の公開範囲'),
  ],
  collector: async () => (await import('./collect.ts')).eks,
};
