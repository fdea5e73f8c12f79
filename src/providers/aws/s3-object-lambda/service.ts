// S3 Object Lambda: access points, and who may read objects through their functions.
import { type AwsService, needs } from '../service.ts';
import { analyseS3ObjectLambda } from './analyse.ts';

export const s3ObjectLambda: AwsService = {
  name: 's3-object-lambda',
  types: [
    {
      type: 'aws.s3-object-lambda.access-point',
      name: { en: 'Object Lambda access point', ja: 'Object Lambda アクセスポイント' },
      plural: { en: 'Object Lambda access points', ja: 'Object Lambda アクセスポイント' },
      schema: 'providers/aws/s3-object-lambda/access-point',
      settings: {
        policy: { en: 'policy', ja: 'ポリシー' },
        blockPublicAccess: {
          en: 'Block Public Access of the access point',
          ja: 'アクセスポイントのパブリックアクセスブロック',
        },
      },
      doors: ['policy'],
      guards: ['blockPublicAccess'],
    },
  ],
  analyse: analyseS3ObjectLambda,
  permissions: [
    needs(
      's3-object-lambda',
      's3:ListAccessPointsForObjectLambda',
      'which Object Lambda access points there are',
      'Object Lambda アクセスポイントの一覧',
    ),
    needs(
      's3-object-lambda',
      's3:GetAccessPointPolicyForObjectLambda',
      'the policy of an access point',
      'アクセスポイントのポリシー',
    ),
    needs(
      's3-object-lambda',
      's3:GetAccessPointForObjectLambda',
      'Block Public Access of an access point that has a policy',
      'ポリシーを持つアクセスポイントのパブリックアクセスブロック',
    ),
  ],
  collector: async () => (await import('./collect.ts')).s3ObjectLambda,
};
