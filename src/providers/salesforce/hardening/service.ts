// Settings of an org that widen from where, and by which other sites, it can be used.
import type { Service } from '../../provider.ts';
import { analyseHardening } from './analyse.ts';

export const hardening: Service = {
  name: 'hardening',
  types: [
    {
      type: 'salesforce.hardening',
      name: { en: 'network settings', ja: 'ネットワーク設定' },
      plural: { en: 'network settings', ja: 'ネットワーク設定' },
      schema: 'providers/salesforce/hardening/hardening',
      carrier: true,
      settings: {
        corsOrigins: { en: 'CORS origins', ja: 'CORS の許可オリジン' },
        trustedSites: { en: 'trusted URLs', ja: '信頼済み URL' },
        remoteSites: { en: 'remote sites', ja: 'リモートサイト' },
        trustedRanges: { en: 'trusted IP ranges', ja: '信頼済み IP 範囲' },
        loginRanges: { en: 'login IP ranges of profiles', ja: 'プロファイルのログイン IP 範囲' },
        healthRisks: { en: 'Health Check', ja: '状態チェック' },
      },
      doors: [],
      guards: ['corsOrigins', 'trustedSites', 'remoteSites', 'trustedRanges', 'loginRanges', 'healthRisks'],
    },
  ],
  analyse: analyseHardening,
};
