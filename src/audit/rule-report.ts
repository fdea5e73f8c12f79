// A rule as the report carries it, with its counts at nothing.
import type { RuleReport } from '../report/report.ts';
import { weightOf } from '../rules/evaluate.ts';
import type { Rule } from '../rules/rule.ts';

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
}: Rule): RuleReport {
  const counts = { passed: 0, failed: 0, undecided: 0, weight: weightOf(fail) };
  return { id, title, severity, resource, why, fix, controls, references, ...counts };
}
