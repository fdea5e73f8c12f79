// External users of an org as a whole.
import type { Service } from '../../provider.ts';
import { analyseExternal } from './analyse.ts';

export const external: Service = {
  name: 'external',
  types: [
    {
      type: 'salesforce.org',
      name: { en: 'org', ja: '組織' },
      plural: { en: 'orgs', ja: '組織' },
      schema: 'providers/salesforce/external/org',
      settings: {
        externalUsers: { en: 'whether outside users can log in', ja: '外部ユーザーの有無' },
        externalHolders: {
          en: 'profiles and permission sets of outside users',
          ja: '外部ユーザーのプロファイルと権限セット',
        },
        organizationId: { en: 'organization id', ja: '組織 ID' },
        powerHolders: { en: 'users with administrative permissions', ja: '管理権限を持つユーザー' },
        guestUsersWithoutSite: { en: 'guest users without a site', ja: 'サイトのないゲストユーザー' },
        graphqlForGuests: { en: 'GraphQL for guests', ja: 'ゲストの GraphQL 利用' },
        guestUpload: { en: 'file uploads by guests', ja: 'ゲストのファイルアップロード' },
        siteUserVisibility: { en: 'visibility of site users', ja: 'サイトユーザーの表示' },
        portalUserVisibility: { en: 'visibility of portal users', ja: 'ポータルユーザーの表示' },
        sandbox: { en: 'whether it is a sandbox', ja: 'Sandbox かどうか' },
      },
      doors: ['externalUsers', 'externalHolders'],
      guards: [],
    },
  ],
  analyse: analyseExternal,
};
