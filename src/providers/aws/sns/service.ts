// SNS: topics, and who may subscribe to or publish on them.
import { type AwsService, needs } from '../service.ts';
import { analyseSns } from './analyse.ts';

export const sns: AwsService = {
  name: 'sns',
  types: [
    {
      type: 'aws.sns.topic',
      name: { en: 'SNS topic', ja: 'SNS トピック' },
      plural: { en: 'SNS topics', ja: 'SNS トピック' },
      schema: 'providers/aws/sns/topic',
      settings: { policy: { en: 'access policy', ja: 'アクセスポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseSns,
  permissions: [
    needs('sns', 'sns:ListTopics', 'which topics there are', 'トピックの一覧'),
    needs('sns', 'sns:GetTopicAttributes', 'the access policy of a topic', 'トピックのアクセスポリシー'),
  ],
  collector: async () => (await import('./collect.ts')).sns,
};
