// Severities that are not the rules' own: whose they are, and why.
import { matchesGlob } from '../glob.ts';
import type { Finding, RuleReport, Severity } from '../report/report.ts';
import { SEVERITY_WORDS } from '../report/words.ts';
import type { Rule } from '../rules/rule.ts';

/** Another severity for the rules that a glob matches. */
export interface Override {
  /** Glob of rule ids. */
  rule: string;
  severity: Severity;
  owner: string;
  reason: string;
}

/** Rules as they are to be judged, with what they were; of several overrides the last one counts. */
export function overriding(
  overrides: Override[],
): (rule: Rule) => { rule: Rule; overridden?: NonNullable<RuleReport['overridden']> } {
  return (rule) => {
    const ids = [rule.id, ...(rule.aliases ?? [])];
    const one = overrides.findLast(({ rule: glob }) => ids.some((id) => matchesGlob(glob, id)));
    if (one === undefined || one.severity === rule.severity) return { rule };
    const { severity, owner, reason } = one;
    return { rule: { ...rule, severity }, overridden: { from: rule.severity, owner, reason } };
  };
}

/** A severity with the words of who changed it before those of what moved it since. */
export function withReason(
  moved: Pick<Finding, 'severity' | 'adjusted'>,
  { severity, overridden }: Pick<RuleReport, 'severity' | 'overridden'>,
): Pick<Finding, 'severity' | 'adjusted'> {
  if (overridden === undefined) return moved;
  const { owner, reason } = overridden;
  const word = SEVERITY_WORDS[severity];
  const also =
    moved.adjusted === undefined
      ? { en: '', ja: '' }
      : { en: `; ${moved.adjusted.en}`, ja: `、${moved.adjusted.ja}` };
  return {
    severity: moved.severity,
    adjusted: {
      en: `${word.en.toLowerCase()} in tojimari.yaml (${owner}: ${reason})${also.en}`,
      ja: `tojimari.yaml では${word.ja}（${owner}: ${reason}）${also.ja}`,
    },
  };
}
