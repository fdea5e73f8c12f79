// IAM: its resource types, what lets somebody in and what can only close, and the permissions a live collection uses.
import type { Text } from '../../../snapshot/resource.ts';
import type { Service } from '../../provider.ts';
import { analyseIam } from './analyse.ts';

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

export const iam: Service = {
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
};

/** Permissions that a live collection of IAM uses, and what each is for. */
export const iamPermissions: { permission: string; service: string; purpose: Text }[] = [
  needs(
    'GetAccountAuthorizationDetails',
    'Roles, users, groups and policies',
    'ロール、ユーザー、グループ、ポリシー',
  ),
  needs('GetAccountSummary', "The root user's access keys and MFA", 'ルートユーザーのアクセスキーと MFA'),
  needs('GetAccountPasswordPolicy', 'The password policy', 'パスワードポリシー'),
  needs('GenerateCredentialReport', 'To have the credential report made', '認証情報レポートの作成'),
  needs(
    'GetCredentialReport',
    'Console access, MFA and access keys of users',
    'ユーザーのコンソールアクセス、MFA、アクセスキー',
  ),
  needs('ListOpenIDConnectProviders', 'OpenID Connect providers', 'OpenID Connect プロバイダーの一覧'),
  needs(
    'GetOpenIDConnectProvider',
    'Audiences of OpenID Connect providers',
    'OpenID Connect プロバイダーの対象者',
  ),
  needs('ListSAMLProviders', 'SAML providers', 'SAML プロバイダーの一覧'),
  needs('ListRoles', 'Roles, where the details are denied', '詳細を読めない場合のロールの一覧'),
  needs('ListUsers', 'Users, where the details are denied', '詳細を読めない場合のユーザーの一覧'),
  needs(
    'GetLoginProfile',
    'Console access of a user that the report leaves out',
    'レポートにないユーザーのコンソールアクセス',
  ),
  needs('GetUser', 'When that user last signed in', 'そのユーザーの最終サインイン日時'),
  needs('ListMFADevices', 'MFA of a user that the report leaves out', 'レポートにないユーザーの MFA'),
  needs(
    'ListAccessKeys',
    'Access keys of a user that the report leaves out',
    'レポートにないユーザーのアクセスキー',
  ),
  needs(
    'GetAccessKeyLastUsed',
    'When those access keys were last used',
    'それらのアクセスキーの最終使用日時',
  ),
];

function needs(
  operation: string,
  en: string,
  ja: string,
): { permission: string; service: string; purpose: Text } {
  return { permission: `iam:${operation}`, service: 'iam', purpose: { en, ja } };
}
