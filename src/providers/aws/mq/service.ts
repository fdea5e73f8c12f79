// Amazon MQ: which message brokers the internet reaches.
import { NETWORK_GUARDS, NETWORK_NAMES, networkPermissions } from '../network/service-parts.ts';
import { type AwsService, needs } from '../service.ts';
import { analyseMq } from './analyse.ts';

export const mq: AwsService = {
  name: 'mq',
  types: [
    {
      type: 'aws.mq.broker',
      name: { en: 'message broker', ja: 'メッセージブローカー' },
      plural: { en: 'message brokers', ja: 'メッセージブローカー' },
      schema: 'providers/aws/mq/broker',
      settings: {
        ...NETWORK_NAMES,
        publiclyAccessible: { en: 'public access', ja: 'パブリックアクセス' },
        status: { en: 'state', ja: '状態' },
        engine: { en: 'engine', ja: 'エンジン' },
        endpoints: { en: 'endpoints', ja: 'エンドポイント' },
      },
      doors: ['publiclyAccessible', 'securityGroups'],
      guards: [...NETWORK_GUARDS, 'status'],
    },
  ],
  analyse: analyseMq,
  permissions: [
    needs('mq', 'mq:ListBrokers', 'which brokers there are', 'ブローカーの一覧'),
    needs('mq', 'mq:DescribeBroker', 'whether a broker is public', 'ブローカーの公開状況'),
    ...networkPermissions('mq'),
  ],
  collector: async () => (await import('./collect.ts')).mq,
};
