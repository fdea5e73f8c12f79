// What formats with one entry for each door are written from: doors and settings, worst first, then what could not be told.
import { uncounted } from './blind-uncounted.ts';
import { voicesOf, withoutDoors } from './blocks.ts';
import { maskAccounts, shorten, visible } from './escape.ts';
import { headline } from './headline.ts';
import { sortBy, sorted } from './order.ts';
import type {
  BlindSpot,
  Door,
  Finding,
  RenderOptions,
  Report,
  ReportEvidence,
  ReportResource,
  RuleReport,
  ScopeReport,
  Text,
} from './report.ts';
import { failsGate, SEVERITIES } from './report.ts';
import { quoted } from './sarif-message.ts';
import { declaredPlace, identity, readPlace } from './sarif-place.ts';
import { LABELS, listed } from './words.ts';

const MAX_NAME = 120;
const MAX_EVIDENCE = 4;
/** A place in a message is for a reader; whole names stand in the fields made for them. */
const MAX_LINE = 1000;

/** A door with all rules that fail on it, or a setting that failed without opening one. */
export interface Entry {
  finding: Finding;
  door?: Door;
  resource: ReportResource;
  /** The rule that speaks, then the others. */
  rules: string[];
  /** One sentence, names in quotes. */
  title: Text;
  evidence: ReportEvidence[];
  /** The identity that SARIF has as `tojimari/v1`; two entries alike in everything stay two. */
  hash: string;
  /** True when it is at or above `--fail-on`, or new and at or above `--fail-on-new`. */
  fails: boolean;
}

/** Something that could not be told. */
export interface Untold {
  spot: BlindSpot;
  /** True when the exit code counts it. */
  counted: boolean;
  /** Stable from run to run, language-free. */
  hash: string;
}

/** What a format writes with: the report in order, and its words escaped and masked. */
export interface Writer {
  report: Report;
  options: RenderOptions;
  entries: Entry[];
  untold: Untold[];
  rules: Map<string, RuleReport>;
  scopes: Map<string, ScopeReport>;
  /** Proofs may be shown. */
  proof: boolean;
  /** A text in the language of the run without controlling characters; account ids masked where others read along. */
  say(text: Text | string): string;
  /** The masking alone, for data that is escaped in another way. */
  mask(text: string): string;
}

export function newWriter(given: Report, options: RenderOptions): Writer {
  const report = sorted(given);
  const masked = options.public && !options.showProof;
  const mask = masked ? maskAccounts : (text: string) => text;
  return {
    report,
    options,
    entries: entriesOf(report),
    untold: untoldOf(report),
    rules: new Map(report.rules.map((rule) => [rule.id, rule])),
    scopes: new Map(report.scopes.map((scope) => [scope.id, scope])),
    proof: !options.public || options.showProof,
    mask,
    say: (text) => mask(visible(typeof text === 'string' ? text : text[options.lang])),
  };
}

function entriesOf(report: Report): Entry[] {
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  const nouns = new Map(report.scopes.flatMap(({ tallies }) => tallies.map((tally) => [tally.type, tally])));
  const entries: Entry[] = voicesOf(report).map(({ door, finding, also }) => ({
    finding,
    door,
    resource: door.resource,
    rules: [finding.rule, ...also],
    title: headline([quoted(shortened(door))], nouns.get(door.resource.type)),
    evidence: distinct([...door.evidence, ...finding.evidence]),
    hash: identity(finding.rule, door.resource, door.id),
    fails: failsGate(report.gate, finding.severity, door.change),
  }));
  for (const finding of withoutDoors(report)) {
    const { resource, rule, evidence, fingerprint } = finding;
    const title = rules.get(rule)?.title ?? { en: rule, ja: rule };
    const name = `'${visible(shorten(resource.name, MAX_NAME))}'`;
    entries.push({
      finding,
      resource,
      rules: [rule],
      title: { en: `${title.en}: ${name}`, ja: `${title.ja}: ${name}` },
      evidence,
      hash: identity(rule, resource, fingerprint),
      fails: failsGate(report.gate, finding.severity, finding.change),
    });
  }
  const inOrder = sortBy(entries, ({ finding, resource, hash }) => [
    String(SEVERITIES.indexOf(finding.severity)),
    finding.rule,
    resource.scope,
    resource.id,
    hash,
  ]);
  return withUniqueHashes(inOrder);
}

function untoldOf(report: Report): Untold[] {
  const told = (spot: BlindSpot, counted: boolean): Untold => {
    const { scope = '', type = '', missing } = spot;
    const keys = missing.map(({ setting, permission = '', reason }) =>
      [setting, permission, reason].join(' '),
    );
    const resource = { type, id: scope, name: scope, scope };
    return {
      spot,
      counted,
      hash: identity('could-not-tell', resource, [...new Set(keys)].sort().join('\n')),
    };
  };
  return withUniqueHashes([
    ...report.gate.blind.map((spot) => told(spot, true)),
    ...uncounted(report).map((spot) => told(spot, false)),
  ]);
}

function withUniqueHashes<T extends { hash: string }>(items: T[]): T[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const nth = (seen.get(item.hash) ?? 0) + 1;
    seen.set(item.hash, nth);
    return nth === 1 ? item : { ...item, hash: `${item.hash}-${nth}` };
  });
}

function distinct(evidence: ReportEvidence[]): ReportEvidence[] {
  const said = new Set<string>();
  return evidence.filter(({ text }) => !said.has(text.en) && said.add(text.en));
}

function shortened(door: Door): Door {
  const cut = (name: string) => shorten(name, MAX_NAME);
  const { resource, subject, subjectName, who } = door;
  return {
    ...door,
    resource: { ...resource, name: cut(resource.name) },
    ...(subject === undefined ? {} : { subject: cut(subject) }),
    ...(subjectName === undefined ? {} : { subjectName: cut(subjectName) }),
    ...(who === undefined ? {} : { who: who.map(cut) }),
  };
}

/** A place in a file of the repository: `path` below the working folder, not encoded. */
export interface Place {
  path: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Where the source declares an entry, else the file that its setting was read from. Undefined for what has no file in the repository. */
export function fileOf({ door, finding, evidence }: Entry): Place | undefined {
  const { source } = door ?? finding;
  const declared = source?.certain === true ? declaredPlace(source) : undefined;
  const place = declared ?? readPlace(evidence);
  if (place === undefined) return undefined;
  const { startLine: line, startColumn: column, endLine, endColumn } = place.region;
  return { path: decodeURIComponent(place.uri), line, column, endLine, endColumn };
}

/** The lines below the title: why, since when, how sensitive, how to see it, how to close it, which rules, which resource. */
export function detailLines({ say, report, options, proof, rules, scopes }: Writer, entry: Entry): string[] {
  const { door, finding, evidence, resource } = entry;
  const lines: string[] = [];
  const line = (label: Text, text: Text | string) => {
    const colon = options.lang === 'ja' ? '：' : ': ';
    lines.push(`${say(label)}${colon}${shorten(say(text), MAX_LINE)}`);
  };
  for (const { text, origin } of evidence.slice(0, MAX_EVIDENCE)) {
    const at = origin === undefined ? '' : ` (${[origin.file, origin.line ?? []].flat().join(':')})`;
    line(LABELS.because, { en: text.en + at, ja: text.ja + at });
  }
  const { source } = door ?? finding;
  if (source !== undefined) {
    const { certain, by } = source;
    const at = `${source.file}:${source.line}`;
    line(LABELS.declared, {
      en: `${certain ? '' : 'perhaps '}${at}, ${by.en}`,
      ja: `${certain ? '' : 'おそらく '}${at}、${by.ja}`,
    });
  }
  if (door?.since !== undefined)
    line(LABELS.since, `${door.since.date.slice(0, 10)} (${door.since.detail[options.lang]})`);
  const { firstSeen, baselineState } = door ?? finding;
  const today = report.startedAt.slice(0, 10);
  if (firstSeen !== undefined && (baselineState !== 'new' || firstSeen.slice(0, 10) !== today))
    line({ en: 'first seen', ja: '初回検出' }, firstSeen.slice(0, 10));
  if (door?.sensitive !== undefined) line(LABELS.data, door.sensitive);
  if (finding.intent !== undefined) line(LABELS.intent, finding.intent.text);
  if (finding.adjusted !== undefined) line(LABELS.level, finding.adjusted);
  if (proof && door?.witness !== undefined) {
    const { command, request } = door.witness;
    line(LABELS.proof, command ?? `${request.action} ${request.resource} (${request.principal})`);
  }
  const [cure] = door?.cures ?? [];
  const close = cure?.text ?? rules.get(finding.rule)?.fix[0];
  if (close !== undefined) line(LABELS.close, { en: close.en, ja: close.ja });
  line(LABELS.rule, entry.rules.join(', '));
  const scope = scopes.get(resource.scope)?.label;
  line(LABELS.where, [resource.id, resource.region, scope].filter((part) => part !== undefined).join(', '));
  return lines;
}

/** The resources of a blind spot, the first few of them. */
export function whichOf({ resources = [] }: BlindSpot, lang: RenderOptions['lang']): string {
  return listed(
    resources.map((id) => shorten(id, MAX_NAME)),
    20,
    lang,
  );
}
