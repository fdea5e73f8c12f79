// Alerts: one a door, one a setting that failed without opening a door. Their results are made when they are written.
import { voicesOf, withoutDoors } from './blocks.ts';
import { visible } from './escape.ts';
import { headline } from './headline.ts';
import { sortBy } from './order.ts';
import type {
  Door,
  Finding,
  RenderOptions,
  Report,
  ReportEvidence,
  ReportResource,
  Severity,
  Text,
} from './report.ts';
import { absentAlerts } from './sarif-absent.ts';
import { flowOf } from './sarif-flow.ts';
import { fullResult, openAlerts, suppressionOf } from './sarif-full.ts';
import type { SarifResult, SarifSuppression } from './sarif-log.ts';
import { messageText, quoted, quoteName, relatedOf } from './sarif-message.ts';
import { type Anchor, anchorOf, identity, placeOf, quotedPlace } from './sarif-place.ts';
import { LEVELS, ruleIdOf } from './sarif-rules.ts';

/** A result that is not made yet: thousands of them would fill the memory. */
export interface Alert {
  resource: ReportResource;
  ruleId: string;
  /** Of what failed. */
  severity?: Severity;
  uri: string;
  /** The identity of the alert, whole. */
  hash: string;
  /** From 1: alerts that are alike in everything stay two. */
  nth: number;
  /** `ruleIndex` is the place of the rule in the run that the result stands in. */
  result(ruleIndex: number): SarifResult;
}

/** The alerts of a report, in the order of rule, place and identity. In the profile `full` also what is meant to be open and what could not be told. */
export function alertsOf(report: Report, options: RenderOptions): Alert[] {
  const anchor = options.anchor === undefined ? undefined : anchorOf(options.anchor);
  const alerts = failures(report, options, anchor);
  if (options.sarifProfile === 'full') {
    for (const intent of report.intents ?? []) {
      const { findings } = intent;
      if (findings.length > 0)
        alerts.push(...failures({ ...report, findings }, options, anchor, suppressionOf(intent)));
    }
    alerts.push(...openAlerts(report, options, anchor), ...absentAlerts(report, options, anchor));
  }
  return numbered(sortBy(alerts, ({ ruleId, uri, hash }) => [ruleId, uri, hash]));
}

function failures(
  report: Report,
  options: RenderOptions,
  anchor: Anchor | undefined,
  suppression?: SarifSuppression,
): Alert[] {
  const { lang } = options;
  const full = options.sarifProfile === 'full';
  const proof = !options.public || options.showProof;
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  const scopes = new Map(report.scopes.map((scope) => [scope.id, scope]));
  const nouns = new Map(report.scopes.flatMap(({ tallies }) => tallies.map((tally) => [tally.type, tally])));

  const alert = (
    finding: Finding,
    resource: ReportResource,
    titleOf: () => Text,
    evidence: ReportEvidence[],
    door?: Door,
  ): Alert => {
    const ruleId = ruleIdOf(finding, rules);
    const hash = identity(finding.rule, resource, door?.id ?? finding.fingerprint);
    const { source, baselineState, firstSeen } = door ?? finding;
    const place = placeOf(evidence, resource, scopes.get(resource.scope), source, anchor);
    const made: Alert = {
      resource,
      ruleId,
      severity: finding.severity,
      uri: place.uri,
      hash,
      nth: 1,
      result(ruleIndex) {
        const related = relatedOf(source, evidence, place, lang);
        const text = messageText(titleOf(), finding, evidence, door, lang);
        const result: SarifResult = {
          ruleId,
          ruleIndex,
          level: LEVELS[finding.severity],
          kind: 'fail',
          message: {
            text: [text, related.link].filter((part) => part !== '').join(lang === 'ja' ? '' : ' '),
          },
          locations: [
            {
              physicalLocation: quotedPlace(place),
              logicalLocations: [
                { name: visible(resource.name), fullyQualifiedName: visible(resource.id), kind: 'resource' },
              ],
            },
          ],
          ...(related.locations.length > 0 && { relatedLocations: related.locations }),
          ...(door !== undefined && {
            codeFlows: [flowOf(quoted(door), evidence, nouns.get(resource.type), place, lang)],
          }),
          ...(baselineState !== undefined && { baselineState }),
          ...(firstSeen !== undefined && { provenance: { firstDetectionTimeUtc: firstSeen } }),
          ...(suppression !== undefined && { suppressions: [suppression] }),
          partialFingerprints: {
            primaryLocationLineHash: `${hash.slice(0, 16)}:${made.nth}`,
            'tojimari/v1': hash,
          },
          fingerprints: { 'tojimari/v1': hash },
          properties: {
            resourceType: resource.type,
            resourceId: visible(resource.id),
            scope: visible(resource.scope),
            ...(resource.region === undefined ? {} : { region: visible(resource.region) }),
            ...(source?.certain === true && { declared: visible(source.by[lang]) }),
            ...(firstSeen === undefined ? {} : { firstSeen }),
            ...(door === undefined ? {} : doorProperties(door, proof)),
          },
        };
        return full ? fullResult(result, made.nth) : result;
      },
    };
    return made;
  };

  const alerts: Alert[] = [];
  for (const { door, finding } of voicesOf(report)) {
    const { resource } = door;
    const title = () => headline([quoted(door)], nouns.get(resource.type));
    alerts.push(alert(finding, resource, title, [...door.evidence, ...finding.evidence], door));
  }
  for (const finding of withoutDoors(report)) {
    const { resource, rule, evidence } = finding;
    const title = () => {
      const name = quoteName(resource.name);
      const words = rules.get(rule)?.title ?? { en: rule, ja: rule };
      return { en: `${words.en}: ${name}`, ja: `${words.ja}: ${name}` };
    };
    alerts.push(alert(finding, resource, title, evidence));
  }
  return alerts;
}

/** GitHub's form of a hash is `hex:occurrence`; two alerts that are alike in everything stay two. */
function numbered(alerts: Alert[]): Alert[] {
  const seen = new Map<string, number>();
  for (const alert of alerts) {
    const key = [alert.resource.scope, alert.ruleId, alert.uri, alert.hash].join('\0');
    alert.nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, alert.nth);
  }
  return alerts;
}

function doorProperties(
  { audience, access, via, subject, who, state, basis, since, witness }: Door,
  proof: boolean,
): Record<string, unknown> {
  const request = witness === undefined || !proof ? undefined : witness.request;
  return {
    audience,
    access: [...access].sort(),
    ...(via === undefined ? {} : { via: visible(via) }),
    ...(subject === undefined ? {} : { subject: visible(subject) }),
    ...(who === undefined ? {} : { who: who.map(visible) }),
    state,
    basis,
    ...(since === undefined ? {} : { since: since.date, sinceSource: since.source }),
    ...(since?.orEarlier === true && { sinceBound: 'or-earlier' }),
    ...(since?.orLater === true && { sinceBound: 'no-earlier-than' }),
    ...(request === undefined ? {} : { request: `${visible(request.action)} ${visible(request.resource)}` }),
  };
}
