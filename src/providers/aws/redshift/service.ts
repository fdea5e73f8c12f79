// Redshift: which data warehouses the internet reaches.
import { NETWORK_GUARDS, NETWORK_NAMES, networkPermissions } from '../network/service-parts.ts';
import { type AwsService, needs } from '../service.ts';
import { analyseRedshift } from './analyse.ts';

export const redshift: AwsService = {
  name: 'redshift',
  types: [
    {
      type: 'aws.redshift.cluster',
      name: { en: 'Redshift cluster', ja: 'Redshift クラスター' },
      plural: { en: 'Redshift clusters', ja: 'Redshift クラスター' },
      schema: 'providers/aws/redshift/cluster',
      settings: {
        ...NETWORK_NAMES,
        publiclyAccessible: { en: 'public access', ja: 'パブリックアクセス' },
        status: { en: 'state', ja: '状態' },
        endpoint: { en: 'endpoint', ja: 'エンドポイント' },
        port: { en: 'port', ja: 'ポート' },
      },
      doors: ['publiclyAccessible', 'securityGroups'],
      guards: [...NETWORK_GUARDS, 'status'],
    },
  ],
  analyse: analyseRedshift,
  permissions: [
    needs('redshift', 'redshift:DescribeClusters', 'which clusters there are', 'クラスターの一覧'),
    needs(
      'redshift',
      'redshift:DescribeClusterSubnetGroups',
      'in which subnets public clusters stand',
      '公開クラスターのサブネット',
      'sometimes',
    ),
    ...networkPermissions('redshift'),
  ],
  collector: async () => (await import('./collect.ts')).redshift,
};
