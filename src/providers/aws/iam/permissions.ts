// What a live collection of IAM asks, and why.
import { type Needed, needs } from '../service.ts';

/** Permissions that a live collection of IAM uses, and what each is for. */
export const iamPermissions: Needed[] = [
  needs(
    'iam',
    'iam:GetAccountAuthorizationDetails',
    'Roles, users, groups and policies',
    'ロール、ユーザー、グループ、ポリシー',
    'account',
  ),
  needs(
    'iam',
    'iam:GetAccountSummary',
    "The root user's access keys and MFA",
    'ルートユーザーのアクセスキーと MFA',
    'account',
  ),
  needs('iam', 'iam:GetAccountPasswordPolicy', 'The password policy', 'パスワードポリシー', 'account'),
  needs(
    'iam',
    'iam:GenerateCredentialReport',
    'To have the credential report made',
    '認証情報レポートの作成',
    'account',
  ),
  needs(
    'iam',
    'iam:GetCredentialReport',
    'Console access, MFA and access keys of users',
    'ユーザーのコンソールアクセス、MFA、アクセスキー',
    'account',
  ),
  needs(
    'iam',
    'iam:ListOpenIDConnectProviders',
    'OpenID Connect providers',
    'OpenID Connect プロバイダーの一覧',
  ),
  needs(
    'iam',
    'iam:GetOpenIDConnectProvider',
    'Audiences of OpenID Connect providers',
    'OpenID Connect プロバイダーの対象者',
    'sometimes',
  ),
  needs('iam', 'iam:ListSAMLProviders', 'SAML providers', 'SAML プロバイダーの一覧'),
  needs(
    'iam',
    'iam:ListRoles',
    'Roles, where the details are denied',
    '詳細を読めない場合のロールの一覧',
    'sometimes',
  ),
  needs(
    'iam',
    'iam:ListUsers',
    'Users, where the details are denied',
    '詳細を読めない場合のユーザーの一覧',
    'sometimes',
  ),
  needs(
    'iam',
    'iam:GetLoginProfile',
    'Console access of a user that the report leaves out',
    'レポートにないユーザーのコンソールアクセス',
    'sometimes',
  ),
  needs(
    'iam',
    'iam:GetUser',
    'When that user last signed in',
    'そのユーザーの最終サインイン日時',
    'sometimes',
  ),
  needs(
    'iam',
    'iam:ListMFADevices',
    'MFA of a user that the report leaves out',
    'レポートにないユーザーの MFA',
    'sometimes',
  ),
  needs(
    'iam',
    'iam:ListAccessKeys',
    'Access keys of a user that the report leaves out',
    'レポートにないユーザーのアクセスキー',
    'sometimes',
  ),
  needs(
    'iam',
    'iam:GetAccessKeyLastUsed',
    'When those access keys were last used',
    'それらのアクセスキーの最終使用日時',
    'sometimes',
  ),
];
