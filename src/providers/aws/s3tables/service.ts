// S3 Tables: table buckets, and who may read or change their tables.
import { type AwsService, needs } from '../service.ts';
import { analyseS3tables } from './analyse.ts';

export const s3tables: AwsService = {
  name: 's3tables',
  types: [
    {
      type: 'aws.s3tables.bucket',
      name: { en: 'S3 table bucket', ja: 'S3 テーブルバケット' },
      plural: { en: 'S3 table buckets', ja: 'S3 テーブルバケット' },
      schema: 'providers/aws/s3tables/bucket',
      settings: { policy: { en: 'bucket policy', ja: 'バケットポリシー' } },
      doors: ['policy'],
      guards: [],
    },
    {
      type: 'aws.s3tables.table',
      name: { en: 'S3 table', ja: 'S3 テーブル' },
      plural: { en: 'S3 tables', ja: 'S3 テーブル' },
      schema: 'providers/aws/s3tables/table',
      settings: { policy: { en: 'table policy', ja: 'テーブルポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseS3tables,
  permissions: [
    needs('s3tables', 's3tables:ListTableBuckets', 'which table buckets there are', 'テーブルバケットの一覧'),
    needs(
      's3tables',
      's3tables:GetTableBucketPolicy',
      'the policy of a table bucket',
      'テーブルバケットのポリシー',
    ),
    needs(
      's3tables',
      's3tables:ListTables',
      'which tables a bucket has',
      'バケット内のテーブルの一覧',
      'resource',
    ),
    needs('s3tables', 's3tables:GetTablePolicy', 'the policy of a table', 'テーブルのポリシー'),
  ],
  collector: async () => (await import('./collect.ts')).s3tables,
};
