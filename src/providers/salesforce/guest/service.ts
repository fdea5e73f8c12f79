// Guest access: sites and what they are judged by, with their doors and guards.
import type { Service } from '../../provider.ts';
import { analyseGuest } from './analyse.ts';
import { TYPES } from './model.ts';

export const guest: Service = {
  name: 'guest',
  types: [
    {
      type: TYPES.sharing,
      name: { en: 'set of sharing rules', ja: '共有ルール一式' },
      plural: { en: 'sets of sharing rules', ja: '共有ルール一式' },
      schema: 'providers/salesforce/guest/sharing',
      context: true,
      doors: [],
      guards: [],
    },
    {
      type: TYPES.permissions,
      name: { en: 'profile or permission set', ja: 'プロファイル・権限セット' },
      plural: { en: 'profiles and permission sets', ja: 'プロファイル・権限セット' },
      schema: 'providers/salesforce/guest/permissions',
      context: true,
      doors: [],
      guards: [],
    },
    {
      type: TYPES.object,
      name: { en: 'object', ja: 'オブジェクト' },
      plural: { en: 'objects', ja: 'オブジェクト' },
      schema: 'providers/salesforce/guest/object',
      context: true,
      doors: [],
      guards: [],
    },
    {
      type: TYPES.site,
      name: { en: 'site', ja: 'サイト' },
      plural: { en: 'sites', ja: 'サイト' },
      schema: 'providers/salesforce/guest/site',
      // What is missing in the context types is named by the exposures of the site that it leaves undecided.
      doors: [
        'guestUser',
        'guestProfile',
        'guestPermissionSets',
        'guestMemberVisibility',
        'selfRegistration',
      ],
      guards: ['active', 'networkStatus'],
    },
  ],
  analyse: analyseGuest,
};
