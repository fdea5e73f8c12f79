// Trying in the org what the settings say is open: counts, and yes or no for a few records. Never what a record holds.
import type { Known, Resource, Unknown } from '../../../snapshot/resource.ts';
import { modelOf } from '../guest/model.ts';
import type { Site } from '../guest/site.generated.ts';
import { type Attempt, worthTrying } from '../guest/tried.ts';
import type { Org } from '../session.ts';
import type { Leftovers } from './leftovers.ts';
import { TRIED } from './queries-tried.ts';
import { at, type Row, textAt } from './row.ts';
import { sameId } from './sites.ts';

/** What serves every site: the resources it is judged by; object -> ids of some records, and how many there are. */
export interface Trial {
  all(type: string): Resource[];
  samples: Map<string, Known<string[]>>;
  counts: Map<string, Known<number>>;
}

/** A trial among these resources. */
export function newTrial(around: Resource[]): Trial {
  const byType = new Map<string, Resource[]>();
  for (const resource of around) {
    const known = byType.get(resource.type);
    if (known === undefined) byType.set(resource.type, [resource]);
    else known.push(resource);
  }
  const none: Resource[] = [];
  return { all: (type) => byType.get(type) ?? none, samples: new Map(), counts: new Map() };
}

/**
 * Puts what was tried with a site. A question that fails is told with the object and takes nothing back: what the
 * settings say stays.
 */
export async function withTrial(
  org: Org,
  site: Resource<Site>,
  row: Row,
  { byRules }: Leftovers,
  trial: Trial,
): Promise<Resource<Site>> {
  const guest = textAt(row, 'GuestUserId');
  const model = modelOf(site, trial);
  const guestTried: Attempt[] = [];
  for (const object of guest === undefined ? [] : namesOf(worthTrying(model), byRules, guest)) {
    const attempt: Attempt = { object };
    guestTried.push(attempt);
    const counted = byRules.get(object);
    if (counted?.state === 'present')
      attempt.shared = counted.value.find((one) => sameId(one.guest, guest))?.count ?? 0;
    if (counted?.state === 'unknown') failedBy(attempt, counted.why);
    if ((attempt.shared ?? 0) === 0) {
      const records = await once(trial.counts, object, () => countOf(org, object));
      if (records.state === 'present') attempt.records = records.value;
      if (records.state === 'unknown') failedBy(attempt, records.why);
    }
    const ids = await once(trial.samples, object, () => sampleOf(org, object));
    if (ids.state === 'unknown') failedBy(attempt, ids.why);
    if (ids.state !== 'present' || ids.value.length === 0) continue;
    const access = await accessOf(org, guest ?? '', ids.value);
    if (access.state === 'unknown') failedBy(attempt, access.why);
    // Records that we may not read ourselves are left out of the answer.
    if (access.state !== 'present' || access.value.length === 0) continue;
    attempt.sampled = access.value.length;
    attempt.readable = access.value.filter((one) => at(one, 'HasReadAccess') === true).length;
  }
  return { ...site, settings: { ...site.settings, guestTried } };
}

/** Objects to try, and those of which the org shows shared records although no rule was read. */
function namesOf(worth: string[], byRules: Leftovers['byRules'], guest: string): string[] {
  const names = new Set(worth);
  for (const [object, counted] of byRules)
    if (counted.state === 'present' && counted.value.some((one) => sameId(one.guest, guest)))
      names.add(object);
  return [...names].sort();
}

function failedBy(attempt: Attempt, { detail, permission, reason }: Unknown): void {
  attempt.failed ??= [detail ?? reason, ...(permission === undefined ? [] : [`needs ${permission}`])].join(
    '; ',
  );
}

async function once<T>(
  known: Map<string, Known<T>>,
  key: string,
  find: () => Promise<Known<T>>,
): Promise<Known<T>> {
  const found = known.get(key) ?? (await find());
  known.set(key, found);
  return found;
}

async function countOf(org: Org, object: string): Promise<Known<number>> {
  const answer = await org.rows({ ...TRIED.records, object });
  if (answer.state !== 'present') return answer;
  const count = at(answer.value[0], 'n');
  return typeof count === 'number'
    ? { state: 'present', value: count }
    : {
        state: 'unknown',
        why: { setting: object, reason: 'failed', detail: 'a count came without a number' },
      };
}

async function sampleOf(org: Org, object: string): Promise<Known<string[]>> {
  const answer = await org.rows({ ...TRIED.sample, object });
  if (answer.state !== 'present') return answer;
  const ids = answer.value.map((row) => textAt(row, 'Id')).filter((id) => id !== undefined);
  return { state: 'present', value: ids };
}

async function accessOf(org: Org, guest: string, ids: string[]): Promise<Known<Row[]>> {
  // Not more than 200 ids at a time, by the object's reference; the sample is no longer than that.
  const query = { ...TRIED.recordAccess, where: `UserId = '${guest.replace(/\W/g, '')}'` };
  return await org.rows(query, { field: 'RecordId', values: ids });
}
