// The permissions that would have made a report whole.
import type { Missing, Report } from './report.ts';

/** The permissions that were denied to a scan of one provider (`aws`), sorted. */
export function missingPermissions(report: Report, provider: string): string[] {
  const found = new Set<string>();
  const take = (type: string, { reason, permission }: Pick<Missing, 'reason' | 'permission'>) => {
    if (reason === 'denied' && permission !== undefined && type.startsWith(`${provider}.`))
      found.add(permission);
  };
  for (const { tallies, unread } of report.scopes) {
    for (const { type, missing } of tallies) if (missing !== undefined) take(type, missing);
    for (const what of unread) take(what.type, what);
  }
  for (const { resource, missing } of [...report.doors, ...report.undecided])
    for (const what of missing) take(what.resource?.type ?? resource.type, what);
  return [...found].sort();
}
