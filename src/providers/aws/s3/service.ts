// S3: what decides who can reach a bucket, and how unknown parts of it count.
import type { AwsService } from '../service.ts';
import { ASIDE, dependsOnName, unnamed } from './alike.ts';
import { analyseS3 } from './analyse.ts';
import { s3Permissions } from './permissions.ts';

export const s3: AwsService = {
  name: 's3',
  types: [
    {
      type: 'aws.s3.account',
      name: { en: 'S3 settings of the account', ja: 'アカウントの S3 設定' },
      plural: { en: 'S3 settings of accounts', ja: 'アカウントの S3 設定' },
      schema: 'providers/aws/s3/account',
      context: true,
      carrier: true,
      settings: {
        blockPublicAccess: {
          en: 'Block Public Access of the account',
          ja: 'アカウントのパブリックアクセスブロック',
        },
        organizationBlockPublicAccess: {
          en: 'Block Public Access by the S3 policy of the organization',
          ja: '組織の S3 ポリシーによるパブリックアクセスブロック',
        },
      },
      doors: [],
      guards: ['blockPublicAccess', 'organizationBlockPublicAccess'],
    },
    {
      type: 'aws.s3.bucket',
      name: { en: 'bucket', ja: 'バケット' },
      plural: { en: 'buckets', ja: 'バケット' },
      schema: 'providers/aws/s3/bucket',
      settings: {
        location: { en: 'region', ja: 'リージョン' },
        policy: { en: 'bucket policy', ja: 'バケットポリシー' },
        policyStatus: { en: "S3's own opinion of the policy", ja: 'ポリシーに対する S3 自身の判定' },
        acl: { en: 'ACL', ja: 'ACL' },
        ownership: { en: 'Object Ownership', ja: 'オブジェクト所有者の設定' },
        blockPublicAccess: {
          en: 'Block Public Access of the bucket',
          ja: 'バケットのパブリックアクセスブロック',
        },
        website: { en: 'website hosting', ja: '静的ウェブサイトホスティング' },
        tags: { en: 'tags', ja: 'タグ' },
        created: { en: 'creation date', ja: '作成日' },
        blockedEncryption: { en: 'blocked kinds of encryption', ja: 'ブロックする暗号化の種類' },
        accessPoints: { en: 'access points', ja: 'アクセスポイント' },
        multiRegionAccessPoints: {
          en: 'Multi-Region Access Points',
          ja: 'マルチリージョンアクセスポイント',
        },
      },
      doors: ['policy', 'acl', 'accessPoints', 'multiRegionAccessPoints'],
      guards: [
        'ownership',
        'blockPublicAccess',
        'aws.s3.account#blockPublicAccess',
        'aws.s3.account#organizationBlockPublicAccess',
        'aws.account#resourceControlPolicies',
      ],
    },
  ],
  analyse: analyseS3,
  alike: { aside: ASIDE, unnamed, dependsOnName },
  permissions: s3Permissions,
  collector: async () => (await import('./collect.ts')).s3,
};
