// Administrative powers in the hands of external users: in their profiles and permission sets, and by assignment.
import type { Access, Evidence, Exposure } from '../../../exposure.ts';
import { type Resource, setting, type Unknown } from '../../../snapshot/resource.ts';
import { TYPES } from '../guest/model.ts';
import { someOf } from '../guest/names.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { ADMIN_PERMISSIONS, accessOf } from '../guest/powers.ts';
import { evidence } from '../guest/proof.ts';
import { external } from './exposure.ts';
import type { Org } from './org.generated.ts';

/** One exposure for all powers of external users, and one for what could not be told. */
export function externalPowers(
  org: Resource<Org>,
  holders: Resource<Permissions>[],
  perhaps: Resource<Permissions>[] = [],
): Exposure[] {
  const proof: Evidence[] = [];
  const missing: Unknown[] = [];
  const access = new Set<Access>();
  const objects = new Set<string>();
  let overAll = false;
  for (const holder of holders) {
    const system = setting(holder, 'systemPermissions');
    if (system.state === 'unknown')
      missing.push({ ...system.why, setting: `${TYPES.permissions}#systemPermissions` });
    const held =
      system.state === 'present' ? system.value.filter((name) => ADMIN_PERMISSIONS.includes(name)) : [];
    if (held.length > 0) {
      for (const word of accessOf(held)) access.add(word);
      if (held.some(isOverAll)) overAll = true;
      proof.push(ofContainer(holder, held));
    }
    const all = (holder.settings.objectPermissions ?? []).filter(
      ({ viewAll, modifyAll }) => viewAll || modifyAll,
    );
    if (all.length === 0) continue;
    for (const { object } of all) objects.add(object);
    for (const word of ['list', 'read'] as const) access.add(word);
    if (all.some(({ modifyAll }) => modifyAll))
      for (const word of ['write', 'delete'] as const) access.add(word);
    proof.push(
      ofObjects(
        holder,
        all.map(({ object }) => object),
      ),
    );
  }
  const certain = holders.flatMap(powersIn);
  for (const set of perhaps) {
    const more = powersIn(set).filter((power) => !certain.includes(power));
    if (more.length > 0) missing.push(heldOtherwise(set, more));
  }
  const assigned = setting(org, 'powerHolders');
  // Files never say who holds a permission set; that is listed once as not held.
  if (assigned.state === 'unknown' && assigned.why.reason !== 'not-held') missing.push(assigned.why);
  for (const { user, external: outside, permissions, by } of assigned.state === 'present'
    ? assigned.value
    : []) {
    if (!outside) continue;
    for (const word of accessOf(permissions)) access.add(word);
    if (permissions.some(isOverAll)) overAll = true;
    proof.push(
      evidence(
        org,
        'powerHolders',
        {
          en: `external user ${user} has ${permissions.join(', ')} by "${by}"`,
          ja: `外部ユーザー ${user} が「${by}」により ${permissions.join('・')} を持つ`,
        },
        { own: true },
      ),
    );
  }
  const exposures: Exposure[] = [];
  if (proof.length > 0)
    exposures.push({
      ...external('external-power', [...access].sort()),
      // Over all records no object is worth a name.
      ...(overAll || objects.size === 0 ? {} : { subjectName: [...objects].sort().join(', ') }),
      state: 'open',
      evidence: proof,
    });
  if (missing.length > 0)
    exposures.push({ ...external('external-power', ['admin']), state: 'unknown', missing, evidence: [] });
  return exposures;
}

function isOverAll(name: string): boolean {
  return name === 'ViewAllData' || name === 'ModifyAllData';
}

/** Administrative permissions, and objects of which every record is seen. */
function powersIn({ settings }: Resource<Permissions>): string[] {
  const system = (settings.systemPermissions ?? []).filter((name) => ADMIN_PERMISSIONS.includes(name));
  const all = (settings.objectPermissions ?? []).filter(({ viewAll, modifyAll }) => viewAll || modifyAll);
  return [...system, ...all.map(({ object }) => object)];
}

/** A set of a group that gives more than its group: assignments are not metadata. */
function heldOtherwise({ name, settings }: Resource<Permissions>, powers: string[]): Unknown {
  const [groups, some] = [someOf(settings.groups ?? []), someOf(powers)];
  return {
    setting: 'externalHolders',
    reason: 'not-held',
    detail: `whether anybody holds the permission set "${name}" (${some.en}) otherwise than by ${groups.en}`,
    detailJa: `権限セット「${name}」（${some.ja}）を ${groups.ja} 以外で持つユーザーがいるか`,
  };
}

function ofContainer(holder: Resource<Permissions>, names: string[]): Evidence {
  return evidence(
    holder,
    'systemPermissions',
    {
      en: `"${holder.name}" of external users has ${names.join(', ')}${inFile(holder).en}`,
      ja: `外部ユーザーの「${holder.name}」に ${names.join('・')} がある${inFile(holder).ja}`,
    },
    { part: names[0] ?? '' },
  );
}

function ofObjects(holder: Resource<Permissions>, objects: string[]): Evidence {
  const some = someOf(objects);
  return evidence(
    holder,
    'objectPermissions',
    {
      en: `"${holder.name}" of external users sees all records of ${some.en}, whoever owns them${inFile(holder).en}`,
      ja: `外部ユーザーの「${holder.name}」は所有者に関係なく ${some.ja} の全レコードを扱える${inFile(holder).ja}`,
    },
    { part: objects[0] ?? '' },
  );
}

/** A file may say what the licence does not let the org honour. */
export function inFile(holder: Resource<Permissions>): { en: string; ja: string } {
  return holder.settings.inEffect === true
    ? { en: '', ja: '' }
    : { en: ', says the file (confirm in the org)', ja: '（ファイルの記載。組織で確認してください）' };
}
