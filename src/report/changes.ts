// What changed between two reports: doors that opened, widened, narrowed or closed, and what can no longer be told. Pure.
import type { Change, Changes } from './changes.generated.ts';
import { type Item, isShut, resourceKey, roadOf, type Side, sameScopes, sideOf } from './changes-side.ts';
import { novelty, unseenNow, whatIsMissing } from './changes-sight.ts';
import { type Door, type Report, reaches, SEVERITIES, type Severity } from './report.ts';

export type { Change, Changes } from './changes.generated.ts';
export type ChangeKind = Change['kind'];

/** The address of the JSON Schema that every list of changes names. */
export const CHANGES_SCHEMA_URL = 'https://tojimari.dev/schema/changes-v1.json';

const AUDIENCES: Door['audience'][] = [
  'anyone',
  'anyone-registered',
  'named-outsider',
  'organization',
  'internal',
];
const KINDS: ChangeKind[] = [
  'opened',
  'widened',
  'became-unknown',
  'newly-seen',
  'newly-judged',
  'narrowed',
  'closed',
];

/**
 * Compares two reports. A door is known again by provider, scope, resource, road and subject, never by an address alone;
 * one that lets in more people or lets them do more than before has widened. A door counts as opened only when the
 * earlier report could have shown it: what it did not look at, could not tell or did not judge is told apart.
 */
export function changesBetween(before: Report, after: Report): Change[] {
  const rename = sameScopes(before, after);
  const was = sideOf(before, rename);
  const is = sideOf(after, new Map());
  const found: Change[] = [];
  const explained = new Set<string>();

  for (const [key, item] of is.items) {
    const { door } = item;
    const same = was.items.get(key);
    if (same !== undefined) {
      explained.add(key);
      const kind = difference(same.door, door);
      if (kind !== undefined) found.push(change(kind, item, after, { before: same, after: item }));
      continue;
    }
    const [narrowKey, narrow] = cousin(was, is, door, -1) ?? [];
    if (narrow !== undefined && narrowKey !== undefined) {
      explained.add(narrowKey);
      found.push(change('widened', item, after, { before: narrow, after: item }));
      continue;
    }
    const [wideKey, wide] = cousin(was, is, door, 1) ?? [];
    if (wide !== undefined && wideKey !== undefined && !explained.has(wideKey)) {
      explained.add(wideKey);
      found.push(change('narrowed', item, after, { before: wide, after: item }));
      continue;
    }
    const { kind, why } = novelty(was, item);
    found.push({ ...change(kind, item, after, { after: item }), ...(why && { why }) });
  }
  for (const [key, item] of was.items) {
    if (is.items.has(key) || explained.has(key)) continue;
    const why = unseenNow(is, item);
    const kind = why === undefined ? 'closed' : 'became-unknown';
    const guarded = item.door && is.shut.get(resourceKey(item.door.resource) + roadOf(item.door));
    const made = change(kind, item, before, {
      before: item,
      ...(guarded && { after: { ...item, door: guarded } }),
    });
    made.resource = { ...made.resource, scope: rename.get(made.resource.scope) ?? made.resource.scope };
    found.push({ ...made, ...(why && { why }) });
  }
  found.push(...newUnknowns(was, is, found));
  return found.sort(byUrgency);
}

/** Whether changes pass: 1 when something at or above the threshold opened or widened, 3 when only something became unknown. */
export function decideChanges(changes: Change[], failOnNew: Severity | 'never'): Changes['gate'] {
  const counted = changes.filter(({ severity }) => reaches(severity, failOnNew));
  const failing = counted.filter(({ kind }) => kind === 'opened' || kind === 'widened').length;
  const unknown = counted.filter(({ kind }) => kind === 'became-unknown').length;
  return { failOnNew, failing, unknown, exitCode: failing > 0 ? 1 : unknown > 0 ? 3 : 0 };
}

function difference(before: Door | undefined, after: Door | undefined): ChangeKind | undefined {
  if (before === undefined || after === undefined) return undefined;
  if (before.state === 'code' && after.state !== 'code') return 'widened';
  if (after.access.some((word) => !before.access.includes(word))) return 'widened';
  if (before.state !== 'code' && after.state === 'code') return 'narrowed';
  return before.access.some((word) => !after.access.includes(word)) ? 'narrowed' : undefined;
}

/** A live door of the same resource and subject on the earlier side that let in fewer (-1) or more (1) people, and is not there any more. */
function cousin(was: Side, is: Side, door: Door | undefined, direction: -1 | 1): [string, Item] | undefined {
  if (door === undefined || isShut(door)) return undefined;
  for (const [key, item] of was.items) {
    const other = item.door;
    if (other === undefined || is.items.has(key) || isShut(other)) continue;
    if (resourceKey(other.resource) !== resourceKey(door.resource)) continue;
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

/** Rules that could be decided before and cannot now, one change a resource. */
function newUnknowns(was: Side, is: Side, found: Change[]): Change[] {
  const told = new Set(
    found.filter(({ kind }) => kind === 'became-unknown').map(({ resource }) => resourceKey(resource)),
  );
  const made = new Map<string, Change>();
  for (const [key, one] of is.undecided) {
    const place = resourceKey(one.resource);
    if (was.undecided.has(key) || told.has(place) || !was.scopes.has(one.resource.scope)) continue;
    if (!was.rules.has(one.rule)) continue;
    const before = made.get(place);
    if (before !== undefined && SEVERITIES.indexOf(before.severity) <= SEVERITIES.indexOf(one.severity))
      continue;
    const { rule, severity, resource } = one;
    made.set(place, {
      kind: 'became-unknown',
      severity,
      rule,
      resource,
      why: whatIsMissing(one),
      settings: [],
    });
  }
  return [...made.values()];
}

function change(
  kind: ChangeKind,
  { door, finding }: Item,
  report: Report,
  sides: { before?: Item; after?: Item },
): Change {
  const rule = report.rules.find(({ id }) => id === finding.rule);
  return {
    kind,
    severity: finding.severity,
    rule: finding.rule,
    resource: { ...(door ?? finding).resource },
    ...(rule && { title: rule.title }),
    ...(sides.before && { before: what(sides.before) }),
    ...(sides.after && { after: what(sides.after) }),
    settings: [],
  };
}

function what({ door, finding }: Item): NonNullable<Change['after']> {
  const evidence = (door ?? finding).evidence.map(({ resource, setting, text, origin }) => ({
    ...(resource && { resource }),
    setting,
    text,
    ...(origin && {
      file: origin.file,
      ...(origin.line !== undefined && { line: origin.line }),
      ...(origin.column !== undefined && { column: origin.column }),
    }),
  }));
  if (door === undefined) return { access: [], evidence };
  const { audience, access, via, subject, subjectName, who, state, guard, witness } = door;
  return {
    audience,
    access: [...access].sort(),
    ...(via !== undefined && { via }),
    ...(subject !== undefined && { subject }),
    ...(subjectName !== undefined && { subjectName }),
    ...(who !== undefined && { who }),
    state,
    ...(guard && { guard }),
    evidence,
    ...(witness?.command !== undefined && { command: witness.command }),
  };
}

/** What opened first, the worst of each kind first. */
export function byUrgency(a: Change, b: Change): number {
  return (
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compare(a.resource.name, b.resource.name) ||
    compare(a.rule, b.rule) ||
    compare(JSON.stringify(a.after ?? a.before), JSON.stringify(b.after ?? b.before))
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
