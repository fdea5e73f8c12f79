// Custom metadata types and custom settings of a running org, where it does not restrict who reads them.
import type { Known, Resource } from '../../../snapshot/resource.ts';
import {
  type OpenSetting,
  type SettingKind,
  unrestricted,
  withOpenSettings,
} from '../external/schema-settings.ts';
import { TYPES } from '../guest/model.ts';
import type { Object as ObjectSettings } from '../guest/object.generated.ts';
import type { Sharing } from '../guest/sharing.generated.ts';
import type { Org } from '../session.ts';
import { QUERIES } from './queries.ts';
import { type Row, textAt } from './row.ts';

/** Puts them with the rest of what the org shares, and describes those whose names or fields may speak of secrets. */
export async function readOpenSettings(
  org: Org,
  sharing: Resource<Sharing>,
  scope: string,
): Promise<{ sharing: Resource<Sharing>; types: Resource<ObjectSettings>[] }> {
  const settings = await org.readMetadata('SchemaSettings', ['Schema']);
  const [root] = settings.state === 'present' ? settings.value : [];
  const open = unrestricted(
    settings.state === 'unknown'
      ? settings
      : root === undefined
        ? { state: 'absent' }
        : { state: 'present', value: { name: 'Schema', root, path: '' } },
  );
  const kinds = open.state === 'present' ? open.value.map(({ kind }) => kind) : [];
  const none: Known<string[]> = { state: 'present', value: [] };
  const names: Record<SettingKind, Known<string[]>> = { 'metadata-type': none, 'custom-setting': none };
  if (kinds.includes('metadata-type'))
    names['metadata-type'] = namesIn(await org.rows(QUERIES.metadataTypes));
  if (kinds.includes('custom-setting'))
    names['custom-setting'] = namesIn(await org.rows(QUERIES.customSettings));
  const whole = withOpenSettings(sharing, open, names);
  return { sharing: whole, types: await described(org, whole.settings.openSettings ?? [], scope) };
}

/** Whether one of a package is protected is not answered here: those are left to its maker. */
function namesIn(answer: Known<Row[]>): Known<string[]> {
  if (answer.state === 'unknown') return answer;
  const names = (answer.state === 'present' ? answer.value : [])
    .filter((row) => textAt(row, 'NamespacePrefix') === undefined)
    .map((row) => textAt(row, 'QualifiedApiName') ?? '');
  return { state: 'present', value: names.sort() };
}

async function described(org: Org, open: OpenSetting[], scope: string): Promise<Resource<ObjectSettings>[]> {
  if (open.length === 0) return [];
  const within = { field: 'EntityDefinition.QualifiedApiName', values: open.map(({ name }) => name) };
  const answer = await org.rows(QUERIES.settingFields, within);
  return open.map(({ name }) => {
    const settings: Partial<ObjectSettings> = {
      name,
      sharingModel: null,
      externalSharingModel: null,
    };
    const rows = (answer.state === 'present' ? answer.value : []).filter(
      (row) => textAt(row, 'EntityDefinition', 'QualifiedApiName') === name,
    );
    if (answer.state !== 'unknown')
      settings.fields = rows.map((row) => {
        const label = textAt(row, 'Label');
        return { name: textAt(row, 'QualifiedApiName') ?? '', ...(label === undefined ? {} : { label }) };
      });
    return {
      record: 'resource',
      type: TYPES.object,
      id: name,
      name,
      scope,
      settings,
      unknowns: [
        { setting: 'label', reason: 'not-held' },
        ...(answer.state === 'unknown' ? [{ ...answer.why, setting: 'fields' }] : []),
      ],
    };
  });
}
