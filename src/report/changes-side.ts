// One side of a comparison: the doors and findings of a report under names that the other side has too.
import { voicesOf, withoutDoors } from './blocks.ts';
import { visible } from './escape.ts';
import { cutLists } from './gate.ts';
import type { Door, Finding, Report, ReportResource, Tally, Undecided } from './report.ts';
import { identity } from './sarif-place.ts';

/** A door of one side and the finding that speaks for it; or a finding without a door. */
export interface Item {
  door?: Door;
  finding: Finding;
}

export interface Side {
  items: Map<string, Item>;
  /** The keys of the doors of a resource. */
  doorsOf: Map<string, string[]>;
  /** Doors that only a guard keeps shut, by resource and road. */
  shut: Map<string, Door>;
  undecided: Map<string, Undecided>;
  /** The first of them of a resource and rule, whatever the part. */
  undecidedAt: Map<string, Undecided>;
  scopes: Set<string>;
  /** Lists that may hold more than was seen, by scope and type. */
  cut: Map<string, Tally>;
  /** All lists, by scope and type; of scopes that tell of whole ones at all. */
  lists: Set<string>;
  telling: Set<string>;
  resources: Set<string>;
  rules: Set<string>;
  /** Of the program that judged it. */
  version: string;
}

/** A report as what can be compared: doors by resource, road and audience. `rename`: scopes that are called something else on the other side. */
export function sideOf(report: Report, rename: Map<string, string>): Side {
  const moved = <T extends { resource: ReportResource }>(thing: T): T => {
    const scope = rename.get(thing.resource.scope);
    return scope === undefined ? thing : { ...thing, resource: { ...thing.resource, scope } };
  };
  const nameOf = (scope: string) => rename.get(scope) ?? scope;
  const items = new Map<string, Item>();
  const doorsOf = new Map<string, string[]>();
  const shut = new Map<string, Door>();
  const resources = new Set<string>();
  for (const { door: given, finding } of voicesOf(report)) {
    const door = moved(given);
    resources.add(resourceKey(door.resource));
    if (door.state === 'shut-by') shut.set(resourceKey(door.resource) + roadOf(door), door);
    const key = doorKey(door);
    const before = items.get(key);
    const place = resourceKey(door.resource);
    if (before === undefined) doorsOf.set(place, [...(doorsOf.get(place) ?? []), key]);
    items.set(key, {
      door: before?.door ? joined(before.door, door) : door,
      finding: before?.finding ?? moved(finding),
    });
  }
  for (const finding of withoutDoors(report).map(moved)) {
    resources.add(resourceKey(finding.resource));
    items.set(findingKey(finding), { finding });
  }
  const undecided = new Map<string, Undecided>();
  const undecidedAt = new Map<string, Undecided>();
  for (const one of report.undecided.map(moved)) {
    if (one.missing.every(({ reason }) => reason === 'not-held')) continue;
    resources.add(resourceKey(one.resource));
    undecided.set(undecidedKey(one), one);
    const at = ruleKey(one.resource, one.rule);
    if (!undecidedAt.has(at)) undecidedAt.set(at, one);
  }
  return {
    items,
    doorsOf,
    shut,
    undecided,
    undecidedAt,
    resources,
    scopes: new Set(report.scopes.map(({ id }) => nameOf(id))),
    cut: new Map(
      report.scopes.flatMap((scope) =>
        cutLists(scope).map((tally): [string, Tally] => [listKey(nameOf(scope.id), tally.type), tally]),
      ),
    ),
    lists: new Set(
      report.scopes.flatMap(({ id, tallies }) => tallies.map(({ type }) => listKey(nameOf(id), type))),
    ),
    telling: new Set(
      report.scopes
        .filter(({ tallies }) => tallies.some(({ complete }) => complete))
        .map(({ id }) => nameOf(id)),
    ),
    rules: new Set(report.rules.map(({ id }) => id)),
    version: report.tool.version,
  };
}

/** Two doors of one road differ only in how sure they are; together they let in what either does. */
function joined(one: Door, other: Door): Door {
  const who = [...new Set([...(one.who ?? []), ...(other.who ?? [])])];
  return {
    ...one,
    access: [...new Set([...one.access, ...other.access])],
    ...(who.length > 0 && { who }),
  };
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

/** What a resource is known again by. Some formats hold names only as they are shown. */
export function resourceKey({ scope, type, id }: ReportResource): string {
  return [scope, type, id].map(visible).join('\0');
}

/** What a door is known again by: its resource, the way in and to what part, for whom, and whether it is shut. */
export function doorKey(door: Door): string {
  return `${resourceKey(door.resource)}${roadOf(door)}\0${door.audience}\0${isShut(door)}`;
}

/** What a finding without a door is known again by. A fingerprint as long as an identity is one: SARIF has no other. */
export function findingKey({ fingerprint, rule, resource }: Finding): string {
  return fingerprint.length === 64 ? fingerprint : identity(rule, resource, fingerprint);
}

export function undecidedKey({ resource, rule, subject = '' }: Undecided): string {
  return [resourceKey(resource), rule, subject].join('\0');
}

/** A rule on a resource, whatever the part. */
export function ruleKey(resource: ReportResource, rule: string): string {
  return `${resourceKey(resource)}\0${rule}`;
}

export function listKey(scope: string, type: string): string {
  return `${scope}\0${type}`;
}

/** Which way in, and to what part. */
export function roadOf({ via = '', subject = '' }: Door): string {
  return `\0${visible(via)}\0${visible(subject)}`;
}

/** Open, open unless, and depends on code are one door in three lights; shut by a guard is another. */
export function isShut({ state }: Door): boolean {
  return state === 'shut-by';
}
