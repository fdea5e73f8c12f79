// One order for every format: what was collected in parallel must not show in the output.
import type { Report } from './report.ts';

/** The same report with its lists in an order that does not depend on how they were collected. */
export function sorted(report: Report): Report {
  return {
    ...report,
    scopes: sortBy(report.scopes, ({ id }) => [id]).map((scope) => ({
      ...scope,
      tallies: sortBy(scope.tallies, ({ rank = 0, type }) => [String(rank).padStart(6, '0'), type]),
      notHeld: sortBy(scope.notHeld, ({ type, setting }) => [type, setting]),
      unread: sortBy(scope.unread, ({ type, setting, reason, permission = '' }) => [
        type,
        setting,
        reason,
        permission,
      ]),
      ...(scope.paths === undefined ? {} : { paths: [...scope.paths].sort() }),
      ...(scope.regions === undefined ? {} : { regions: [...scope.regions].sort() }),
    })),
    doors: sortBy(report.doors, ({ resource, id }) => [resource.scope, resource.type, resource.id, id]),
    findings: sortBy(report.findings, ({ rule, resource, fingerprint }) => [
      rule,
      resource.scope,
      resource.id,
      fingerprint,
    ]).map((finding) =>
      finding.doors.length < 2 ? finding : { ...finding, doors: [...finding.doors].sort() },
    ),
    undecided: sortBy(report.undecided, ({ rule, resource, subject }) => [
      rule,
      resource.scope,
      resource.type,
      resource.id,
      subject ?? '',
    ]),
    ...(report.opinions === undefined
      ? {}
      : {
          opinions: report.opinions.map((opinion) => ({
            ...opinion,
            disagreements: sortBy(opinion.disagreements, ({ resource }) => [resource.scope, resource.id]),
          })),
        }),
    rules: sortBy(report.rules, ({ id }) => [id]),
  };
}

/**
 * Items by the strings that name them, one after another, compared by code units: the same on every machine. The strings are asked for again
 * and again, because tens of thousands of them would take more room than what they name.
 */
export function sortBy<T>(items: T[], key: (item: T) => string[]): T[] {
  return [...items].sort((a, b) => compare(key(a), key(b)));
}

function compare(some: string[], others: string[]): number {
  for (const [index, one] of some.entries()) {
    const other = others[index] ?? '';
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
