// What whoever signs up at a site reaches whatever is shared: View All and Modify All of the profile, and its system permissions.
import type { Access, Cure, Evidence, Exposure } from '../../../exposure.ts';
import type { Resource, Text } from '../../../snapshot/resource.ts';
import { inFile } from '../external/powers.ts';
import type { Permissions } from './permissions.generated.ts';
import { ADMIN_PERMISSIONS, accessOf } from './powers.ts';
import { evidence } from './proof.ts';

/** A way to records that sharing does not govern. */
export interface Power {
  access: Access[];
  by: Evidence;
  cure: Cure;
}

/** Object -> what View All or Modify All in the profile gives. */
export function objectPowersOf(profile: Resource<Permissions>): Map<string, Power> {
  const found = new Map<string, Power>();
  for (const [index, { object, viewAll, modifyAll }] of (
    profile.settings.objectPermissions ?? []
  ).entries()) {
    if (!viewAll && !modifyAll) continue;
    const right: Text = modifyAll
      ? { en: 'Modify All', ja: '「すべての編集」' }
      : { en: 'View All', ja: '「すべての参照」' };
    const said = inFile(profile);
    found.set(object, {
      access: modifyAll ? ['list', 'read', 'write', 'delete'] : ['list', 'read'],
      by: evidence(
        profile,
        'objectPermissions',
        {
          en: `profile "${profile.name}" of those who sign up has ${right.en} on ${object}: all records, whoever owns them${said.en}`,
          ja: `自己登録ユーザーのプロファイル「${profile.name}」に ${object} の${right.ja}権限があり、所有者に関係なく全レコードに及ぶ${said.ja}`,
        },
        { part: object, pointer: `/${index}` },
      ),
      cure: {
        text: {
          en: `take ${right.en} on ${object} from "${profile.name}" (Setup > Profiles > Object Settings)`,
          ja: `「${profile.name}」から ${object} の${right.ja}権限を外す（設定 > プロファイル > オブジェクト設定）`,
        },
        rejudged: false,
      },
    });
  }
  return found;
}

/** One exposure for the administrative system permissions of the profile: View All Data reaches every object. */
export function systemPowersOf(
  profile: Resource<Permissions>,
): Pick<Exposure, 'access' | 'evidence' | 'cures'> | undefined {
  const held = (profile.settings.systemPermissions ?? []).filter((name) => ADMIN_PERMISSIONS.includes(name));
  if (held.length === 0) return undefined;
  // Whoever administers the org can read it too.
  const access = [...new Set<Access>([...accessOf(held), 'list', 'read'])].sort();
  const said = inFile(profile);
  return {
    access,
    evidence: held.map((name) =>
      evidence(
        profile,
        'systemPermissions',
        {
          en: `profile "${profile.name}" of those who sign up has ${name}${said.en}`,
          ja: `自己登録ユーザーのプロファイル「${profile.name}」に ${name} がある${said.ja}`,
        },
        { part: name, value: name },
      ),
    ),
    cures: [
      {
        text: {
          en: `take ${held.join(', ')} from "${profile.name}" (Setup > Profiles > System Permissions)`,
          ja: `「${profile.name}」から ${held.join('・')} を外す（設定 > プロファイル > システム権限）`,
        },
        rejudged: false,
      },
    ],
  };
}
