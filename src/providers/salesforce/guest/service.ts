// Guest access: sites and what they are judged by, with their doors and guards.
import type { Text } from '../../../snapshot/resource.ts';
import type { Service } from '../../provider.ts';
import { codeTypes } from '../code/types.ts';
import { withDates } from '../since/date.ts';
import { analyseGuest } from './analyse.ts';
import { TYPES } from './model.ts';

/**
 * A deployment changes only what its files say. Source: Metadata API developer guide, "Profile": what is left out of the file of
 * an existing profile is not modified.
 */
const KEPT: Text = {
  en: 'gone from the file, not set to false: an org that this file is deployed to keeps it; deploy it as false, or retrieve the profile again to confirm',
  ja: 'ファイルから消えただけで false になっていません。このファイルをデプロイしても組織には残ります。false を明記してデプロイするか、プロファイルを再取得して確認してください',
};

export const guest: Service = {
  name: 'guest',
  types: [
    {
      type: TYPES.sharing,
      name: { en: 'set of sharing rules', ja: '共有ルール一式' },
      plural: { en: 'sets of sharing rules', ja: '共有ルール一式' },
      schema: 'providers/salesforce/guest/sharing',
      settings: {
        sharingSets: { en: 'sharing sets', ja: '共有セット' },
        guestRules: { en: 'guest sharing rules', ja: 'ゲストユーザー共有ルール' },
        externalRules: { en: 'sharing rules for external users', ja: '外部ユーザーへの共有ルール' },
        openSettings: {
          en: 'whether access to custom metadata types and custom settings is restricted',
          ja: 'カスタムメタデータ型・カスタム設定へのアクセス制限',
        },
      },
      context: true,
      carrier: true,
      doors: [],
      guards: [],
    },
    {
      type: TYPES.permissions,
      name: { en: 'profile or permission set', ja: 'プロファイル・権限セット' },
      plural: { en: 'profiles and permission sets', ja: 'プロファイル・権限セット' },
      schema: 'providers/salesforce/guest/permissions',
      settings: {
        objectPermissions: { en: 'object permissions', ja: 'オブジェクト権限' },
        readableFields: { en: 'field permissions', ja: '項目レベルセキュリティ' },
        systemPermissions: { en: 'system permissions', ja: 'システム権限' },
        settingAccess: {
          en: 'access to custom settings and custom metadata',
          ja: 'カスタム設定・カスタムメタデータへのアクセス',
        },
        classAccess: { en: 'access to Apex classes', ja: 'Apex クラスへのアクセス' },
        pageAccess: { en: 'access to Visualforce pages', ja: 'Visualforce ページへのアクセス' },
        flowAccess: { en: 'access to flows', ja: 'フローへのアクセス' },
      },
      removals: { objectPermissions: KEPT, systemPermissions: KEPT },
      context: true,
      doors: [],
      guards: [],
    },
    {
      type: TYPES.object,
      name: { en: 'object', ja: 'オブジェクト' },
      plural: { en: 'objects', ja: 'オブジェクト' },
      schema: 'providers/salesforce/guest/object',
      settings: {
        sharingModel: { en: 'internal default access', ja: '内部の既定のアクセス権' },
        externalSharingModel: { en: 'external default access', ja: '外部の既定のアクセス権' },
        masters: { en: 'parents', ja: '親オブジェクト' },
        personAccounts: { en: 'whether person accounts are on', ja: '個人取引先の利用' },
        fields: { en: 'fields', ja: '項目' },
      },
      context: true,
      doors: [],
      guards: [],
    },
    {
      type: TYPES.history,
      name: { en: 'history', ja: '履歴' },
      plural: { en: 'histories', ja: '履歴' },
      schema: 'providers/salesforce/since/history',
      settings: {
        trail: { en: 'the setup audit trail', ja: '設定変更履歴' },
        made: { en: 'creation dates', ja: '作成日' },
      },
      context: true,
      carrier: true,
      doors: [],
      guards: [],
    },
    ...codeTypes,
    {
      type: TYPES.site,
      name: { en: 'site', ja: 'サイト' },
      plural: { en: 'sites', ja: 'サイト' },
      schema: 'providers/salesforce/guest/site',
      settings: {
        guestUser: { en: 'guest user', ja: 'ゲストユーザー' },
        guestProfile: { en: 'guest profile', ja: 'ゲストユーザープロファイル' },
        guestPermissionSets: { en: 'permission sets of the guest user', ja: 'ゲストユーザーの権限セット' },
        guestPermissionSetGroups: {
          en: 'permission set groups of the guest user',
          ja: 'ゲストユーザーの権限セットグループ',
        },
        looseSwitches: { en: 'protections of the site', ja: 'サイトの保護設定' },
        guestOwned: { en: 'records of the guest user', ja: 'ゲストユーザーが所有するレコード' },
        guestShares: { en: 'records shared with the guest user', ja: 'ゲストユーザーに共有されたレコード' },
        guestTried: { en: 'what was tried as the guest user', ja: 'ゲストユーザーとしての試行結果' },
        guestCounted: { en: 'counts of shared records', ja: '共有されたレコードの件数' },
        guestGroups: { en: 'groups of the guest user', ja: 'ゲストユーザーの所属グループ' },
        guestMemberVisibility: { en: 'whether guests see members', ja: 'ゲストへのメンバー表示' },
        guestPublicApi: { en: 'whether guests may use public APIs', ja: 'ゲストの公開 API 利用' },
        memberVisibility: { en: 'whether members see each other', ja: 'メンバー同士の表示' },
        selfRegistration: { en: 'self-registration', ja: '自己登録' },
        selfRegProfile: { en: 'the profile of those who sign up', ja: '自己登録ユーザーのプロファイル' },
        defaultOwner: { en: 'owner of records that guests create', ja: 'ゲストが作成したレコードの所有者' },
        defaultOwnerPowers: {
          en: 'administrative permissions of the owner of what guests create',
          ja: 'ゲストが作成したレコードの所有者の管理権限',
        },
        auraRequests: { en: 'whether Lightning requests are on', ja: 'Lightning リクエストの可否' },
        active: { en: 'the state of the site', ja: 'サイトの状態' },
        networkStatus: { en: 'the state of the Experience Cloud site', ja: 'Experience Cloud サイトの状態' },
      },
      // What is missing in the context types is named by the exposures of the site that it leaves undecided.
      doors: [
        'guestUser',
        'guestProfile',
        'guestPermissionSets',
        'guestOwned',
        'guestShares',
        'guestGroups',
        'guestMemberVisibility',
        'guestPublicApi',
        'memberVisibility',
        'selfRegistration',
      ],
      guards: ['active', 'networkStatus'],
    },
  ],
  analyse: (resource, context) => withDates(analyseGuest(resource, context), resource, context),
};
