// S3: what decides who can reach a bucket, and how unknown parts of it count.
import type { Service } from '../../provider.ts';
import { analyseS3 } from './analyse.ts';

export const s3: Service = {
  name: 's3',
  types: [
    {
      type: 'aws.s3.account',
      name: { en: 'S3 account', ja: 'S3 のアカウント設定' },
      plural: { en: 'S3 accounts', ja: 'S3 のアカウント設定' },
      schema: 'providers/aws/s3/account',
      context: true,
      doors: [],
      guards: ['blockPublicAccess'],
    },
    {
      type: 'aws.s3.bucket',
      name: { en: 'bucket', ja: 'バケット' },
      plural: { en: 'buckets', ja: 'バケット' },
      schema: 'providers/aws/s3/bucket',
      doors: ['policy', 'acl', 'accessPoints'],
      guards: ['ownership', 'blockPublicAccess', 'aws.s3.account#blockPublicAccess'],
    },
  ],
  analyse: analyseS3,
};
