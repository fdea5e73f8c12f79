// Resources that are found through others (versions of layers, consumers of streams): read below each of them, with one listing.
import { pMapIterable } from 'p-map';
import type { Listing, Resource, Unknown } from '../../../snapshot/resource.ts';
import type { Calls } from './ask.ts';
import { listingOf, type Page } from './listed.ts';
import { readPages } from './pages.ts';

/** Parents whose children are read at once. */
const CONCURRENCY = 8;

export interface Children<P, T> {
  /** `aws.kinesis.consumer` */
  type: string;
  /** The permission that listing the children of one parent needs. */
  permission: string;
  /** Codes with which the service says that the parent is gone, or has none. */
  none?: readonly string[];
  parents: readonly P[];
  /** What kept the parents from being listed whole; then the children are not whole either. */
  broken?: Unknown | undefined;
  /** Asks for the page of one parent with this token; the first has none. */
  page(parent: P, token: string | undefined): Promise<Page<T>>;
  /** One child as a resource; undefined for one that was deleted meanwhile. */
  read(child: T, parent: P): Promise<Resource | undefined>;
}

/** The children of all parents, then one listing for them: complete, or unknown with what broke off the first list that is not whole. */
export async function* readChildren<P, T>(
  place: { account: string; region?: string; calls: Calls },
  list: Children<P, T>,
): AsyncIterable<Listing | Resource> {
  let broken = list.broken;
  const question = { setting: list.type, permission: list.permission, absent: list.none ?? [] };
  const below = async (parent: P): Promise<Resource[]> => {
    const children = await readPages(place.calls, question, (token) => list.page(parent, token));
    if (children.state === 'unknown') broken ??= children.why;
    if (children.state !== 'present') return [];
    const found: Resource[] = [];
    for (const child of children.value) {
      const resource = await list.read(child, parent);
      if (resource !== undefined) found.push(resource);
    }
    return found;
  };
  let seen = 0;
  for await (const resources of pMapIterable(list.parents, below, { concurrency: CONCURRENCY })) {
    yield* resources;
    seen += resources.length;
  }
  yield listingOf(list.type, place, seen, broken);
}

/** Resources that were found on the way to others, each read, and one listing for them. */
export async function* readFound<T>(
  place: { account: string; region?: string },
  {
    type,
    items,
    broken,
    read,
  }: {
    type: string;
    items: readonly T[];
    /** What kept them from being found all. */
    broken?: Unknown | undefined;
    read(item: T): Promise<Resource>;
  },
): AsyncIterable<Listing | Resource> {
  yield* pMapIterable(items, read, { concurrency: CONCURRENCY });
  yield listingOf(type, place, items.length, broken);
}

/** What kept a list from being seen to its end, as `broken` of a list that follows from it. */
export function whyBroken(record: Listing | Resource): Unknown | undefined {
  if (record.record !== 'listing' || record.reason === undefined) return undefined;
  const { type, reason, permission, detail } = record;
  return {
    setting: type,
    reason,
    ...(permission !== undefined && { permission }),
    ...(detail !== undefined && { detail }),
  };
}
