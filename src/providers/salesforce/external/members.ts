// What members of an org's sites may read by permission and by default: open, and what could not be told.
import type { Evidence } from '../../../exposure.ts';
import { type Resource, setting, type Unknown } from '../../../snapshot/resource.ts';
import { permissionOn } from '../guest/lookup.ts';
import { TYPES } from '../guest/model.ts';
import { someOf, summed } from '../guest/names.ts';
import type { Object as ObjectSettings } from '../guest/object.generated.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import type { Sharing } from '../guest/sharing.generated.ts';
import { type Openness, openToExternal, unknownDefault } from './audience.ts';

/** What objects are judged by. */
export interface Shelf {
  /** Names of all objects that were read. */
  names: string[];
  object(name: string): Resource<ObjectSettings> | undefined;
  sharing: Resource<Sharing> | undefined;
}

/** An object that some holder may read and that is open to external users. */
export interface OpenObject {
  name: string;
  by: Evidence;
  holder: Resource<Permissions>;
  index: number;
  /** Changing records is open too. */
  write: boolean;
}

/** Judges every object for whoever holds these profiles and permission sets. `perhaps`: sets that nobody may hold. */
export function openObjects(
  holders: Resource<Permissions>[],
  shelf: Shelf,
  perhaps: Resource<Permissions>[] = [],
): { open: OpenObject[]; missing: Unknown[] } {
  const open: OpenObject[] = [];
  const missing: Unknown[] = [];
  const undecided: { object: string; missing: Unknown[] }[] = [];
  const known = new Map<string, Openness>();
  const openness = (name: string): Openness => {
    const object = shelf.object(name);
    const answer =
      known.get(name) ??
      (object === undefined
        ? { is: 'unknown' as const, missing: [unknownDefault(name)] }
        : openToExternal(object, shelf.sharing, shelf.object));
    known.set(name, answer);
    return answer;
  };
  const readable = new Map<string, { holder: Resource<Permissions>; index: number; edit: boolean }>();
  for (const holder of holders) {
    const permissions = setting(holder, 'objectPermissions');
    if (permissions.state !== 'present') {
      const why: Partial<Unknown> = permissions.state === 'unknown' ? permissions.why : {};
      missing.push({
        reason: 'missing',
        detail: `object permissions of "${holder.name}"`,
        detailJa: `「${holder.name}」のオブジェクト権限`,
        ...(why.detail === undefined ? { ...why } : { detailJa: why.detail, ...why }),
        setting: `${TYPES.permissions}#objectPermissions`,
      });
      continue;
    }
    for (const [index, { object, read, edit }] of permissions.value.entries()) {
      if (!read) continue;
      const before = readable.get(object);
      if (before === undefined) readable.set(object, { holder, index, edit });
      else before.edit ||= edit;
    }
  }
  for (const name of [...readable.keys()].sort()) {
    const answer = openness(name);
    const { holder, index, edit } = readable.get(name) ?? { edit: false };
    if (answer.is === 'unknown') undecided.push({ object: name, missing: answer.missing });
    if ((answer.is !== 'read' && answer.is !== 'write') || holder === undefined || index === undefined)
      continue;
    open.push({ name, by: answer.by, holder, index, write: answer.is === 'write' && edit });
  }
  missing.push(...summed(undecided));
  missing.push(
    ...unlisted(holders, shelf, (name) => ['read', 'write'].includes(openness(name).is), readable),
  );
  const certain = new Map(open.map(({ name, write }) => [name, write]));
  missing.push(...notHeld(perhaps, certain, (name) => openness(name).is));
  return { open, missing };
}

/** What permission sets would give besides, if somebody held them by themselves and not only by their group. */
function notHeld(
  perhaps: Resource<Permissions>[],
  certain: Map<string, boolean>,
  openness: (name: string) => Openness['is'],
): Unknown[] {
  const missing: Unknown[] = [];
  for (const { name, settings } of perhaps) {
    const more = (settings.objectPermissions ?? []).filter(({ object, read, edit }) => {
      const is = openness(object);
      if (!read || (is !== 'read' && is !== 'write')) return false;
      return !certain.has(object) || (is === 'write' && edit && certain.get(object) === false);
    });
    if (more.length === 0) continue;
    const some = someOf(more.map(({ object }) => object));
    const groups = someOf(settings.groups ?? []);
    missing.push({
      setting: 'externalHolders',
      reason: 'not-held',
      detail: `whether anybody holds the permission set "${name}" otherwise than by ${groups.en}, which gives less of ${some.en}`,
      detailJa: `権限セット「${name}」を ${groups.ja} 以外で持つユーザーがいるか（グループでは ${some.ja} の権限の一部がミュートされています）`,
    });
  }
  return missing;
}

/** Objects that are open by default and that a partial profile does not speak of: whether it may read them is not known. */
function unlisted(
  holders: Resource<Permissions>[],
  shelf: Shelf,
  isOpen: (name: string) => boolean,
  readable: { has(name: string): boolean },
): Unknown[] {
  const partial = holders.filter(
    ({ settings }) => settings.covers === 'listed-objects' && settings.objectPermissions !== undefined,
  );
  const missing: Unknown[] = [];
  for (const { name, settings } of partial) {
    const silent = shelf.names.filter(
      (object) =>
        !readable.has(object) &&
        permissionOn(settings.objectPermissions ?? [], object) === undefined &&
        isOpen(object),
    );
    if (silent.length > 0)
      missing.push({
        setting: `${TYPES.permissions}#objectPermissions`,
        reason: 'missing',
        detail: `"${name}" was exported without ${someOf(silent).en}, open to external users by default`,
        detailJa: `「${name}」は、外部ユーザーに既定で公開されている ${someOf(silent).ja} なしで取得されています`,
      });
  }
  return missing;
}
