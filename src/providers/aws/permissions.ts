// What a live collection asks of AWS beyond IAM, and why: the source of the docs and of the least-privilege policy.
import type { Provider } from '../provider.ts';

type Permissions = Provider['permissions'];

/** Permissions of signing in, the account and S3. `sts:GetCallerIdentity` needs none. */
export const PERMISSIONS: Permissions = [
  account('iam:ListAccountAliases', 'the name of the account', 'アカウントの別名'),
  account('organizations:DescribeOrganization', 'which organization is ours', '自社の組織の特定'),
  account('organizations:ListAccounts', 'which other accounts are ours', '自社の他アカウントの特定'),
  account(
    'organizations:ListRoots',
    'whether the organization has resource control policies',
    '組織のリソースコントロールポリシーが有効かどうか',
  ),
  account(
    'organizations:ListParents',
    'the organizational units above the account',
    'アカウントの上位の組織単位 (OU)',
  ),
  account(
    'organizations:ListPoliciesForTarget',
    'which resource control policies bind the account',
    'アカウントに適用されるリソースコントロールポリシーの一覧',
  ),
  account(
    'organizations:DescribePolicy',
    'what a resource control policy denies',
    'リソースコントロールポリシーが拒否する内容',
  ),
  s3(
    'organizations:DescribeEffectivePolicy',
    'Block Public Access by the S3 policy of the organization',
    '組織の S3 ポリシーによるパブリックアクセスブロック',
  ),
  s3('s3:ListAllMyBuckets', 'which buckets there are', 'バケットの一覧'),
  s3(
    's3:GetAccountPublicAccessBlock',
    'Block Public Access of the account',
    'アカウントのパブリックアクセスブロック',
  ),
  s3(
    's3:GetBucketLocation',
    'the region of a bucket, where the list leaves it out',
    '一覧にない場合のバケットのリージョン',
  ),
  s3('s3:GetBucketPolicy', 'the bucket policy', 'バケットポリシー'),
  s3(
    's3:GetBucketPolicyStatus',
    'whether S3 itself calls the policy public',
    'ポリシーが公開かどうかについての S3 自身の判定',
  ),
  s3('s3:GetBucketAcl', 'the access control list', 'アクセスコントロールリスト (ACL)'),
  s3('s3:GetBucketOwnershipControls', 'whether ACLs count', 'ACL が有効かどうか'),
  s3(
    's3:GetBucketPublicAccessBlock',
    'Block Public Access of the bucket',
    'バケットのパブリックアクセスブロック',
  ),
  s3('s3:GetBucketWebsite', 'static website hosting', '静的ウェブサイトホスティング'),
  s3('s3:GetBucketTagging', 'tags that mark sensitive data', '機密データを示すタグ'),
  s3(
    's3:ListAccessPoints',
    'which access points lead to a bucket',
    'バケットにつながるアクセスポイントの一覧',
  ),
  s3(
    's3:GetAccessPoint',
    'Block Public Access of an access point',
    'アクセスポイントのパブリックアクセスブロック',
  ),
  s3('s3:GetAccessPointPolicy', 'the policy of an access point', 'アクセスポイントポリシー'),
  s3(
    's3:GetAccessPointPolicyStatus',
    'whether S3 itself calls the policy of an access point public',
    'アクセスポイントポリシーが公開かどうかについての S3 自身の判定',
  ),
  s3(
    's3:ListMultiRegionAccessPoints',
    'which Multi-Region Access Points lead to a bucket',
    'バケットにつながるマルチリージョンアクセスポイントの一覧',
  ),
  s3(
    's3:GetMultiRegionAccessPointPolicy',
    'the policy of a Multi-Region Access Point',
    'マルチリージョンアクセスポイントのポリシー',
  ),
  s3(
    's3:GetMultiRegionAccessPointPolicyStatus',
    'whether S3 itself calls that policy public',
    'そのポリシーが公開かどうかについての S3 自身の判定',
  ),
];

function account(permission: string, en: string, ja: string): Permissions[number] {
  return { permission, service: 'account', purpose: { en, ja } };
}

function s3(permission: string, en: string, ja: string): Permissions[number] {
  return { permission, service: 's3', purpose: { en, ja } };
}
