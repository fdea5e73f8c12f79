// A report compared with an earlier state: what is new is marked, what is known keeps the day it was first seen, and the gate may count the new alone. Pure.
import { matchesGlob } from '../glob.ts';
import { byTime, marked, seenFirst } from './baseline-marks.ts';
import { voicesOf, withoutDoors } from './blocks.ts';
import { changesIn, FAILING } from './changes.ts';
import { type Comparison, compareReports } from './changes-match.ts';
import { doorKey, findingKey } from './changes-side.ts';
import { decideGate } from './gate.ts';
import { remember } from './remembered.ts';
import type { Baseline, Gate, Report, ScopeReport, Severity, Text } from './report.ts';
import { failsGate, reaches } from './report.ts';

/** The earlier state, as a report. */
export interface Before {
  kind: Baseline['kind'];
  /** As it was typed. */
  target: string;
  report: Report;
  commit?: string;
  /** What this kind of input cannot say. */
  notes?: Text[];
  /** Other earlier states, which tell only since when things are known. */
  others?: Report[];
  /** Door id, or fingerprint of a finding without a door -> the last day (YYYY-MM-DD) on which it counts as known. */
  until?: Map<string, string>;
}

/** What decides the exit code of a compared report. */
export interface NewGate {
  /** `never` where `--fail-on-new` stands in its place. */
  failOn: Severity | 'never';
  /** Undefined: what is new counts no more than what is known. */
  failOnNew?: Severity | 'never';
  allowUnknown: string[] | undefined;
  exitZero: boolean;
}

/**
 * The same report with the earlier state held against it: `baselineState`, `change` and `firstSeen` on doors and findings, what
 * changed under `baseline`, and the gate decided. Scopes that only the earlier state has were not asked for.
 */
export function comparedWith(after: Report, before: Before, gate: NewGate): Report {
  const comparison = compareReports(before.report, after, 'some');
  leaveIntents(comparison, after);
  expire(comparison, before, after.startedAt);
  const { doors, findings } = marked(after, before, comparison);
  const report: Report = { ...after, doors, findings };
  const changes = changesIn(comparison, before.report, after);
  return {
    ...report,
    baseline: {
      kind: before.kind,
      target: before.target,
      startedAt: before.report.startedAt,
      ...(before.commit !== undefined && { commit: before.commit }),
      ...knownIn(report),
      changes,
      ...rememberedOf(comparison, before.report),
      notes: before.notes ?? [],
    },
    gate: gateOf(report, comparison, gate),
  };
}

/** What is declared to be meant now is told as that, and is not closed. */
function leaveIntents(comparison: Comparison, { intents = [], doors }: Report): void {
  const meant = new Set<string>();
  const ids = new Set(intents.flatMap(({ findings }) => findings.flatMap((finding) => finding.doors)));
  for (const door of doors) if (ids.has(door.id)) meant.add(doorKey(door));
  for (const { findings } of intents) for (const finding of findings) meant.add(findingKey(finding));
  comparison.gone = comparison.gone.filter(
    ({ item: { door, finding } }) => !meant.has(door === undefined ? findingKey(finding) : doorKey(door)),
  );
}

/** What was known only until a day that has passed counts again. */
function expire({ matches }: Comparison, { until }: Before, now: string): void {
  if (until === undefined) return;
  for (const match of matches) {
    const { door, finding } = match.before ?? {};
    const day = until.get(door?.id ?? finding?.fingerprint ?? '');
    if (day === undefined || now.slice(0, 10) <= day) continue;
    if (match.kind !== undefined && match.kind !== 'narrowed') continue;
    match.kind = 'expired';
    match.why = { en: `known only until ${day}`, ja: `既知としての期限は ${day} まででした` };
  }
}

/** What is not there and not closed. */
function rememberedOf({ gone }: Comparison, { startedAt }: Report): Pick<Baseline, 'remembered'> {
  const remembered = gone.flatMap(({ item, kind }) =>
    kind === 'closed' ? [] : [remember(item, seenFirst(item) ?? startedAt)],
  );
  return remembered.length === 0 ? {} : { remembered };
}

/** How much of what was known still stands, since when, and what of it has expired. Doors are counted once. */
function knownIn(report: Report): Pick<Baseline, 'known' | 'oldest' | 'expired'> {
  const things = [
    ...voicesOf(report).map(({ door, finding: { severity } }) => ({ ...door, severity })),
    ...withoutDoors(report),
  ];
  const known = things.filter(({ baselineState, change }) => baselineState !== 'new' && change !== 'widened');
  const oldest = known.flatMap(({ firstSeen }) => firstSeen ?? []).sort(byTime)[0];
  const of = (severity: Severity) => known.filter((one) => one.severity === severity).length;
  return {
    known: { critical: of('critical'), high: of('high'), medium: of('medium'), low: of('low') },
    ...(oldest !== undefined && { oldest }),
    expired: known.filter(({ change }) => change === 'expired').length,
  };
}

/** Each threshold decides over its own part: `failOn` over all, `failOnNew` over what is new and what became unknown. */
function gateOf(report: Report, { undecided, lists }: Comparison, gate: NewGate): Gate {
  const { failOn, failOnNew, allowUnknown, exitZero } = gate;
  const whole = decideGate({ ...report, failOn, allowUnknown, exitZero });
  if (failOnNew === undefined) return whole;
  const findings = report.findings.filter(({ change }) => change && FAILING.includes(change));
  const scopes = report.scopes.map((scope): ScopeReport => {
    const cut = lists.flatMap((list) => (list.scope.id === scope.id ? [list.tally] : []));
    return { ...scope, tallies: [...scope.tallies.filter(({ complete }) => complete), ...cut] };
  });
  const fresh = decideGate({
    ...report,
    findings,
    undecided,
    scopes,
    failOn: failOnNew,
    allowUnknown,
    exitZero,
  });
  const failing = report.findings.filter(({ severity, change }) =>
    failsGate({ failOn, failOnNew }, severity, change),
  );
  const codes = [whole.exitCode, fresh.exitCode];
  return {
    failOn,
    failOnNew,
    failing: failing.length,
    blind: failOn === 'never' ? fresh.blind : whole.blind,
    exitCode: codes.includes(1) ? 1 : codes.includes(3) ? 3 : 0,
  };
}

/** The gate again after it showed that something is not closed but only gone from a file: what became unknown counts as new. */
export function countLost(report: Report, { failOnNew, allowUnknown = [], exitZero }: NewGate): Report {
  const { baseline, gate } = report;
  if (baseline === undefined || failOnNew === undefined) return report;
  const lost = baseline.changes.filter(
    ({ kind, severity, settings, resource }) =>
      kind === 'became-unknown' &&
      settings.some(({ note }) => note !== undefined) &&
      reaches(severity, failOnNew) &&
      ![resource.name, resource.id, resource.type, resource.scope].some((word) =>
        allowUnknown.some((glob) => matchesGlob(glob, word)),
      ),
  );
  if (lost.length === 0) return report;
  const blind = lost.map(({ resource: { id, name, type, scope }, why = { en: '', ja: '' } }) => ({
    text: { en: `${name}: ${why.en}`, ja: `${name}: ${why.ja}` },
    count: 1,
    missing: [],
    scope,
    type,
    resources: [id],
  }));
  const exitCode = exitZero || gate.exitCode === 1 ? gate.exitCode : 3;
  return { ...report, gate: { ...gate, blind: [...gate.blind, ...blind], exitCode } };
}
