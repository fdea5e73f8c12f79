// What a guest profile's file lets visitors run, and putting two files of one profile together.
import type { Origin, Unknown } from '../../../snapshot/resource.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { all, type Element, flag, text } from '../import/xml.ts';
import { ACCESS_LISTS } from './granted.ts';

const TAGS = [
  ['classAccess', 'classAccesses', 'apexClass'],
  ['pageAccess', 'pageAccesses', 'apexPage'],
  ['flowAccess', 'flowAccesses', 'flow'],
] as const;

/**
 * The lists of a profile or permission set file. A profile holds only what was retrieved with it: one that names no class,
 * page or flow at all, enabled or not, says nothing of code.
 */
export function accessFrom(
  root: Element,
  name: string,
  path: string,
): { settings: Partial<Permissions>; unknowns: Unknown[]; origins: Record<string, Origin> } {
  const settings: Partial<Permissions> = {};
  const origins: Record<string, Origin> = {};
  let named = 0;
  for (const [list, tag, key] of TAGS) {
    const enabled = new Set<string>();
    for (const element of all(root, tag)) {
      named += 1;
      const what = text(element, key);
      if (what === undefined || flag(element, 'enabled') !== true) continue;
      enabled.add(what);
      origins[`${list}/${what}`] = { file: path, line: element.line, column: element.column };
    }
    settings[list] = [...enabled].sort();
  }
  if (named > 0 || root.name !== 'Profile') return { settings, unknowns: [], origins };
  const detail = `"${name}" was exported without any code: retrieve Profile together with ApexClass, ApexPage and Flow`;
  const detailJa = `「${name}」はコードなしで取得されています。Profile を ApexClass・ApexPage・Flow とともに取得してください`;
  return { settings: {}, unknowns: lostAccess({ reason: 'missing', detail, detailJa }), origins };
}

/** All three lists, not known. */
export function lostAccess(why: Omit<Unknown, 'setting'>): Unknown[] {
  return ACCESS_LISTS.map((setting) => ({ ...why, setting }));
}

/** What either of two files grants. */
export function bothAccess(a: Partial<Permissions>, b: Partial<Permissions>): Partial<Permissions> {
  const settings: Partial<Permissions> = {};
  for (const list of ACCESS_LISTS) {
    const [first, second] = [a[list], b[list]];
    if (first !== undefined || second !== undefined)
      settings[list] = [...new Set([...(first ?? []), ...(second ?? [])])].sort();
  }
  return settings;
}
