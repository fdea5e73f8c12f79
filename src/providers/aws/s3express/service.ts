// S3 Express One Zone: directory buckets, and who may open sessions to them.
import { type AwsService, needs } from '../service.ts';
import { analyseS3express } from './analyse.ts';

export const s3express: AwsService = {
  name: 's3express',
  types: [
    {
      type: 'aws.s3express.bucket',
      name: { en: 'directory bucket', ja: 'ディレクトリバケット' },
      plural: { en: 'directory buckets', ja: 'ディレクトリバケット' },
      schema: 'providers/aws/s3express/bucket',
      settings: { policy: { en: 'bucket policy', ja: 'バケットポリシー' } },
      doors: ['policy'],
      guards: [],
    },
  ],
  analyse: analyseS3express,
  permissions: [
    needs(
      's3express',
      's3express:ListAllMyDirectoryBuckets',
      'which directory buckets there are',
      'ディレクトリバケットの一覧',
    ),
    needs(
      's3express',
      's3express:GetBucketPolicy',
      'the policy of a directory bucket',
      'ディレクトリバケットのポリシー',
    ),
  ],
  collector: async () => (await import('./collect.ts')).s3express,
};
