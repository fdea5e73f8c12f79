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
import { evaluate } from '../rules/evaluate.ts';
import { type Rule, typesOf } from '../rules/rule.ts';
import { adjustSeverity } from '../rules/severity.ts';
import type { Resource } from '../snapshot/resource.ts';
import { newHeld, tellApart } from './apart.ts';
import { type FindResource, shortResource, stableId, toDoor, toEvidence, toMissing } from './doors.ts';
import { newIntentBook } from './intent-book.ts';
import { type Declared, type Judgement, splitByIntent } from './intents.ts';
import type { Kinds } from './kinds.ts';
import { compareOpinions } from './opinions.ts';
import { type Override, overriding, withReason } from './overrides.ts';
import { addCounts, countsOf, type Part } from './parts.ts';
import { toRuleReport } from './rule-report.ts';
import { newScopes, type Scopes } from './scopes.ts';
import { newSharing } from './sharing.ts';

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
  /** What is meant to be open or unknown. */
  intents?: Declared[];
  /** Severities that are not the rules' own. */
  overrides?: Override[];
  /** True when only some resources were selected. */
  partial?: boolean;
}

export interface Ledger {
  scopes: Scopes;
  /** Takes note of another tool's findings that a resource carries. */
  hear(resource: Resource): void;
  /** Runs every rule of the resource's type on what was found out about it. True when nothing is open and everything could be told. */
  judge(resource: Resource, assessment: Assessment, find: FindResource): boolean;
  /** The same of one that differs from such a resource in nothing that is judged. */
  pass(resource: Pick<Resource, 'scope' | 'type'>): void;
  /** A target that could not start, while others could. */
  cannotStart(provider: string, why: string): void;
  /** Everything so far, as data. Intents are not in it. */
  part(): Part;
  /** Takes over what another ledger of the same run came to. */
  add(part: Part): void;
  /** The places in files that the report speaks of, to be located. */
  origins(): Set<Origin>;
  report(): Report;
}

/** An empty ledger for one run. */
export function newLedger(run: Run, kinds: Kinds): Ledger {
  const scopes = newScopes(kinds);
  const rules = new Map<string, { rule: Rule; tally: RuleReport }[]>();
  const overridden = overriding(run.overrides ?? []);
  const book = newIntentBook(run.intents ?? [], run.now, run.partial === true);
  const tallies = run.rules.map((own) => {
    const { rule, overridden: from } = overridden(own);
    const tally = { ...toRuleReport(rule), ...(from !== undefined && { overridden: from }) };
    for (const type of typesOf(rule)) {
      const others = rules.get(type);
      if (others === undefined) rules.set(type, [{ rule, tally }]);
      else others.push({ rule, tally });
    }
    return tally;
  });
  const doors = newHeld<Door>();
  const findings = newHeld<Finding>();
  const undecided: Undecided[] = [];
  const opinions: Opinion[] = [];
  const sharing = newSharing();

  return {
    scopes,
    hear(resource) {
      const opinion = kinds.get(resource.type)?.service.opinion?.(resource);
      if (opinion !== undefined) opinions.push(opinion);
    },
    judge(resource, assessment, find) {
      const ids = new Map<Exposure, string>();
      const judged = new Map<Exposure, Judgement>();
      const short = sharing.resource(shortResource(resource));
      book.see(short);
      const source = sourceOnce(run, resource);
      for (const exposure of assessment.exposures) {
        if (exposure.state === 'closed' || exposure.audience === 'internal') continue;
        const door = { ...toDoor(exposure, resource, find, kinds), ...source() };
        ids.set(exposure, door.id);
        judged.set(exposure, book.judge(door));
        doors.set(resource.scope, door.id, door);
      }
      const outcome = { exposed: false, undecided: false };
      let passed = assessment.exposures.length === 0 && resource.unknowns.length === 0;
      const live = scopes.inputOf(resource.scope) === 'live';
      for (const { rule, tally } of rules.get(resource.type) ?? []) {
        for (const verdict of evaluate(rule, resource, assessment, run.now)) {
          const { subject, exposures, evidence, missing } = verdict;
          passed &&= verdict.verdict === 'pass';
          if (verdict.verdict === 'pass') tally.passed += 1;
          else if (verdict.verdict === 'fail') {
            const { meant, left, intent } = splitByIntent(exposures, judged);
            const speaking = meant ? exposures : left;
            const through = speaking.flatMap((exposure) => ids.get(exposure) ?? []);
            if (through.length > 0) outcome.exposed = true;
            const fingerprint = stableId('finding', rule.id, resource.type, resource.id, subject ?? '');
            const finding: Finding = {
              fingerprint,
              rule: rule.id,
              ...withReason(adjustSeverity(rule.severity, speaking, live), tally),
              ...(intent !== undefined && { intent }),
              resource: short,
              ...source(),
              doors: sharing.doors(through),
              evidence: sharing.evidence(toEvidence(evidence, resource, find)),
            };
            const judgements = exposures.flatMap((exposure) => judged.get(exposure) ?? []);
            if (meant) {
              tally.intended = (tally.intended ?? 0) + 1;
              for (const judgement of judgements) book.met(judgement, finding);
            } else {
              tally.failed += 1;
              for (const judgement of judgements) book.failed(judgement);
              findings.set(resource.scope, fingerprint, finding);
            }
          } else {
            tally.undecided += 1;
            if (missing.some(({ reason }) => reason !== 'not-held')) outcome.undecided = true;
            undecided.push({
              rule: rule.id,
              severity: rule.severity,
              resource: short,
              ...(subject === undefined ? {} : { subject }),
              missing: sharing.missing(missing.map((unknown) => toMissing(unknown, resource.type, kinds))),
            });
          }
        }
      }
      scopes.saw(resource, outcome);
      return passed;
    },
    pass({ scope, type }) {
      for (const { tally } of rules.get(type) ?? []) tally.passed += 1;
      scopes.saw({ scope, type, unknowns: [] }, { exposed: false, undecided: false });
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
    part: () => ({
      doors: doors.all(),
      findings: findings.all(),
      undecided,
      opinions,
      rules: countsOf(tallies),
      scopes: scopes.report(),
    }),
    add(part) {
      for (const door of part.doors) doors.set(door.resource.scope, door.id, door);
      for (const one of part.findings) findings.set(one.resource.scope, one.fingerprint, one);
      for (const one of part.undecided) undecided.push(one);
      for (const one of part.opinions) opinions.push(one);
      addCounts(tallies, part.rules);
      scopes.merge(part.scopes);
    },
    origins() {
      const origins = new Set<Origin>();
      for (const all of [doors.all(), findings.all(), book.findings()])
        for (const { evidence } of all)
          for (const { origin } of evidence) if (origin !== undefined) origins.add(origin);
      return origins;
    },
    report() {
      const { failOn, allowUnknown, exitZero } = run;
      const seen = scopes.report();
      tellApart(doors.all(), [...findings.all(), ...book.findings()], seen);
      const found = {
        scopes: seen,
        doors: doors.all(),
        findings: findings.all(),
        undecided,
      };
      const compared = compareOpinions(found, opinions);
      const intents = book.report(found);
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
        ...(intents.length > 0 && { intents }),
        rules: tallies,
        gate: decideGate({ ...found, intents, rules: tallies, failOn, allowUnknown, exitZero }),
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
