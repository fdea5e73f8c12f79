// Lists one type of resource page by page, reads each, and says whether the list was seen to its end.
import { pMapIterable } from 'p-map';
import type { Listing, Resource, Unknown } from '../../../snapshot/resource.ts';
import { accountScope } from '../collector.ts';
import { ask, type Calls } from './ask.ts';

/** Resources of one list that are read at once, each with its own questions. */
const CONCURRENCY = 16;
/** A list that goes on for ever is broken off. */
const MOST_PAGES = 10_000;

/** One page of a list. `next` is the token of the page after it; undefined or empty on the last. */
export interface Page<T> {
  items: T[] | undefined;
  next?: string | undefined;
}

export interface List<T> {
  /** `aws.sns.topic` */
  type: string;
  /** The permission that listing needs: `sns:ListTopics`. */
  permission: string;
  /** Codes with which the service says that it has none of these, or is not there at all in this region. */
  none?: readonly string[];
  /** Asks for the page with this token; the first has none. */
  page(token: string | undefined): Promise<Page<T>>;
  /** One item as a resource; undefined for one that was deleted meanwhile, or that is not this account's. */
  read(item: T): Promise<Resource | undefined>;
}

/** The resources of a list, then its listing: complete, or unknown with what broke it off. */
export async function* readList<T>(
  { account, region, calls }: { account: string; region?: string; calls: Calls },
  list: List<T>,
): AsyncIterable<Listing | Resource> {
  let broken: Unknown | undefined;
  async function* items(): AsyncIterable<T> {
    const question = { setting: list.type, permission: list.permission, absent: list.none ?? [] };
    const used = new Set<string>();
    let token: string | undefined;
    do {
      const answer = await ask(calls, question, () => list.page(token));
      if (answer.state === 'unknown') broken = answer.why;
      if (answer.state !== 'present') return;
      yield* answer.value.items ?? [];
      token = answer.value.next;
      if (token === undefined || token === '') return;
      if (used.has(token) || used.size >= MOST_PAGES) {
        broken = { ...question, reason: 'cut-short', detail: 'the list gave the same page again' };
        return;
      }
      used.add(token);
    } while (true);
  }
  let seen = 0;
  for await (const resource of pMapIterable(items(), list.read, { concurrency: CONCURRENCY })) {
    if (resource === undefined) continue;
    seen += 1;
    yield resource;
  }
  yield listingOf(list.type, { account, ...(region !== undefined && { region }) }, seen, broken);
}

/** The outcome of a list, or of one that was not asked for because of `broken`. */
export function listingOf(
  type: string,
  { account, region }: { account: string; region?: string },
  seen: number,
  broken?: Unknown,
): Listing {
  const start = {
    record: 'listing',
    scope: accountScope(account),
    type,
    seen,
    ...(region !== undefined && { region }),
  } as const;
  if (broken === undefined) return { ...start, state: 'complete' };
  const { reason, permission, detail } = broken;
  return {
    ...start,
    state: reason === 'not-held' ? 'not-held' : 'unknown',
    reason,
    ...(permission !== undefined && { permission }),
    ...(detail !== undefined && { detail }),
  };
}

/** A resource of an account without any settings yet. */
export function resourceOf(
  { account, region }: { account: string; region?: string },
  type: string,
  id: string,
  name: string,
): Resource {
  return {
    record: 'resource',
    type,
    id,
    name,
    scope: accountScope(account),
    ...(region !== undefined && { region }),
    settings: {},
    unknowns: [],
  };
}
