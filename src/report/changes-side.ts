// One side of a comparison: the doors and findings of a report under names that the other side has too.
import { voicesOf, withoutDoors } from './blocks.ts';
import { cutLists } from './gate.ts';
import type { Door, Finding, Report, ReportResource, Undecided } from './report.ts';

/** A door of one side and the finding that speaks for it; or a finding without a door. */
export interface Item {
  door?: Door;
  finding: Finding;
}

export interface Side {
  items: Map<string, Item>;
  /** Doors that only a guard keeps shut, by resource and road. */
  shut: Map<string, Door>;
  undecided: Map<string, Undecided>;
  scopes: Set<string>;
  /** Scope and type of lists that may hold more than was seen. */
  cut: Set<string>;
  resources: Set<string>;
  rules: Set<string>;
}

/** A report as what can be compared: doors by resource, road and audience. `rename`: scopes that are called something else on the other side. */
export function sideOf(report: Report, rename: Map<string, string>): Side {
  const moved = <T extends { resource: ReportResource }>(thing: T): T => {
    const scope = rename.get(thing.resource.scope);
    return scope === undefined ? thing : { ...thing, resource: { ...thing.resource, scope } };
  };
  const items = new Map<string, Item>();
  const shut = new Map<string, Door>();
  const resources = new Set<string>();
  for (const { door: given, finding } of voicesOf(report)) {
    const door = moved(given);
    resources.add(resourceKey(door.resource));
    if (door.state === 'shut-by') shut.set(resourceKey(door.resource) + roadOf(door), door);
    const key = `${resourceKey(door.resource)}${roadOf(door)}\0${door.audience}\0${isShut(door)}`;
    const before = items.get(key);
    items.set(key, {
      door: before?.door ? joined(before.door, door) : door,
      finding: before?.finding ?? finding,
    });
  }
  for (const finding of withoutDoors(report).map(moved)) {
    resources.add(resourceKey(finding.resource));
    items.set(`${finding.fingerprint}`, { finding });
  }
  const undecided = new Map<string, Undecided>();
  for (const one of report.undecided.map(moved)) {
    if (one.missing.every(({ reason }) => reason === 'not-held')) continue;
    resources.add(resourceKey(one.resource));
    undecided.set([resourceKey(one.resource), one.rule, one.subject ?? ''].join('\0'), one);
  }
  return {
    items,
    shut,
    undecided,
    resources,
    scopes: new Set(report.scopes.map(({ id }) => rename.get(id) ?? id)),
    cut: new Set(
      report.scopes.flatMap((scope) =>
        cutLists(scope).map(({ type }) => `${rename.get(scope.id) ?? scope.id}\0${type}`),
      ),
    ),
    rules: new Set(report.rules.map(({ id }) => id)),
  };
}

/** Two doors of one road differ only in how sure they are; together they let in what either does. */
function joined(one: Door, other: Door): Door {
  return { ...one, access: [...new Set([...one.access, ...other.access])] };
}

/** Scope ids of the earlier side -> of the later one. An export does not know its account or org: where each side has one scope of a provider, they are the same. */
export function sameScopes(before: Report, after: Report): Map<string, string> {
  const renamed = new Map<string, string>();
  for (const one of before.scopes) {
    const mine = before.scopes.filter(({ provider }) => provider === one.provider);
    const theirs = after.scopes.filter(({ provider }) => provider === one.provider);
    const [other] = theirs;
    if (mine.length !== 1 || theirs.length !== 1 || other === undefined || other.id === one.id) continue;
    if (one.input !== 'live' || other.input !== 'live') renamed.set(one.id, other.id);
  }
  return renamed;
}

/** What a resource is known again by. */
export function resourceKey({ scope, type, id }: ReportResource): string {
  return [scope, type, id].join('\0');
}

/** Which way in, and to what part. */
export function roadOf({ via = '', subject = '' }: Door): string {
  return `\0${via}\0${subject}`;
}

/** Open, open unless, and depends on code are one door in three lights; shut by a guard is another. */
export function isShut({ state }: Door): boolean {
  return state === 'shut-by';
}
