// Finding things by name in long lists: each list is indexed once, however many sites ask.
import type { GuestRule, ObjectPermission } from './model.ts';

/** List -> name -> positions in it. A list that grew since is indexed again. */
const INDEXES = new WeakMap<object, { length: number; byName: Map<string, number[]> }>();

/** Entries of a list that have a name, with their positions, in order. */
export function entriesNamed<T>(list: T[], name: string, nameOf: (entry: T) => string): [T, number][] {
  let known = INDEXES.get(list);
  if (known === undefined || known.length !== list.length) {
    known = { length: list.length, byName: new Map() };
    for (const [index, entry] of list.entries()) {
      const positions = known.byName.get(nameOf(entry));
      if (positions === undefined) known.byName.set(nameOf(entry), [index]);
      else positions.push(index);
    }
    INDEXES.set(list, known);
  }
  const found: [T, number][] = [];
  for (const index of known.byName.get(name) ?? []) {
    const entry = list[index];
    if (entry !== undefined) found.push([entry, index]);
  }
  return found;
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
