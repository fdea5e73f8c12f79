// DynamoDB: tables and their streams, and who may read from or write to them.
import { type AwsService, needs } from '../service.ts';
import { analyseDynamodb } from './analyse.ts';

const settings = { policy: { en: 'resource policy', ja: 'リソースポリシー' } };

export const dynamodb: AwsService = {
  name: 'dynamodb',
  types: [
    {
      type: 'aws.dynamodb.table',
      name: { en: 'DynamoDB table', ja: 'DynamoDB テーブル' },
      plural: { en: 'DynamoDB tables', ja: 'DynamoDB テーブル' },
      schema: 'providers/aws/dynamodb/table',
      settings,
      doors: ['policy'],
      guards: [],
    },
    {
      type: 'aws.dynamodb.stream',
      name: { en: 'DynamoDB stream', ja: 'DynamoDB ストリーム' },
      plural: { en: 'DynamoDB streams', ja: 'DynamoDB ストリーム' },
      schema: 'providers/aws/dynamodb/stream',
      settings,
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseDynamodb,
  permissions: [
    needs('dynamodb', 'dynamodb:ListTables', 'which tables there are', 'テーブルの一覧'),
    needs('dynamodb', 'dynamodb:DescribeTable', 'the stream of a table', 'テーブルのストリーム'),
    needs(
      'dynamodb',
      'dynamodb:GetResourcePolicy',
      'the policy of a table or a stream',
      'テーブルとストリームのポリシー',
    ),
  ],
  collector: async () => (await import('./collect.ts')).dynamodb,
};
