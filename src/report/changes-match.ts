// Which thing of the later report is which of the earlier one, and what became of it. Pure.
import type { Change } from './changes.generated.ts';
import { meantIn, noLongerMeant } from './changes-meant.ts';
import {
  type Item,
  isShut,
  listKey,
  resourceKey,
  roadOf,
  type Side,
  sameScopes,
  sideOf,
} from './changes-side.ts';
import { novelty, unseenNow } from './changes-sight.ts';
import { cutLists } from './gate.ts';
import { rememberedIn } from './remembered.ts';
import type { Door, Finding, Report, ScopeReport, Tally, Text, Undecided } from './report.ts';
import { SEVERITIES } from './report.ts';

export type ChangeKind = Change['kind'];

/** Something of the later side. */
export interface Match {
  key: string;
  item: Item;
  /** What it was before; absent: nothing. */
  before?: Item;
  /** What became of it; absent: it is as it was. */
  kind?: ChangeKind;
  why?: Text;
}

/** Something of the earlier side alone. */
export interface Gone {
  item: Item;
  kind: 'closed' | 'became-unknown' | 'not-looked-at';
  /** The door in its place that only a guard keeps shut. */
  guarded?: Door;
  why?: Text;
  /** It could not be told before either. */
  again?: boolean;
}

export interface Comparison {
  was: Side;
  is: Side;
  matches: Match[];
  gone: Gone[];
  /** What can no longer be told. */
  undecided: Undecided[];
  lists: { scope: ScopeReport; tally: Tally }[];
}

const AUDIENCES: Door['audience'][] = [
  'anyone',
  'anyone-registered',
  'named-outsider',
  'organization',
  'internal',
];

/**
 * Compares two reports. `asked`: scopes of the earlier one that the later one does not have were not asked for, so
 * that nothing is known of them; otherwise they are missed.
 */
export function compareReports(before: Report, after: Report, asked: 'all' | 'some'): Comparison {
  const rename = sameScopes(before, after);
  const was = sideOf(before, rename);
  const is = sideOf(after, new Map());
  const remembered = rememberedIn(before, rename);
  const [meantBefore, meantNow] = [meantIn(before, rename), meantIn(after, new Map())];
  const matches: Match[] = [];
  const explained = new Set<string>();
  for (const [key, item] of is.items) {
    const same = was.items.get(key) ?? remembered.get(key);
    if (same !== undefined) {
      explained.add(key);
      const told = difference(same, item, was, is);
      matches.push({ key, item, before: same, ...told });
      continue;
    }
    const meant = meantBefore.get(key);
    if (meant !== undefined) {
      const told = difference(meant, item, was, is) ?? noLongerMeant(item);
      matches.push({ key, item, before: meant, ...told });
      continue;
    }
    const [narrowKey, narrow] = cousin(was, is, item.door, -1) ?? [];
    if (narrow !== undefined && narrowKey !== undefined) {
      explained.add(narrowKey);
      matches.push({ key, item, before: narrow, kind: 'widened' });
      continue;
    }
    const [wideKey, wide] = cousin(was, is, item.door, 1) ?? [];
    if (wide !== undefined && wideKey !== undefined && !explained.has(wideKey)) {
      explained.add(wideKey);
      matches.push({ key, item, before: wide, kind: 'narrowed' });
      continue;
    }
    matches.push({ key, item, ...novelty(was, is, item) });
  }
  const gone: Gone[] = [];
  for (const [key, item] of was.items) {
    if (is.items.has(key) || explained.has(key) || meantNow.has(key)) continue;
    const guarded = item.door && is.shut.get(resourceKey(item.door.resource) + roadOf(item.door));
    gone.push({ item, ...unseenNow(is, item, asked), ...(guarded && { guarded }) });
  }
  for (const [key, item] of remembered) {
    if (is.items.has(key) || was.items.has(key) || meantNow.has(key)) continue;
    const seen = unseenNow(is, item, asked);
    gone.push({ item, ...seen, ...(seen.kind !== 'closed' && { again: true }) });
  }
  return { was, is, matches, gone, undecided: newUnknowns(was, is), lists: newlyCut(was, after, is) };
}

/** The match of each door and each finding of the later report. */
export function matchesOf({ matches }: Comparison): (key: string) => Match | undefined {
  const byKey = new Map(matches.map((match) => [match.key, match]));
  return (key) => byKey.get(key);
}

function difference(
  before: Item,
  after: Item,
  was: Side,
  is: Side,
): { kind?: ChangeKind; why?: Text } | undefined {
  const [one, other] = [before.door, after.door];
  if (one === undefined || other === undefined) return undefined;
  const more = (a: string[], b: string[]) => a.some((word) => !b.includes(word));
  const known = one.who !== undefined && other.who !== undefined;
  const [then, now] = [one.who ?? [], other.who ?? []];
  if (one.state === 'code' && other.state !== 'code') return { kind: 'widened' };
  if (more(other.access, one.access) || (known && more(now, then))) return { kind: 'widened' };
  if (one.state !== 'code' && other.state === 'code') return { kind: 'narrowed' };
  if (more(one.access, other.access) || (known && more(then, now))) return { kind: 'narrowed' };
  return worse(before.finding, after.finding, one, was, is);
}

/** The same door at a higher severity: more is known of it, it is judged otherwise, or what lies behind it is worth more. */
function worse(
  before: Finding,
  after: Finding,
  door: Door,
  was: Side,
  is: Side,
): { kind: ChangeKind; why: Text } | undefined {
  const [then, now] = [before.severity, after.severity];
  if (SEVERITIES.indexOf(now) >= SEVERITIES.indexOf(then)) return undefined;
  const words = { en: `${then} before, ${now} now`, ja: `以前は ${then}、現在は ${now}` };
  if (door.state === 'open-unless') return { kind: 'newly-seen', why: words };
  if (!was.rules.has(after.rule) || was.version !== is.version) return { kind: 'newly-judged', why: words };
  return { kind: 'widened', why: words };
}

/** A live door of the same resource and subject on the earlier side that let in fewer (-1) or more (1) people, and is not there any more. */
function cousin(was: Side, is: Side, door: Door | undefined, direction: -1 | 1): [string, Item] | undefined {
  if (door === undefined || isShut(door)) return undefined;
  for (const key of was.doorsOf.get(resourceKey(door.resource)) ?? []) {
    const item = was.items.get(key);
    const other = item?.door;
    if (item === undefined || other === undefined || is.items.has(key) || isShut(other)) continue;
    if (
      door.audience !== 'named-outsider' &&
      other.audience !== 'named-outsider' &&
      other.subject !== door.subject
    )
      continue;
    const wider = AUDIENCES.indexOf(door.audience) - AUDIENCES.indexOf(other.audience);
    if (Math.sign(wider) === direction && other.access.some((word) => door.access.includes(word)))
      return [key, item];
  }
  return undefined;
}

/** Rules that could be decided before, or were not asked of anything there, and cannot be decided now. */
function newUnknowns(was: Side, is: Side): Undecided[] {
  return [...is.undecided].flatMap(([key, one]) =>
    was.undecided.has(key) || !was.scopes.has(one.resource.scope) || !was.rules.has(one.rule) ? [] : [one],
  );
}

/** Lists that may hold more than was seen now, and did not before. A target that could not start is one. */
function newlyCut(was: Side, after: Report, is: Side): Comparison['lists'] {
  return after.scopes.flatMap((scope) =>
    cutLists(scope).flatMap((tally) => {
      const key = listKey(scope.id, tally.type);
      const before = was.cut.get(key);
      if (before !== undefined) {
        const known = before.regions ?? [];
        const regions = (tally.regions ?? []).filter((region) => !known.includes(region));
        return known.length === 0 || regions.length === 0 ? [] : [{ scope, tally: { ...tally, regions } }];
      }
      if (tally.type !== 'target' && !was.scopes.has(scope.id)) return [];
      // What an older program did not ask for at all became no more unknown than it was.
      const asked = was.lists.has(key) || was.version === is.version || !was.telling.has(scope.id);
      return asked || tally.type === 'target' ? [{ scope, tally }] : [];
    }),
  );
}
