// Kinesis: data streams and their consumers, and who may read from or write to them.
import { type AwsService, needs } from '../service.ts';
import { analyseKinesis } from './analyse.ts';

const settings = { policy: { en: 'resource policy', ja: 'リソースポリシー' } };

export const kinesis: AwsService = {
  name: 'kinesis',
  types: [
    {
      type: 'aws.kinesis.stream',
      name: { en: 'Kinesis data stream', ja: 'Kinesis データストリーム' },
      plural: { en: 'Kinesis data streams', ja: 'Kinesis データストリーム' },
      schema: 'providers/aws/kinesis/stream',
      settings,
      doors: ['policy'],
      guards: [],
    },
    {
      type: 'aws.kinesis.consumer',
      name: { en: 'Kinesis stream consumer', ja: 'Kinesis ストリームのコンシューマー' },
      plural: { en: 'Kinesis stream consumers', ja: 'Kinesis ストリームのコンシューマー' },
      schema: 'providers/aws/kinesis/consumer',
      settings,
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseKinesis,
  permissions: [
    needs('kinesis', 'kinesis:ListStreams', 'which data streams there are', 'データストリームの一覧'),
    needs(
      'kinesis',
      'kinesis:ListStreamConsumers',
      'which consumers a stream has',
      'ストリームのコンシューマーの一覧',
      'resource',
    ),
    needs(
      'kinesis',
      'kinesis:GetResourcePolicy',
      'the policy of a stream or a consumer',
      'ストリームとコンシューマーのポリシー',
    ),
  ],
  collector: async () => (await import('./collect.ts')).kinesis,
};
