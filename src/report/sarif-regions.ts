// Regions of a scope as parts of it: only where they were chosen, so that their number is known and stays.
import type { ScopeReport } from './report.ts';

/** Where what has no region, or one that was not asked for, belongs in a scan of some regions. */
export const GLOBAL = 'global';

/** The parts of a scope; one without a name where regions were not chosen. */
export function partsOfScope(scope: ScopeReport): (string | undefined)[] {
  return isByRegion(scope) ? [...(scope.regions ?? []), GLOBAL] : [undefined];
}

/** The part of a scope that a region belongs to. */
export function regionIn(scope: ScopeReport, region: string | undefined): string | undefined {
  if (!isByRegion(scope)) return undefined;
  return region !== undefined && scope.regions?.includes(region) === true ? region : GLOBAL;
}

function isByRegion({ input, regions = [] }: ScopeReport): boolean {
  return input === 'live' && regions.length > 0;
}
