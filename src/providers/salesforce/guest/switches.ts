// Switches of an Experience Cloud site that open something by themselves: public APIs, and members who see each other.
import type { Cure, Exposure } from '../../../exposure.ts';
import { setting, type Text } from '../../../snapshot/resource.ts';
import { reach } from './judge.ts';
import type { Model } from './model.ts';
import { evidence, siteEvidence } from './proof.ts';
import { guest, stateBy } from './state.ts';

type Key = 'guestPublicApi' | 'memberVisibility';
type About = Pick<Exposure, 'audience' | 'access' | 'via' | 'basis'> & Partial<Exposure>;

/** "Allow guest users to access public APIs": Chatter and Connect REST without signing in. */
export function publicApiExposures(model: Model): Exposure[] {
  return bySwitch(model, 'guestPublicApi', {
    about: { ...guest('guest-public-api', ['invoke']), subjectName: 'Connect REST / Chatter API' },
    on: {
      en: 'guest users may send public API requests',
      ja: 'ゲストユーザーに公開 API へのアクセスが許可されている',
    },
    off: {
      en: 'switch off "Allow guest users to access public APIs" (Experience workspace > Administration > Preferences)',
      ja: '「ゲストユーザーに公開 API へのアクセスを許可」を無効にする（ワークスペース > 管理 > 設定）',
    },
  });
}

/** "See other members of this site": whoever logs in, and anybody where anybody may sign up. */
export function memberVisibilityExposures(model: Model): Exposure[] {
  const signUp = setting(model.site, 'selfRegistration');
  // Not knowing about sign-up, the narrower audience is the one that is proved.
  const anybody = signUp.state === 'present' && signUp.value;
  return bySwitch(model, 'memberVisibility', {
    about: {
      audience: anybody ? 'anyone-registered' : 'named-outsider',
      access: ['list'],
      via: anybody ? 'self-registration-members' : 'member-visibility',
      basis: 'configuration',
      subject: 'User',
      ...(anybody ? {} : { who: ['members of the site'] }),
    },
    on: anybody
      ? {
          en: 'members see each other, and anybody can sign up',
          ja: 'メンバー同士が互いを参照でき、誰でも自己登録できる',
        }
      : { en: 'members of this site see each other', ja: 'このサイトのメンバー同士が互いを参照できる' },
    off: {
      en: 'switch off "See other members of this site" (Experience workspace > Administration > Preferences)',
      ja: '「このサイトの他のメンバーを参照」を無効にする（ワークスペース > 管理 > 設定）',
    },
  });
}

function bySwitch(
  model: Model,
  key: Key,
  { about, on, off }: { about: About; on: Text; off: Text },
): Exposure[] {
  const known = setting(model.site, key);
  if (known.state === 'absent' || (known.state === 'present' && !known.value)) return [];
  const alive = reach(model);
  if (known.state === 'unknown')
    return alive.is === 'no'
      ? []
      : [{ ...about, state: 'unknown', missing: [known.why], evidence: [siteEvidence(model)] }];
  const changed: Model = {
    ...model,
    site: { ...model.site, settings: { ...model.site.settings, [key]: false } },
  };
  const cure: Cure = {
    text: off,
    rejudged: bySwitch(changed, key, { about, on, off }).length === 0,
  };
  return [
    {
      ...about,
      ...stateBy(alive),
      evidence: [evidence(model.site, key, on, { own: true }), siteEvidence(model)],
      cures: [cure],
    },
  ];
}
