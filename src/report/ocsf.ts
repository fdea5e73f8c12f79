// OCSF 1.6.0 Compliance Finding (class 2003) with the cloud profile: one event a door, a setting that failed, or a blind spot.
import { type Entry, fileOf, newWriter, type Untold, type Writer } from './entries.ts';
import { visibleJson } from './escape.ts';
import type { Door, RenderOptions, Report, ReportResource, Severity } from './report.ts';

const VERSION = '1.6.0';
const SEVERITIES: Record<Severity, [id: number, caption: string]> = {
  critical: [5, 'Critical'],
  high: [4, 'High'],
  medium: [3, 'Medium'],
  low: [2, 'Low'],
};
const UNKNOWN: [number, string] = [0, 'Unknown'];
const WARNING: [number, string] = [2, 'Warning'];
const FAIL: [number, string] = [3, 'Fail'];
/** `account.type_id` of OCSF for the scopes of a provider, and what the provider is called. */
const PROVIDERS: Record<string, { provider: string; type_id: number; type: string }> = {
  aws: { provider: 'AWS', type_id: 10, type: 'AWS Account' },
  salesforce: { provider: 'Salesforce', type_id: 14, type: 'Salesforce Account' },
};

/** A JSON list with one event a line. Names are exact, but for account ids where others read along. */
export function* ocsfPieces(report: Report, options: RenderOptions): Iterable<string> {
  const writer = newWriter(report, options);
  yield '[';
  let before = '\n';
  for (const entry of writer.entries) {
    yield before + json(writer, entryEvent(writer, entry));
    before = ',\n';
  }
  for (const untold of writer.untold) {
    yield before + json(writer, untoldEvent(writer, untold));
    before = ',\n';
  }
  yield '\n]\n';
}

const HASH = /^[0-9a-f]{64}(-\d+)?$/;

/** The event as JSON. Lone surrogates, controls and bidirectional marks are escaped in it, so that its value is the same. */
function json({ mask }: Writer, event: object): string {
  const masked = (_key: string, value: unknown) =>
    typeof value === 'string' && !HASH.test(value) ? mask(value) : value;
  return visibleJson(JSON.stringify(event, masked));
}

function entryEvent(writer: Writer, entry: Entry) {
  const { options, rules, proof } = writer;
  const { lang } = options;
  const { door, finding, resource, evidence } = entry;
  const [severity_id, severity] = SEVERITIES[finding.severity];
  const rule = rules.get(finding.rule);
  const [status_id, status] = door?.state === 'shut-by' || door?.state === 'code' ? WARNING : FAIL;
  const place = fileOf(entry);
  const because = evidence.map(({ text }) => text[lang]);
  const cures =
    door !== undefined && door.cures.length > 0 ? door.cures.map(({ text }) => text[lang]) : undefined;
  const steps = cures ?? (rule?.fix ?? []).map((fix) => fix[lang]);
  const references = rule?.references.filter((url) => url.startsWith('https://')) ?? [];
  const { firstSeen, baselineState, change } = door ?? finding;
  const seen = firstSeen === undefined ? Number.NaN : Date.parse(firstSeen);
  const since = door?.since === undefined ? Number.NaN : Date.parse(door.since.date);
  return {
    ...common(writer, resource),
    message: entry.title[lang],
    severity_id,
    severity,
    finding_info: {
      uid: entry.hash,
      title: entry.title[lang],
      ...(because.length === 0 ? {} : { desc: sentences(because, lang) }),
      types: ['exposure'],
      analytic: { type_id: 1, type: 'Rule', uid: finding.rule, name: rule?.title[lang] ?? finding.rule },
      ...(Number.isFinite(since) ? { created_time: since } : {}),
      ...(Number.isFinite(seen) ? { first_seen_time: seen } : {}),
    },
    compliance: {
      status_id,
      status,
      status_details: because,
      control: finding.rule,
      ...(rule === undefined ? {} : { desc: rule.why[lang] }),
      standards: standardsOf(rule?.controls ?? {}),
      requirements: standardsOf(rule?.controls ?? {}).flatMap((name) => rule?.controls[name] ?? []),
      checks: entry.rules.map((uid) => ({
        uid,
        name: rules.get(uid)?.title[lang] ?? uid,
        status_id,
        status,
      })),
    },
    ...(steps.length === 0
      ? {}
      : {
          remediation: { desc: sentences(steps, lang), ...(references.length === 0 ? {} : { references }) },
        }),
    resources: [resourceOf(resource)],
    unmapped: {
      counted: entry.fails,
      ...(baselineState === undefined ? {} : { baseline_state: baselineState }),
      ...(change === undefined ? {} : { change }),
      ...(door === undefined ? {} : unmappedDoor(door, proof)),
      ...(place === undefined ? {} : { file: place.path, line: place.line }),
    },
  };
}

function unmappedDoor(
  { audience, access, via, subject, subjectName, who, state, since, witness }: Door,
  proof: boolean,
) {
  return {
    audience,
    access: [...access].sort(),
    via,
    subject,
    subject_name: subjectName,
    who,
    state,
    since: since?.date,
    since_source: since?.source,
    ...(proof && witness !== undefined
      ? { request: requestOf(witness.request), command: witness.command }
      : {}),
  };
}

/** In one order, whatever the order in the report. */
function requestOf({ principal, action, resource, context }: NonNullable<Door['witness']>['request']) {
  const names = Object.keys(context).sort();
  return {
    principal,
    action,
    resource,
    context: Object.fromEntries(names.map((name) => [name, context[name]])),
  };
}

function untoldEvent(writer: Writer, { spot, counted, hash }: Untold) {
  const { lang } = writer.options;
  const { scope = '', type = '', resources, missing } = spot;
  const [status_id, status] = UNKNOWN;
  const [severity_id, severity] = UNKNOWN;
  const text = spot.text[lang];
  const about = resources ?? [scope];
  return {
    ...common(writer, { scope }),
    message: text,
    severity_id,
    severity,
    finding_info: { uid: hash, title: text, types: ['could-not-tell'] },
    compliance: {
      status_id,
      status,
      status_details: missing.map(({ setting, permission, reason }) => `${permission ?? setting}: ${reason}`),
      control: 'could-not-tell',
      standards: [],
    },
    resources: about.map((uid) => ({ uid, type, namespace: scope })),
    unmapped: { counted, complete: false },
  };
}

/** What every event of a scope has. Times are milliseconds since 1970. */
function common({ report, scopes }: Writer, { scope, region }: Pick<ReportResource, 'scope' | 'region'>) {
  const [provider = '', ...rest] = scope.split('/');
  const known = PROVIDERS[provider];
  const uid = rest.join('/');
  const name = scopes.get(scope)?.label;
  const time = Date.parse(report.endedAt);
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: 200301,
    type_name: 'Compliance Finding: Create',
    time: Number.isFinite(time) ? time : 0,
    status_id: 1,
    status: 'New',
    metadata: {
      version: VERSION,
      profiles: ['cloud'],
      product: { name: report.tool.name, vendor_name: report.tool.name, version: report.tool.version },
    },
    cloud: {
      provider: known?.provider ?? provider,
      ...(region === undefined ? {} : { region }),
      ...(uid === ''
        ? {}
        : {
            account: {
              uid,
              ...(name === undefined ? {} : { name }),
              type_id: known?.type_id ?? 99,
              type: known?.type ?? 'Other',
            },
          }),
    },
  };
}

function resourceOf({ type, id, name, scope, region }: ReportResource) {
  return { uid: id, name, type, namespace: scope, ...(region === undefined ? {} : { region }) };
}

/** Each with its full stop, so that they can stand one after the other. */
function sentences(texts: string[], lang: RenderOptions['lang']): string {
  const whole = texts.map((text) => (/[.。!?！？]$/.test(text) ? text : text + (lang === 'ja' ? '。' : '.')));
  return whole.join(lang === 'ja' ? '' : ' ');
}

/** `cis-aws-7.0.0` */
function standardsOf(controls: Record<string, string[]>): string[] {
  return Object.keys(controls).sort();
}
