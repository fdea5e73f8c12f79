// Permission sets and permission set groups of the loopback org: ids, and what an org calculates for a group.
import { all, type Element, flag, text } from '../../src/providers/salesforce/import/xml.ts';
import type { OrgFiles } from './salesforce-files.ts';

/** Id of a permission set, or of the one that stands for a group. */
export function setId(name: string): string {
  return `0PS-${name}`.padEnd(18, 'A');
}

export function groupId(name: string): string {
  return `0PG-${name}`.padEnd(18, 'A');
}

/** System permissions as columns. */
export function systemOf(root: Element): Record<string, unknown> {
  return Object.fromEntries(
    all(root, 'userPermissions').map((element) => [
      `Permissions${text(element, 'name')}`,
      flag(element, 'enabled'),
    ]),
  );
}

/** What an org calculates for a group: every permission of its sets that none of its muting sets names, as new elements. */
export function together(files: OrgFiles, group: Element): Element {
  const children: Element[] = [];
  const muted = all(group, 'mutingPermissionSets').flatMap(
    ({ text: name }) => files.muting.get(name)?.children ?? [],
  );
  const same = (a: Element, b: Element): boolean =>
    a.name === b.name && ['object', 'field', 'name'].every((key) => text(a, key) === text(b, key));
  for (const { text: name } of all(group, 'permissionSets'))
    for (const child of files.permissionSets.get(name)?.children ?? []) {
      const mutes = muted.filter((other) => same(child, other));
      const left = child.children.map((right) =>
        right.text === 'true' && mutes.some((other) => flag(other, right.name) === true)
          ? { ...right, text: 'false' }
          : right,
      );
      if (child.children.length > 0) children.push({ ...child, children: left });
    }
  return { ...group, children };
}

/** An assignment as the org lists it: through a group it leads to the permission set that stands for the group. */
export function assignment(
  user: { id: string; type: string },
  held: { set: string } | { group: string },
): Record<string, unknown> {
  const through = 'group' in held ? held.group : undefined;
  const name = 'group' in held ? held.group : held.set;
  return {
    AssigneeId: user.id,
    Assignee: { Username: `${user.id}@kagi.example`, UserType: user.type, IsActive: true },
    PermissionSetId: setId(name),
    PermissionSetGroupId: through === undefined ? null : groupId(through),
    PermissionSet: { Name: name, Label: name, IsOwnedByProfile: false },
  };
}
