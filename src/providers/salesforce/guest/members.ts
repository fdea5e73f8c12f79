// Can visitors without a password list the people of a site or of the org?
import type { Evidence, Exposure } from '../../../exposure.ts';
import { setting } from '../../../snapshot/resource.ts';
import { reach } from './judge.ts';
import type { Model } from './model.ts';
import { held } from './powers.ts';
import { evidence, siteEvidence } from './proof.ts';
import { guest, stateBy } from './state.ts';

/** Lists every user of the org. Taken from guests in Summer '20, so that it counts only where the org itself says so. */
export const VIEW_ALL_USERS = ['ViewAllUsers'];

/** One exposure of users, by the switch of the site or by the permission. */
export function memberExposures(model: Model): Exposure[] {
  const visible = setting(model.site, 'guestMemberVisibility');
  const permission = held(model, VIEW_ALL_USERS);
  const byPermission = permission.inEffect;
  const bySwitch = visible.state === 'present' && visible.value;
  if (!byPermission && !bySwitch && visible.state !== 'unknown') return [];
  const alive = reach(model);
  const known = bySwitch || byPermission || alive.is === 'no';
  const proof: Evidence[] = byPermission ? permission.proof : [];
  if (!byPermission || bySwitch)
    proof.push(
      evidence(
        model.site,
        'guestMemberVisibility',
        {
          en: `guest users ${bySwitch ? 'can' : 'may be able to'} see other members of this site`,
          ja: `ゲストユーザーがこのサイトの他のメンバーを参照できる${bySwitch ? '' : '可能性がある'}`,
        },
        { own: true },
      ),
    );
  const missing = visible.state === 'unknown' ? [visible.why] : [];
  return [
    {
      ...guest('guest-members', ['list']),
      subject: 'User',
      ...(known ? stateBy(alive) : { state: 'unknown', missing }),
      evidence: [...proof, siteEvidence(model)],
      ...(bySwitch ? { cures: [switchOff(model)] } : {}),
    },
  ];
}

function switchOff(model: Model): NonNullable<Exposure['cures']>[number] {
  const off = { ...model.site, settings: { ...model.site.settings, guestMemberVisibility: false } };
  return {
    text: {
      en: 'switch off "Let guest users see other members of this site" (Experience workspace > Administration > Preferences)',
      ja: '「ゲストユーザーにこのサイトの他のメンバーの参照を許可」を無効にする（ワークスペース > 管理 > 設定）',
    },
    rejudged: memberExposures({ ...model, site: off }).length === 0,
  };
}
