// Several accounts in one run: each is a scope of its own, several are read at the same time, and one that fails stops nobody else.
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { UsageError } from '../../../errors.ts';
import type { Listing, Resource, Scope, Text } from '../../../snapshot/resource.ts';
import type { AccountsRequest, CollectRequest } from '../../provider.ts';
import { type Member, readMembers, rememberingClient } from '../account/collect.ts';
import { leftOut, type Seat, seatsOf } from '../account/seats.ts';
import { listingOf } from '../collecting/listed.ts';
import { accountScope } from '../collector.ts';
import { assume } from '../session/assume.ts';
import { accountLabel, askerName, type Session } from '../session/session.ts';
import { type Run, readAccount } from './live.ts';
import { together } from './together.ts';

/** Accounts that are read at the same time, each with several services and regions of its own. */
const MOST_ACCOUNTS = 4;

type Records = AsyncIterable<Scope | Listing | Resource>;

/**
 * Every account of the request. An account whose role cannot be assumed is a scope that was not seen. Throws UsageError where the organization
 * has to be listed and cannot be, and where nothing is left to read.
 */
export async function* readEstate(
  session: Session,
  request: CollectRequest,
  accounts: AccountsRequest,
): Records {
  const { seats, run, notes } = await plannedSeats(session, accounts);
  request.onAsker(
    `${askerName(session.arn)} in ${accountLabel(session.account, undefined)}, for ${seats.length} ${seats.length === 1 ? 'account' : 'accounts'}`,
  );
  const streams = seats.map((seat) => () => readSeat(session, seat, request, run));
  yield* remarked(together(streams, MOST_ACCOUNTS), notes);
}

/** Which accounts would be read, and what is left out of them. Asks for the accounts of the organization where they are wanted. */
export async function plannedSeats(
  session: Session,
  accounts: AccountsRequest,
): Promise<{ seats: Seat[]; run: Run; notes: Text[] }> {
  const whole = accounts.ofOrganization !== undefined;
  const organization = rememberingClient(session);
  const members = whole ? await membersOf(session, organization) : [];
  const seats = seatsOf(accounts, session, members);
  if (seats.length === 0)
    throw new UsageError(
      `None of the ${members.length} accounts of the organization is left to read.`,
      'Check --include-account and --exclude-account.',
    );
  const alongside = [...new Set([session.account, ...seats.map(({ account }) => account)])].sort();
  return {
    seats,
    // Members may ordinarily not ask; who may list the accounts may.
    run: { alongside, told: new Map(), ...(whole && { organization }) },
    notes: leftOut(accounts, members, seats),
  };
}

async function membersOf(session: Session, organization: OrganizationsClient): Promise<Member[]> {
  const members = await readMembers(session, organization);
  if (members.state === 'present' && members.value.length > 0) return members.value;
  const why = members.state === 'unknown' ? ` (${members.why.permission}: ${members.why.detail})` : '';
  throw new UsageError(
    members.state === 'absent'
      ? `Account ${session.account} is in no organization.`
      : `The accounts of the organization could not be listed${why}.`,
    'Sign in to the account that manages the organization or to a delegated administrator, or name accounts with --accounts or --role-arn.',
  );
}

/** One account: as who is signed in, or in its role. */
async function* readSeat(session: Session, seat: Seat, request: CollectRequest, run: Run): Records {
  const { account, name, role, externalId } = seat;
  const called = { ...run, ...(name !== undefined && { name }) };
  if (role === undefined) {
    yield* readAccount(session, request, called);
    return;
  }
  const assumed = await assume(session, {
    account,
    arn: role,
    ...(externalId !== undefined && { externalId }),
  });
  if (assumed.state === 'present') {
    yield* readAccount(assumed.value, request, called);
    return;
  }
  const why =
    assumed.state === 'unknown' ? assumed.why : { setting: 'aws.account', reason: 'failed' as const };
  yield {
    record: 'scope',
    id: accountScope(account),
    provider: 'aws',
    label: accountLabel(account, name),
    input: 'live',
    format: 'live',
  };
  yield { ...listingOf('aws.account', { account }, 0, why), last: true };
}

/** Remarks of the whole run stand with its first scope. */
async function* remarked(records: Records, notes: Text[]): Records {
  let told = notes.length === 0;
  for await (const record of records) {
    if (told || record.record !== 'scope') yield record;
    else yield { ...record, notes: [...(record.notes ?? []), ...notes] };
    told ||= record.record === 'scope';
  }
}
