// Finding things by name in long lists: one that is asked again is indexed, however many sites ask.
import type { GuestRule, ObjectPermission } from './model.ts';

/** List -> name -> positions in it. A list that grew since is indexed again; one that is asked once, as a cure does, is not. */
const INDEXES = new WeakMap<object, { length: number; byName?: Map<string, number[]> }>();

/** Entries of a list that have a name, with their positions, in order. */
export function entriesNamed<T>(list: T[], name: string, nameOf: (entry: T) => string): [T, number][] {
  const known = INDEXES.get(list);
  if (known === undefined || known.length !== list.length) {
    INDEXES.set(list, { length: list.length });
    const found: [T, number][] = [];
    list.forEach((entry, index) => {
      if (nameOf(entry) === name) found.push([entry, index]);
    });
    return found;
  }
  known.byName ??= indexed(list, nameOf);
  const found: [T, number][] = [];
  for (const index of known.byName.get(name) ?? []) {
    const entry = list[index];
    if (entry !== undefined) found.push([entry, index]);
  }
  return found;
}

function indexed<T>(list: T[], nameOf: (entry: T) => string): Map<string, number[]> {
  const byName = new Map<string, number[]>();
  for (const [index, entry] of list.entries()) {
    const positions = byName.get(nameOf(entry));
    if (positions === undefined) byName.set(nameOf(entry), [index]);
    else positions.push(index);
  }
  return byName;
}

/** What a container says about an object; undefined when it does not speak of it. */
export function permissionOn(
  permissions: ObjectPermission[],
  object: string,
): { permission: ObjectPermission; index: number } | undefined {
  const [found] = entriesNamed(permissions, object, (permission) => permission.object);
  return found === undefined ? undefined : { permission: found[0], index: found[1] };
}

/** Guest rules of an object. */
export function rulesFor(rules: GuestRule[], object: string): { rule: GuestRule; index: number }[] {
  return entriesNamed(rules, object, (rule) => rule.object).map(([rule, index]) => ({ rule, index }));
}
