// One resource out of what several exports say of it: of each setting the newest known value, and what they do not agree about.
import type { Origin, Resource, Unknown, UnknownReason } from '../snapshot/resource.ts';
import type { Age, Version } from './export.ts';

/** Two exports that say different things. */
export interface Conflict {
  type: string;
  name: string;
  setting: string;
  /** The one that counts, and one that does not. */
  winner: Said;
  loser: Said;
}

/** Where something is said, and how old that is. */
export interface Said {
  origin: Origin | undefined;
  age: Age | undefined;
}

/** What says most about why a setting is not known, first: a call that was made and failed, then what an export could have held. */
const REASONS: UnknownReason[] = [
  'denied',
  'throttled',
  'failed',
  'cut-short',
  'malformed',
  'missing',
  'not-held',
];

interface Candidate extends Said {
  from: Resource;
  value: unknown;
}

/** The resource as all of its versions know it, in a scope; conflicts are added to a list. */
export function merge(versions: Version[], scope: string, conflicts: Conflict[]): Resource {
  const [first] = versions;
  if (first === undefined) throw new Error('nothing to merge');
  const best = versions.find(({ resource }) => resource.id.startsWith('arn:')) ?? first;
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
    merged.settings[setting] = winner.value;
    for (const [key, origin] of Object.entries(winner.from.origins ?? {}))
      if (key === setting || key.startsWith(`${setting}/`)) origins[key] = origin;
    const said = canonical(winner.value);
    const loser = newest.find(({ value }) => canonical(value) !== said);
    if (loser !== undefined) conflicts.push({ type, name, setting, winner, loser });
  }
  return merged;
}

/** Known values, the newest first; of the same age the one that was named later, and what has no age last. */
function newestOf(versions: Version[], setting: string): Candidate[] {
  const found: Candidate[] = [];
  for (const { resource, ageOf } of versions) {
    const value = resource.settings[setting];
    if (value === undefined) continue;
    const origin = resource.origins?.[setting];
    const age: Age | undefined =
      resource.asOf === undefined ? ageOf(origin?.file) : { at: resource.asOf, by: 'export' };
    found.push({ from: resource, value, origin, age });
  }
  const time = ({ age }: Candidate) => (age === undefined ? -Infinity : Date.parse(age.at) || -Infinity);
  return found.reverse().sort((a, b) => (time(b) === time(a) ? 0 : time(b) - time(a)));
}

function whyUnknown(versions: Version[], setting: string): Unknown | undefined {
  const reasons = versions.flatMap(({ resource }) =>
    resource.unknowns.filter((unknown) => unknown.setting === setting),
  );
  const rank = ({ reason }: Unknown) => REASONS.indexOf(reason);
  return reasons.sort((a, b) => rank(a) - rank(b))[0];
}

/** The same text for values that differ in the order of their parts alone. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const parts = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
  return `{${parts.sort().join()}}`;
}
