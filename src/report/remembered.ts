// What stood open when it was last seen and cannot be told now: it is neither gone nor new when it shows again. Pure.
import { doorKey, findingKey, type Item } from './changes-side.ts';
import type { Baseline, Door, Finding, Report, ReportResource } from './report.ts';

export type Remembered = NonNullable<Baseline['remembered']>[number];

/** How far a door reaches, without its proof. */
export function reachOf({
  audience,
  access,
  via,
  subject,
  who,
  state,
}: Door): NonNullable<Remembered['door']> {
  return {
    audience,
    access: [...access].sort(),
    ...(via !== undefined && { via }),
    ...(subject !== undefined && { subject }),
    ...(who !== undefined && { who: [...who].sort() }),
    state,
  };
}

/** A thing without its proof, and since when it is known. */
export function remember({ door, finding }: Item, firstSeen: string): Remembered {
  const { rule, severity } = finding;
  const { type, id, name, scope, region } = (door ?? finding).resource;
  const resource: ReportResource = { type, id, name, scope, ...(region !== undefined && { region }) };
  const what = door === undefined ? { fingerprint: findingKey(finding) } : { door: reachOf(door) };
  return { rule, severity, resource, firstSeen, ...what };
}

const RECALLED = 'recalled ';

/** True for a door that is no more than what was written down: its id is none. */
export function isRecalled({ id }: Door): boolean {
  return id.startsWith(RECALLED);
}

/** The same as a door and the finding that spoke for it. `nth`: for a name of its own. */
export function recall(
  { rule, severity, resource, firstSeen, door: reach, fingerprint }: Remembered,
  nth: number,
): Item {
  const id = `${RECALLED}${nth}`;
  const finding: Finding = {
    fingerprint: fingerprint ?? id,
    rule,
    severity,
    resource,
    doors: reach === undefined ? [] : [id],
    evidence: [],
    firstSeen,
  };
  if (reach === undefined) return { finding };
  const door: Door = {
    ...reach,
    id,
    resource,
    basis: 'configuration',
    missing: [],
    evidence: [],
    cures: [],
    firstSeen,
  };
  return { finding, door };
}

/** What a report remembers, by the keys that the other side knows it by. `rename`: scopes that are called something else there. */
export function rememberedIn({ baseline }: Report, rename: Map<string, string>): Map<string, Item> {
  const found = new Map<string, Item>();
  for (const [index, one] of (baseline?.remembered ?? []).entries()) {
    const scope = rename.get(one.resource.scope) ?? one.resource.scope;
    const item = recall({ ...one, resource: { ...one.resource, scope } }, index);
    found.set(item.door === undefined ? findingKey(item.finding) : doorKey(item.door), item);
  }
  return found;
}
