// One resource out of what several exports say of it: of each setting the newest known value, and what they do not agree about.
import type { Origin, Resource, Unknown, UnknownReason } from '../snapshot/resource.ts';
import type { Age, Version } from './export.ts';
import { tiedWhy } from './words.ts';

/** Two exports that say different things. */
export interface Conflict {
  type: string;
  name: string;
  setting: string;
  /** The one that counts, and one that does not. */
  winner: Said;
  loser: Said;
  /** Nothing says which is newer, so that neither counts. */
  tied: boolean;
}

/** Where something is said, and how old that is. */
export interface Said {
  origin: Origin | undefined;
  /** What it was read from, where no place in it says "there is none". */
  path: string | undefined;
  age: Age | undefined;
}

/** What says most about why a setting is not known, first: a call that was made and failed, then what an export could have held. */
const REASONS: UnknownReason[] = [
  'denied',
  'throttled',
  'failed',
  'cut-short',
  'malformed',
  'disputed',
  'missing',
  'not-held',
];

interface Candidate extends Said {
  from: Resource;
  value: unknown;
}

/** The resource as all of its versions know it, in a scope; conflicts are added to a list. */
export function merge(versions: Version[], scope: string, conflicts: Conflict[]): Resource {
  const [best] = [...versions].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  if (best === undefined) throw new Error('nothing to merge');
  const { type, id, name } = best.resource;
  const origins: Record<string, Origin> = {};
  const merged: Resource = { record: 'resource', type, id, name, scope, settings: {}, unknowns: [], origins };
  const region = versions.find(({ resource }) => resource.region !== undefined)?.resource.region;
  if (region !== undefined) merged.region = region;
  const names = versions.flatMap(({ resource }) => [
    ...Object.keys(resource.settings),
    ...resource.unknowns.map(({ setting }) => setting),
  ]);
  for (const setting of new Set(names)) {
    const newest = newestOf(versions, setting);
    const [winner] = newest;
    if (winner === undefined) {
      const why = whyUnknown(versions, setting);
      if (why !== undefined) merged.unknowns.push(why);
      continue;
    }
    const said = canonical(winner.value);
    const others = newest.filter(({ value }) => canonical(value) !== said);
    const rival = others.find((other) => isSameAge(other.age, winner.age));
    const loser = rival ?? others[0];
    const tied = rival !== undefined;
    if (loser !== undefined) conflicts.push({ type, name, setting, winner, loser, tied });
    if (rival !== undefined) {
      const { en, ja } = tiedWhy(winner, rival);
      merged.unknowns.push({ setting, reason: 'disputed', detail: en, detailJa: ja });
      continue;
    }
    merged.settings[setting] = winner.value;
    for (const [key, origin] of Object.entries(winner.from.origins ?? {}))
      if (key === setting || key.startsWith(`${setting}/`)) origins[key] = origin;
  }
  return merged;
}

/** Files that are written one after the other, by a checkout or from an archive, are of one age. */
const MOMENT = 10_000;

/** Of dates of files small differences say nothing. */
function isSameAge(one: Age | undefined, other: Age | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one.by !== other.by) return false;
  return Math.abs(Date.parse(one.at) - Date.parse(other.at)) < (one.by === 'file' ? MOMENT : 1);
}

/** Known values, the newest first; what has no age last. In whatever order exports are named, the order is the same. */
function newestOf(versions: Version[], setting: string): Candidate[] {
  const found: Candidate[] = [];
  for (const { resource, ageOf, path } of versions) {
    const value = resource.settings[setting];
    if (value === undefined) continue;
    const origin = resource.origins?.[setting];
    const age: Age | undefined =
      resource.asOf === undefined ? ageOf(origin?.file) : { at: resource.asOf, by: 'export' };
    found.push({ from: resource, value, origin, age, path });
  }
  const time = ({ age }: Candidate) => (age === undefined ? -Infinity : Date.parse(age.at) || -Infinity);
  const rank = ({ age, origin, path = '' }: Candidate) =>
    `${age?.by === 'export' ? 0 : 1} ${origin?.file ?? path} ${origin?.pointer ?? ''}`;
  return found.sort((a, b) => (time(b) !== time(a) ? time(b) - time(a) : rank(a) < rank(b) ? -1 : 1));
}

/** ARNs come first. */
function nameOf({ resource: { id, name } }: Version): string {
  return `${id.startsWith('arn:') ? 0 : 1} ${id} ${name}`;
}

function whyUnknown(versions: Version[], setting: string): Unknown | undefined {
  const reasons = versions.flatMap(({ resource }) =>
    resource.unknowns.filter((unknown) => unknown.setting === setting),
  );
  const rank = ({ reason }: Unknown) => REASONS.indexOf(reason);
  // In whatever order exports are named, the words are the same.
  return reasons.sort((a, b) => rank(a) - rank(b) || (wordsOf(a) < wordsOf(b) ? -1 : 1))[0];
}

function wordsOf({ permission = '', detail = '' }: Unknown): string {
  return `${detail} ${permission}`;
}

/** The same text for values that differ in the order of their parts alone. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const parts = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
  return `{${parts.sort().join()}}`;
}
