// What came of each door and finding of a report since an earlier state, and since when it is known. Pure.
import type { Before } from './baseline.ts';
import { voicesOf, withoutDoors } from './blocks.ts';
import { type ChangeKind, type Comparison, type Match, matchesOf } from './changes-match.ts';
import { doorKey, findingKey, type Item, sameScopes, sideOf } from './changes-side.ts';
import { rememberedIn } from './remembered.ts';
import type { Door, Finding, Report } from './report.ts';

type Mark = Pick<Finding, 'baselineState' | 'change' | 'firstSeen'>;

/** Doors that a rule speaks of and all findings, with what came of them. */
export function marked(
  after: Report,
  { report: before, others = [] }: Before,
  comparison: Comparison,
): { doors: Door[]; findings: Finding[] } {
  const matchOf = matchesOf(comparison);
  const dates = datesIn(others, after);
  const speaking = new Set(voicesOf(after).map(({ door }) => door.id));
  const marks = new Map<string, Mark>();
  for (const door of after.doors)
    if (speaking.has(door.id))
      marks.set(door.id, earlier(markOf(matchOf(doorKey(door)), before, after), dates.get(doorKey(door))));
  const alone = new Set(withoutDoors(after).map(({ fingerprint }) => fingerprint));
  return {
    doors: after.doors.map((door) => ({ ...door, ...marks.get(door.id) })),
    findings: after.findings.map((finding) => ({
      ...finding,
      ...(alone.has(finding.fingerprint)
        ? earlier(markOf(matchOf(findingKey(finding)), before, after), dates.get(findingKey(finding)))
        : together(finding.doors.flatMap((id) => marks.get(id) ?? []))),
    })),
  };
}

/** Since when other runs know of things, by their keys. */
function datesIn(others: Report[], after: Report): Map<string, string> {
  const dates = new Map<string, string>();
  for (const other of others) {
    const rename = sameScopes(other, after);
    for (const items of [sideOf(other, rename).items, rememberedIn(other, rename)])
      for (const [key, item] of items) {
        const date = seenFirst(item) ?? other.startedAt;
        const known = dates.get(key);
        if (known === undefined || byTime(date, known) < 0) dates.set(key, date);
      }
  }
  return dates;
}

function earlier(mark: Mark, date: string | undefined): Mark {
  const { firstSeen } = mark;
  if (date === undefined || (firstSeen !== undefined && byTime(firstSeen, date) <= 0)) return mark;
  return { ...mark, firstSeen: date };
}

function markOf(match: Match | undefined, before: Report, after: Report): Mark {
  if (match?.before === undefined) {
    const change = asMark(match?.kind);
    return { firstSeen: after.startedAt, baselineState: 'new', ...(change && { change }) };
  }
  const change = asMark(match.kind);
  const updated = change !== undefined && change !== 'expired';
  return {
    firstSeen: seenFirst(match.before) ?? before.startedAt,
    baselineState: updated ? 'updated' : 'unchanged',
    ...(change && { change }),
  };
}

function asMark(kind: ChangeKind | undefined): Finding['change'] {
  if (kind === 'closed' || kind === 'became-unknown' || kind === 'not-looked-at') return undefined;
  return kind;
}

/** What earlier runs said already. */
export function seenFirst({ door, finding }: Item): string | undefined {
  return [door?.firstSeen, door === undefined ? finding.firstSeen : undefined].find((date) => date);
}

const ORDER: Finding['change'][] = [
  ...(['opened', 'widened', 'expired', 'newly-seen', 'newly-judged', 'narrowed'] as const),
];

/** A finding through several doors: new when all of them are, and as urgent as the most urgent. */
function together(marks: Mark[]): Mark {
  if (marks.length === 0) return {};
  const states = marks.map(({ baselineState }) => baselineState);
  const change = ORDER.find((kind) => marks.some((mark) => mark.change === kind));
  const firstSeen = marks.flatMap((mark) => mark.firstSeen ?? []).sort(byTime)[0];
  return {
    ...(firstSeen !== undefined && { firstSeen }),
    baselineState: states.every((state) => state === 'new')
      ? 'new'
      : states.every((state) => state === 'unchanged')
        ? 'unchanged'
        : 'updated',
    ...(change && { change }),
  };
}

/** The earlier of two times first. */
export function byTime(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b);
}
