// A rule as the report carries it, with its counts at nothing.
import type { RuleReport } from '../report/report.ts';
import { consolePath } from '../rules/console.ts';
import { weightOf } from '../rules/evaluate.ts';
import type { LoadedRule, Rule } from '../rules/rule.ts';

const known = new WeakMap<Rule, RuleReport>();

/** Put together once for all parts of a run; each has its own counts. */
export function toRuleReport(rule: Rule & Pick<LoadedRule, 'page'>): RuleReport {
  const report = known.get(rule) ?? reportOf(rule);
  known.set(rule, report);
  return { ...report };
}

function reportOf({
  id,
  title,
  severity,
  resource,
  why,
  fix,
  controls = {},
  references,
  fail,
  page,
}: Rule & Pick<LoadedRule, 'page'>): RuleReport {
  const counts = { passed: 0, failed: 0, undecided: 0, weight: weightOf(fail) };
  const link = page === undefined ? {} : { page };
  const steps = fix.map(({ sets: _, ...step }) =>
    step.console === undefined ? step : { ...step, consoleJa: consolePath(step.console, 'ja') },
  );
  return { id, title, severity, resource, why, fix: steps, controls, references, ...link, ...counts };
}
