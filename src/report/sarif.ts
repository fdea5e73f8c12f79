// SARIF 2.1.0. As GitHub code scanning takes it: failures only, one result a door, one run a scope; or, for other viewers, all there is.
import { sorted } from './order.ts';
import type { Render, RenderOptions, Report } from './report.ts';
import { alertsOf } from './sarif-alerts.ts';
import { headOf } from './sarif-head.ts';
import type { Descriptor, SarifLog } from './sarif-log.ts';
import { logPieces, type Part, SCHEMA } from './sarif-pieces.ts';
import { descriptors } from './sarif-rules.ts';
import { type Plan, plansOf } from './sarif-runs.ts';
import { splitPlans } from './sarif-split.ts';

/** The runs of a report, and the scopes of which there is none because they were not seen whole. */
export interface Parts {
  parts: Part[];
  leftOut: Pick<Plan, 'category' | 'unseen' | 'alerts'>[];
}

/** All runs in one text, with a newline at the end. */
export const renderSarif: Render = (report, options) => [...sarifPieces(report, options)].join('');

/** The same in pieces, one a result: the whole text of a large log is many times its size in memory. */
export function sarifPieces(report: Report, options: RenderOptions): Iterable<string> {
  return logPieces(partsOf(report, options).parts);
}

/** The log as a value. English unless `lang` says otherwise; ids and hashes know no language. */
export function sarifLog(report: Report, options: RenderOptions): SarifLog {
  const runs = partsOf(report, options).parts.map(({ head, alerts, indexOf }) => ({
    ...head,
    results: alerts.map(({ ruleId, result }) => result(indexOf(ruleId))),
  }));
  return { $schema: SCHEMA, version: '2.1.0', runs };
}

/**
 * The runs of a report. For GitHub, a scope that was not seen whole has none, so that its alerts stay as they are, and a run with more
 * results than are shown is split by their hashes.
 */
export function partsOf(given: Report, options: RenderOptions): Parts {
  const report = sorted(given);
  const full = options.sarifProfile === 'full';
  const rules = descriptors(report, options.lang);
  const plans = plansOf(report, alertsOf(report, options));
  const whole = full ? plans : plans.filter(({ unseen }) => unseen.length === 0);
  const toPart = (plan: Plan) => partOf(report, options, rules, plan);
  return {
    parts: full ? whole.map(toPart) : splitPlans(whole, toPart),
    leftOut: full ? [] : plans.filter((plan) => !whole.includes(plan)),
  };
}

function partOf(report: Report, options: RenderOptions, all: Descriptor[], plan: Plan): Part {
  const { category, scope, alerts } = plan;
  const fired = new Set(alerts.map(({ ruleId }) => ruleId));
  const rules = all.filter(
    ({ id }) => scope === undefined || id.startsWith(`${scope.provider}.`) || fired.has(id),
  );
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const head = headOf(report, options, rules, plan);
  return { category, head, alerts, indexOf: (ruleId) => indexes.get(ruleId) ?? -1 };
}
