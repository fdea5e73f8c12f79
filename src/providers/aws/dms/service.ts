// Database Migration Service: which replication instances the internet reaches.
import { NETWORK_GUARDS, NETWORK_NAMES, networkPermissions } from '../network/service-parts.ts';
import { type AwsService, needs } from '../service.ts';
import { analyseDms } from './analyse.ts';

export const dms: AwsService = {
  name: 'dms',
  types: [
    {
      type: 'aws.dms.replication-instance',
      name: { en: 'DMS replication instance', ja: 'DMS レプリケーションインスタンス' },
      plural: { en: 'DMS replication instances', ja: 'DMS レプリケーションインスタンス' },
      schema: 'providers/aws/dms/replication-instance',
      settings: {
        ...NETWORK_NAMES,
        publiclyAccessible: { en: 'public access', ja: 'パブリックアクセス' },
        status: { en: 'state', ja: '状態' },
      },
      doors: ['publiclyAccessible', 'securityGroups'],
      guards: [...NETWORK_GUARDS, 'status'],
    },
  ],
  analyse: analyseDms,
  permissions: [
    needs(
      'dms',
      'dms:DescribeReplicationInstances',
      'which replication instances there are',
      'レプリケーションインスタンスの一覧',
    ),
    ...networkPermissions('dms'),
  ],
  collector: async () => (await import('./collect.ts')).dms,
};
