// Runs: one a scope with a category of its own. What could not be seen whole is left out, or its alerts would close.
import { sortBy } from './order.ts';
import type { BlindSpot, Report, ScopeReport } from './report.ts';
import type { Alert } from './sarif-alerts.ts';
import { pathSegment } from './sarif-place.ts';
import { partsOfScope, regionIn } from './sarif-regions.ts';
import { unseenOf } from './sarif-unseen.ts';

/** What GitHub takes: more results or runs than this, and it refuses the whole file. Of a run it keeps only the worst of what it shows. */
export const LIMITS = { runs: 20, results: 25_000, shown: 5_000, gzip: 10_000_000 };

/** A run that is not written yet. */
export interface Plan {
  /** Between `tojimari/` and the last slash of the id. */
  category: string;
  /** Undefined when only alerts speak of the scope. */
  scope: ScopeReport | undefined;
  region?: string;
  alerts: Alert[];
  /** What could not be told of it, and was not allowed to be. */
  unseen: BlindSpot[];
}

/**
 * One plan a scope, in the order of their categories; a scope without alerts has one too, which closes its alerts. A live scan of chosen
 * regions has one a region, so that scans of other regions close nothing of it.
 */
export function plansOf(report: Report, alerts: Alert[]): Plan[] {
  const plans = new Map<string, Plan>();
  const add = (id: string, scope: ScopeReport | undefined, region?: string): Plan => {
    const category = [...id.split('/'), ...(region === undefined ? [] : [region])].map(pathSegment).join('/');
    const known = plans.get(category);
    if (known !== undefined) return known;
    const unseen = scope === undefined ? [] : unseenOf(report, scope, region);
    const plan: Plan = {
      category,
      scope,
      ...(region !== undefined && { region }),
      alerts: [],
      unseen,
    };
    plans.set(category, plan);
    return plan;
  };
  const scopes = new Map(report.scopes.map((scope) => [scope.id, scope]));
  for (const scope of report.scopes) for (const region of partsOfScope(scope)) add(scope.id, scope, region);
  for (const alert of alerts) {
    const { scope: id, region } = alert.resource;
    const scope = scopes.get(id);
    add(id, scope, scope === undefined ? undefined : regionIn(scope, region)).alerts.push(alert);
  }
  return sortBy([...plans.values()], ({ category }) => [category]);
}
