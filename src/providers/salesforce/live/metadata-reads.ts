// What is read by the Metadata API because no query knows it; docs and the permission list come from here.
import type { Text } from '../../../snapshot/resource.ts';
import { MANAGE_SHARING, METADATA, OF_APPS } from './query.ts';

/** Metadata that is read besides queries. */
export const METADATA_READS: { types: string; service: string; permission?: string; purpose: Text }[] = [
  {
    types: 'SharingRules',
    service: 'guest',
    purpose: {
      en: 'guest sharing rules and rules for portal users (no query knows them)',
      ja: 'ゲストユーザー共有ルールとポータルユーザー向け共有ルール（クエリでは取得できない）',
    },
  },
  {
    types: 'ConnectedApp',
    service: 'apps',
    purpose: {
      en: 'scopes and policies of connected apps (keys and secrets are not kept)',
      ja: '接続アプリケーションの範囲とポリシー（鍵や秘密情報は保持しない）',
    },
  },
  {
    types: 'ExtlClntAppOauthConfigurablePolicies, ExtlClntAppOauthSettings',
    service: 'apps',
    permission: OF_APPS,
    purpose: {
      en: 'scopes and policies of external client apps',
      ja: '外部クライアントアプリケーションの範囲とポリシー',
    },
  },
  {
    types: 'CorsWhitelistOrigin, CspTrustedSite, RemoteSiteSetting, SecuritySettings, Profile',
    service: 'hardening',
    purpose: { en: 'origins, remote sites and IP ranges', ja: '許可オリジン・リモートサイト・IP 範囲' },
  },
  {
    types: 'ReportFolder, DashboardFolder',
    service: 'documents',
    purpose: { en: 'whom folders are shared with', ja: 'フォルダーの共有先' },
  },
  {
    types: 'SharingSet',
    service: 'external',
    purpose: { en: 'sharing sets', ja: '共有セット' },
  },
  {
    types: 'SharingSettings',
    service: 'external',
    permission: MANAGE_SHARING,
    purpose: {
      en: 'whether outsiders have defaults of their own, and see each other',
      ja: '外部ユーザー向けの共有設定と、外部ユーザー同士の表示',
    },
  },
  {
    types: 'SchemaSettings',
    service: 'external',
    purpose: {
      en: 'whether access to custom metadata types and custom settings is restricted',
      ja: 'カスタムメタデータ型・カスタム設定へのアクセス制限の有無',
    },
  },
  {
    types: 'SecuritySettings, ContentSettings',
    service: 'external',
    purpose: { en: 'switches of the org', ja: '組織の設定' },
  },
  {
    types: 'Flow',
    service: 'guest',
    purpose: { en: 'flows that guests may run', ja: 'ゲストが実行できるフロー' },
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

/** The permission that reading a type needs, besides that of the Metadata API itself. */
export function permissionFor(type: string): string {
  const read = METADATA_READS.find(({ types }) => types.split(', ').includes(type));
  return read?.permission ?? METADATA;
}
