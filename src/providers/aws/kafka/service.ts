// MSK: which Kafka brokers the internet reaches.
import { NETWORK_GUARDS, NETWORK_NAMES, networkPermissions } from '../network/service-parts.ts';
import { type AwsService, needs } from '../service.ts';
import { analyseKafka } from './analyse.ts';

export const kafka: AwsService = {
  name: 'kafka',
  types: [
    {
      type: 'aws.kafka.cluster',
      name: { en: 'MSK cluster', ja: 'MSK クラスター' },
      plural: { en: 'MSK clusters', ja: 'MSK クラスター' },
      schema: 'providers/aws/kafka/cluster',
      settings: {
        ...NETWORK_NAMES,
        publiclyAccessible: { en: 'public access', ja: 'パブリックアクセス' },
        status: { en: 'state', ja: '状態' },
      },
      doors: ['publiclyAccessible', 'securityGroups'],
      guards: [...NETWORK_GUARDS, 'status'],
    },
  ],
  analyse: analyseKafka,
  permissions: [
    needs(
      'kafka',
      'kafka:ListClustersV2',
      'which clusters there are, and whether their brokers are public',
      'クラスターの一覧と、ブローカーの公開状況',
    ),
    ...networkPermissions('kafka'),
  ],
  collector: async () => (await import('./collect.ts')).kafka,
};
