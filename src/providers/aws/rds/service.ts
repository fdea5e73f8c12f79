// Databases (RDS, Aurora, DocumentDB, Neptune): which of them the internet reaches.
import { NETWORK_GUARDS, NETWORK_NAMES, networkPermissions } from '../network/service-parts.ts';
import { type AwsService, needs } from '../service.ts';
import { analyseRds } from './analyse.ts';

export const rds: AwsService = {
  name: 'rds',
  types: [
    {
      type: 'aws.rds.instance',
      name: { en: 'database instance', ja: 'DB インスタンス' },
      plural: { en: 'database instances', ja: 'DB インスタンス' },
      schema: 'providers/aws/rds/instance',
      settings: {
        ...NETWORK_NAMES,
        publiclyAccessible: { en: 'public access', ja: 'パブリックアクセス' },
        endpoint: { en: 'endpoint', ja: 'エンドポイント' },
        port: { en: 'port', ja: 'ポート' },
        engine: { en: 'engine', ja: 'エンジン' },
        status: { en: 'state', ja: '状態' },
      },
      doors: ['publiclyAccessible', 'securityGroups'],
      guards: [...NETWORK_GUARDS, 'status'],
    },
  ],
  analyse: analyseRds,
  permissions: [
    needs('rds', 'rds:DescribeDBInstances', 'which databases there are', 'データベースの一覧'),
    ...networkPermissions('rds'),
  ],
  collector: async () => (await import('./collect.ts')).rds,
};
