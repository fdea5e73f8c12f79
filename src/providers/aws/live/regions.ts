// One region of an account: its services side by side, and what a region says that may not be used, or does not have a service.
import type { Listing, Resource } from '../../../snapshot/resource.ts';
import { accountScope, type Place, type RegionalCollector } from '../collector.ts';
import { together } from './together.ts';

/** Services of one region that are read at the same time. */
const MOST_STREAMS = 4;

/** Regions that turned out to be denied, so that nobody asks there again. */
export type Gate = Set<string>;

/** No region is denied yet. */
export function newGate(): Gate {
  return new Set();
}

/** The regions in which asking makes sense. */
export function openRegions(regions: string[], gate: Gate): string[] {
  return regions.filter((region) => !gate.has(region));
}

/**
 * What the services hold in one region. The first service is asked alone: when a service control policy denies its first call, the region
 * is one listing of type `denied-region` and is asked no further. A host that does not exist where others of the region answer is a service that
 * is not offered there.
 */
export async function* readRegion(
  place: Place,
  collectors: RegionalCollector[],
  part: 'context' | 'collect',
  gate: Gate,
): AsyncIterable<Listing | Resource> {
  const [first, ...others] = collectors.map((collector) => () => collector[part]?.(place) ?? none());
  if (first === undefined) return;
  const missing: Listing[] = [];
  let answered = false;
  let begun = false;
  async function* sorted(records: AsyncIterable<Listing | Resource>): AsyncIterable<Listing | Resource> {
    for await (const record of records) {
      if (record.record === 'listing' && isNowhere(record)) missing.push(record);
      else {
        answered = true;
        yield record;
      }
    }
  }
  for await (const record of sorted(first())) {
    if (!begun && isRefused(record)) {
      gate.add(place.region);
      yield deniedRegion(place, record);
      return;
    }
    begun = true;
    yield record;
  }
  yield* sorted(together(others, MOST_STREAMS));
  for (const listing of missing) yield answered ? notOffered(listing) : listing;
}

async function* none(): AsyncIterable<never> {}

/** The words of AWS for a call that a service control policy denies, by a Deny or by no Allow (IAM user guide, "Access denied messages"). */
const BY_SCP = /service control policy/;

function isRefused(record: Listing | Resource): boolean {
  if (record.record === 'listing')
    return record.reason === 'denied' && record.seen === 0 && BY_SCP.test(record.detail ?? '');
  const { settings, unknowns } = record;
  return (
    Object.keys(settings).length === 0 &&
    unknowns.length > 0 &&
    unknowns.every(({ reason, detail }) => reason === 'denied' && BY_SCP.test(detail ?? ''))
  );
}

/** Type of the listing that stands for a region which is denied. */
const DENIED_REGION = 'denied-region';

function deniedRegion({ account, region }: Place, refused: Listing | Resource): Listing {
  const why = refused.record === 'listing' ? refused : refused.unknowns[0];
  return {
    record: 'listing',
    scope: accountScope(account),
    type: DENIED_REGION,
    region,
    state: 'unknown',
    seen: 0,
    reason: 'denied',
    detail: 'a service control policy denies this region',
    ...(why?.permission !== undefined && { permission: why.permission }),
  };
}

function isNowhere({ state, detail }: Listing): boolean {
  return state === 'unknown' && (detail ?? '').startsWith('ENOTFOUND');
}

function notOffered({
  reason: _reason,
  permission: _permission,
  detail: _detail,
  ...listing
}: Listing): Listing {
  return { ...listing, state: 'complete' };
}
