// Cognito identity pools: whether they give credentials to anyone, and what those are good for.
import { type AwsService, needs, type Per } from '../service.ts';
import { analyseCognitoIdentity } from './analyse.ts';

const own = (permission: string, en: string, ja: string, per?: Per) =>
  needs('cognito-identity', permission, en, ja, per);

export const cognitoIdentity: AwsService = {
  name: 'cognito-identity',
  types: [
    {
      type: 'aws.cognito-identity.pool',
      name: { en: 'identity pool', ja: 'ID プール' },
      plural: { en: 'identity pools', ja: 'ID プール' },
      schema: 'providers/aws/cognito-identity/pool',
      context: true,
      settings: {
        guests: { en: 'guest access', ja: 'ゲストアクセス' },
        classicFlow: { en: 'classic flow', ja: 'クラシックフロー' },
        guestRole: { en: 'role of guests', ja: 'ゲストのロール' },
        guestPolicies: { en: 'policies of the guest role', ja: 'ゲストロールのポリシー' },
        guestBoundary: {
          en: 'permissions boundary of the guest role',
          ja: 'ゲストロールのアクセス許可の境界',
        },
      },
      doors: ['guests', 'guestRole', 'guestPolicies'],
      guards: ['guestBoundary'],
    },
  ],
  analyse: analyseCognitoIdentity,
  permissions: [
    own('cognito-identity:ListIdentityPools', 'which identity pools there are', 'ID プールの一覧'),
    own('cognito-identity:DescribeIdentityPool', 'whether a pool admits guests', 'ゲストを受け入れるか'),
    own('cognito-identity:GetIdentityPoolRoles', 'which role guests get', 'ゲストに渡されるロール'),
    own('iam:GetRole', 'the permissions boundary of the guest role', 'ゲストロールのアクセス許可の境界'),
    own(
      'iam:ListRolePolicies',
      'the inline policies of the guest role',
      'ゲストロールのインラインポリシーの一覧',
      'resource',
    ),
    own('iam:GetRolePolicy', 'an inline policy of the guest role', 'ゲストロールのインラインポリシー'),
    own(
      'iam:ListAttachedRolePolicies',
      'the attached policies of the guest role',
      'ゲストロールにアタッチされたポリシー',
      'resource',
    ),
    own(
      'iam:GetPolicy',
      'which version of a policy of the guest role counts',
      'ゲストロールのポリシーの有効なバージョン',
    ),
    own('iam:GetPolicyVersion', 'a policy of the guest role', 'ゲストロールのポリシー'),
  ],
  collector: async () => (await import('./collect.ts')).cognitoIdentity,
};
