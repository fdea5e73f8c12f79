// What closes what whoever signs up at a site can reach; each change that can be judged is judged again.
import type { Cure } from '../../../exposure.ts';
import { openToExternal } from '../external/audience.ts';
import type { Model } from './model.ts';
import type { Power } from './sign-up-powers.ts';

/** Is an object known to be open neither by its default nor by a rule for all? */
export function isShutOtherwise({ sharing, object }: Model, name: string): boolean {
  const described = object(name);
  return described !== undefined && openToExternal(described, sharing, object).is === 'none';
}

/** Judged again without the rules for all; the default, a parent or View All may still open the object. */
export function narrowRules(model: Model, object: string, power: Power | undefined): Cure {
  const { sharing } = model;
  const described = model.object(object);
  const left = (sharing?.settings.externalRules ?? []).filter((rule) => rule.object !== object);
  const changed =
    sharing === undefined
      ? undefined
      : { ...sharing, settings: { ...sharing.settings, externalRules: left } };
  return {
    text: {
      en: `share ${object} with the roles or groups that need it instead of all portal or partner users (Setup > Sharing Settings > ${object} Sharing Rules)`,
      ja: `${object} を全ポータル・パートナーユーザーではなく、必要なロールやグループにだけ共有する（設定 > 共有設定 > ${object} 共有ルール）`,
    },
    rejudged:
      power === undefined &&
      described !== undefined &&
      openToExternal(described, changed, model.object).is === 'none',
  };
}

/** Judged again with the default made private; a rule, a parent or View All may still open the object. */
export function makePrivate(model: Model, object: string, power: Power | undefined): Cure {
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
    rejudged:
      power === undefined &&
      changed !== undefined &&
      openToExternal(changed, model.sharing, model.object).is === 'none',
  };
}

/** No self-registration at all. */
export function signUpOff(): Cure {
  return {
    text: {
      en: 'switch self-registration off (Experience workspace > Administration > Login & Registration)',
      ja: '自己登録を無効にする（ワークスペース > 管理 > ログイン & 登録）',
    },
    rejudged: false,
  };
}

/** Where code decides, people have to look. */
export function reviewCode(): Cure {
  return {
    text: {
      en: 'check which profile the class behind the registration page gives, and what that profile reads',
      ja: '登録ページのクラスが割り当てるプロファイルと、そのプロファイルで参照できる範囲を確認する',
    },
    rejudged: false,
  };
}
