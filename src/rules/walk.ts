// A condition walked with the values of one resource: what each node says, and what it saw.
import type { Assessment, Exposure } from '../exposure.ts';
import type { Resource, Unknown } from '../snapshot/resource.ts';
import { compile, type Subject, within } from './compile.ts';
import { asksForExposure, MAX_STEPS, parts, reasonsFor } from './evaluate.ts';
import type { Condition, Rule } from './rule.ts';
import type { Truth } from './truth.ts';
import { readPath, whereIs } from './values.ts';

/** One node of a condition, or one entry of a list, with what it says. */
export interface Step {
  depth: number;
  truth: Truth;
  /** The node; absent for an entry of a list. */
  condition?: Condition;
  /** The entry: `accessKeys[0]`. */
  entry?: string;
  /** What stands at the path; undefined is unknown, null is absent. Only for leaves and lists. */
  value?: unknown;
  /** Why it is unknown. */
  reasons?: Unknown[];
  /** What the analyser found, for `exposed`. */
  exposures?: Exposure[];
}

/** What a rule says about one part of a resource, step by step. */
export interface Walk {
  subject?: string;
  truth: Truth;
  steps: Step[];
}

/** The entries of a list that are walked; the others decide as well. */
const MAX_ENTRIES = 20;

/** Walks the condition of a rule, once for each part that it judges by itself. */
export function walkRule(rule: Rule, resource: Resource, assessment: Assessment, now: number): Walk[] {
  const groups = asksForExposure(rule.fail, true) ? parts(assessment.exposures) : [assessment.exposures];
  return groups.map((exposures) => {
    const subject: Subject = {
      settings: resource.settings,
      facts: assessment.facts,
      exposures,
      now,
      budget: { left: MAX_STEPS },
      entry: undefined,
    };
    const steps: Step[] = [];
    const truth = walk(rule.fail, subject, 0, { steps, resource, assessment });
    const part = exposures[0]?.subject;
    return { ...(part !== undefined && groups.length > 1 && { subject: part }), truth, steps };
  });
}

interface Around {
  steps: Step[];
  resource: Resource;
  assessment: Assessment;
}

function walk(condition: Condition, subject: Subject, depth: number, around: Around): Truth {
  const truth = compile(condition).test({ ...subject, budget: { left: MAX_STEPS } });
  const step: Step = { depth, truth, condition };
  around.steps.push(step);
  const children = condition.all ?? condition.any ?? (condition.not === undefined ? [] : [condition.not]);
  for (const child of children) walk(child, subject, depth + 1, around);
  if (condition.exposed !== undefined) step.exposures = subject.exposures;
  const path = condition.some ?? condition.every ?? condition.none ?? condition.field;
  if (path !== undefined) see(path, subject, step, around);
  if (condition.where !== undefined && Array.isArray(step.value))
    for (const [index, value] of step.value.slice(0, MAX_ENTRIES).entries())
      walkEntry(condition.where, { path: path ?? '', index, value }, subject, depth + 1, around);
  return truth;
}

function see(path: string, subject: Subject, step: Step, { resource, assessment }: Around): void {
  step.value = readPath(path)(subject);
  if (step.value === undefined) step.reasons = reasonsFor(whereIs(path, subject), resource, assessment);
}

function walkEntry(
  where: Condition,
  { path, index, value }: { path: string; index: number; value: unknown },
  subject: Subject,
  depth: number,
  around: Around,
): void {
  const list = whereIs(path, subject);
  const place = {
    setting: list.setting,
    pointer: `${list.pointer}/${index}`,
    label: `${list.label}[${index}]`,
  };
  const inside = within(subject, value, place);
  const step: Step = { depth, truth: 'unknown', entry: place.label };
  around.steps.push(step);
  step.truth = walk(where, inside, depth + 1, around);
}
