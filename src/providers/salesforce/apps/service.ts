// Connected apps and external client apps.
import type { Service } from '../../provider.ts';
import { analyseApp } from './analyse.ts';

export const apps: Service = {
  name: 'apps',
  types: [
    {
      type: 'salesforce.app',
      name: { en: 'connected app', ja: '接続アプリケーション' },
      plural: { en: 'connected apps', ja: '接続アプリケーション' },
      schema: 'providers/salesforce/apps/app',
      settings: {
        selfAuthorized: { en: 'who may authorize the app', ja: 'アプリケーションを承認できるユーザー' },
        scopes: { en: 'OAuth scopes', ja: 'OAuth 範囲' },
        refreshTokenPolicy: { en: 'how long tokens last', ja: '更新トークンポリシー' },
        ipRelaxation: { en: 'IP restrictions of the app', ja: 'IP 制限の緩和' },
        guestFlow: { en: 'tokens for guests', ja: 'ゲスト向けトークン' },
      },
      doors: ['selfAuthorized', 'scopes', 'guestFlow'],
      guards: ['refreshTokenPolicy', 'ipRelaxation'],
    },
  ],
  analyse: analyseApp,
};
