// Questions about an org as a whole: its users with power, apps, documents and files.
import { type Query, SETUP, VIEW_ALL } from './query.ts';

/** System permissions whose holders are listed by name. */
export const POWERS = ['ManageUsers', 'ModifyAllData', 'ViewAllData'];

export const ORG_QUERIES = {
  organization: {
    object: 'Organization',
    fields: ['Id', 'Name', 'IsSandbox'],
    permission: 'API Enabled',
    service: 'external',
    purpose: { en: 'asking anything; name of the org', ja: '問い合わせ全般、組織の名前' },
  },
  members: {
    object: 'NetworkMemberGroup',
    needs: ['ParentId'],
    fields: ['ParentId'],
    permission: SETUP,
    feature: true,
    service: 'external',
    purpose: { en: 'profiles and permission sets of members', ja: 'メンバーのプロファイルと権限セット' },
  },
  connectedApps: {
    object: 'ConnectedApplication',
    fields: ['Name', 'OptionsCodeCredentialGuestEnabled'],
    permission: SETUP,
    service: 'apps',
    purpose: {
      en: 'connected apps that give tokens to guests',
      ja: 'ゲストにトークンを発行する接続アプリケーション',
    },
  },
  documents: {
    object: 'Document',
    fields: ['Name', 'DeveloperName', 'Type', 'Folder.DeveloperName'],
    where: 'IsPublic = true',
    permission: VIEW_ALL,
    service: 'documents',
    purpose: {
      en: 'names of documents that open without signing in',
      ja: 'ログインなしで開けるドキュメントの名前',
    },
  },
  healthRisks: {
    object: 'SecurityHealthCheckRisks',
    fields: ['Setting', 'OrgValue', 'StandardValue'],
    where: "RiskType = 'HIGH_RISK'",
    tooling: true,
    permission: SETUP,
    service: 'hardening',
    purpose: { en: 'high-risk settings of the Health Check', ja: '状態チェックの高リスク設定' },
  },
  powerHolders: {
    object: 'PermissionSetAssignment',
    needs: [
      'Assignee.Username',
      'Assignee.UserType',
      ...POWERS.map((name) => `PermissionSet.Permissions${name}`),
    ],
    fields: [
      'Assignee.Username',
      'Assignee.UserType',
      'PermissionSet.Name',
      'PermissionSet.Label',
      'PermissionSet.IsOwnedByProfile',
      'PermissionSet.Profile.Name',
      ...POWERS.map((name) => `PermissionSet.Permissions${name}`),
    ],
    where: `Assignee.IsActive = true AND (${POWERS.map((name) => `PermissionSet.Permissions${name} = true`).join(' OR ')})`,
    permission: SETUP,
    service: 'external',
    purpose: {
      en: 'users with administrative permissions',
      ja: '管理権限を持つユーザー',
    },
  },
  // The link itself (DistributionPublicUrl) and its password are live secrets and are never asked for.
  publicFiles: {
    object: 'ContentDistribution',
    fields: [
      'Id',
      'Name',
      'ContentDocumentId',
      'PreferencesExpires',
      'ExpiryDate',
      'PreferencesPasswordRequired',
      'PreferencesAllowOriginalDownload',
      'ViewCount',
      'LastViewDate',
      'CreatedDate',
    ],
    permission: 'View All Data',
    feature: true,
    service: 'files',
    purpose: {
      en: 'public links to files (only those this user may see)',
      ja: 'ファイルの公開リンク（このユーザーが見られる範囲）',
    },
  },
} as const satisfies Record<string, Query>;
