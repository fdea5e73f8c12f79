// What could not be told without effect on the exit code: allowed, or needed only by rules below the threshold.
import { blindSpots, failures, missingOf, spotKey } from './blind.ts';
import { cutLists } from './gate.ts';
import type { BlindSpot, Report } from './report.ts';

/** The blind spots of a report that its gate does not count. */
export function uncounted(report: Report): BlindSpot[] {
  const counted = new Map<string, Set<string> | 'all'>();
  for (const { missing: gaps, scope = '', type = '', resources } of report.gate.blind) {
    const [missing] = gaps;
    if (missing !== undefined)
      counted.set(spotKey(scope, type, missing), resources === undefined ? 'all' : new Set(resources));
  }
  const lists = report.scopes.flatMap((scope) =>
    cutLists(scope)
      .filter((tally) => !counted.has(spotKey(scope.id, tally.type, missingOf(tally))))
      .map((tally) => ({ scope, tally })),
  );
  const unseen = report.undecided.map(({ resource, missing }) => ({
    resource,
    missing: failures(missing).filter((what) => {
      const ids = counted.get(spotKey(resource.scope, resource.type, what));
      return ids === undefined || (ids !== 'all' && !ids.has(resource.id));
    }),
  }));
  return blindSpots(lists, unseen, report.scopes);
}
