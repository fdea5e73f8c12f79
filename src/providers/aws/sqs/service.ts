// SQS: queues, and who may send to or receive from them.
import { type AwsService, needs } from '../service.ts';
import { analyseSqs } from './analyse.ts';

export const sqs: AwsService = {
  name: 'sqs',
  types: [
    {
      type: 'aws.sqs.queue',
      name: { en: 'SQS queue', ja: 'SQS キュー' },
      plural: { en: 'SQS queues', ja: 'SQS キュー' },
      schema: 'providers/aws/sqs/queue',
      settings: { policy: { en: 'access policy', ja: 'アクセスポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseSqs,
  permissions: [
    needs('sqs', 'sqs:ListQueues', 'which queues there are', 'キューの一覧'),
    needs('sqs', 'sqs:GetQueueAttributes', 'the access policy of a queue', 'キューのアクセスポリシー'),
  ],
  collector: async () => (await import('./collect.ts')).sqs,
};
