// What a live collection asks, with numbers: for --plan, for keeping calls back for what decides, and for the documents.
import type { Known } from '../../../snapshot/resource.ts';
import type { Plan, PlannedCall } from '../../provider.ts';
import { GUEST_LICENSE } from '../guest/model.ts';
import type { Org } from '../session.ts';
import { allowance } from './budget.ts';
import { METADATA_READS } from './metadata-reads.ts';
import { COUNTS, QUERIES } from './queries.ts';
import { TRAIL } from './queries-since.ts';
import { TRIED } from './queries-tried.ts';
import { type Each, METADATA, ONE_ONLY, type Query, SETUP } from './query.ts';
import { at } from './row.ts';
import { SIGHT } from './sight.ts';

/** Every question to the query API. */
export const ALL_QUERIES: Query[] = [
  ...Object.values(QUERIES),
  ...Object.values(TRAIL),
  ...Object.values(COUNTS),
  ...Object.values(TRIED),
  SIGHT,
];

/** What the number of calls grows with; undefined where it is not known. */
interface Sizes {
  sites?: number;
  /** Objects that some guest may read. */
  objects?: number;
  profiles?: number;
}

/** Asked only for a plan: counts, one call each. */
const SIZES: Record<keyof Sizes, Query> = {
  sites: sizeOf('Site', 'COUNT(Id) n'),
  objects: {
    ...sizeOf('ObjectPermissions', 'COUNT_DISTINCT(SobjectType) n'),
    where: `PermissionsRead = true AND Parent.Profile.UserLicense.Name = '${GUEST_LICENSE}'`,
  },
  profiles: sizeOf('Profile', 'COUNT(Id) n'),
};

function sizeOf(object: string, count: string): Query {
  return {
    object,
    fields: [count],
    needs: [count],
    permission: SETUP,
    feature: true,
    service: 'guest',
    purpose: { en: 'how long the plan gets', ja: '計画の規模' },
  };
}

/** Profiles of an org that does not say: few have more. */
const MANY_PROFILES = 60;
const COMPONENTS_A_CALL = 10;

const GROWS: Record<Each | 'components' | 'rules', { en: string; ja: string }> = {
  object: { en: '1 for each object that guests may read', ja: 'ゲストが参照できるオブジェクトごとに 1 回' },
  'open-object': {
    en: '1 for each object whose records are shared with guests',
    ja: 'レコードがゲストに共有されたオブジェクトごとに 1 回',
  },
  'site-and-open-object': {
    en: '1 for each site and object whose records are shared with guests',
    ja: 'サイトと、レコードがゲストに共有されたオブジェクトの組ごとに 1 回',
  },
  'open-setting': {
    en: '1 where access to custom metadata types or custom settings is not restricted',
    ja: 'カスタムメタデータ型・カスタム設定へのアクセスが制限されていない場合に 1 回',
  },
  components: { en: '1 list, and 1 for every 10 of them', ja: '一覧 1 回と、10 件ごとに 1 回' },
  rules: {
    en: '3 lists, and 1 for every 10 objects with rules',
    ja: '一覧 3 回と、ルールのある 10 オブジェクトごとに 1 回',
  },
};

/** In the order of a collection. */
const SERVICES = ['guest', 'external', 'apps', 'documents', 'files', 'hardening'];

/** Asked about members although only guests are asked for, and of sites only where guests are. */
const FOR_GUESTS_TOO =
  /(NetworkMemberGroup|SharingSettings|SchemaSettings|SharingSet|(Entity|Field)Definition)$/;
const OF_SITES = /^count |<object>$|UserRecordAccess$|GroupMember$|CustomSite$|SetupAuditTrail$/;

/** Every kind of call of these services (all when empty), in the order of the services. */
export function plannedCalls(services: string[], sizes: Sizes): PlannedCall[] {
  const asked = (service: string): boolean => services.length === 0 || services.includes(service);
  const wanted = ({ service, what }: PlannedCall): boolean => {
    if (asked(service) || what === 'query Organization') return true;
    if (service === 'external') return asked('guest') && FOR_GUESTS_TOO.test(what);
    return service === 'guest' && asked('external') && !OF_SITES.test(what);
  };
  return [
    ...ALL_QUERIES.map((query) => ofQuery(query, sizes)),
    {
      service: 'guest',
      what: 'describe <object>',
      permission: SETUP,
      purpose: { en: 'parents that control access to an object', ja: 'アクセスを制御する親オブジェクト' },
      least: 0,
      most: sizes.objects ?? 0,
      grows: {
        en: '1 for each object that is controlled by its parent',
        ja: '親に従うオブジェクトごとに 1 回',
      },
    },
    ...METADATA_READS.flatMap((read) => read.types.split(', ').map((type) => ofMetadata(type, read, sizes))),
  ]
    .filter(wanted)
    .sort((a, b) => SERVICES.indexOf(a.service) - SERVICES.indexOf(b.service));
}

function ofQuery(
  { object, each, permission, purpose, service, tooling, groupBy, fields }: Query,
  sizes: Sizes,
): PlannedCall {
  const what = `${tooling === true ? 'tooling ' : ''}${fields.some((field) => field.startsWith('COUNT')) ? `count${groupBy === undefined ? '' : ' by reason'} of` : 'query'} ${object}`;
  const call = { service, what, permission, purpose };
  const { sites = 1, objects = 0 } = sizes;
  if (each === undefined) return { ...call, least: 1, most: 1 };
  const grows = GROWS[each];
  if (each === 'object') return { ...call, least: objects, most: objects, grows };
  if (each === 'open-setting') return { ...call, least: 0, most: 1, grows };
  return { ...call, least: 0, most: each === 'open-object' ? objects : sites * objects, grows };
}

function ofMetadata(
  type: string,
  { service, purpose, permission = METADATA }: (typeof METADATA_READS)[number],
  { sites = 1, profiles = MANY_PROFILES }: Sizes,
): PlannedCall {
  const call = { service, what: `metadata ${type}`, permission, purpose };
  const reads = (number: number): number => Math.ceil(number / COMPONENTS_A_CALL);
  if (ONE_ONLY.test(type)) return { ...call, least: 1, most: 1 };
  if (type === 'SharingRules') return { ...call, least: 3, most: 4, grows: GROWS.rules };
  if (type === 'Profile')
    return { ...call, least: 1 + reads(profiles), most: 1 + reads(profiles), grows: GROWS.components };
  if (type === 'CustomSite')
    return { ...call, least: reads(sites), most: reads(sites), grows: GROWS.components };
  return { ...call, least: 1, most: 2, grows: GROWS.components };
}

/** Calls that the services besides guest access will need: kept back from what is good to know and decides nothing. */
export function reservedFor(services: string[]): number {
  const later = plannedCalls(services, {}).filter(({ service }) => service !== 'guest');
  return later.reduce((sum, { most }) => sum + most, 0);
}

/** The plan for an org: three counts, and what is left of its daily calls. A count that is denied leaves its number open. */
export async function planOf(org: Org, services: string[]): Promise<Plan> {
  const sizes: Sizes = {};
  for (const name of ['sites', 'objects', 'profiles'] as const) {
    const count = countIn(await org.rows(SIZES[name]));
    if (count !== undefined) sizes[name] = count;
  }
  const { percent, left } = org.budget;
  const allowed = allowance(org.budget);
  return {
    calls: plannedCalls(services, sizes),
    ...(left === undefined || allowed === undefined ? {} : { budget: { percent, left, allowed } }),
  };
}

function countIn(answer: Known<object[]>): number | undefined {
  if (answer.state === 'absent') return 0;
  const count = answer.state === 'present' ? at(answer.value[0], 'n') : undefined;
  return typeof count === 'number' ? count : undefined;
}
