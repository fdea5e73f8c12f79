// SARIF that this program wrote, read back as far as it goes: what stood open, and in which scopes. Pure.
import { ruleNamed } from './baseline-file.ts';
import type { Door, Finding, Report, ScopeReport, Severity, Text } from './report.ts';
import { REPORT_SCHEMA_URL } from './report.ts';

const AUDIENCES: Door['audience'][] = [
  'anyone',
  'anyone-registered',
  'named-outsider',
  'organization',
  'internal',
];
const STATES: Door['state'][] = ['open', 'open-unless', 'code', 'shut-by', 'unknown'];
/** The bands that the scores of rules lie in. */
const BANDS: [least: number, severity: Severity][] = [
  [9, 'critical'],
  [7, 'high'],
  [4, 'medium'],
  [0, 'low'],
];

/**
 * The report that a log was written from, without what SARIF does not hold: proofs, settings, what could not be told, and scopes that
 * were left out because they could not be seen whole. `notes` say so. A string says why it is no log of this program.
 */
export function reportOfSarif(log: unknown): { report: Report; notes: Text[] } | string {
  const runs = listAt(log, 'runs');
  if (runs.length === 0) return 'holds no runs';
  const drivers = runs.map((run) => at(at(run, 'tool'), 'driver'));
  if (!drivers.every((driver) => textAt(driver, 'name') === 'tojimari'))
    return 'was written by another program';
  const scopes = new Map<string, ScopeReport>();
  const rules = new Set<string>();
  const doors: Door[] = [];
  const findings: Finding[] = [];
  let complete = true;
  let started = '';
  for (const [index, run] of runs.entries()) {
    const severities = new Map<string, Severity>();
    for (const rule of listAt(drivers[index], 'rules')) {
      const id = textAt(rule, 'id');
      severities.set(id, severityOf(textAt(at(rule, 'properties'), 'security-severity')));
      rules.add(bareRule(id));
    }
    for (const invocation of listAt(run, 'invocations')) {
      const time = textAt(invocation, 'startTimeUtc');
      if (time > started) started = time;
      if (listAt(invocation, 'toolExecutionNotifications').length > 0) complete = false;
      for (const id of listAt(at(invocation, 'properties'), 'scopes').map(String))
        scopes.set(id, scopeOf(id));
    }
    for (const result of listAt(run, 'results')) {
      if (textAt(result, 'kind') === 'open' || textAt(result, 'baselineState') === 'absent') continue;
      if (listAt(result, 'suppressions').length > 0) continue;
      const read = thingOf(result, severities);
      if (read.door !== undefined) doors.push(read.door);
      findings.push(read.finding);
      const { scope } = read.finding.resource;
      if (!scopes.has(scope)) scopes.set(scope, scopeOf(scope));
    }
  }
  const report: Report = {
    $schema: REPORT_SCHEMA_URL,
    version: 1,
    tool: { name: 'tojimari', version: textAt(drivers[0], 'semanticVersion') },
    startedAt: started,
    endedAt: started,
    complete,
    calls: 0,
    scopes: [...scopes.values()],
    doors,
    findings,
    undecided: [],
    rules: [...rules].sort().map(ruleNamed),
    gate: { failOn: 'never', failing: 0, blind: [], exitCode: 0 },
  };
  return { report, notes: [LIMITS_OF_SARIF] };
}

const LIMITS_OF_SARIF: Text = {
  en: 'SARIF does not say what could not be told, and holds no settings: what could not be told before counts as new, and which setting changed is not said; a snapshot or a JSON report knows more',
  ja: 'SARIF には判定できなかったものと設定値が含まれません。以前から判定できないものも新規として数え、どの設定が変わったかは示せません。スナップショットか JSON レポートなら分かります',
};

function thingOf(result: unknown, severities: Map<string, Severity>): { door?: Door; finding: Finding } {
  const about = at(result, 'properties');
  const [place] = listAt(result, 'locations');
  const [logical] = listAt(place, 'logicalLocations');
  const resource = {
    type: textAt(about, 'resourceType'),
    id: textAt(about, 'resourceId'),
    name: textAt(logical, 'name'),
    scope: textAt(about, 'scope'),
    ...optional('region', textAt(about, 'region')),
  };
  const ruleId = textAt(result, 'ruleId');
  const hash = textAt(at(result, 'fingerprints'), 'tojimari/v1');
  const firstSeen = optional('firstSeen', textAt(about, 'firstSeen'));
  const finding: Finding = {
    fingerprint: hash,
    rule: bareRule(ruleId),
    severity: severities.get(ruleId) ?? 'low',
    resource,
    doors: [],
    evidence: [],
    ...firstSeen,
  };
  const audience = AUDIENCES.find((word) => word === textAt(about, 'audience'));
  if (audience === undefined) return { finding };
  const door: Door = {
    id: hash,
    resource,
    audience,
    access: listAt(about, 'access').map(String),
    ...optional('via', textAt(about, 'via')),
    ...optional('subject', textAt(about, 'subject')),
    ...(listAt(about, 'who').length > 0 && { who: listAt(about, 'who').map(String) }),
    state: STATES.find((word) => word === textAt(about, 'state')) ?? 'open',
    basis: 'configuration',
    missing: [],
    evidence: [],
    cures: [],
    ...firstSeen,
  };
  return { door, finding: { ...finding, doors: [hash] } };
}

function scopeOf(id: string): ScopeReport {
  const [provider = ''] = id.split('/');
  const input = /^(aws\/\d{12}|salesforce\/00D\w+)$/.test(id) ? 'live' : 'export';
  return { id, provider, label: id, input, format: 'SARIF', notes: [], tallies: [], notHeld: [], unread: [] };
}

/** Where a finding is off the severity of its rule, that stands behind the id of the rule. */
function bareRule(id: string): string {
  return id.split('/')[0] ?? id;
}

function severityOf(score: string): Severity {
  const number = Number(score);
  return BANDS.find(([least]) => number >= least)?.[1] ?? 'low';
}

function optional<K extends string>(key: K, text: string): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  if (text !== '') found[key] = text;
  return found;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function textAt(value: unknown, key: string): string {
  const found = at(value, key);
  return typeof found === 'string' ? found : '';
}

function listAt(value: unknown, key: string): unknown[] {
  const found = at(value, key);
  return Array.isArray(found) ? found : [];
}
