// An earlier snapshot that was broken off: what it holds need not be asked for again.
import type { Listing, Resource, SnapshotRecord } from './resource.ts';

/** A list that was seen to its end, with everything on it. */
export interface EarlierList {
  resources: Resource[];
  listing: Listing;
}

export interface Earlier {
  /** Ids of the scopes it looked at. */
  scopes: Set<string>;
  /** A resource of which nothing is left to ask: no setting failed or was cut short. What was denied stays denied. */
  resource(scope: string, type: string, id: string): Resource | undefined;
  /** A list of which nothing is left to ask, neither more items nor settings of one of them. */
  list(scope: string, type: string, region?: string): EarlierList | undefined;
}

/** Reads an earlier snapshot into memory. */
export async function readEarlier(records: AsyncIterable<SnapshotRecord>): Promise<Earlier> {
  const scopes = new Set<string>();
  const resources = new Map<string, Resource>();
  const lists = new Map<string, { resources: Resource[]; listing?: Listing }>();
  const listOf = (key: string) => {
    const known = lists.get(key) ?? { resources: [] };
    lists.set(key, known);
    return known;
  };
  for await (const record of records) {
    if (record.record === 'scope') scopes.add(record.id);
    else if (record.record === 'resource') {
      const { scope, type, id, region } = record;
      resources.set(keyOf(scope, type, id), record);
      for (const key of new Set([keyOf(scope, type), keyOf(scope, type, region)]))
        listOf(key).resources.push(record);
    } else if (record.state === 'complete') {
      const { last: _ofThatRun, ...listing } = record;
      listOf(keyOf(record.scope, record.type, record.region)).listing = listing;
    }
  }
  return {
    scopes,
    resource(scope, type, id) {
      const known = resources.get(keyOf(scope, type, id));
      return known !== undefined && isWhole(known) ? known : undefined;
    },
    list(scope, type, region) {
      const known = lists.get(keyOf(scope, type, region));
      if (known?.listing === undefined || !known.resources.every(isWhole)) return undefined;
      return { resources: known.resources, listing: known.listing };
    },
  };
}

function keyOf(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('\0');
}

const SETTLED = new Set(['denied', 'not-held', 'missing']);

/** Parts of settings (an access point of a bucket) say for themselves what is not known of them. */
function isWhole({ settings, unknowns }: Resource): boolean {
  return [unknowns, ...Object.values(settings).flatMap(unknownsWithin)]
    .flat()
    .every(({ reason }) => SETTLED.has(reason));
}

function unknownsWithin(value: unknown): { reason: string }[][] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const found: unknown =
      typeof item === 'object' && item !== null ? Reflect.get(item, 'unknowns') : undefined;
    return Array.isArray(found) ? [found] : [];
  });
}
