// Runs: one a scope with a category of its own, so that a scope that was not seen never closes another one's alerts.
import { blindSpots } from './blind.ts';
import { visible } from './escape.ts';
import { cutLists } from './gate.ts';
import type { Finding, RenderOptions, Report, ScopeReport } from './report.ts';
import { SEVERITIES } from './report.ts';
import type { Descriptor, SarifNotification, SarifResult, SarifRun } from './sarif-log.ts';
import { pathSegment, sha256 } from './sarif-place.ts';
import { sentence } from './sarif-rules.ts';
import { count, type Lang } from './words.ts';

/** A result before it knows its place in a run. */
export interface Alert {
  scope: string;
  result: SarifResult;
  /** How bad, for what is left when a run is over GitHub's limit. */
  finding: Finding;
}

/** What GitHub takes: more results or runs than this, and it refuses the whole file. */
export const LIMITS = { runs: 20, results: 25_000, shown: 5_000 };
const SHARDS = 16;

const NOTIFICATIONS = [
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
  {
    id: 'tojimari/over-limit',
    name: 'OverLimit',
    text: 'There are more results than code scanning takes or shows.',
  },
];
const LIST = 0;
const SETTING = 1;
const LIMIT = 2;

/** The runs of a report, in the order of their categories; a scope without results has an empty one, which closes its alerts. */
export function runsOf(
  report: Report,
  options: RenderOptions,
  rules: Descriptor[],
  alerts: Alert[],
): SarifRun[] {
  const ids = [...new Set([...report.scopes.map(({ id }) => id), ...alerts.map(({ scope }) => scope)])];
  const categoryOf = ids.length <= LIMITS.runs ? scopeCategory : shardCategory;
  const categories = [...new Set(ids.map(categoryOf))].sort();
  return categories.map((category) => {
    const scopes = report.scopes.filter(({ id }) => categoryOf(id) === category);
    const own = alerts.filter(({ scope }) => categoryOf(scope) === category);
    return runOf(report, options, rules, category, scopes, own);
  });
}

function scopeCategory(scope: string): string {
  return scope.split('/').map(pathSegment).join('/');
}

/** Above twenty scopes a file holds sixteen shards: which one a scope is in depends on nothing but its own id. */
function shardCategory(scope: string): string {
  return `shard-${(Number.parseInt(sha256(scope).slice(0, 8), 16) % SHARDS).toString(16)}`;
}

function runOf(
  report: Report,
  { lang, provenance }: RenderOptions,
  rules: Descriptor[],
  category: string,
  scopes: ScopeReport[],
  alerts: Alert[],
): SarifRun {
  const notifications = scopes.flatMap((scope) => scopeNotifications(report, scope, lang));
  const kept = worst(alerts, LIMITS.results);
  const left = alerts.length - kept.length;
  if (alerts.length > LIMITS.shown) notifications.push(overLimit(alerts.length, left, lang));
  const labels = scopes.map(({ provider, label }) => visible(`${provider} ${label}`)).join(', ');
  const failed = scopes.some(isFailed);
  return {
    tool: {
      driver: {
        name: 'tojimari',
        version: report.tool.version,
        semanticVersion: report.tool.version,
        informationUri: 'https://tojimari.dev',
        language: lang === 'ja' ? 'ja' : 'en-US',
        rules,
        notifications: NOTIFICATIONS.map(({ id, name, text }) => ({
          id,
          name,
          shortDescription: { text },
          fullDescription: { text },
          help: { text: 'Give the auditor the missing permission, or split the scan into more scopes.' },
        })),
      },
    },
    automationDetails: {
      id: `tojimari/${category}/`,
      description: { text: `Settings of ${labels || category}.` },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
    ...(provenance === undefined
      ? {}
      : { versionControlProvenance: [{ ...provenance, mappedTo: { uriBaseId: '%SRCROOT%' } }] }),
    invocations: [
      {
        // GitHub closes what an unsuccessful run does not list only when it is told that the run was successful.
        executionSuccessful: !failed && left === 0,
        startTimeUtc: report.startedAt,
        endTimeUtc: report.endedAt,
        toolExecutionNotifications: notifications,
        properties: { scopes: scopes.map(({ id }) => visible(id)), complete: notifications.length === 0 },
      },
    ],
    results: kept.map(({ result }) => result),
  };
}

/** True when nothing that was asked of the scope could be listed. */
function isFailed({ tallies }: ScopeReport): boolean {
  const asked = tallies.filter(({ notHeld }) => !notHeld);
  return asked.length > 0 && asked.every(({ complete, seen }) => !complete && seen === 0);
}

function scopeNotifications(report: Report, scope: ScopeReport, lang: Lang): SarifNotification[] {
  const lists = cutLists(scope).map((tally) => ({ scope, tally }));
  const unseen = report.undecided.filter(({ resource }) => resource.scope === scope.id);
  const spots = blindSpots(lists, unseen, [scope]);
  return spots.map(({ text }, position) => {
    const index = position < lists.length ? LIST : SETTING;
    const level = index === LIST ? 'error' : 'warning';
    return notification(index, level, sentence(text[lang], lang));
  });
}

function overLimit(total: number, left: number, lang: Lang): SarifNotification {
  const en =
    left > 0
      ? `${count(left)} of ${count(total)} results are left out: code scanning takes ${count(LIMITS.results)} a run. The worst are kept; the JSON report has all.`
      : `Code scanning shows only the worst ${count(LIMITS.shown)} of these ${count(total)} results.`;
  const ja =
    left > 0
      ? `${count(total)} 件中 ${count(left)} 件を省きました。コードスキャンが受け付けるのは 1 回 ${count(LIMITS.results)} 件までです。重いものを残しています。全件は JSON にあります。`
      : `コードスキャンに表示されるのは ${count(total)} 件のうち重い ${count(LIMITS.shown)} 件だけです。`;
  return notification(LIMIT, left > 0 ? 'error' : 'warning', lang === 'ja' ? ja : en);
}

function notification(index: number, level: 'error' | 'warning', text: string): SarifNotification {
  return { descriptor: { id: NOTIFICATIONS[index]?.id ?? '', index }, level, message: { text } };
}

/** The worst alerts up to a limit, in the order they came. */
function worst(alerts: Alert[], limit: number): Alert[] {
  if (alerts.length <= limit) return alerts;
  const byRank = [...alerts].sort(
    (a, b) => SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity),
  );
  const kept = new Set(byRank.slice(0, limit));
  return alerts.filter((alert) => kept.has(alert));
}
