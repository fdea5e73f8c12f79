// How to say to people what rules find in the switches of an org.
import type { Assessment, Evidence } from '../../../exposure.ts';
import { type Resource, setting } from '../../../snapshot/resource.ts';
import { someOf } from '../guest/names.ts';
import { evidence } from '../guest/proof.ts';
import type { Org } from './org.generated.ts';

/** Words for settings that rules look at by themselves. */
export function wordsOf(org: Resource<Org>): NonNullable<Assessment['words']> {
  const words: Record<string, Evidence[]> = {};
  const say = (key: keyof Org & string, en: string, ja: string): void => {
    words[key] = [evidence(org, key, { en, ja }, { own: true })];
  };
  if (org.settings.graphqlForGuests === true)
    say('graphqlForGuests', 'the GraphQL API answers guest users', 'GraphQL API がゲストユーザーに応答する');
  if (org.settings.guestUpload === true)
    say(
      'guestUpload',
      'site guest users may upload files',
      'サイトのゲストユーザーがファイルをアップロードできる',
    );
  const orphans = setting(org, 'guestUsersWithoutSite');
  if (orphans.state === 'present' && orphans.value.length > 0) {
    const some = someOf(orphans.value);
    say(
      'guestUsersWithoutSite',
      `active guest users without a site: ${some.en}`,
      `サイトのない有効なゲストユーザー: ${some.ja}`,
    );
  }
  const holders = setting(org, 'powerHolders');
  if (holders.state === 'present') {
    const inside = holders.value.filter(({ external, admin }) => !external && !admin);
    const some = someOf(
      inside.map(({ user, permissions, by }) => `${user} (${permissions.join(', ')}; ${by})`),
    );
    if (inside.length > 0)
      say(
        'powerHolders',
        `${inside.length} outside the System Administrator profile: ${some.en}`,
        `システム管理者プロファイル以外の ${inside.length} 人: ${some.ja}`,
      );
  }
  return words;
}
