// A rule as the report carries it, with its counts at nothing.
import type { RuleReport } from '../report/report.ts';
import { consolePath } from '../rules/console.ts';
import { weightOf } from '../rules/evaluate.ts';
import type { LoadedRule, Rule } from '../rules/rule.ts';

export function toRuleReport({
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
