// Every question that a live collection asks, with the permission it needs. Docs and the permission list come from here.
import type { Text } from '../../../snapshot/resource.ts';
import { VIEW_ALL_USERS } from '../guest/members.ts';
import { ADMIN_PERMISSIONS, API_PERMISSIONS } from '../guest/powers.ts';

export interface Query {
  object: string;
  /** Optional ones are left out when the org does not know them. */
  fields: readonly string[];
  where?: string;
  tooling?: boolean;
  permission: string;
  /** The org may not have the feature at all. */
  feature?: boolean;
  service: string;
  purpose: Text;
}

export const SETUP = 'View Setup and Configuration';
export const METADATA = 'Modify Metadata Through Metadata API Functions';
const USERS = 'View All Users';

export const QUERIES = {
  organization: {
    object: 'Organization',
    fields: ['Id', 'Name', 'IsSandbox'],
    permission: 'API Enabled',
    service: 'external',
    purpose: { en: 'asking anything; name of the org', ja: '問い合わせ全般、組織の名前' },
  },
  sites: {
    object: 'Site',
    fields: [
      'Id',
      'Name',
      'MasterLabel',
      'Status',
      'SiteType',
      'UrlPathPrefix',
      'GuestUserId',
      'GuestRecordDefaultOwnerId',
    ],
    permission: SETUP,
    feature: true,
    service: 'guest',
    purpose: { en: 'sites, their state and their guest users', ja: 'サイトとその状態、ゲストユーザー' },
  },
  networks: {
    object: 'Network',
    fields: [
      'Id',
      'Name',
      'Status',
      'UrlPathPrefix',
      'OptionsGuestMemberVisibility',
      'OptionsMemberVisibility',
      'OptionsGuestChatterEnabled',
      'OptionsSelfRegistrationEnabled',
      'SelfRegProfileId',
    ],
    permission: SETUP,
    feature: true,
    service: 'guest',
    purpose: { en: 'switches of Experience Cloud sites', ja: 'Experience Cloud サイトの設定' },
  },
  members: {
    object: 'NetworkMemberGroup',
    fields: ['ParentId'],
    permission: SETUP,
    feature: true,
    service: 'external',
    purpose: { en: 'profiles and permission sets of members', ja: 'メンバーのプロファイルと権限セット' },
  },
  guests: {
    object: 'User',
    fields: ['Id', 'Username', 'CommunityNickname', 'ProfileId', 'Profile.Name'],
    where: "UserType = 'Guest' AND IsActive = true",
    permission: USERS,
    service: 'guest',
    purpose: { en: 'guest users and their profiles', ja: 'ゲストユーザーとそのプロファイル' },
  },
  assignments: {
    object: 'PermissionSetAssignment',
    fields: ['AssigneeId', 'PermissionSetId', 'PermissionSet.Name', 'PermissionSet.IsOwnedByProfile'],
    permission: SETUP,
    service: 'guest',
    purpose: {
      en: 'permission sets assigned to guest users',
      ja: 'ゲストユーザーに割り当てられた権限セット',
    },
  },
  permissionSets: {
    object: 'PermissionSet',
    fields: [
      'Id',
      'Name',
      'NamespacePrefix',
      'IsOwnedByProfile',
      'ProfileId',
      'Profile.Name',
      'Profile.UserLicense.Name',
      ...[...API_PERMISSIONS, ...ADMIN_PERMISSIONS, ...VIEW_ALL_USERS].map((name) => `Permissions${name}`),
    ],
    permission: SETUP,
    service: 'guest',
    purpose: {
      en: 'profiles, permission sets and system permissions',
      ja: 'プロファイル・権限セットとシステム権限',
    },
  },
  objectPermissions: {
    object: 'ObjectPermissions',
    fields: [
      'ParentId',
      'SobjectType',
      'PermissionsCreate',
      'PermissionsRead',
      'PermissionsEdit',
      'PermissionsDelete',
      'PermissionsViewAllRecords',
      'PermissionsModifyAllRecords',
      'PermissionsViewAllFields',
    ],
    permission: SETUP,
    service: 'guest',
    purpose: { en: 'object permissions of outsiders', ja: '外部の人のオブジェクト権限' },
  },
  fieldPermissions: {
    object: 'FieldPermissions',
    fields: ['ParentId', 'SobjectType', 'Field', 'PermissionsRead'],
    where: 'PermissionsRead = true',
    permission: SETUP,
    service: 'guest',
    purpose: { en: 'fields that guests can read', ja: 'ゲストが参照できる項目' },
  },
  objects: {
    object: 'EntityDefinition',
    fields: ['QualifiedApiName', 'Label', 'InternalSharingModel', 'ExternalSharingModel'],
    tooling: true,
    permission: SETUP,
    service: 'guest',
    purpose: { en: 'org-wide defaults', ja: '組織の共有設定' },
  },
  fields: {
    object: 'FieldDefinition',
    fields: ['QualifiedApiName', 'Label', 'SecurityClassification', 'ComplianceGroup'],
    tooling: true,
    permission: SETUP,
    service: 'guest',
    purpose: {
      en: 'labels and classifications of fields that guests can read',
      ja: 'ゲストが参照できる項目の表示名とデータ分類',
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

/** Metadata that is read besides queries. */
export const METADATA_READS: { types: string; service: string; purpose: Text }[] = [
  {
    types: 'SharingRules',
    service: 'guest',
    purpose: {
      en: 'guest sharing rules and rules for portal users (no query knows them)',
      ja: 'ゲストユーザー共有ルールとポータルユーザー向け共有ルール（クエリでは取得できない）',
    },
  },
  {
    types: 'SharingSettings, SecuritySettings, ContentSettings',
    service: 'external',
    purpose: { en: 'switches of the org', ja: '組織の設定' },
  },
  {
    types: 'CustomSite',
    service: 'guest',
    purpose: {
      en: 'whether a site takes Lightning requests',
      ja: 'サイトが Lightning リクエストを受け付けるか',
    },
  },
];

/** SOQL of a query, optionally narrowed to values of a field. Values are quoted. */
export function soql(
  query: Query,
  within?: { field: string; values: string[] },
  without: string[] = [],
): string {
  const fields = query.fields.filter((field) => !without.includes(field));
  const clauses = [
    ...(query.where === undefined ? [] : [query.where]),
    ...(within === undefined ? [] : [`${within.field} IN (${within.values.map(quote).join(', ')})`]),
  ];
  return `SELECT ${fields.join(', ')} FROM ${query.object}${clauses.length > 0 ? ` WHERE ${clauses.join(' AND ')}` : ''}`;
}

function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
