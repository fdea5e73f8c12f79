// Custom metadata types and custom settings among the objects of an export.
import type { Known } from '../../../snapshot/resource.ts';
import type { SettingKind } from '../external/schema-settings.ts';
import { notRetrieved } from './components.ts';
import type { Manifests } from './manifest.ts';
import type { ObjectSeen } from './objects.ts';

/** Names by kind, sorted. None at all counts as none only where a manifest asked for all objects. */
export function settingTypes(
  objects: Iterable<ObjectSeen>,
  { members, part }: Manifests,
): Record<SettingKind, Known<string[]>> {
  const found: Record<SettingKind, string[]> = { 'metadata-type': [], 'custom-setting': [] };
  for (const seen of objects) {
    const kind = kindOf(seen);
    if (kind !== undefined) found[kind].push(seen.name);
  }
  const all = members.get('CustomObject')?.has('*') === true && part === undefined;
  const known = (names: string[]): Known<string[]> =>
    names.length > 0 || all
      ? { state: 'present', value: names.sort() }
      : notRetrieved('openSettings', 'CustomObject');
  return {
    'metadata-type': known(found['metadata-type']),
    'custom-setting': known(found['custom-setting']),
  };
}

/**
 * Protected ones of a managed package are hidden; outside a package "protected" hides nothing (help, "Protection and Privacy
 * Options for Custom Metadata Types").
 */
function kindOf({ name, settingsType, visibility }: ObjectSeen): SettingKind | undefined {
  const packaged = /^\w+?__\w+__(?:c|mdt)$/.test(name);
  if (packaged && visibility !== undefined && visibility !== 'Public') return undefined;
  if (name.endsWith('__mdt')) return 'metadata-type';
  return settingsType === undefined ? undefined : 'custom-setting';
}
