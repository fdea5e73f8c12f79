// What a scan would ask of AWS: from what the services declare, with numbers that a few calls tell.
import type { Text } from '../../../snapshot/resource.ts';
import type { CollectRequest, Plan, PlannedCall } from '../../provider.ts';
import { readRegions } from '../account/collect-regions.ts';
import { type AwsService, howOften } from '../service.ts';
import { SERVICES } from '../services.ts';
import type { Session } from '../session/session.ts';
import { readSizes, type Sizes } from './collect-sizes.ts';
import { plannedSeats } from './estate.ts';

/** What the numbers are multiplied by. */
export interface Reach {
  accounts: number;
  /** Regions of one account. */
  regions: number;
}

/** The plan of a run. Asks who is signed in, for regions, accounts of the organization, buckets and the IAM summary. */
export async function planOf(session: Session, request: CollectRequest): Promise<Plan> {
  const services: { service: AwsService; regional: boolean }[] = [];
  for (const service of SERVICES) {
    const { name, collector } = service;
    const wanted =
      service.wanted?.(request) ?? (request.services.length === 0 || request.services.includes(name));
    const loaded = wanted ? await collector?.() : undefined;
    // Who the account is has to be known for any service.
    if (loaded !== undefined || name === 'account')
      services.push({ service, regional: loaded !== undefined && 'regional' in loaded });
  }
  const regional = services.some((each) => each.regional);
  const [{ names, listing }, sizes] = await Promise.all([
    readRegions(session, request.regions, regional),
    readSizes(session, request.services),
  ]);
  const { accounts } = request;
  const seats = accounts === undefined ? undefined : await plannedSeats(session, accounts);
  const reach = { accounts: seats?.seats.length ?? 1, regions: names.length };
  const counted = seats === undefined || (seats.seats.length === 1 && seats.seats[0]?.role === undefined);
  return {
    calls: services.flatMap((each) => plannedCalls(each, reach, counted ? sizes : new Map())),
    remarks: remarksOf(reach, session, counted, listing !== undefined, seats?.notes ?? []),
  };
}

/** The calls of one service. */
export function plannedCalls(
  { service, regional }: { service: AwsService; regional: boolean },
  { accounts, regions }: Reach,
  sizes: Sizes,
): PlannedCall[] {
  const thing = service.types.find(({ context, carrier }) => context !== true && carrier !== true);
  return service.permissions.map((needed) => {
    const call = {
      service: service.name,
      what: needed.permission,
      permission: needed.permission,
      purpose: needed.purpose,
    };
    const per = howOften(needed, regional);
    const number = accounts * (per === 'region' ? regions : 1);
    if (per === 'account' || per === 'region')
      return {
        ...call,
        least: number,
        most: number,
        ...(number > 1 && { grows: timesOf(per, accounts, regions) }),
      };
    if (per === 'sometimes') return { ...call, least: 0, most: UNTOLD, grows: ONLY_WHERE };
    const size = thing === undefined ? undefined : sizes.get(thing.type);
    const grows = forEach(thing?.name);
    return { ...call, least: 0, most: size ?? UNTOLD, grows };
  });
}

const UNTOLD = Number.POSITIVE_INFINITY;
const ONLY_WHERE: Text = { en: 'only where something else calls for it', ja: '必要な場合のみ' };

function forEach(name: Text = { en: 'thing', ja: 'リソース' }): Text {
  return { en: `at most 1 for each ${name.en}`, ja: `${name.ja}ごとに最大 1 回` };
}

function timesOf(per: 'account' | 'region', accounts: number, regions: number): Text {
  if (per === 'account')
    return { en: `1 in each of ${accounts} accounts`, ja: `${accounts} アカウントで各 1 回` };
  const each = { en: `1 in each of ${regions} regions`, ja: `${regions} リージョンで各 1 回` };
  return accounts === 1
    ? each
    : { en: `${each.en} of ${accounts} accounts`, ja: `${accounts} アカウントの${each.ja}` };
}

function remarksOf(
  { accounts, regions }: Reach,
  session: Session,
  counted: boolean,
  guessed: boolean,
  notes: Text[],
): Text[] {
  const where = {
    en: `${accounts} ${accounts === 1 ? 'account' : 'accounts'}, ${regions} ${regions === 1 ? 'region' : 'regions'} each`,
    ja: `${accounts} アカウント、各 ${regions} リージョン`,
  };
  const remarks: Text[] = [
    {
      en: `For ${where.en}; a list takes 1 more for every page after its first.`,
      ja: `対象は${where.ja}。一覧は 2 ページ目から 1 ページごとに 1 回増えます。`,
    },
  ];
  if (!counted)
    remarks.push({
      en: `Regions are those of account ${session.account}; what the accounts hold is not counted beforehand.`,
      ja: `リージョンはアカウント ${session.account} のものです。各アカウントのリソース数は事前には数えません。`,
    });
  if (guessed)
    remarks.push({
      en: 'ec2:DescribeRegions was denied: regions that had to be enabled are not in it.',
      ja: 'ec2:DescribeRegions が拒否されたため、オプトインのリージョンは含まれていません。',
    });
  return [...remarks, ...notes];
}
