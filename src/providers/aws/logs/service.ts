// CloudWatch Logs: resource policies of a region, and destinations, and who may write logs there.
import { type AwsService, needs } from '../service.ts';
import { analyseLogs } from './analyse.ts';

export const logs: AwsService = {
  name: 'logs',
  types: [
    {
      type: 'aws.logs.resource-policy',
      name: { en: 'resource policy of CloudWatch Logs', ja: 'CloudWatch Logs のリソースポリシー' },
      plural: { en: 'resource policies of CloudWatch Logs', ja: 'CloudWatch Logs のリソースポリシー' },
      schema: 'providers/aws/logs/resource-policy',
      settings: { policy: { en: 'policy', ja: 'ポリシー' } },
      doors: ['policy'],
      guards: [],
    },
    {
      type: 'aws.logs.destination',
      name: { en: 'destination of logs', ja: 'ログの送信先' },
      plural: { en: 'destinations of logs', ja: 'ログの送信先' },
      schema: 'providers/aws/logs/destination',
      settings: { policy: { en: 'access policy', ja: 'アクセスポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseLogs,
  permissions: [
    needs(
      'logs',
      'logs:DescribeResourcePolicies',
      'the resource policies of the region',
      'リージョンのリソースポリシー',
    ),
    needs(
      'logs',
      'logs:DescribeDestinations',
      'which destinations there are, and their access policies',
      '送信先の一覧とアクセスポリシー',
    ),
  ],
  collector: async () => (await import('./collect.ts')).logs,
};
