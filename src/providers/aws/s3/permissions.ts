// What a live collection of S3 asks, and why.
import { type Needed, needs } from '../service.ts';

export const s3Permissions: Needed[] = [
  needs(
    's3',
    'organizations:DescribeEffectivePolicy',
    'Block Public Access by the S3 policy of the organization',
    '組織の S3 ポリシーによるパブリックアクセスブロック',
  ),
  needs('s3', 's3:ListAllMyBuckets', 'which buckets there are', 'バケットの一覧'),
  needs(
    's3',
    's3:GetAccountPublicAccessBlock',
    'Block Public Access of the account',
    'アカウントのパブリックアクセスブロック',
  ),
  needs(
    's3',
    's3:GetBucketLocation',
    'the region of a bucket, where the list leaves it out',
    '一覧にない場合のバケットのリージョン',
  ),
  needs('s3', 's3:GetBucketPolicy', 'the bucket policy', 'バケットポリシー'),
  needs(
    's3',
    's3:GetBucketPolicyStatus',
    'whether S3 itself calls the policy public',
    'ポリシーが公開かどうかについての S3 自身の判定',
  ),
  needs('s3', 's3:GetBucketAcl', 'the access control list', 'アクセスコントロールリスト (ACL)'),
  needs('s3', 's3:GetBucketOwnershipControls', 'whether ACLs count', 'ACL が有効かどうか'),
  needs(
    's3',
    's3:GetBucketPublicAccessBlock',
    'Block Public Access of the bucket',
    'バケットのパブリックアクセスブロック',
  ),
  needs('s3', 's3:GetBucketWebsite', 'static website hosting', '静的ウェブサイトホスティング'),
  needs('s3', 's3:GetBucketTagging', 'tags that mark sensitive data', '機密データを示すタグ'),
  needs(
    's3',
    's3:ListAccessPoints',
    'which access points lead to a bucket',
    'バケットにつながるアクセスポイントの一覧',
  ),
  needs(
    's3',
    's3:GetAccessPoint',
    'Block Public Access of an access point',
    'アクセスポイントのパブリックアクセスブロック',
  ),
  needs('s3', 's3:GetAccessPointPolicy', 'the policy of an access point', 'アクセスポイントポリシー'),
  needs(
    's3',
    's3:GetAccessPointPolicyStatus',
    'whether S3 itself calls the policy of an access point public',
    'アクセスポイントポリシーが公開かどうかについての S3 自身の判定',
  ),
  needs(
    's3',
    's3:ListMultiRegionAccessPoints',
    'which Multi-Region Access Points lead to a bucket',
    'バケットにつながるマルチリージョンアクセスポイントの一覧',
  ),
  needs(
    's3',
    's3:GetMultiRegionAccessPointPolicy',
    'the policy of a Multi-Region Access Point',
    'マルチリージョンアクセスポイントのポリシー',
  ),
  needs(
    's3',
    's3:GetMultiRegionAccessPointPolicyStatus',
    'whether S3 itself calls that policy public',
    'そのポリシーが公開かどうかについての S3 自身の判定',
  ),
];
