// One account, live: who it is, then what its services hold, in all of its regions at once.
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { Listing, Resource, Scope } from '../../../snapshot/resource.ts';
import type { CollectRequest } from '../../provider.ts';
import { readAccount as whoItIs } from '../account/collect.ts';
import { readRegions } from '../account/collect-regions.ts';
import { raw } from '../answers/shape.ts';
import type { Collector, RegionalCollector } from '../collector.ts';
import { SERVICES } from '../services.ts';
import { accountLabel, askerName, type Session } from '../session/session.ts';
import { earlierOf, goingOn } from './earlier.ts';
import { type Gate, newGate, openRegions, readRegion } from './regions.ts';
import { together } from './together.ts';

type Records = AsyncIterable<Listing | Resource>;

/** Services and regions that are read at the same time. */
const MOST_STREAMS = 8;

/** What the accounts of one run share. */
export interface Run {
  /** The accounts of the run, and the one that signed in. */
  alongside: string[];
  /** Organization -> the account resource that lists its accounts; `` -> the one that lists those of the run. The lists are written once. */
  told: Map<string, string>;
  /** Asks the organization, where this account itself may not. */
  organization?: OrganizationsClient;
  /** What the organization calls the account. */
  name?: string;
}

/** The scope of an account, then everything that was asked for in it: context first. Its last listing says that it is the last. */
export async function* readAccount(
  session: Session,
  request: CollectRequest,
  run?: Run,
): AsyncIterable<Scope | Listing | Resource> {
  let held: Listing | undefined;
  for await (const record of records(session, request, run)) {
    if (held !== undefined) yield held;
    // Only a listing can be the last; nothing else waits for what comes after it.
    held = record.record === 'listing' ? record : undefined;
    if (held === undefined) yield record;
  }
  if (held !== undefined) yield { ...held, last: true };
}

async function* records(
  session: Session,
  request: CollectRequest,
  run: Run | undefined,
): AsyncIterable<Scope | Listing | Resource> {
  const [{ resource, notes }, collectors] = await Promise.all([
    whoItIs(session, run?.organization),
    collectorsOf(request),
  ]);
  const regional = collectors.filter((one) => 'regional' in one);
  const global = collectors.filter((one) => !('regional' in one));
  const regions = await readRegions(session, request.regions, regional.length > 0);
  const { alias } = resource.settings;
  const label = accountLabel(session.account, typeof alias === 'string' ? alias : run?.name);
  const asker = askerName(session.arn);
  request.onAsker(`${asker} in ${label}`);
  yield {
    record: 'scope',
    id: resource.scope,
    provider: 'aws',
    label,
    input: 'live',
    format: 'live',
    asker,
    ...(request.regions.length > 0 && { regions: request.regions }),
    ...(notes.length > 0 && { notes }),
  };
  yield run === undefined ? resource : toldOnce(resource, run);
  if (regions.listing !== undefined) yield regions.listing;
  // Who it is has to be known for any service; it is counted where it was asked for.
  if (asked(request, 'account'))
    yield { record: 'listing', scope: resource.scope, type: resource.type, state: 'complete', seen: 1 };
  const gate = newGate();
  yield* readAll('context', { session, request, global, regional, regions: regions.names, gate });
  yield* readAll('collect', { session, request, global, regional, regions: regions.names, gate });
}

/** The account with the accounts of the run and of its organization, unless another account of the run has told of them already. */
function toldOnce(resource: Resource, { alongside, told }: Run): Resource {
  const { organization, siblings, ...rest } = resource.settings;
  const { id: named } = raw(organization) ?? {};
  const key = typeof named === 'string' ? named : undefined;
  const settings: Resource['settings'] = { ...rest, ...(organization !== undefined && { organization }) };
  if (!told.has('')) settings['alongside'] = alongside;
  told.set('', told.get('') ?? resource.id);
  const before = key === undefined ? undefined : told.get(key);
  if (before !== undefined && Array.isArray(siblings)) settings['siblingsAt'] = before;
  else if (siblings !== undefined) settings['siblings'] = siblings;
  if (key !== undefined && before === undefined && Array.isArray(siblings)) told.set(key, resource.id);
  return { ...resource, settings };
}

interface Work {
  session: Session;
  request: CollectRequest;
  global: Collector[];
  regional: RegionalCollector[];
  regions: string[];
  gate: Gate;
}

/** Context of everything, or everything else. */
function readAll(
  part: 'context' | 'collect',
  { session, request, global, regional, regions, gate }: Work,
): Records {
  const streams: (() => Records)[] = [];
  for (const collector of global)
    if (collector[part] !== undefined)
      streams.push(
        () =>
          earlierOf(collector.service, part, request, session) ??
          collector[part]?.(session, request) ??
          none(),
      );
  const here = regional
    .filter((collector) => collector[part] !== undefined)
    .map((collector) => goingOn(collector, part, request));
  if (here.length > 0)
    for (const region of openRegions(regions, gate))
      streams.push(() => readRegion({ ...session, region }, here, part, gate));
  return together(streams, MOST_STREAMS);
}

async function* none(): Records {}

async function collectorsOf(request: CollectRequest): Promise<(Collector | RegionalCollector)[]> {
  const loaded: (Collector | RegionalCollector)[] = [];
  // Loading is work of the processor: side by side it would be no faster.
  for (const { name, collector, wanted } of SERVICES)
    if (collector !== undefined && (wanted === undefined ? asked(request, name) : wanted(request)))
      loaded.push(await collector(request));
  return loaded;
}

function asked(request: CollectRequest, service: string): boolean {
  return request.services.length === 0 || request.services.includes(service);
}
