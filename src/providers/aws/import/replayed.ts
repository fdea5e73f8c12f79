// Saved answers of services that have no reader of their own: their live collectors read them.
import type { Listing, Resource } from '../../../snapshot/resource.ts';
import type { CollectRequest } from '../../provider.ts';
import { listingOf } from '../collecting/listed.ts';
import type { Collector, RegionalCollector } from '../collector.ts';
import type { AwsService } from '../service.ts';
import { SERVICES } from '../services.ts';
import { savedSession } from '../session/saved.ts';
import type { Session } from '../session/session.ts';
import type { Estate } from './iam.ts';
import { originsOf } from './places.ts';
import { type Given, replayOf } from './replay.ts';
import type { SavedAnswer } from './saved.ts';

type Records = AsyncIterable<Listing | Resource>;

/** Services whose saved answers have readers of their own. */
const OWN = new Set(['account', 's3', 'iam']);

/** The services of which something was saved: an answer to one of the calls that their permissions name. */
export function replayedServices(answers: SavedAnswer[]): { saved: AwsService[]; others: AwsService[] } {
  const asked = new Set(answers.map(({ operation }) => operation.toLowerCase()));
  const saved: AwsService[] = [];
  const others: AwsService[] = [];
  for (const service of SERVICES) {
    if (service.collector === undefined || OWN.has(service.name)) continue;
    const names = service.permissions.map(({ permission }) => (permission.split(':')[1] ?? '').toLowerCase());
    (names.some((name) => asked.has(name)) ? saved : others).push(service);
  }
  return { saved, others };
}

/** What the services hold by their saved answers: context first, or everything else. Types of which nothing was saved are not held. */
export async function* readReplayed(estate: Estate, part: 'context' | 'collect'): Records {
  const { saved, others } = replayedServices(estate.answers);
  const account = estate.account ?? 'unknown';
  if (part === 'collect' && saved.length > 0)
    for (const { types } of others)
      for (const { type, context } of types)
        if (context !== true) yield { ...listingOf(type, { account }, 0, NOT_HELD), scope: estate.scope };
  for (const { collector } of saved) {
    if (collector === undefined) continue;
    yield* readService(await collector(), estate, part);
  }
}

const NOT_HELD = { setting: '', reason: 'not-held' } as const;

async function* readService(
  collector: Collector | RegionalCollector,
  estate: Estate,
  part: 'context' | 'collect',
): Records {
  if (!('regional' in collector)) {
    const given: Given[] = [];
    const session = await sessionOf(estate, estate.answers, given);
    yield* placed(collector[part]?.(session, NOTHING_ASKED), estate, given);
    return;
  }
  // A layout that names regions keeps what belongs to none apart.
  const named = new Set(estate.answers.flatMap(({ region }) => region ?? []));
  for (const region of named.size === 0 ? [undefined] : [...named].sort()) {
    const given: Given[] = [];
    const answers = estate.answers.filter((answer) => answer.region === region);
    // Clients want a region although they send nothing.
    const place = { ...(await sessionOf(estate, answers, given)), region: region ?? 'us-east-1' };
    yield* placed(collector[part]?.(place), estate, given, region);
  }
}

/** With the region that is known, or that an ARN says, and where each setting stands. */
async function* placed(
  records: Records | undefined,
  { scope }: Estate,
  given: Given[],
  known?: string,
): Records {
  for await (const record of records ?? []) {
    const said = record.record === 'resource' && record.id.startsWith('arn:') ? record.id.split(':')[3] : '';
    const region = said || known;
    const at = { scope, ...(region !== undefined && { region }) };
    if (record.record === 'listing') yield { ...record, ...at };
    else yield { ...record, ...at, origins: originsOf(record, given) };
  }
}

const NOTHING_ASKED: CollectRequest = {
  services: [],
  regions: [],
  env: {},
  userAgent: '',
  onProgress: () => undefined,
  onAsker: () => undefined,
  now: 0,
};

async function sessionOf(
  { account = 'unknown', partition, used }: Estate,
  answers: SavedAnswer[],
  given: Given[],
): Promise<Session> {
  // Clients of services without regions want one although they send nothing.
  return { ...(await savedSession(account, partition, replayOf(answers, given, used))), home: 'us-east-1' };
}
