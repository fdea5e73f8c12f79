// What of a scope, or of one of its regions, could not be told: a run that lacks it would close alerts that stand.
import { blindSpots } from './blind.ts';
import { cutLists, decideGate } from './gate.ts';
import type { BlindSpot, Missing, Report, ScopeReport, Tally, Undecided } from './report.ts';
import type { SarifNotification } from './sarif-log.ts';
import { safe } from './sarif-message.ts';
import { GLOBAL, regionIn } from './sarif-regions.ts';
import { sentence } from './sarif-rules.ts';

import type { Lang } from './words.ts';

/**
 * What could not be told, of any severity, and was not allowed to be. Empty: alerts that are not there may close. What a file never said
 * (an export, a snapshot of an earlier version) is no failure to read it: it opened no alert before.
 */
export function unseenOf(report: Report, scope: ScopeReport, region: string | undefined): BlindSpot[] {
  const { scopes, undecided } = partOf(report, scope, region);
  const counts = (missing: Missing | undefined) => missing?.reason !== 'missing';
  return decideGate({
    scopes: scopes.map((one) => ({
      ...one,
      tallies: one.tallies.filter(({ complete, missing }) => complete || counts(missing)),
    })),
    undecided: undecided.map((one) => ({ ...one, missing: one.missing.filter(counts) })),
    findings: [],
    doors: [],
    rules: report.rules,
    failOn: 'low',
    allowUnknown: report.gate.allowUnknown,
    exitZero: false,
  }).blind;
}

/** True when nothing that was asked of the scope could be listed. */
export function isFailed({ tallies }: ScopeReport): boolean {
  const asked = tallies.filter(({ notHeld }) => !notHeld);
  return asked.length > 0 && asked.every(({ complete, seen }) => !complete && seen === 0);
}

/** What could not be told, allowed or not, for tools that show notifications. */
export function notificationsOf(
  report: Report,
  scope: ScopeReport,
  region: string | undefined,
  lang: Lang,
): SarifNotification[] {
  const { scopes, undecided } = partOf(report, scope, region);
  const lists = scopes.flatMap((one) => cutLists(one).map((tally) => ({ scope: one, tally })));
  return blindSpots(lists, undecided, scopes).map(({ text }, position) => {
    const index = position < lists.length ? 0 : 1;
    return {
      descriptor: { id: NOTIFICATIONS[index]?.id ?? '', index },
      level: index === 0 ? 'error' : 'warning',
      message: { text: safe(sentence(text[lang], lang)) },
    };
  });
}

/** The kinds of notifications, in the order of their indexes. */
export const NOTIFICATIONS = [
  {
    id: 'tojimari/list-incomplete',
    name: 'ListIncomplete',
    text: 'A list of resources could not be read to its end.',
  },
  {
    id: 'tojimari/not-decided',
    name: 'NotDecided',
    text: 'A setting could not be read, so that rules could not be decided.',
  },
];

/** The part of a report that a run is about. A list that is not of single regions belongs to all of them. */
function partOf(
  { undecided }: Report,
  scope: ScopeReport,
  region: string | undefined,
): { scopes: ScopeReport[]; undecided: Undecided[] } {
  const isHere = ({ regions }: Tally) =>
    region === undefined || regions === undefined || (region !== GLOBAL && regions.includes(region));
  return {
    scopes: [{ ...scope, tallies: scope.tallies.filter((tally) => tally.complete || isHere(tally)) }],
    undecided: undecided.filter(
      ({ resource }) => resource.scope === scope.id && regionIn(scope, resource.region) === region,
    ),
  };
}
