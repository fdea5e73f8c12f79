// A site where anybody can sign up makes "any external user" mean "anybody after a form".
import type { Cure, Exposure } from '../../../exposure.ts';
import { type Resource, setting, type Unknown } from '../../../snapshot/resource.ts';
import { openToExternal } from '../external/audience.ts';
import { reach } from './judge.ts';
import { type Model, TYPES } from './model.ts';
import type { Permissions } from './permissions.generated.ts';
import { evidence, permitEvidence, siteEvidence } from './proof.ts';
import { stateBy } from './state.ts';

const BASE = { audience: 'anyone-registered', via: 'self-registration', basis: 'configuration' } as const;

/**
 * Exposures to whoever signs up at the site, one an object. `profileNamed` finds the profile that new users get.
 * Sharing sets, ownership and account roles may give such users more; they are not judged here.
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
  const undecided = (missing: Unknown[], subjectName?: string): Exposure => ({
    ...BASE,
    access: ['read'],
    ...(subjectName === undefined ? {} : { subjectName }),
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
    return [{ ...BASE, access: ['read'], state: 'code', evidence: [...chain, codeDecides(site)] }];
  const profile = profileNamed(name.value);
  const permissions = profile === undefined ? undefined : setting(profile, 'objectPermissions');
  if (profile === undefined || permissions === undefined || permissions.state !== 'present')
    return [
      undecided([
        {
          setting: `${TYPES.permissions}#objectPermissions`,
          reason: permissions?.state === 'unknown' ? permissions.why.reason : 'missing',
          detail: `object permissions of the profile "${name.value}" of those who sign up`,
        },
      ]),
    ];
  const exposures: Exposure[] = [];
  const missing: Unknown[] = [];
  const unclear: string[] = [];
  permissions.value.forEach((permission, index) => {
    if (!permission.read) return;
    const { object } = permission;
    const described = model.object(object);
    const openness =
      described === undefined
        ? { is: 'unknown' as const, missing: [unknownDefault(object)] }
        : openToExternal(described, model.sharing, model.object);
    if (openness.is === 'unknown') {
      missing.push(...openness.missing);
      unclear.push(object);
    }
    if (openness.is !== 'read' && openness.is !== 'write') return;
    const write = openness.is === 'write' && permission.edit;
    exposures.push({
      ...BASE,
      access: write ? ['list', 'read', 'write'] : ['list', 'read'],
      subject: object,
      ...stateBy(alive),
      evidence: [openness.by, grantEvidence(profile, permission, index), ...chain],
      cures: [makePrivate(model, object), signUpOff()],
    });
  });
  if (unclear.length > 0) exposures.push(undecided(missing, unclear.join(', ')));
  return exposures;
}

/** Judged again with the default made private; a rule or a parent may still open the object. */
function makePrivate(model: Model, object: string): Cure {
  const described = model.object(object);
  const changed =
    described === undefined
      ? undefined
      : { ...described, settings: { ...described.settings, externalSharingModel: 'Private' } };
  return {
    text: {
      en: `set the default external access of ${object} to Private (Setup > Sharing Settings)`,
      ja: `${object} の外部組織の共有設定を「非公開」にする（設定 > 共有設定）`,
    },
    rejudged: changed !== undefined && openToExternal(changed, model.sharing, model.object).is === 'none',
  };
}

function signUpOff(): Cure {
  return {
    text: {
      en: 'switch self-registration off (Experience workspace > Administration > Login & Registration)',
      ja: '自己登録を無効にする（ワークスペース > 管理 > ログインと登録）',
    },
    rejudged: false,
  };
}

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

function unknownDefault(object: string): Unknown {
  return {
    setting: `${TYPES.object}#externalSharingModel`,
    reason: 'missing',
    detail: `external default of ${object}`,
  };
}

function grantEvidence(
  profile: Resource<Permissions>,
  permission: NonNullable<Permissions['objectPermissions']>[number],
  index: number,
) {
  const proof = permitEvidence({ container: profile, permission, index }, { en: '', ja: '' });
  return {
    ...proof,
    text: {
      en: `profile "${profile.name}" of those who sign up may read ${permission.object}`,
      ja: `自己登録ユーザーのプロファイル「${profile.name}」が ${permission.object} を参照できる`,
    },
  };
}
