// SARIF 2.1.0 as GitHub code scanning takes it: failures only, one result a door, one run a scope.
import { voicesOf, withoutDoors } from './blocks.ts';
import { visible, visibleJson } from './escape.ts';
import { headline } from './headline.ts';
import { sortBy, sorted } from './order.ts';
import type {
  Door,
  Finding,
  Render,
  RenderOptions,
  Report,
  ReportEvidence,
  ReportResource,
  Source,
  Text,
} from './report.ts';
import { flowOf } from './sarif-flow.ts';
import type { SarifLog, SarifRelated, SarifResult } from './sarif-log.ts';
import { declaredPlace, identity, placeOf, readPlace, type SarifPlace } from './sarif-place.ts';
import { descriptors, LEVELS, ruleIdOf, sentence } from './sarif-rules.ts';
import { type Alert, runsOf } from './sarif-runs.ts';
import { type Lang, reasonWords } from './words.ts';

/** The SARIF text, with a newline at the end. */
export const renderSarif: Render = (report, options) => [...sarifPieces(report, options)].join('');

/** The same in pieces, one a result: the whole text of a large log is many times its size in memory. */
export function* sarifPieces(report: Report, options: RenderOptions): Iterable<string> {
  const { runs, ...head } = sarifLog(report, options);
  yield `${JSON.stringify(head, null, 1).slice(0, -2)},\n "runs": [`;
  for (const [index, { results, ...run }] of runs.entries()) {
    yield `${index === 0 ? '' : ','}\n  ${indented(run, '  ').slice(0, -4)},\n   "results": [`;
    for (const [nth, result] of results.entries())
      yield `${nth === 0 ? '' : ','}\n    ${indented(result, '    ')}`;
    yield results.length === 0 ? ']\n  }' : '\n   ]\n  }';
  }
  yield runs.length === 0 ? ']\n}\n' : '\n ]\n}\n';
}

/** JSON without raw control characters, its lines set in as deep as where it stands. */
function indented(value: unknown, by: string): string {
  return visibleJson(JSON.stringify(value, null, 1)).replaceAll('\n', `\n${by}`);
}

/** The log as a value. English unless `lang` says otherwise; ids and hashes know no language. */
export function sarifLog(given: Report, options: RenderOptions): SarifLog {
  const report = sorted(given);
  const rules = descriptors(report, options.lang);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: runsOf(report, options, rules, alertsOf(report, options, indexes)),
  };
}

function alertsOf(report: Report, options: RenderOptions, indexes: Map<string, number>): Alert[] {
  const { lang } = options;
  const proof = !options.public || options.showProof;
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  const scopes = new Map(report.scopes.map((scope) => [scope.id, scope]));
  const nouns = new Map(report.scopes.flatMap(({ tallies }) => tallies.map((tally) => [tally.type, tally])));

  const alert = (
    finding: Finding,
    resource: ReportResource,
    title: Text,
    evidence: ReportEvidence[],
    door?: Door,
  ): Alert => {
    const ruleId = ruleIdOf(finding, rules);
    const hash = identity(finding.rule, resource, door?.id ?? finding.fingerprint);
    const { source } = door ?? finding;
    const place = placeOf(evidence, resource, scopes.get(resource.scope), source);
    const related = relatedOf(source, evidence, place, lang);
    const result: SarifResult = {
      ruleId,
      ruleIndex: indexes.get(ruleId) ?? -1,
      level: LEVELS[finding.severity],
      kind: 'fail',
      message: { text: messageText(title, finding, evidence, door, lang) },
      locations: [
        {
          physicalLocation: physical(place),
          logicalLocations: [
            { name: visible(resource.name), fullyQualifiedName: visible(resource.id), kind: 'resource' },
          ],
        },
      ],
      ...(related.length > 0 && { relatedLocations: related }),
      ...(door !== undefined && {
        codeFlows: [flowOf(quoted(door), evidence, nouns.get(resource.type), place, lang)],
      }),
      partialFingerprints: { primaryLocationLineHash: hash.slice(0, 16), 'tojimari/v1': hash },
      fingerprints: { 'tojimari/v1': hash },
      properties: {
        resourceType: resource.type,
        resourceId: visible(resource.id),
        scope: visible(resource.scope),
        ...(resource.region === undefined ? {} : { region: visible(resource.region) }),
        ...(source?.certain === true && { declared: visible(source.by[lang]) }),
        ...(door === undefined ? {} : doorProperties(door, proof)),
      },
    };
    return { scope: resource.scope, result, finding };
  };

  const alerts: Alert[] = [];
  for (const { door, finding } of voicesOf(report)) {
    const { resource } = door;
    const title = headline([quoted(door)], nouns.get(resource.type));
    alerts.push(alert(finding, resource, title, [...door.evidence, ...finding.evidence], door));
  }
  for (const finding of withoutDoors(report)) {
    const { resource, rule, evidence } = finding;
    const name = quote(resource.name);
    const title = rules.get(rule)?.title ?? { en: rule, ja: rule };
    alerts.push(
      alert(finding, resource, { en: `${title.en}: ${name}`, ja: `${title.ja}: ${name}` }, evidence),
    );
  }
  return numbered(
    sortBy(alerts, ({ result }) => [result.ruleId, uriOf(result), result.partialFingerprints['tojimari/v1']]),
  );
}

/** A guess of where it is declared; and where the setting was read, when the alert itself stands in the source. */
function relatedOf(
  source: Source | undefined,
  evidence: ReportEvidence[],
  place: SarifPlace,
  lang: Lang,
): SarifRelated[] {
  if (source === undefined) return [];
  const other = source.certain ? readPlace(evidence) : declaredPlace(source);
  if (other === undefined || (other.uri === place.uri && other.region.startLine === place.region.startLine))
    return [];
  const read = { en: 'The setting was read here.', ja: '設定はここから読み取りました。' };
  const guess = {
    en: `Perhaps declared here, ${source.by.en}.`,
    ja: `おそらくここで宣言されています。${source.by.ja}。`,
  };
  const text = visible((source.certain ? read : guess)[lang]).replaceAll('](', '] (');
  return [{ physicalLocation: physical(other), message: { text } }];
}

function physical({ uri, region }: SarifPlace): SarifRelated['physicalLocation'] {
  return { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region };
}

/** GitHub's form of a hash, `hex:occurrence`; two alerts that are alike in everything stay two. */
function numbered(alerts: Alert[]): Alert[] {
  const seen = new Map<string, number>();
  return alerts.map(({ result, ...rest }) => {
    const { partialFingerprints } = result;
    const key = [rest.scope, result.ruleId, uriOf(result), partialFingerprints.primaryLocationLineHash].join(
      '\0',
    );
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    const primaryLocationLineHash = `${partialFingerprints.primaryLocationLineHash}:${nth}`;
    return {
      ...rest,
      result: { ...result, partialFingerprints: { ...partialFingerprints, primaryLocationLineHash } },
    };
  });
}

/** The first sentence is the alert's title; then why, what could not be read, and the resource. */
function messageText(
  title: Text,
  { resource, adjusted }: Finding,
  evidence: ReportEvidence[],
  door: Door | undefined,
  lang: Lang,
): string {
  const sentences = [title[lang], ...evidence.slice(0, 4).map(({ text }) => text[lang])];
  if (door?.state === 'open-unless')
    sentences.push(...door.missing.map((missing) => reasonWords(missing)[lang]));
  if (door?.sensitive !== undefined) sentences.push(door.sensitive[lang]);
  if (adjusted !== undefined) sentences.push(adjusted[lang]);
  sentences.push(`${lang === 'ja' ? 'リソース: ' : 'Resource: '}${quote(resource.id)}`);
  const distinct = [...new Set(sentences.map((words) => sentence(capital(words), lang)))].filter(
    (words) => words !== '',
  );
  // `[text](1)` is a link in SARIF messages; a name must not make one.
  return distinct.join(lang === 'ja' ? '' : ' ').replaceAll('](', '] (');
}

function capital(text: string): string {
  // A permission (`s3:GetBucketPolicy`) keeps its name.
  return /^[\w-]+:\w/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** The door with its names in quotes; an issuer is an address, and known ones have a name. */
export function quoted(door: Door): Door {
  const { resource, via, subject, subjectName, who } = door;
  const part = via === 'access-point' ? subject?.split(' ')[0] : subject;
  return {
    ...door,
    resource: { ...resource, name: quote(resource.name) },
    ...(part === undefined || via === 'web-identity' ? {} : { subject: quote(part) }),
    ...(subjectName === undefined ? {} : { subjectName: quote(subjectName) }),
    ...(who === undefined ? {} : { who: who.map(quote) }),
  };
}

function quote(name: string): string {
  return `'${visible(name)}'`;
}

function doorProperties(
  { audience, access, via, state, basis, since, witness }: Door,
  proof: boolean,
): Record<string, unknown> {
  const request = witness === undefined || !proof ? undefined : witness.request;
  return {
    audience,
    access: [...access].sort(),
    ...(via === undefined ? {} : { via: visible(via) }),
    state,
    basis,
    ...(since === undefined ? {} : { since: since.date, sinceSource: since.source }),
    ...(since?.orEarlier === true && { sinceBound: 'or-earlier' }),
    ...(since?.orLater === true && { sinceBound: 'no-earlier-than' }),
    ...(request === undefined ? {} : { request: `${visible(request.action)} ${visible(request.resource)}` }),
  };
}

export function uriOf(result: SarifResult): string {
  return result.locations[0]?.physicalLocation.artifactLocation.uri ?? '';
}
