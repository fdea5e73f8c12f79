// Can the external users of an org see each other? Two switches of its sharing settings.
import type { Exposure } from '../../../exposure.ts';
import { type Resource, setting } from '../../../snapshot/resource.ts';
import { evidence } from '../guest/proof.ts';
import { external } from './exposure.ts';
import type { Org } from './org.generated.ts';

const SWITCHES = [
  ['siteUserVisibility', 'Site User Visibility', 'サイトユーザーの表示'],
  ['portalUserVisibility', 'Portal User Visibility', 'ポータルユーザーの表示'],
] as const;

/** One exposure of users to each other, by either switch. */
export function userVisibility(org: Resource<Org>): Exposure[] {
  const base = { ...external('user-visibility', ['list']), subject: 'User' };
  const on = SWITCHES.filter(([key]) => {
    const known = setting(org, key);
    return known.state === 'present' && known.value;
  });
  const settings = { ...org.settings, siteUserVisibility: false, portalUserVisibility: false };
  const off = { ...org, settings };
  if (on.length > 0)
    return [
      {
        ...base,
        state: 'open',
        evidence: on.map(([key, en, ja]) =>
          evidence(
            org,
            key,
            {
              en: `"${en}" is on: external users find each other`,
              ja: `「${ja}」が有効で、外部ユーザー同士が互いを検索できる`,
            },
            { own: true },
          ),
        ),
        cures: [
          {
            text: {
              en: `switch off ${on.map(([, en]) => `"${en}"`).join(' and ')} (Setup > Sharing Settings)`,
              ja: `${on.map(([, , ja]) => `「${ja}」`).join('と')}を無効にする（設定 > 共有設定）`,
            },
            rejudged: userVisibility(off).length === 0,
          },
        ],
      },
    ];
  const missing = SWITCHES.flatMap(([key]) => {
    const known = setting(org, key);
    return known.state === 'unknown' ? [known.why] : [];
  });
  return missing.length === 0 ? [] : [{ ...base, state: 'unknown', missing, evidence: [] }];
}
