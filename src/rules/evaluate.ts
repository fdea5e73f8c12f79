// What one rule says about one resource.
import type { Assessment, Evidence, Exposure } from '../exposure.ts';
import type { Resource, Unknown } from '../snapshot/resource.ts';
import { compile, type Node, type Subject, type Trace } from './compile.ts';
import { operatorsOf } from './operators.ts';
import type { Condition, Rule, Verdict } from './rule.ts';
import type { Place } from './values.ts';

/** How many nodes, list entries and exposures one rule may look at for one part of a resource. */
export const MAX_STEPS = 100_000;

/**
 * Judges a resource. Rules that ask for exposures judge each part (`subject`) by itself.
 * @param now start of the run, milliseconds since 1970; ages count from it.
 * @returns one verdict for each part that fails or cannot be told; one pass when there is none.
 */
export function evaluate(rule: Rule, resource: Resource, assessment: Assessment, now: number): Verdict[] {
  const { node, byPart, needsDoor } = compiled(rule.fail);
  // Of most resources nothing stands open, and most rules ask for nothing else.
  if (needsDoor && assessment.exposures.length === 0) return PASSED;
  const verdicts: Verdict[] = [];
  let bare: number | undefined;
  for (const exposures of byPart ? parts(assessment.exposures) : [assessment.exposures]) {
    const subject: Subject = {
      settings: resource.settings,
      facts: assessment.facts,
      exposures,
      now,
      budget: { left: MAX_STEPS },
      entry: undefined,
    };
    const truth = node.test(subject);
    const exhausted = subject.budget.left < 0;
    if (truth === false && !exhausted) continue;
    const trace = explain(node, subject);
    const verdict = truth === true ? 'fail' : 'unknown';
    const missing = truth === true ? [] : missingOf(trace, resource, assessment);
    if (exhausted && verdict === 'unknown') missing.push(tooLong(rule.fail));
    const found: Verdict = { verdict, ...decisive(trace, assessment), missing };
    if (trace.exposures.size > 0) verdicts.push(found);
    // The settings alone decided: that is one verdict, however many parts there are.
    else if (bare === undefined) bare = verdicts.push(found) - 1;
    else if (verdict === 'fail' && verdicts[bare]?.verdict === 'unknown') verdicts[bare] = found;
  }
  return verdicts.length > 0 ? verdicts : PASSED;
}

/** One for all; nobody writes to verdicts. */
const PASSED: Verdict[] = [{ verdict: 'pass', exposures: [], evidence: [], missing: [] }];

interface Compiled {
  node: Node;
  byPart: boolean;
  /** False without any exposure, whatever else holds. */
  needsDoor: boolean;
}

const cache = new WeakMap<Condition, Compiled>();

function compiled(condition: Condition): Compiled {
  const known = cache.get(condition);
  if (known !== undefined) return known;
  const made = {
    node: compile(condition),
    byPart: asksForExposure(condition, true),
    needsDoor: needsExposure(condition),
  };
  cache.set(condition, made);
  return made;
}

/** Exposures by the part of the resource they speak of. */
export function parts(exposures: Exposure[]): Exposure[][] {
  if (exposures.length < 2) return [exposures];
  const bySubject = new Map<string | undefined, Exposure[]>();
  for (const exposure of exposures) {
    const group = bySubject.get(exposure.subject);
    if (group === undefined) bySubject.set(exposure.subject, [exposure]);
    else group.push(exposure);
  }
  return [...bySubject.values()];
}

/** Is there an `exposed` that has to be true for the rule to fail? Rules that only ask for none look at the whole resource. */
export function asksForExposure(condition: Condition, wanted: boolean): boolean {
  if (condition.exposed !== undefined) return wanted;
  if (condition.not !== undefined) return asksForExposure(condition.not, !wanted);
  return (condition.all ?? condition.any ?? []).some((child) => asksForExposure(child, wanted));
}

/** Is the condition false of a resource without exposures, by Kleene logic? */
function needsExposure({ all, any, exposed }: Condition): boolean {
  if (all !== undefined) return all.some(needsExposure);
  if (any !== undefined) return any.length > 0 && any.every(needsExposure);
  return exposed !== undefined;
}

function explain(node: Node, subject: Subject): Trace {
  const trace: Trace = { exposures: new Set(), evidence: [], missing: [], unknowns: [] };
  node.explain({ ...subject, budget: { left: MAX_STEPS } }, trace);
  return trace;
}

function decisive(
  trace: Trace,
  { words = {} }: Assessment,
): { subject?: string; exposures: Exposure[]; evidence: Evidence[] } {
  const exposures = [...trace.exposures];
  const subject = exposures.find((exposure) => exposure.subject !== undefined)?.subject;
  const evidence: Evidence[] = [];
  const seen = new Set<string>();
  for (const { place, text, value } of trace.evidence) {
    const plain: Evidence = {
      setting: place.setting,
      ...(place.pointer === '' ? {} : { pointer: place.pointer }),
      text,
      ...(value === undefined ? {} : { value }),
    };
    for (const piece of said(words, place) ?? [plain]) {
      if (seen.has(piece.text.en)) continue;
      seen.add(piece.text.en);
      evidence.push(piece);
    }
  }
  return { exposures, evidence, ...(subject === undefined ? {} : { subject }) };
}

/** The analyser's own words for a place, those for an entry of a list first. */
function said(words: Record<string, Evidence[]>, { setting, pointer }: Place): Evidence[] | undefined {
  const entry = `${setting}/${pointer.split('/')[1] ?? ''}`;
  for (const key of [entry, setting]) {
    const found = Object.hasOwn(words, key) ? words[key] : undefined;
    if (found !== undefined && found.length > 0) return found;
  }
  return undefined;
}

/** What was missing, each setting once. */
function missingOf(trace: Trace, resource: Resource, assessment: Assessment): Unknown[] {
  const all = [...trace.unknowns];
  for (const { place, reason } of trace.missing) {
    if (reason !== undefined) all.push({ setting: place.setting, reason, detail: place.label });
    else all.push(...reasonsFor(place, resource, assessment));
  }
  const seen = new Map<string, Unknown>();
  for (const one of all) seen.set(JSON.stringify(one), one);
  return [...seen.values()];
}

/** Why the value at a place is unknown. */
export function reasonsFor(place: Place, resource: Resource, assessment: Assessment): Unknown[] {
  const fact = place.setting.startsWith('facts.') ? place.setting.slice('facts.'.length) : undefined;
  const { unknownFacts = {} } = assessment;
  if (fact !== undefined && Object.hasOwn(unknownFacts, fact)) {
    const reasons = unknownFacts[fact] ?? [];
    if (reasons.length > 0) return reasons;
  }
  const listed = resource.unknowns.filter((unknown) => unknown.setting === place.setting);
  if (listed.length > 0) return listed;
  const detail = place.label === place.setting ? {} : { detail: place.label };
  return [{ setting: place.setting, reason: 'missing', ...detail }];
}

function tooLong(condition: Condition): Unknown {
  const setting = firstSetting(condition) ?? 'facts';
  return { setting, reason: 'cut-short', detail: `the rule was stopped after ${MAX_STEPS} steps` };
}

function firstSetting(condition: Condition): string | undefined {
  const path = condition.field ?? condition.some ?? condition.every ?? condition.none;
  if (path !== undefined) return path.split('.')[0];
  for (const child of [
    ...(condition.all ?? condition.any ?? []),
    ...(condition.not ? [condition.not] : []),
  ]) {
    const found = firstSetting(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How specific a rule is: the number of things it asks for. */
export function weightOf(condition: Condition): number {
  const { exposed } = condition;
  if (exposed !== undefined)
    return 1 + [exposed.for ?? []].flat().length + (exposed.via === undefined ? 0 : 1);
  let weight = operatorsOf(condition).length > 0 ? 1 : 0;
  for (const child of condition.all ?? condition.any ?? []) weight += weightOf(child);
  for (const child of [condition.not, condition.where]) if (child !== undefined) weight += weightOf(child);
  return weight;
}
