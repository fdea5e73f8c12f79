// The file of what is known: made from a report, and read back as one. Pure.
import type { BaselineFile } from './baseline-file.generated.ts';
import { newWriter } from './entries.ts';
import { cutLists } from './gate.ts';
import { sortBy, sorted } from './order.ts';
import { recall, remember } from './remembered.ts';
import type { Door, Finding, Report, ReportResource, ScopeReport, Severity, Undecided } from './report.ts';
import { REPORT_SCHEMA_URL } from './report.ts';
import { reasonWords } from './words.ts';

export type { BaselineFile } from './baseline-file.generated.ts';

/** The address of the JSON Schema that every such file names. */
export const BASELINE_SCHEMA_URL = 'https://tojimari.dev/schema/baseline-v1.json';

/** For how many days something counts as known. */
const DAYS: Record<Severity, number> = { critical: 14, high: 90, medium: 90, low: 90 };
const DAY_MS = 86_400_000;

type Known = BaselineFile['known'][number];
type Untold = BaselineFile['couldNotTell'][number];

/**
 * All that a report found and could not tell, worst first. `earlier`: the file that is replaced; what stands in it keeps its dates, its
 * owner and its reason, so that writing the file again prolongs nothing.
 */
export function baselineOf(given: Report, lang: 'en' | 'ja', earlier?: BaselineFile): BaselineFile {
  const report = sorted(given);
  const now = Date.parse(report.startedAt);
  const until = (severity: Severity) => new Date(now + DAYS[severity] * DAY_MS).toISOString().slice(0, 10);
  const options = { lang, color: false, showProof: false, public: false, all: true };
  const { entries } = newWriter(report, options);
  const known = entries.map(({ title, door, finding }): Known => {
    const seen = (door ?? finding).firstSeen ?? report.startedAt;
    const thing = remember({ finding, ...(door && { door }) }, seen);
    return { what: title[lang], ...thing, until: until(finding.severity) };
  });
  const couldNotTell = untoldOf(report, lang, until('low'));
  const lists = report.scopes.flatMap((scope) =>
    cutLists(scope).map(({ type, regions }) => ({
      scope: scope.id,
      type,
      ...(regions !== undefined && { regions }),
      until: until('low'),
    })),
  );
  const kept = <T extends object>(ours: T[], theirs: T[] | undefined, keyOf: (one: T) => string): T[] => {
    const before = new Map((theirs ?? []).map((one) => [keyOf(one), one]));
    return ours.map((one) => ({ ...one, ...datesOf(before.get(keyOf(one))) }));
  };
  return {
    $schema: BASELINE_SCHEMA_URL,
    version: 1,
    tool: report.tool.version,
    written: report.startedAt,
    scopes: report.scopes.map(({ id, provider, label, input }) => ({ id, provider, label, input })),
    known: kept(known, earlier?.known, knownKey),
    couldNotTell: kept(couldNotTell, earlier?.couldNotTell, untoldKey),
    lists: kept(lists, earlier?.lists, ({ scope, type }) => `${scope}\0${type}`),
    rules: report.rules.map(({ id }) => id),
  };
}

/** What an entry keeps when the file is written again. */
function datesOf(entry: object | undefined): Partial<Known> {
  const wanted = ['firstSeen', 'until', 'owner', 'reason'];
  return Object.fromEntries(Object.entries(entry ?? {}).filter(([name]) => wanted.includes(name)));
}

function knownKey({ resource, door, fingerprint = '' }: Known): string {
  const { audience = '', via = '', subject = '', state = '' } = door ?? {};
  const { scope, type, id } = resource;
  return [scope, type, id, fingerprint, audience, via, subject, state === 'shut-by'].join('\0');
}

function untoldKey({ resource: { scope, type, id }, subject = '', rules }: Untold): string {
  return [scope, type, id, subject, ...rules].join('\0');
}

/** One entry a resource and part, with the rules that could not be decided there. */
function untoldOf(report: Report, lang: 'en' | 'ja', until: string): Untold[] {
  const found = new Map<string, Untold>();
  for (const { resource, subject, rule, missing } of report.undecided) {
    const real = missing.filter(({ reason }) => reason !== 'not-held');
    if (real.length === 0) continue;
    const words = [...new Set(real.map((one) => reasonWords(one)[lang]))].join(lang === 'ja' ? '、' : ', ');
    const key = [resource.scope, resource.type, resource.id, subject ?? '', words].join('\0');
    const before = found.get(key);
    if (before !== undefined) before.rules.push(rule);
    else
      found.set(key, {
        what: `${resource.name}: ${words}`,
        rules: [rule],
        resource: shortOf(resource),
        ...(subject !== undefined && { subject }),
        until,
      });
  }
  return sortBy([...found.values()], ({ resource, subject = '', rules }) => [
    resource.scope,
    resource.type,
    resource.id,
    subject,
    ...rules,
  ]);
}

function shortOf({ type, id, name, scope, region }: ReportResource): ReportResource {
  return { type, id, name, scope, ...(region !== undefined && { region }) };
}

/** The file as the report it stands for, and until when each thing in it is known, by door id or fingerprint. Of what could not be told, what has expired by `now` is left out: it counts again. */
export function reportOfBaseline(
  file: BaselineFile,
  now: string,
): { report: Report; until: Map<string, string> } {
  const day = now.slice(0, 10);
  const until = new Map<string, string>();
  const doors: Door[] = [];
  const findings: Finding[] = [];
  for (const [index, entry] of file.known.entries()) {
    // A day that a person wrote is its beginning.
    const time = Date.parse(entry.firstSeen);
    const firstSeen = Number.isNaN(time) ? file.written : new Date(time).toISOString();
    const { door, finding } = recall({ ...entry, firstSeen }, index);
    until.set(door?.id ?? finding.fingerprint, entry.until);
    if (door !== undefined) doors.push(door);
    findings.push(finding);
  }
  const undecided = file.couldNotTell.flatMap(({ rules, resource, subject, until: last }): Undecided[] =>
    last < day
      ? []
      : rules.map((rule) => ({
          rule,
          severity: 'low',
          resource,
          ...(subject !== undefined && { subject }),
          missing: [{ setting: '', reason: 'failed' }],
        })),
  );
  const report: Report = {
    $schema: REPORT_SCHEMA_URL,
    version: 1,
    tool: { name: 'tojimari', version: file.tool },
    startedAt: file.written,
    endedAt: file.written,
    complete: file.couldNotTell.length + file.lists.length === 0,
    calls: 0,
    scopes: file.scopes.map((scope) => scopeOf(scope, file.lists, day)),
    doors,
    findings,
    undecided,
    rules: file.rules.map(ruleNamed),
    gate: { failOn: 'never', failing: 0, blind: [], exitCode: 0 },
  };
  return { report, until };
}

function scopeOf(
  scope: BaselineFile['scopes'][number],
  lists: BaselineFile['lists'],
  day: string,
): ScopeReport {
  const cut = lists.filter((list) => list.scope === scope.id && list.until >= day);
  return {
    ...scope,
    format: 'baseline',
    notes: [],
    notHeld: [],
    unread: [],
    tallies: cut.map(({ type, regions }) => ({
      type,
      name: { en: type, ja: type },
      plural: { en: type, ja: type },
      seen: 0,
      complete: false,
      notHeld: false,
      exposed: 0,
      undecided: 0,
      ...(regions !== undefined && { regions }),
    })),
  };
}

/** A rule of which only the id is known. */
export function ruleNamed(id: string): Report['rules'][number] {
  const title = { en: id, ja: id };
  const counts = { passed: 0, failed: 0, undecided: 0, weight: 0 };
  const [provider = '', service = ''] = id.split('.');
  const rest = { resource: `${provider}.${service}`, why: title, fix: [], controls: {}, references: [] };
  return { id, title, severity: 'low', ...rest, ...counts };
}
