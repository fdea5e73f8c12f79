// The gate: whether a run passes, from what was found and what could not be told. Pure.
import { matchesGlob } from '../glob.ts';
import { acceptedUnknowns, spotOf } from './accepted.ts';
import { blindSpots, failures, isDenied } from './blind.ts';
import type {
  Door,
  Finding,
  Gate,
  IntentReport,
  Missing,
  ReportResource,
  RuleReport,
  ScopeReport,
  Severity,
  Tally,
  Undecided,
} from './report.ts';
import { reaches } from './report.ts';

export interface GateInput {
  findings: Finding[];
  undecided: Undecided[];
  scopes: ScopeReport[];
  doors: Door[];
  rules: Pick<RuleReport, 'id' | 'severity'>[];
  failOn: Severity | 'never';
  /** Globs of blind spots that may pass: a resource's name, id or type, a setting, a permission or a scope. */
  allowUnknown?: string[] | undefined;
  /** Blind spots that are declared to be meant. */
  intents?: IntentReport[];
  /** Turns exit codes 1 and 3 into 0. */
  exitZero: boolean;
}

/**
 * 1 when a finding reaches `failOn`; otherwise 3 when a list was not seen to its end, or a rule that reaches `failOn`
 * lacked a setting that this input could hold; otherwise 0. A guard that could not be read leaves its door a finding;
 * where that finding is below `failOn` only because of the guard, the guard is a blind spot too.
 */
export function decideGate(input: GateInput): Gate {
  const { findings, undecided, scopes, failOn, exitZero } = input;
  const globs = input.allowUnknown ?? [];
  const allowed = (...words: (string | undefined)[]) =>
    globs.some((glob) => words.some((word) => word !== undefined && matchesGlob(glob, word)));
  const accepted = acceptedUnknowns(input.intents);

  const failing = findings.filter(({ severity }) => reaches(severity, failOn)).length;
  // A run that fails anyway says so by its findings; the guards are told there.
  const lowered = failing > 0 ? [] : loweredByGuards(input);
  const lists = scopes.flatMap((scope) =>
    cutLists(scope)
      .filter(({ type, missing }) => {
        const [what, where] = [
          [type, missing?.setting, missing?.permission],
          [type, scope.id, scope.label],
        ];
        return !allowed(...what, ...where) && !accepted({ what, where });
      })
      .flatMap((tally) => withoutRegions(tally, (region) => allowed(`region/${region}`)))
      .map((tally) => ({ scope, tally })),
  );
  const unseen = [...undecided, ...lowered].flatMap(({ severity, resource, missing }) => {
    if (!reaches(severity, failOn)) return [];
    const { name, id, type, scope } = resource;
    if (allowed(name, id, type, scope)) return [];
    const blocking = failures(missing).filter(
      (what) =>
        !allowed(
          what.setting,
          what.setting.split('#').at(-1),
          what.permission,
          what.resource?.id,
          what.resource?.type,
        ) && !accepted(spotOf(what, [name, id, type, scope])),
    );
    return blocking.length === 0 ? [] : [{ resource, missing: blocking }];
  });

  const blind = blindSpots(lists, unseen, scopes);
  const passes = exitZero || failOn === 'never';
  const exitCode = passes ? 0 : failing > 0 ? 1 : blind.length > 0 ? 3 : 0;
  return { failOn, failing, blind, ...(globs.length > 0 && { allowUnknown: globs }), exitCode };
}

/** A list of denied regions without those that may be denied; nothing where all may. */
function withoutRegions(tally: Tally, accepted: (region: string) => boolean): Tally[] {
  if (!isDenied(tally)) return [tally];
  const regions = tally.regions.filter((region) => !accepted(region));
  return regions.length === 0 ? [] : [{ ...tally, regions }];
}

/** Findings that stand lower than their rule because a guard could not be read, at the severity they would have without it. */
function loweredByGuards({
  findings,
  doors,
  rules,
  failOn,
}: GateInput): Pick<Undecided, 'severity' | 'resource' | 'missing'>[] {
  const severities = new Map(rules.map(({ id, severity }) => [id, severity]));
  const byId = new Map(doors.map((door) => [door.id, door]));
  return findings.flatMap(({ rule, severity, resource, doors: ids }) => {
    const whole = severities.get(rule);
    if (whole === undefined || reaches(severity, failOn) || !reaches(whole, failOn)) return [];
    const through = ids.flatMap((id) => byId.get(id) ?? []);
    if (through.length === 0 || !through.every(({ state }) => state === 'open-unless')) return [];
    return [{ severity: whole, resource, missing: through.flatMap(({ missing }) => missing) }];
  });
}

/** The lists of a scope that may hold more than was seen. */
export function cutLists(scope: ScopeReport): ScopeReport['tallies'] {
  return scope.tallies.filter(({ complete, notHeld }) => !complete && !notHeld);
}

/** True when everything asked for was seen: whole lists, and no door, guard or setting missing that the input could hold. */
export function isComplete(report: {
  scopes: ScopeReport[];
  undecided: Undecided[];
  doors: Door[];
}): boolean {
  if (report.scopes.some((scope) => cutLists(scope).length > 0)) return false;
  const gaps: { resource: ReportResource; missing: Missing[] }[] = [...report.undecided, ...report.doors];
  return gaps.every(({ missing }) => failures(missing).length === 0);
}
