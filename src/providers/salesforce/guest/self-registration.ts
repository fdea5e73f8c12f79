// A site where anybody can sign up makes "any external user" mean "anybody after a form".
import type { Access, Evidence, Exposure } from '../../../exposure.ts';
import { type Resource, setting, type Text, type Unknown } from '../../../snapshot/resource.ts';
import { openObjects } from '../external/members.ts';
import { narrowSets, openMappings } from '../external/sharing-sets.ts';
import { type Answer, reach } from './judge.ts';
import { type Model, TYPES } from './model.ts';
import type { Permissions } from './permissions.generated.ts';
import { evidence, siteEvidence } from './proof.ts';
import { isShutOtherwise, makePrivate, narrowRules, reviewCode, signUpOff } from './sign-up-cures.ts';
import { objectPowersOf, systemPowersOf } from './sign-up-powers.ts';
import { stateBy } from './state.ts';

const BASE = { audience: 'anyone-registered', via: 'self-registration', basis: 'configuration' } as const;

/**
 * Exposures to whoever signs up at the site, one an object: by its default or a rule for all, and by View All, which needs
 * neither. `profileNamed` finds the profile that new users get. Ownership and account roles may give such users more;
 * they are not judged here.
 */
export function selfRegistrationExposures(
  model: Model,
  profileNamed: (name: string) => Resource<Permissions> | undefined,
): Exposure[] {
  const { site } = model;
  const alive = reach(model);
  const signUp = setting(site, 'selfRegistration');
  if (signUp.state === 'absent' || (signUp.state === 'present' && !signUp.value)) return [];
  if (alive.is === 'no') return [];
  const undecided = (missing: Unknown[]): Exposure => ({
    ...BASE,
    access: ['read'],
    state: 'unknown',
    missing,
    evidence: [siteEvidence(model)],
  });
  if (signUp.state === 'unknown') return [undecided([signUp.why])];
  const chain = [
    evidence(
      site,
      'selfRegistration',
      { en: 'anybody can sign up', ja: '誰でも自己登録できる' },
      { own: true },
    ),
    siteEvidence(model),
  ];
  const name = setting(site, 'selfRegProfile');
  if (name.state === 'unknown') return [undecided([name.why])];
  if (name.state === 'absent')
    return [
      {
        ...BASE,
        access: ['read'],
        state: 'code',
        evidence: [...chain, codeDecides(site)],
        cures: [reviewCode(), signUpOff()],
      },
    ];
  const profile = profileNamed(name.value);
  const permissions = profile === undefined ? undefined : setting(profile, 'objectPermissions');
  if (profile === undefined || permissions === undefined || permissions.state !== 'present')
    return [
      undecided([
        {
          setting: `${TYPES.permissions}#objectPermissions`,
          reason: permissions?.state === 'unknown' ? permissions.why.reason : 'missing',
          detail: `retrieve the profile "${name.value}" of those who sign up, together with CustomObject`,
          detailJa: `自己登録ユーザーのプロファイル「${name.value}」を CustomObject とともに取得してください`,
        },
      ]),
    ];
  const { open, missing } = openObjects([profile], model);
  const powers = objectPowersOf(profile);
  const exposures = open.map(({ name: object, by, index, write }): Exposure => {
    const power = powers.get(object);
    const access = new Set<Access>(['list', 'read', ...(write ? (['write'] as const) : [])]);
    for (const word of power?.access ?? []) access.add(word);
    return {
      ...BASE,
      access: [...access],
      subject: object,
      ...stateBy(alive),
      evidence: [
        ...(power === undefined ? [] : [power.by]),
        by,
        grantEvidence(profile, object, index),
        ...chain,
      ],
      cures: [
        by.setting === 'externalRules'
          ? narrowRules(model, object, power)
          : makePrivate(model, object, power),
        ...(power === undefined ? [] : [power.cure]),
        signUpOff(),
      ],
    };
  });
  for (const [object, { access, by, cure }] of powers)
    if (!open.some(({ name: other }) => other === object))
      exposures.push({
        ...BASE,
        access,
        subject: object,
        ...stateBy(alive),
        evidence: [by, ...chain],
        cures: [{ ...cure, rejudged: isShutOtherwise(model, object) }, signUpOff()],
      });
  const system = systemPowersOf(profile);
  if (system !== undefined)
    exposures.push({
      ...BASE,
      ...system,
      ...stateBy(alive),
      evidence: [...system.evidence, ...chain],
      cures: [...(system.cures ?? []), signUpOff()],
    });
  exposures.push(...bySharingSets(model, profile, alive, chain));
  const unread = setting(profile, 'systemPermissions');
  if (unread.state === 'unknown')
    missing.push({ ...unread.why, setting: `${TYPES.permissions}#systemPermissions` });
  if (missing.length > 0) exposures.push(undecided(missing));
  return exposures;
}

/**
 * Sharing sets open what belongs to the user's account or contact. Whether those who sign up share one account is set up
 * beside the network, and decides how much that is.
 */
function bySharingSets(
  model: Model,
  profile: Resource<Permissions>,
  alive: Answer,
  chain: Evidence[],
): Exposure[] {
  const { open, missing } = openMappings([profile], model.sharing);
  const base = { ...BASE, via: 'self-registration-set' };
  if (missing.length > 0) return [{ ...base, access: ['read'], state: 'unknown', missing, evidence: chain }];
  if (open.length === 0) return [];
  return [
    {
      ...base,
      access: open.some(({ write }) => write) ? ['read', 'write'] : ['read'],
      subjectName: [...new Set(open.map(({ mapping }) => mapping.object))].sort().join(', '),
      ...stateBy(alive),
      ...(alive.is === 'yes' ? { state: 'open-unless', guard: OWN_ACCOUNT, missing: [ACCOUNT] } : {}),
      evidence: [...open.map(({ by }) => by), ...chain],
      cures: [narrowSets(), signUpOff()],
    },
  ];
}

const OWN_ACCOUNT: Text = {
  en: 'an account of their own for each who signs up',
  ja: '自己登録者ごとに別の取引先が割り当てられること',
};
const ACCOUNT: Unknown = {
  setting: 'selfRegistration',
  reason: 'not-held',
  detail: 'the account of those who sign up (Administration > Login & Registration)',
  detailJa: '自己登録者に割り当てられる取引先（管理 > ログイン & 登録）',
};

function codeDecides(site: Model['site']) {
  return evidence(
    site,
    'selfRegProfile',
    {
      en: 'no profile is set for those who sign up: the code of the registration page decides',
      ja: '自己登録ユーザーのプロファイルが設定されておらず、登録ページのコードが決める',
    },
    { own: true },
  );
}

function grantEvidence(profile: Resource<Permissions>, object: string, index: number) {
  return evidence(
    profile,
    'objectPermissions',
    {
      en: `profile "${profile.name}" of those who sign up may read ${object}`,
      ja: `自己登録ユーザーのプロファイル「${profile.name}」が ${object} を参照できる`,
    },
    { part: object, pointer: `/${index}` },
  );
}
