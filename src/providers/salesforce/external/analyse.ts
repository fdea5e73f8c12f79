// An org -> what every logged-in external user reaches by defaults and rules. One exposure, not one an object. Pure.
import type { Assessment, Context, Evidence } from '../../../exposure.ts';
import { type Resource, setting, typed, type Unknown } from '../../../snapshot/resource.ts';
import { objectNamed, sharingOf, TYPES } from '../guest/model.ts';
import { type Permissions, permissionsSchema } from '../guest/permissions.generated.ts';
import { openToExternal } from './audience.ts';
import { orgSchema } from './org.generated.ts';

const GUEST = /guest/i;

/** Judges an org for its external users; guests are judged with their site. */
export function analyseExternal(resource: Resource, context: Context): Assessment {
  const org = typed(resource, orgSchema);
  const users = setting(org, 'externalUsers');
  if (users.state === 'absent' || (users.state === 'present' && !users.value))
    return { exposures: [], facts: { externalReadObjects: [], externalWriteObjects: [] } };

  const sharing = sharingOf(context, org.scope);
  const lookup = (name: string) => objectNamed(context, org.scope, name);
  const holders = containersOutside(context, org.scope);
  const missing: Unknown[] = [];
  if (users.state === 'unknown') missing.push(users.why);
  const held = setting(org, 'externalHolders');
  if (held.state === 'unknown') missing.push(held.why);
  const readable = new Set<string>();
  const changeable = new Set<string>();
  let permissionsSeen = false;
  for (const holder of holders) {
    const permissions = setting(holder, 'objectPermissions');
    if (permissions.state !== 'present') continue;
    permissionsSeen = true;
    for (const permission of permissions.value) {
      if (permission.read) readable.add(permission.object);
      if (permission.edit) changeable.add(permission.object);
    }
  }
  if (!permissionsSeen)
    missing.push({
      setting: `${TYPES.permissions}#objectPermissions`,
      reason: 'missing',
      detail: 'object permissions of a profile or permission set of external users',
    });

  const read: { name: string; by: Evidence }[] = [];
  const write: string[] = [];
  for (const name of [...readable].sort()) {
    const object = lookup(name);
    if (object === undefined) {
      missing.push({
        setting: `${TYPES.object}#externalSharingModel`,
        reason: 'missing',
        detail: `external default of ${name}`,
      });
      continue;
    }
    const openness = openToExternal(object, sharing, lookup);
    if (openness.is === 'unknown') missing.push(...openness.missing);
    if (openness.is !== 'read' && openness.is !== 'write') continue;
    read.push({ name, by: openness.by });
    if (openness.is === 'write' && changeable.has(name)) write.push(name);
  }

  const unknownFacts: NonNullable<Assessment['unknownFacts']> = {};
  const facts: Record<string, unknown> = {};
  if (missing.length > 0 && read.length === 0) {
    unknownFacts['externalReadObjects'] = missing;
    unknownFacts['externalWriteObjects'] = missing;
  } else {
    facts['externalReadObjects'] = read.map(({ name }) => name);
    facts['externalWriteObjects'] = write;
  }
  const base = { audience: 'named-outsider', via: 'external-default', basis: 'configuration' } as const;
  const who = ['logged-in external users'];
  if (read.length === 0)
    return missing.length === 0
      ? { exposures: [], facts }
      : {
          exposures: [{ ...base, access: ['read'], who, state: 'unknown', missing, evidence: [] }],
          facts,
          unknownFacts,
        };
  return {
    exposures: [
      {
        ...base,
        access: write.length > 0 ? ['list', 'read', 'write'] : ['list', 'read'],
        subjectName: read.map(({ name }) => name).join(', '),
        who,
        state: 'open',
        evidence: read.map(({ by }) => by),
        cures: [
          {
            text: {
              en: 'set the default external access of these objects to Private and share by rule (Setup > Sharing Settings)',
              ja: 'これらのオブジェクトの外部組織の共有設定を「非公開」にし、必要な分だけ共有ルールで共有する（設定 > 共有設定）',
            },
            rejudged: false,
          },
        ],
      },
    ],
    facts,
    unknownFacts,
  };
}

function containersOutside(context: Context, scope: string): Resource<Permissions>[] {
  return context
    .all(TYPES.permissions, scope)
    .filter(({ settings }) => !GUEST.test(String(settings['license'] ?? '')))
    .map((resource) => typed(resource, permissionsSchema));
}
