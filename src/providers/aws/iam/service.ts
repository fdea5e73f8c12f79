// IAM: its resource types, what lets somebody in and what can only close, and the permissions a live collection uses.
import type { Text } from '../../../snapshot/resource.ts';
import type { AwsService } from '../service.ts';
import { analyseIam } from './analyse.ts';
import { iamPermissions } from './permissions.ts';

const CREATED: Text = { en: 'creation date', ja: '作成日' };
const PATH: Text = { en: 'path', ja: 'パス' };
const PERMISSION_SETTINGS: Record<string, Text> = {
  path: PATH,
  createdAt: CREATED,
  attachedPolicies: { en: 'attached policies', ja: 'アタッチされたポリシー' },
  inlinePolicies: { en: 'inline policies', ja: 'インラインポリシー' },
  permissionsBoundary: { en: 'permissions boundary', ja: 'アクセス許可の境界' },
  tags: { en: 'tags', ja: 'タグ' },
};

export const iam: AwsService = {
  name: 'iam',
  types: [
    {
      type: 'aws.iam.account',
      name: { en: 'sign-in settings of the account', ja: 'アカウントのサインイン設定' },
      plural: { en: 'sign-in settings of accounts', ja: 'アカウントのサインイン設定' },
      schema: 'providers/aws/iam/account',
      context: true,
      carrier: true,
      settings: {
        rootAccessKeyActive: { en: 'root access keys', ja: 'ルートのアクセスキー' },
        rootAccessKeyLastUsed: { en: 'last use of root access keys', ja: 'ルートのアクセスキーの最終使用' },
        rootMfaActive: { en: 'root MFA', ja: 'ルートの MFA' },
        rootPasswordPresent: { en: 'root password', ja: 'ルートのパスワード' },
        rootPasswordLastUsed: { en: 'last root sign-in', ja: 'ルートの最終サインイン' },
        passwordPolicy: { en: 'password policy', ja: 'パスワードポリシー' },
      },
      doors: ['rootAccessKeyActive', 'rootMfaActive', 'passwordPolicy'],
      guards: ['rootPasswordPresent'],
    },
    {
      type: 'aws.iam.identity-provider',
      name: { en: 'identity provider', ja: 'ID プロバイダー' },
      plural: { en: 'identity providers', ja: 'ID プロバイダー' },
      schema: 'providers/aws/iam/identity-provider',
      settings: {
        kind: { en: 'kind', ja: '種類' },
        url: { en: 'URL', ja: 'URL' },
        clientIds: { en: 'audiences', ja: '対象者 (audience)' },
        createdAt: CREATED,
      },
      context: true,
      doors: [],
      guards: [],
    },
    {
      type: 'aws.iam.policy',
      name: { en: 'customer managed policy', ja: 'カスタマー管理ポリシー' },
      plural: { en: 'customer managed policies', ja: 'カスタマー管理ポリシー' },
      schema: 'providers/aws/iam/policy',
      settings: {
        arn: { en: 'ARN', ja: 'ARN' },
        path: PATH,
        createdAt: CREATED,
        updatedAt: { en: 'date of the last change', ja: '更新日' },
        boundaryUses: { en: 'uses as a permissions boundary', ja: 'アクセス許可の境界としての使用数' },
        document: { en: 'document', ja: 'ドキュメント' },
        attachments: { en: 'number of attachments', ja: 'アタッチ数' },
      },
      context: true,
      doors: ['document', 'attachments'],
      guards: [],
    },
    {
      type: 'aws.iam.group',
      name: { en: 'IAM group', ja: 'IAM グループ' },
      plural: { en: 'IAM groups', ja: 'IAM グループ' },
      schema: 'providers/aws/iam/group',
      settings: PERMISSION_SETTINGS,
      context: true,
      doors: [],
      guards: [],
    },
    {
      type: 'aws.iam.user',
      name: { en: 'IAM user', ja: 'IAM ユーザー' },
      plural: { en: 'IAM users', ja: 'IAM ユーザー' },
      schema: 'providers/aws/iam/user',
      settings: {
        ...PERMISSION_SETTINGS,
        consoleAccess: { en: 'console access', ja: 'コンソールアクセス' },
        passwordLastUsed: { en: 'last sign-in', ja: '最終サインイン' },
        mfaActive: { en: 'MFA', ja: 'MFA' },
        accessKeys: { en: 'access keys', ja: 'アクセスキー' },
        groups: { en: 'groups', ja: 'グループ' },
      },
      doors: ['consoleAccess', 'mfaActive', 'accessKeys'],
      guards: [],
    },
    {
      type: 'aws.iam.role',
      name: { en: 'IAM role', ja: 'IAM ロール' },
      plural: { en: 'IAM roles', ja: 'IAM ロール' },
      schema: 'providers/aws/iam/role',
      settings: {
        ...PERMISSION_SETTINGS,
        trustPolicy: { en: 'trust policy', ja: '信頼ポリシー' },
        lastUsedAt: { en: 'last use', ja: '最終使用' },
      },
      doors: ['trustPolicy'],
      guards: [],
    },
  ],
  analyse: analyseIam,
  permissions: iamPermissions,
  collector: async () => (await import('./collect.ts')).iam,
};
