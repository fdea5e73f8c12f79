// The book of a run: what each rule said of each resource, kept only where it did not pass.
import type { Assessment, Exposure } from '../exposure.ts';
import type { Opinion } from '../providers/provider.ts';
import { decideGate, isComplete } from '../report/gate.ts';
import { sorted } from '../report/order.ts';
import {
  type Door,
  type Finding,
  type Origin,
  REPORT_SCHEMA_URL,
  type Report,
  type RuleReport,
  type Severity,
  type Source,
  type Undecided,
} from '../report/report.ts';
import { evaluate, weightOf } from '../rules/evaluate.ts';
import { type Rule, typesOf } from '../rules/rule.ts';
import { adjustSeverity } from '../rules/severity.ts';
import type { Resource } from '../snapshot/resource.ts';
import { type FindResource, shortResource, stableId, toDoor, toEvidence, toMissing } from './doors.ts';
import type { Kinds } from './kinds.ts';
import { compareOpinions } from './opinions.ts';
import { newScopes, type Scopes } from './scopes.ts';

/** What the book has to know of its run. */
export interface Run {
  /** The rules to run, already selected. */
  rules: Rule[];
  /** Milliseconds since 1970 that ages are measured from. */
  now: number;
  failOn: Severity | 'never';
  /** Globs of blind spots that may pass; undefined allows none. */
  allowUnknown: string[] | undefined;
  exitZero: boolean;
  version: string;
  startedAt: number;
  endedAt(): number;
  /** API calls made so far. */
  calls(): number;
  /** Times that a call waited because it was told to slow down. */
  waits?(): number;
  /** Where the source declares a resource; absent when no source was given. */
  sourceOf?(resource: Resource): Source | undefined;
}

export interface Ledger {
  scopes: Scopes;
  /** Takes note of another tool's findings that a resource carries. */
  hear(resource: Resource): void;
  /** Runs every rule of the resource's type on what was found out about it. */
  judge(resource: Resource, assessment: Assessment, find: FindResource): void;
  /** A target that could not start, while others could. */
  cannotStart(provider: string, why: string): void;
  /** The places in files that the report speaks of, to be located. */
  origins(): Origin[];
  report(): Report;
}

/** An empty ledger for one run. */
export function newLedger(run: Run, kinds: Kinds): Ledger {
  const scopes = newScopes(kinds);
  const rules = new Map<string, { rule: Rule; tally: RuleReport }[]>();
  const tallies = run.rules.map((rule) => {
    const tally = toRuleReport(rule);
    for (const type of typesOf(rule)) {
      const others = rules.get(type);
      if (others === undefined) rules.set(type, [{ rule, tally }]);
      else others.push({ rule, tally });
    }
    return tally;
  });
  const doors = new Map<string, Door>();
  const findings = new Map<string, Finding>();
  const undecided: Undecided[] = [];
  const opinions: Opinion[] = [];

  return {
    scopes,
    hear(resource) {
      const opinion = kinds.get(resource.type)?.service.opinion?.(resource);
      if (opinion !== undefined) opinions.push(opinion);
    },
    judge(resource, assessment, find) {
      const ids = new Map<Exposure, string>();
      const source = sourceOnce(run, resource);
      for (const exposure of assessment.exposures) {
        if (exposure.state === 'closed' || exposure.audience === 'internal') continue;
        const door = { ...toDoor(exposure, resource, find, kinds), ...source() };
        ids.set(exposure, door.id);
        doors.set(door.id, door);
      }
      const outcome = { exposed: false, undecided: false };
      const live = scopes.inputOf(resource.scope) === 'live';
      for (const { rule, tally } of rules.get(resource.type) ?? []) {
        for (const verdict of evaluate(rule, resource, assessment, run.now)) {
          const { subject, exposures, evidence, missing } = verdict;
          if (verdict.verdict === 'pass') tally.passed += 1;
          else if (verdict.verdict === 'fail') {
            tally.failed += 1;
            const through = exposures.flatMap((exposure) => ids.get(exposure) ?? []);
            if (through.length > 0) outcome.exposed = true;
            const fingerprint = stableId('finding', rule.id, resource.type, resource.id, subject ?? '');
            findings.set(fingerprint, {
              fingerprint,
              rule: rule.id,
              ...adjustSeverity(rule.severity, exposures, live),
              resource: shortResource(resource),
              ...source(),
              doors: through,
              evidence: toEvidence(evidence, resource, find),
            });
          } else {
            tally.undecided += 1;
            if (missing.some(({ reason }) => reason !== 'not-held')) outcome.undecided = true;
            undecided.push({
              rule: rule.id,
              severity: rule.severity,
              resource: shortResource(resource),
              ...(subject === undefined ? {} : { subject }),
              missing: missing.map((unknown) => toMissing(unknown, resource.type, kinds)),
            });
          }
        }
      }
      scopes.saw(resource, outcome);
    },
    cannotStart(provider, why) {
      const id = `${provider}/unknown`;
      scopes.add({ record: 'scope', id, provider, label: provider, input: 'live', format: 'live' });
      scopes.list({
        record: 'listing',
        scope: id,
        type: 'target',
        state: 'unknown',
        seen: 0,
        reason: 'failed',
        detail: why,
      });
    },
    origins() {
      const pieces = [...doors.values(), ...findings.values()].flatMap(({ evidence }) => evidence);
      return pieces.flatMap(({ origin }) => origin ?? []);
    },
    report() {
      const { failOn, allowUnknown, exitZero } = run;
      const found = {
        scopes: scopes.report(),
        doors: [...doors.values()],
        findings: [...findings.values()],
        undecided,
      };
      const compared = compareOpinions(found, opinions);
      return sorted({
        $schema: REPORT_SCHEMA_URL,
        version: 1,
        tool: { name: 'tojimari', version: run.version },
        startedAt: new Date(run.startedAt).toISOString(),
        endedAt: new Date(run.endedAt()).toISOString(),
        complete: isComplete(found),
        calls: run.calls(),
        ...((run.waits?.() ?? 0) > 0 && { waits: run.waits?.() }),
        ...found,
        ...(compared.length > 0 && { opinions: compared }),
        rules: tallies,
        gate: decideGate({ ...found, rules: tallies, failOn, allowUnknown, exitZero }),
      });
    },
  };
}

/** Looked for only where something stands open, and once for all of it. */
function sourceOnce({ sourceOf }: Run, resource: Resource): () => { source?: Source } {
  let found: { source?: Source } | undefined;
  return () => {
    if (found !== undefined) return found;
    const source = sourceOf?.(resource);
    found = source === undefined ? {} : { source };
    return found;
  };
}

function toRuleReport({
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
