// What a history says, in words. Each begins with its source.
import type { Text } from '../../../snapshot/resource.ts';
import type { Right } from '../guest/judge.ts';

const RIGHTS: Record<Right, Text> = {
  read: { en: 'Read', ja: '参照' },
  create: { en: 'Create', ja: '作成' },
  edit: { en: 'Edit', ja: '編集' },
  delete: { en: 'Delete', ja: '削除' },
  viewAll: { en: 'View All', ja: 'すべて表示' },
  modifyAll: { en: 'Modify All', ja: 'すべて変更' },
};

const TRAIL = { en: 'setup audit trail', ja: '設定変更履歴' };
const CREATED = { en: 'creation date', ja: '作成日' };

/** Of the guest profile's permission on an object. */
export function ofPermission(
  profile: string,
  object: string,
  right: Right,
): Record<'given' | 'changed', Text> {
  const { en, ja } = RIGHTS[right];
  return {
    given: {
      en: `${TRAIL.en}: "${profile}" was given ${en} on ${object}`,
      ja: `${TRAIL.ja}: 「${profile}」に ${object} の「${ja}」権限が付与された`,
    },
    changed: {
      en: `${TRAIL.en}: the last entry that may be about the permissions of "${profile}" on ${object}`,
      ja: `${TRAIL.ja}: 「${profile}」の ${object} の権限に関わる可能性のある最後の記録`,
    },
  };
}

/** That the guest profile was first given anything on an object. */
export function permissionsMade(profile: string, object: string): Text {
  return {
    en: `${CREATED.en} of the permissions of "${profile}" on ${object}`,
    ja: `「${profile}」の ${object} の権限の${CREATED.ja}`,
  };
}

/** Of a system permission of the guest profile. */
export function ofSystem(profile: string, name: string): Record<'given' | 'changed', Text> {
  return {
    given: {
      en: `${TRAIL.en}: "${profile}" was given ${name}`,
      ja: `${TRAIL.ja}: 「${profile}」に ${name} が付与された`,
    },
    changed: {
      en: `${TRAIL.en}: the last entry that may be about ${name} of "${profile}"`,
      ja: `${TRAIL.ja}: 「${profile}」の ${name} に関わる可能性のある最後の記録`,
    },
  };
}

/** Of a sharing rule. */
export function ofRule(name: string, did: 'created' | 'changed' | 'made'): Text {
  if (did === 'created')
    return {
      en: `${TRAIL.en}: the sharing rule ${name} was created`,
      ja: `${TRAIL.ja}: 共有ルール ${name} が作成された`,
    };
  if (did === 'changed')
    return {
      en: `${TRAIL.en}: the last entry that names the sharing rule ${name}`,
      ja: `${TRAIL.ja}: 共有ルール ${name} に関する最後の記録`,
    };
  return { en: `${CREATED.en} of the sharing rule ${name}`, ja: `共有ルール ${name} の${CREATED.ja}` };
}

/** Of a site. */
export function ofSite(what: 'site' | 'activation' | 'guest-user'): Text {
  if (what === 'activation')
    return { en: 'the day on which the site first went live', ja: 'サイトが初めて公開された日' };
  return what === 'site'
    ? { en: `${CREATED.en} of the site`, ja: `サイトの${CREATED.ja}` }
    : { en: `${CREATED.en} of its guest user`, ja: `ゲストユーザーの${CREATED.ja}` };
}

/** The trail holds no change. */
export function trailBegins(): Text {
  return {
    en: `${TRAIL.en}: it goes back to this day and holds no change of what opens this`,
    ja: `${TRAIL.ja}: この日まで遡れるが、これを開いた変更の記録はない`,
  };
}
