// Questions about when: the setup audit trail. Who made a change is not asked.
import { ACTIONS } from '../since/trail.ts';
import { type Query, SETUP } from './query.ts';

const purpose = {
  en: 'since when visitors can reach something (the texts are compared and not kept)',
  ja: '訪問者がいつから到達できるか（文面は照合のみに使い、保持しない）',
};

export const TRAIL = {
  oldest: {
    object: 'SetupAuditTrail',
    fields: ['CreatedDate'],
    needs: ['CreatedDate'],
    orderBy: 'CreatedDate',
    limit: 1,
    extra: true,
    permission: SETUP,
    service: 'guest',
    purpose: { en: 'how far back the setup audit trail goes', ja: '設定変更履歴がいつまで遡れるか' },
  },
  changes: {
    object: 'SetupAuditTrail',
    fields: ['Action', 'CreatedDate', 'Display'],
    needs: ['Action', 'CreatedDate', 'Display'],
    where: `(${ACTIONS.map((action) => `Action LIKE '${action}%'`).join(' OR ')})`,
    extra: true,
    permission: SETUP,
    service: 'guest',
    purpose,
  },
} as const satisfies Record<string, Query>;
