// CloudFront: distributions, and what of the buckets behind them is everybody's through them.
import { type AwsService, needs } from '../service.ts';
import { analyseCloudFront } from './analyse.ts';

export const cloudfront: AwsService = {
  name: 'cloudfront',
  types: [
    {
      type: 'aws.cloudfront.distribution',
      name: { en: 'CloudFront distribution', ja: 'CloudFront ディストリビューション' },
      plural: { en: 'CloudFront distributions', ja: 'CloudFront ディストリビューション' },
      schema: 'providers/aws/cloudfront/distribution',
      settings: {
        enabled: { en: 'state', ja: '状態' },
        origins: { en: 'origins', ja: 'オリジン' },
        behaviors: { en: 'cache behaviors', ja: 'キャッシュビヘイビア' },
        buckets: { en: 'policies of the buckets behind it', ja: 'オリジンのバケットのポリシー' },
        rootObject: { en: 'default root object', ja: 'デフォルトルートオブジェクト' },
        webAcl: { en: 'web ACL', ja: 'ウェブ ACL' },
        geoRestriction: { en: 'geographic restriction', ja: '地理的制限' },
        clientCertificates: { en: 'client certificates', ja: 'クライアント証明書' },
      },
      doors: ['behaviors'],
      guards: ['buckets', 'rootObject'],
    },
  ],
  analyse: analyseCloudFront,
  permissions: [
    needs(
      'cloudfront',
      'cloudfront:ListDistributions',
      'which distributions there are, their origins and behaviors',
      'ディストリビューションとそのオリジン、ビヘイビアの一覧',
    ),
    needs(
      'cloudfront',
      'cloudfront:GetDistributionConfig',
      'the default root object, where listing the bucket is allowed',
      'バケットの一覧表示が許可されている場合のデフォルトルートオブジェクト',
      'sometimes',
    ),
    needs(
      'cloudfront',
      's3:GetBucketPolicy',
      'what the buckets behind it let CloudFront do',
      'オリジンのバケットが CloudFront に許可する操作',
    ),
  ],
  collector: async () => (await import('./collect.ts')).cloudfront,
};
