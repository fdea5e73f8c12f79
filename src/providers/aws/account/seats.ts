// Which accounts a run reads, and how it gets into each. Pure.
import { UsageError } from '../../../errors.ts';
import type { Text } from '../../../snapshot/resource.ts';
import type { AccountsRequest } from '../../provider.ts';
import type { Member } from './collect.ts';

/** One account of a run. */
export interface Seat {
  account: string;
  /** What the organization calls it. */
  name?: string;
  /** ARN of the role to assume; absent: the account that is signed in to. */
  role?: string;
  externalId?: string;
}

interface Here {
  account: string;
  partition: string;
}

/** The seats of a run: the account that is signed in to first, each account once. Throws UsageError for an account with two roles. */
export function seatsOf(request: AccountsRequest, here: Here, members: Member[]): Seat[] {
  const seats = new Map<string, Seat>();
  for (const named of request.named) {
    const member = members.find(({ id }) => id === named.account);
    const seat = seatOf(named, request, here, member?.name);
    const before = seats.get(seat.account);
    if (before !== undefined && before.role !== seat.role)
      throw new UsageError(
        `Account ${seat.account} is named with two roles: ${before.role ?? 'none'} and ${seat.role ?? 'none'}.`,
        'Name each account once.',
      );
    seats.set(seat.account, seat);
  }
  const { ofOrganization } = request;
  if (ofOrganization !== undefined)
    for (const { id, name, active } of members)
      if (active && ofOrganization({ id, ...(name !== undefined && { name }) }) && !seats.has(id))
        seats.set(id, seatOf({ account: id }, request, here, name));
  const first = seats.get(here.account);
  return first === undefined
    ? [...seats.values()]
    : [first, ...[...seats.values()].filter((seat) => seat !== first)];
}

function seatOf(
  named: AccountsRequest['named'][number],
  { roleName, externalId }: AccountsRequest,
  here: Here,
  name: string | undefined,
): Seat {
  const { account, role } = named;
  const seat = { account, ...(name !== undefined && { name }) };
  if (role === undefined && account === here.account) return seat;
  const arn = role?.startsWith('arn:')
    ? role
    : `arn:${here.partition}:iam::${account}:role/${role ?? roleName}`;
  const secret = named.externalId ?? externalId;
  return { ...seat, role: arn, ...(secret !== undefined && { externalId: secret }) };
}

/** What is left out of the organization, and why: nothing is left out in silence. */
export function leftOut({ ofOrganization }: AccountsRequest, members: Member[], seats: Seat[]): Text[] {
  if (ofOrganization === undefined) return [];
  const taken = new Set(seats.map(({ account }) => account));
  const out = members.filter(({ id }) => !taken.has(id));
  const asleep = out.filter(({ active }) => !active);
  const others = out.filter(({ active }) => active);
  const notes: Text[] = [];
  if (asleep.length > 0)
    notes.push({
      en: `Not active, and so not read: ${names(asleep)}.`,
      ja: `有効な状態にないため調べていないアカウント: ${names(asleep)}`,
    });
  if (others.length > 0)
    notes.push({
      en: `${others.length} of the ${members.length} accounts of the organization left out as asked: ${names(others)}.`,
      ja: `指定により対象から外した組織のアカウント（${members.length} 件中 ${others.length} 件）: ${names(others)}`,
    });
  return notes;
}

const MOST_NAMES = 10;

function names(members: Member[]): string {
  const shown = members
    .slice(0, MOST_NAMES)
    .map(({ id, name }) => (name === undefined ? id : `${id} (${name})`));
  const more = members.length - shown.length;
  return more > 0 ? `${shown.join(', ')}, … (+${more})` : shown.join(', ');
}
