// Custom metadata types and custom settings that the org does not restrict: whoever may call the API reads their values.
import type { Cure, Evidence, Exposure } from '../../../exposure.ts';
import { type Resource, setting, type Text, type Unknown } from '../../../snapshot/resource.ts';
import { TYPES } from '../guest/model.ts';
import { someOf } from '../guest/names.ts';
import type { Object as ObjectSettings } from '../guest/object.generated.ts';
import type { Permissions } from '../guest/permissions.generated.ts';
import { evidence } from '../guest/proof.ts';
import { secretField } from '../guest/sensitive.ts';
import type { Sharing } from '../guest/sharing.generated.ts';
import { external } from './exposure.ts';
import { type OpenSetting, type SettingKind, SWITCH_NAMES } from './schema-settings.ts';

type Lookup = (name: string) => Resource<ObjectSettings> | undefined;

/** The permission that lets somebody call the SOAP and REST APIs. */
const API = 'ApiEnabled';

/** One exposure for all of them; it is open where an external profile or permission set may call the API. */
export function openSettingExposures(
  sharing: Resource<Sharing> | undefined,
  { holders, perhaps }: { holders: Resource<Permissions>[]; perhaps: Resource<Permissions>[] },
  lookup: Lookup,
): Exposure[] {
  const base = external('external-setting', ['read']);
  const open = sharing === undefined ? undefined : setting(sharing, 'openSettings');
  if (sharing === undefined || open === undefined || open.state === 'unknown') {
    const why: Partial<Unknown> = open?.state === 'unknown' ? open.why : {};
    const missing: Unknown[] = [{ reason: 'missing', ...why, setting: `${TYPES.sharing}#openSettings` }];
    return [{ ...base, state: 'unknown', missing, evidence: [] }];
  }
  if (open.state === 'absent' || open.value.length === 0) return [];
  const secrets = open.value.filter(({ name }) => looksSecret(name, lookup) !== undefined);
  const names = [...secrets, ...open.value.filter((one) => !secrets.includes(one))].map(({ name }) => name);
  const caller = holders.find(({ settings }) => settings.systemPermissions?.includes(API) === true);
  return [
    {
      ...base,
      subjectName: names.join(', '),
      ...stateBy(holders, perhaps, caller),
      evidence: [
        ...switchEvidence(sharing, open.value),
        ...(secrets.length > 0 ? [secretEvidence(sharing, secrets, lookup)] : []),
        ...(caller === undefined ? [] : [callerEvidence(caller)]),
      ],
      cures: [...new Set(open.value.map(({ kind }) => kind))].map(restrict),
      ...(secrets.length > 0 ? { sensitive: sensitive(secrets) } : {}),
    },
  ];
}

function stateBy(
  holders: Resource<Permissions>[],
  perhaps: Resource<Permissions>[],
  caller: Resource<Permissions> | undefined,
): Pick<Exposure, 'state' | 'guard' | 'missing'> {
  if (caller !== undefined) return { state: 'open' };
  const missing = holders.flatMap((holder): Unknown[] => {
    const known = setting(holder, 'systemPermissions');
    return known.state === 'unknown'
      ? [{ ...known.why, setting: `${TYPES.permissions}#systemPermissions` }]
      : [];
  });
  for (const { name, settings } of perhaps)
    if (settings.systemPermissions?.includes(API) === true)
      missing.push({
        setting: 'externalHolders',
        reason: 'not-held',
        detail: `whether anybody holds the permission set "${name}" otherwise than by its group`,
        detailJa: `権限セット「${name}」をグループ以外で持つユーザーがいるか`,
      });
  const guard = {
    en: 'the lack of API Enabled for external users',
    ja: '外部ユーザーに「API の有効化」がないこと',
  };
  if (missing.length === 0 && holders.length > 0) return { state: 'shut-by', guard };
  const profiles: Unknown = {
    setting: `${TYPES.permissions}#systemPermissions`,
    reason: 'missing',
    detail: 'retrieve the profiles and permission sets of external users',
    detailJa: '外部ユーザーのプロファイルと権限セットを取得してください',
  };
  return { state: 'open-unless', guard, missing: missing.length > 0 ? missing : [profiles] };
}

/** That a kind is not restricted, and what is there of it. */
export function switchEvidence(sharing: Resource<Sharing>, open: OpenSetting[]): Evidence[] {
  const found: Evidence[] = [];
  for (const kind of new Set(open.map((one) => one.kind))) {
    const own = open.filter((one) => one.kind === kind).map(({ name }) => name);
    const { en, ja } = SWITCH_NAMES[kind];
    const some = someOf(own);
    found.push(
      evidence(
        sharing,
        'openSettings',
        {
          en: `"${en}" is off: whoever may call the API reads ${some.en}`,
          ja: `「${ja}」が無効で、API を呼び出せる人は ${some.ja} の値を参照できる`,
        },
        { part: kind },
      ),
    );
  }
  return found;
}

function secretEvidence(sharing: Resource<Sharing>, secrets: OpenSetting[], lookup: Lookup): Evidence {
  const said = (lang: 'en' | 'ja') =>
    someOf(secrets.map(({ name }) => `${name} (${looksSecret(name, lookup)?.[lang] ?? ''})`))[lang];
  return evidence(sharing, 'openSettings', {
    en: `${secrets.length === 1 ? 'seems' : 'seem'} to hold secrets, judged by name: ${said('en')}`,
    ja: `秘密情報を保持していると思われる（名前からの推定）: ${said('ja')}`,
  });
}

function callerEvidence(holder: Resource<Permissions>): Evidence {
  return evidence(
    holder,
    'systemPermissions',
    {
      en: `"${holder.name}" of external users may call the API`,
      ja: `外部ユーザーの「${holder.name}」は API を呼び出せる`,
    },
    { part: API, value: API },
  );
}

function sensitive(secrets: OpenSetting[]): Text {
  const some = someOf(secrets.map(({ name }) => name));
  return {
    en: `${some.en} ${secrets.length === 1 ? 'seems' : 'seem'} to hold secrets; judged by name`,
    ja: `${some.ja} は秘密情報を保持していると思われる（名前からの推定）`,
  };
}

function restrict(kind: SettingKind): Cure {
  const { en, ja } = SWITCH_NAMES[kind];
  return {
    text: {
      en: `switch on "${en}" (Setup > Schema Settings)`,
      ja: `「${ja}」を有効にする（設定 > スキーマ設定）`,
    },
    rejudged: false,
  };
}

/** What gives a type or setting away: its own name or that of a field. */
export function looksSecret(name: string, lookup: Lookup): Text | undefined {
  const hit = (lookup(name)?.settings.fields ?? []).find(secretField);
  if (hit !== undefined) return { en: `field ${hit.name}`, ja: `項目 ${hit.name}` };
  return secretField({ name }) ? { en: 'its name', ja: '名称' } : undefined;
}
