// Going on with an earlier collection: lists that it saw to their end are passed on, and their services not asked.
import type { Listing, Resource } from '../../../snapshot/resource.ts';
import type { CollectRequest } from '../../provider.ts';
import { accountScope, type RegionalCollector } from '../collector.ts';
import { SERVICES } from '../services.ts';

type Records = AsyncIterable<Listing | Resource>;
type Part = 'context' | 'collect';

/** What an earlier run read of a service, when nothing of it is left to ask; undefined otherwise. */
export function earlierOf(
  service: string,
  part: Part,
  { earlier }: Pick<CollectRequest, 'earlier'>,
  { account, region }: { account: string; region?: string },
): Records | undefined {
  if (earlier === undefined) return undefined;
  const types = SERVICES.find(({ name }) => name === service)?.types ?? [];
  const wanted = types.filter(({ context }) => (context === true) === (part === 'context'));
  const lists = wanted.flatMap(({ type }) => earlier.list(accountScope(account), type, region) ?? []);
  if (lists.length === 0 || lists.length < wanted.length) return undefined;
  return (async function* passOn() {
    for (const { resources, listing } of lists) {
      yield* resources;
      yield listing;
    }
  })();
}

/** The same collector, that asks only for what an earlier run has not. */
export function goingOn(
  collector: RegionalCollector,
  part: Part,
  request: Pick<CollectRequest, 'earlier'>,
): RegionalCollector {
  if (request.earlier === undefined) return collector;
  return {
    ...collector,
    [part]: (place: Parameters<RegionalCollector['collect']>[0]) =>
      earlierOf(collector.service, part, request, place) ?? collector[part]?.(place),
  };
}
