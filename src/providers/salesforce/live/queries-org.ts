// Questions about an org as a whole: its users with power, apps, documents and files.
import { type Query, SETUP, VIEW_ALL } from './query.ts';

/** System permissions whose holders are listed by name. */
export const POWERS = ['ManageUsers', 'ModifyAllData', 'ViewAllData'];

/** Types of users outside the company who log in, by the User object's page. Guests are judged with their site. */
export const OUTSIDERS = ['PowerPartner', 'CspLitePortal', 'CustomerSuccess', 'PowerCustomerSuccess'];

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
  heldOutside: {
    object: 'PermissionSetAssignment',
    fields: ['PermissionSetId', 'PermissionSetGroupId'],
    needs: ['PermissionSetId'],
    where: `Assignee.IsActive = true AND PermissionSet.IsOwnedByProfile = false AND Assignee.UserType IN (${OUTSIDERS.map((type) => `'${type}'`).join(', ')})`,
    groupBy: ['PermissionSetId', 'PermissionSetGroupId'],
    permission: SETUP,
    service: 'external',
    purpose: {
      en: 'permission sets and groups of external users',
      ja: '外部ユーザーに割り当てられた権限セット・権限セットグループ',
    },
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
      'AssigneeId',
      'Assignee.Username',
      'Assignee.UserType',
      ...POWERS.map((name) => `PermissionSet.Permissions${name}`),
    ],
    fields: [
      'AssigneeId',
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
      en: 'users with administrative permissions, among them owners of what guests create',
      ja: '管理権限を持つユーザー（ゲストが作成するレコードの所有者を含む）',
    },
  },
  metadataTypes: {
    object: 'EntityDefinition',
    each: 'open-setting',
    fields: ['QualifiedApiName', 'NamespacePrefix'],
    needs: ['QualifiedApiName', 'NamespacePrefix'],
    where: "QualifiedApiName LIKE '%__mdt'",
    tooling: true,
    permission: SETUP,
    service: 'external',
    purpose: {
      en: 'custom metadata types, where access to them is not restricted',
      ja: 'カスタムメタデータ型（アクセスが制限されていない場合）',
    },
  },
  customSettings: {
    object: 'EntityDefinition',
    each: 'open-setting',
    fields: ['QualifiedApiName', 'NamespacePrefix'],
    needs: ['QualifiedApiName', 'NamespacePrefix'],
    where: 'IsCustomSetting = true',
    tooling: true,
    permission: SETUP,
    service: 'external',
    purpose: {
      en: 'custom settings, where access to them is not restricted',
      ja: 'カスタム設定（アクセスが制限されていない場合）',
    },
  },
  settingFields: {
    object: 'FieldDefinition',
    each: 'open-setting',
    extra: true,
    fields: ['QualifiedApiName', 'Label', 'EntityDefinition.QualifiedApiName'],
    needs: ['QualifiedApiName', 'EntityDefinition.QualifiedApiName'],
    tooling: true,
    permission: SETUP,
    service: 'external',
    purpose: {
      en: 'fields of those, by name, never what they hold',
      ja: 'その項目の名前（値は取得しない）',
    },
  },
  personAccounts: {
    object: 'FieldDefinition',
    fields: ['QualifiedApiName'],
    where: "QualifiedApiName = 'IsPersonAccount'",
    tooling: true,
    permission: SETUP,
    service: 'guest',
    purpose: { en: 'whether person accounts are on', ja: '個人取引先の利用有無' },
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
