// Does the org restrict who reads custom metadata types and custom settings? If not, which of them are there?
import type { Known, Origin, Resource, Unknown } from '../../../snapshot/resource.ts';
import type { Sharing } from '../guest/sharing.generated.ts';
import { type Component, notRetrieved, placeOf } from '../import/components.ts';
import { flag } from '../import/xml.ts';

export type OpenSetting = NonNullable<Sharing['openSettings']>[number];
export type SettingKind = OpenSetting['kind'];

/**
 * Switches of Schema.settings. Source: Metadata API developer guide, "SchemaSettings": true leaves values to Apex, flows and
 * formulas, false exposes them in other contexts such as the SOAP API.
 */
const SWITCHES = [
  ['metadata-type', 'enableAdvancedCMTSecurity'],
  ['custom-setting', 'enableAdvancedCSSecurity'],
] as const satisfies [SettingKind, string][];

/** What the switches are called in Setup. */
export const SWITCH_NAMES: Record<SettingKind, { en: string; ja: string }> = {
  'metadata-type': {
    en: 'Restrict access to custom metadata types',
    ja: 'カスタムメタデータ型へのアクセスを制限',
  },
  'custom-setting': { en: 'Restrict access to custom settings', ja: 'カスタム設定へのアクセスを制限' },
};

/** Kinds that the org does not restrict, with the place that says so; or why that is not known. */
export function unrestricted(schema: Known<Component>): Known<{ kind: SettingKind; origin?: Origin }[]> {
  if (schema.state === 'unknown') return schema;
  if (schema.state === 'absent') return notRetrieved('openSettings', 'Settings:Schema');
  const value: { kind: SettingKind; origin?: Origin }[] = [];
  for (const [kind, tag] of SWITCHES) {
    const on = flag(schema.value.root, tag);
    if (on === undefined) return notRetrieved('openSettings', 'Settings:Schema');
    const element = schema.value.root.children.find(({ name }) => name === tag);
    const origin = element === undefined ? undefined : placeOf(schema.value, element);
    if (!on) value.push({ kind, ...(origin === undefined ? {} : { origin }) });
  }
  return { state: 'present', value };
}

/** Puts the types and settings that are open with the rest of what the org shares. `types`: all that are there, by kind. */
export function withOpenSettings(
  sharing: Resource<Sharing>,
  open: Known<{ kind: SettingKind; origin?: Origin }[]>,
  types: Record<SettingKind, Known<string[]>>,
): Resource<Sharing> {
  const lost = (why: Unknown): Resource<Sharing> => ({
    ...sharing,
    unknowns: [...sharing.unknowns, { ...why, setting: 'openSettings' }],
  });
  if (open.state === 'unknown') return lost(open.why);
  const openSettings: OpenSetting[] = [];
  const origins: Record<string, Origin> = {};
  for (const { kind, origin } of open.state === 'present' ? open.value : []) {
    const names = types[kind];
    if (names.state === 'unknown') return lost(names.why);
    for (const name of names.state === 'present' ? names.value : []) openSettings.push({ name, kind });
    if (origin !== undefined) origins[`openSettings/${kind}`] = origin;
  }
  return {
    ...sharing,
    settings: { ...sharing.settings, openSettings },
    ...(sharing.origins === undefined ? {} : { origins: { ...sharing.origins, ...origins } }),
  };
}
