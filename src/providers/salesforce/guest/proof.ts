// The proof of a record exposure: the chain in words and places, the request, and what closes it.
import type { Cure, Evidence, Witness } from '../../../exposure.ts';
import { type Origin, type Resource, setting, type Text } from '../../../snapshot/resource.ts';
import { breadth } from './breadth.ts';
import { mastersOf, type Permit, permitted, type Share, shared } from './judge.ts';
import { entriesNamed } from './lookup.ts';
import { KIND_WORDS, type Model } from './model.ts';

/** Where a part of a setting was read: the part's own place, else the setting's. */
export function originOf(resource: Resource<object>, name: string, part?: string): Origin | undefined {
  return (part === undefined ? undefined : resource.origins?.[`${name}/${part}`]) ?? resource.origins?.[name];
}

/** Evidence about a setting of a resource, with its place filled in. */
export function evidence(
  resource: Resource<object>,
  name: string,
  text: Evidence['text'],
  more: { part?: string; pointer?: string; value?: string; own?: boolean } = {},
): Evidence {
  const origin = originOf(resource, name, more.part);
  return {
    ...(more.own ? {} : { resource: { type: resource.type, id: resource.id } }),
    setting: name,
    ...(more.pointer === undefined ? {} : { pointer: more.pointer }),
    text,
    ...(more.value === undefined ? {} : { value: more.value }),
    ...(origin === undefined ? {} : { origin }),
  };
}

/**
 * Where people find the guest profile. Source: "Configure the Guest User Profile": Experience Builder sites open it in the
 * builder, sites of Visualforce pages in Setup.
 */
export function pathToProfile({ site }: Model, page?: Text): Text {
  const [en, ja] =
    site.settings.siteType === 'Visualforce'
      ? ['Setup > Sites > Public Access Settings', '設定 > サイト > 公開アクセス設定']
      : [
          'Experience Builder > Settings > General > guest user profile',
          'エクスペリエンスビルダー > 設定 > 一般 > ゲストユーザープロファイル',
        ];
  return page === undefined ? { en, ja } : { en: `${en} > ${page.en}`, ja: `${ja} > ${page.ja}` };
}

/** That the site answers visitors, and where. */
export function siteEvidence({ site }: Model): Evidence {
  const prefix = setting(site, 'urlPathPrefix');
  const at = prefix.state === 'present' && prefix.value !== '' ? ` (/${prefix.value})` : '';
  const status = setting(site, 'networkStatus');
  const state = status.state === 'present' ? status.value : undefined;
  const active = setting(site, 'active');
  const known = active.state === 'present';
  return evidence(
    site,
    'active',
    {
      en: `site "${site.name}"${at} ${known ? `is ${active.value ? 'active' : 'not active'}` : 'is named, its state is not known'}${state ? `, ${state}` : ''}`,
      ja: `サイト「${site.name}」${at.replace(/^ \((.*)\)$/, '（$1）')}${known ? `は${active.value ? '有効' : '無効'}` : 'の状態は不明'}${state ? `（${state}）` : ''}`,
    },
    { own: true },
  );
}

/** A container as the guest user's own. */
export function guestsOwn({ name, settings: { kind = 'profile' } }: Model['containers'][number]): Text {
  if (kind === 'profile') return { en: `guest profile "${name}"`, ja: `ゲストプロファイル「${name}」` };
  const words = KIND_WORDS[kind];
  return { en: `the guest user's ${words.en} "${name}"`, ja: `ゲストユーザーの${words.ja}「${name}」` };
}

/** Where people find a container of the guest user. */
export function pathToContainer(
  model: Model,
  { settings: { kind } }: Model['containers'][number],
  page?: Text,
) {
  if (kind === undefined || kind === 'profile') return pathToProfile(model, page);
  const [en, ja] =
    kind === 'permission-set'
      ? ['Setup > Permission Sets', '設定 > 権限セット']
      : ['Setup > Permission Set Groups', '設定 > 権限セットグループ'];
  return page === undefined ? { en, ja } : { en: `${en} > ${page.en}`, ja: `${ja} > ${page.ja}` };
}

/** That the guest user may use the object. */
export function permitEvidence({ container, permission, index }: Permit, words: Evidence['text']): Evidence {
  const whose = guestsOwn(container);
  return evidence(
    container,
    'objectPermissions',
    {
      en: `${whose.en} ${words.en} ${permission.object}`,
      ja: `${whose.ja}が ${permission.object} ${words.ja}`,
    },
    { part: permission.object, pointer: `/${index}` },
  );
}

/** That records are shared with the guest user, and how many of them. */
export function shareEvidence(model: Model, { rule, index, parent, byPerson }: Share): Evidence | undefined {
  if (model.sharing === undefined) return undefined;
  const fields = rule.criteria.map(({ field }) => field).join(', ');
  const wide = breadth(rule);
  const which =
    wide === 'every'
      ? { en: 'shares every record', ja: 'すべてのレコードを共有' }
      : wide === 'every-filled'
        ? {
            en: `shares every record with ${fields} filled in`,
            ja: `条件（${fields} が空でない）に合うすべてのレコードを共有`,
          }
        : { en: `shares records by ${fields}`, ja: `条件（${fields}）に合うレコードを共有` };
  const hvu = rule.includesHighVolumeOwners === true;
  return evidence(
    model.sharing,
    'guestRules',
    {
      en: `guest rule ${rule.name} ${which.en}${parent ? ` of ${parent}, ${byPerson ? 'and person accounts bring their contacts' : 'which controls access'}` : ''}${hvu ? ', also those of high-volume users' : ''}`,
      ja: `ゲストユーザー共有ルール ${rule.name} が${parent ? `親の ${parent} の` : ''}${which.ja}${byPerson ? '（個人取引先の取引先責任者を含む）' : ''}${hvu ? '（大規模ユーザー所有を含む）' : ''}`,
    },
    { part: `${rule.object}.${rule.name}`, pointer: `/${index}` },
  );
}

/** The request of a visitor, as data. `checked` when the settings, asked for this one request, allow it. */
export function witnessOf(model: Model, object: string, access: 'read' | 'create'): Witness {
  const { site } = model;
  const prefix = setting(site, 'urlPathPrefix');
  return {
    request: {
      principal: `guest user of site ${site.settings.name ?? site.id}`,
      action: access,
      resource: object,
      context: { site: prefix.state === 'present' ? `/${prefix.value}` : '/' },
    },
    ...(access === 'read' && /^\w+$/.test(object) ? { command: shareCount(object) } : {}),
    checked: allows(model, object, access),
  };
}

/** Counts the records that guest rules share, for an owner who wants to see: sharing rows with the reason GuestRule. */
function shareCount(object: string): string {
  const table = object.endsWith('__c') ? object.replace(/__c$/, '__Share') : `${object}Share`;
  return `sf data query --query "SELECT COUNT() FROM ${table} WHERE RowCause = 'GuestRule'"`;
}

/** One request, decided from the settings alone and on its own: is there a permission, and a record that is shared? */
function allows(model: Model, object: string, access: 'read' | 'create'): boolean {
  const { settings } = model.site;
  if (settings.active === false || (settings.networkStatus ?? 'Live') !== 'Live') return false;
  const permissions = model.containers.flatMap((container) =>
    entriesNamed(container.settings.objectPermissions ?? [], object, (permission) => permission.object),
  );
  const may = permissions.some(([permission]) => permission[access]);
  if (access === 'create' || !may) return may;
  const chain = [object];
  for (const name of chain) {
    const described = model.object(name)?.settings;
    if (described?.sharingModel?.startsWith('ControlledBy'))
      for (const master of mastersOf(name, model.object(name)) ?? [])
        if (!chain.includes(master)) chain.push(master);
    if (name === 'Contact' && model.object('Account')?.settings.personAccounts === true)
      chain.push('Account');
  }
  const rules = model.sharing?.settings.guestRules ?? [];
  return rules.some(
    (rule) => chain.includes(rule.object) && rule.guestUsers.includes(settings.guestUser ?? ''),
  );
}

/** The model with one right on an object taken from a container. */
export function withoutRight(
  model: Model,
  from: Permit['container'],
  object: string,
  right: 'read' | 'create',
): Model {
  const containers = model.containers.map((container) => {
    if (container !== from) return container;
    const objectPermissions = (container.settings.objectPermissions ?? []).map((permission) =>
      permission.object === object ? { ...permission, [right]: false } : permission,
    );
    return { ...container, settings: { ...container.settings, objectPermissions } };
  });
  return { ...model, containers };
}

/** What closes a record exposure; each change judged again on the changed settings. */
export function cures(model: Model, object: string, permit: Permit, share: Share): Cure[] {
  const { rule } = share;
  const withoutRule: Model = {
    ...model,
    sharing:
      model.sharing === undefined
        ? undefined
        : {
            ...model.sharing,
            settings: {
              ...model.sharing.settings,
              guestRules: (model.sharing.settings.guestRules ?? []).filter((other) => other !== rule),
            },
          },
  };
  const withoutRead = withoutRight(model, permit.container, object, 'read');
  const path = pathToContainer(model, permit.container, { en: 'Object Settings', ja: 'オブジェクト設定' });
  return [
    {
      text: {
        en: `delete or narrow the guest sharing rule ${rule.name} (Setup > Sharing Settings > ${rule.object} Sharing Rules)`,
        ja: `ゲストユーザー共有ルール ${rule.name} を削除するか条件を絞る（設定 > 共有設定 > ${rule.object} 共有ルール）`,
      },
      command: `sf project delete source --metadata ${quoted(`SharingGuestRule:${rule.object}.${rule.name}`)}`,
      rejudged: shared(withoutRule, object).is === 'no',
    },
    {
      text: {
        en: `take Read on ${object} from "${permit.container.name}" (${path.en})`,
        ja: `「${permit.container.name}」から ${object} の参照権限を外す（${path.ja}）`,
      },
      rejudged: permitted(withoutRead, object, 'read').is === 'no',
    },
  ];
}

function quoted(word: string): string {
  return /^[\w:.@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
