// Load balancers: which ports the internet reaches through them.
import { NETWORK_GUARDS, NETWORK_NAMES, networkPermissions } from '../network/service-parts.ts';
import { type AwsService, needs } from '../service.ts';
import { analyseElb } from './analyse.ts';

const shared = {
  schema: 'providers/aws/elb/load-balancer',
  settings: {
    ...NETWORK_NAMES,
    scheme: { en: 'scheme', ja: 'スキーム' },
    kind: { en: 'type', ja: 'タイプ' },
    dnsName: { en: 'DNS name', ja: 'DNS 名' },
    listeners: { en: 'listeners', ja: 'リスナー' },
  },
  doors: ['scheme', 'listeners', 'securityGroups'],
  guards: NETWORK_GUARDS,
};

export const elb: AwsService = {
  name: 'elb',
  types: [
    {
      ...shared,
      type: 'aws.elb.load-balancer',
      name: { en: 'load balancer', ja: 'ロードバランサー' },
      plural: { en: 'load balancers', ja: 'ロードバランサー' },
    },
    {
      ...shared,
      type: 'aws.elb.classic-load-balancer',
      name: { en: 'Classic Load Balancer', ja: 'Classic Load Balancer' },
      plural: { en: 'Classic Load Balancers', ja: 'Classic Load Balancer' },
    },
  ],
  analyse: analyseElb,
  permissions: [
    needs(
      'elb',
      'elasticloadbalancing:DescribeLoadBalancers',
      'which load balancers there are',
      'ロードバランサーの一覧',
    ),
    needs(
      'elb',
      'elasticloadbalancing:DescribeListeners',
      'which ports they listen on',
      '待ち受けているポート',
      'resource',
    ),
    ...networkPermissions('elb'),
  ],
  collector: async () => (await import('./collect.ts')).elb,
};
