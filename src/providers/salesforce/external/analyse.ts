// An org -> what every logged-in external user reaches by defaults and rules. One exposure, not one an object. Pure.
import type { Assessment, Context, Exposure } from '../../../exposure.ts';
import { type Resource, setting, typed, type Unknown } from '../../../snapshot/resource.ts';
import { containersOfMembers, objectNamed, objectNames, sharingOf, TYPES } from '../guest/model.ts';
import { openObjects } from './members.ts';
import { orgSchema } from './org.generated.ts';

const BASE = { audience: 'named-outsider', via: 'external-default', basis: 'configuration' } as const;
const WHO = ['logged-in external users'];

/** Judges an org for its external users; guests are judged with their site. */
export function analyseExternal(resource: Resource, context: Context): Assessment {
  const org = typed(resource, orgSchema);
  const users = setting(org, 'externalUsers');
  if (users.state === 'absent' || (users.state === 'present' && !users.value))
    return { exposures: [], facts: { externalReadObjects: [], externalWriteObjects: [] } };

  const holders = containersOfMembers(context, org.scope);
  const judged = openObjects(holders, {
    names: objectNames(context, org.scope),
    object: (name) => objectNamed(context, org.scope, name),
    sharing: sharingOf(context, org.scope),
  });
  const missing: Unknown[] = [];
  if (users.state === 'unknown') missing.push(users.why);
  const held = setting(org, 'externalHolders');
  if (held.state === 'unknown') missing.push(held.why);
  if (holders.length === 0)
    missing.push({
      setting: `${TYPES.permissions}#objectPermissions`,
      reason: 'missing',
      detail: 'object permissions of a profile or permission set of external users',
    });
  missing.push(...judged.missing);

  const { open } = judged;
  const written = open.filter(({ write }) => write).map(({ name }) => name);
  const exposures: Exposure[] = [];
  if (open.length > 0)
    exposures.push({
      ...BASE,
      access: written.length > 0 ? ['list', 'read', 'write'] : ['list', 'read'],
      subjectName: open.map(({ name }) => name).join(', '),
      who: WHO,
      state: 'open',
      evidence: open.map(({ by }) => by),
      cures: [
        {
          text: {
            en: 'set the default external access of these objects to Private and share by rule (Setup > Sharing Settings)',
            ja: 'これらのオブジェクトの外部組織の共有設定を「非公開」にし、必要な分だけ共有ルールで共有する（設定 > 共有設定）',
          },
          rejudged: false,
        },
      ],
    });
  if (missing.length > 0)
    exposures.push({ ...BASE, access: ['read'], who: WHO, state: 'unknown', missing, evidence: [] });
  if (missing.length > 0)
    return {
      exposures,
      facts: {},
      unknownFacts: { externalReadObjects: missing, externalWriteObjects: missing },
    };
  return {
    exposures,
    facts: { externalReadObjects: open.map(({ name }) => name), externalWriteObjects: written },
  };
}
