// A report that may be shared: every field is taken over by name, so that what is not known here to be harmless is left out.
import { newPseudonyms, type Pseudonyms } from './pseudonyms.ts';
import { redactedDoor, redactedEvidence, redactedMissing, redactedSource } from './redact-door.ts';
import type {
  Baseline,
  BlindSpot,
  Finding,
  IntentReport,
  Report,
  ReportResource,
  RuleReport,
  ScopeReport,
  Tally,
  Text,
} from './report.ts';
import { reasonWords } from './words.ts';

/**
 * The same report with pseudonyms for whatever somebody chose or owns: names, ids, accounts, orgs, people, addresses, paths. Free texts, which hold
 * them, give way to plain ones. Kept: rules, severities, audiences, access, states, settings, permissions, regions, dates, lines.
 */
export function redactReport(report: Report, key: Uint8Array): Report {
  const as = newPseudonyms(key);
  const { $schema, version, tool, startedAt, endedAt, complete, calls, waits, gate } = report;
  const { failOn, failOnNew, failing, exitCode } = gate;
  return {
    $schema,
    version,
    tool,
    startedAt,
    endedAt,
    complete,
    calls,
    ...(waits !== undefined && { waits }),
    scopes: report.scopes.map((scope) => redactedScope(scope, as)),
    doors: report.doors.map((door) => redactedDoor(door, redactedResource(door.resource, as), as)),
    findings: report.findings.map((finding) => redactedFinding(finding, as)),
    undecided: report.undecided.map(({ rule, severity, resource, subject, missing }) => ({
      rule,
      severity,
      resource: redactedResource(resource, as),
      ...(subject !== undefined && { subject: as.id('part', subject) }),
      missing: missing.map((each) => redactedMissing(each, as)),
    })),
    ...(report.opinions !== undefined && {
      opinions: report.opinions.map(({ source, agreed, disagreements }) => ({
        source,
        agreed,
        disagreements: disagreements.map(({ resource, finds }) => ({
          resource: redactedResource(resource, as),
          finds,
          text: LEFT_OUT,
        })),
      })),
    }),
    ...(report.intents !== undefined && {
      intents: report.intents.map((intent) => redactedIntent(intent, as)),
    }),
    ...(report.baseline !== undefined && { baseline: redactedBaseline(report.baseline, as) }),
    rules: report.rules.map(redactedRule),
    gate: {
      failOn,
      failing,
      blind: gate.blind.map((spot) => redactedSpot(spot, as)),
      exitCode,
      ...(failOnNew !== undefined && { failOnNew }),
    },
  };
}

const LEFT_OUT: Text = { en: 'left out', ja: '省略' };

function redactedResource({ type, id, name, scope, region }: ReportResource, as: Pseudonyms): ReportResource {
  const kind = type.split('.').at(-1) ?? 'thing';
  return {
    type,
    id: as.id(kind, id),
    name: as.id(kind, name),
    scope: as.scope(scope),
    ...(region !== undefined && { region: redactedRegion(region, as) }),
  };
}

/** Regions are the provider's names; an endpoint of one's own may call them anything. */
function redactedRegion(region: string, as: Pseudonyms): string {
  return /^[a-z]{2,3}(-[a-z]+)+-\d+$/.test(region) ? region : as.name('region', region);
}

function redactedScope(scope: ScopeReport, as: Pseudonyms): ScopeReport {
  const { id, provider, input, format, asker, paths, regions, notes, tallies, notHeld, unread } = scope;
  const left = notes.length;
  const note = {
    en: `${left} ${left === 1 ? 'note is' : 'notes are'} left out.`,
    ja: `${left} 件の注記を省きました。`,
  };
  return {
    id: as.scope(id),
    provider,
    label: as.scope(id).split('/').slice(1).join('/') || provider,
    input,
    format,
    ...(asker !== undefined && { asker: as.name('asker', asker) }),
    ...(paths !== undefined && { paths: paths.map(as.path) }),
    ...(regions !== undefined && { regions: regions.map((region) => redactedRegion(region, as)) }),
    notes: left === 0 ? [] : [note],
    tallies: tallies.map((tally) => redactedTally(tally, as)),
    notHeld,
    unread,
  };
}

function redactedTally({ missing, regions, ...tally }: Tally, as: Pseudonyms): Tally {
  return {
    ...tally,
    ...(missing !== undefined && { missing: redactedMissing(missing, as) }),
    ...(regions !== undefined && { regions: regions.map((region) => redactedRegion(region, as)) }),
  };
}

function redactedFinding(finding: Finding, as: Pseudonyms): Finding {
  const { fingerprint, rule, severity, adjusted, intent, resource, source, doors, evidence } = finding;
  const { firstSeen, baselineState, change } = finding;
  return {
    fingerprint: as.hash(fingerprint),
    rule,
    severity,
    ...(adjusted !== undefined && {
      adjusted: { en: "not at its rule's severity", ja: 'ルール本来の重大度ではありません' },
    }),
    ...(intent !== undefined && { intent: { status: intent.status, text: LEFT_OUT } }),
    resource: redactedResource(resource, as),
    ...(source !== undefined && { source: redactedSource(source, as) }),
    doors: doors.map(as.hash),
    evidence: evidence.map((each) => redactedEvidence(each, as)),
    ...(firstSeen !== undefined && { firstSeen }),
    ...(baselineState !== undefined && { baselineState }),
    ...(change !== undefined && { change }),
  };
}

/** Rules are the product's own words; of what a configuration says about one, only that it does. */
function redactedRule({ overridden, ...rule }: RuleReport): RuleReport {
  if (overridden === undefined) return rule;
  return { ...rule, overridden: { from: overridden.from, owner: LEFT_OUT.en, reason: LEFT_OUT.en } };
}

function redactedSpot({ count, missing, scope, type, resources }: BlindSpot, as: Pseudonyms): BlindSpot {
  const gaps = missing.map((each) => redactedMissing(each, as));
  const [first] = gaps;
  const why = first === undefined ? LEFT_OUT : reasonWords(first);
  const kind = type?.split('.').at(-1) ?? 'thing';
  return {
    text: { en: `${count} of ${type ?? kind}: ${why.en}`, ja: `${type ?? kind} ${count} 件: ${why.ja}` },
    count,
    missing: gaps,
    ...(scope !== undefined && { scope: as.scope(scope) }),
    ...(type !== undefined && { type }),
    ...(resources !== undefined && { resources: resources.map((id) => as.id(kind, id)) }),
  };
}

function redactedIntent(intent: IntentReport, as: Pseudonyms): IntentReport {
  const { declared, status, matches, doors, findings } = intent;
  const { type, audience, access, until } = declared;
  return {
    declared: {
      ...(type !== undefined && { type }),
      ...(audience !== undefined && { audience }),
      ...(access !== undefined && { access }),
      owner: as.name('owner', declared.owner),
      reason: LEFT_OUT.en,
      until,
    },
    status,
    matches,
    doors: doors.map(as.hash),
    findings: findings.map((finding) => redactedFinding(finding, as)),
  };
}

function redactedBaseline(baseline: Baseline, as: Pseudonyms): Baseline {
  const { kind, target, startedAt, known, oldest, expired, changes } = baseline;
  return {
    kind,
    target: as.path(target),
    startedAt,
    known,
    ...(oldest !== undefined && { oldest }),
    expired,
    changes: changes.map(({ kind: what, severity, rule, resource }) => ({
      kind: what,
      severity,
      rule,
      resource: redactedResource(resource, as),
      settings: [],
    })),
    notes: [],
  };
}
