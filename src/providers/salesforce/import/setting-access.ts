// Which custom settings and custom metadata types the holders of a profile may read, as its file says.
import type { Origin } from '../../../snapshot/resource.ts';
import { all, type Element, flag, text } from './xml.ts';

/** Names, sorted, and where each is said; keyed as the permissions resource wants them. */
export function settingAccessFrom(
  root: Element,
  path: string,
): { settingAccess: string[]; origins: Record<string, Origin> } {
  const names = new Set<string>();
  const origins: Record<string, Origin> = {};
  for (const tag of ['customMetadataTypeAccesses', 'customSettingAccesses'])
    for (const element of all(root, tag)) {
      const name = text(element, 'name');
      if (!name || flag(element, 'enabled') !== true) continue;
      names.add(name);
      origins[`settingAccess/${name}`] = { file: path, line: element.line, column: element.column };
    }
  return { settingAccess: [...names].sort(), origins };
}
