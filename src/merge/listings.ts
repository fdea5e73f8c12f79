// What several exports say about one list: it is whole when one of them has all of it.
import type { Listing } from '../snapshot/resource.ts';

const RANK: Listing['state'][] = ['complete', 'unknown', 'not-held'];

/** One outcome for each scope, type and region. A list that failed in one export is settled by one that has it whole, in that region or all. */
export function* mergedListings(listings: Listing[]): Generator<Listing> {
  const best = new Map<string, Listing>();
  for (const { last: _last, ...listing } of listings) {
    const key = keyOf(listing, listing.region);
    const known = best.get(key);
    if (known === undefined || RANK.indexOf(listing.state) < RANK.indexOf(known.state))
      best.set(key, listing);
  }
  for (const listing of best.values()) {
    const everywhere = listing.region === undefined ? undefined : best.get(keyOf(listing, undefined));
    if (listing.state === 'complete' || everywhere?.state !== 'complete') yield listing;
  }
}

function keyOf({ scope, type }: Listing, region: string | undefined): string {
  return [scope, type, region ?? ''].join('\0');
}
