// Folding: many findings become the few blocks that a person reads, one block a door or a family of like doors.
import type { Door, Finding, Missing, Report, RuleReport, Severity } from './report.ts';
import { SEVERITIES } from './report.ts';

/** A door and the finding that speaks for it. */
export interface Voice {
  door: Door;
  finding: Finding;
  /** Ids of further rules that failed on this door. */
  also: string[];
}

export type BlockKind =
  /** Doors, one or many alike. */
  | 'exposure'
  /** Doors that all hang on one guard that could not be read. */
  | 'guard'
  /** Outsiders that may be ours, since nobody said who is. */
  | 'question'
  /** A setting that failed without opening a door. */
  | 'hygiene';

export interface Block {
  kind: BlockKind;
  /** The worst in the block. */
  severity: Severity;
  /** Empty for hygiene. */
  voices: Voice[];
  /** What the block says, each finding once; for exposures the speaking ones. */
  findings: Finding[];
}

export interface Folded {
  blocks: Block[];
  /** Low findings without doors, one entry a rule: a single line in the text. Empty when unfolded. */
  hygiene: Block[];
}

const STATES: Door['state'][] = ['open', 'open-unless', 'code', 'shut-by', 'unknown'];
const KINDS: BlockKind[] = ['exposure', 'guard', 'question', 'hygiene'];
// One and two are shown for themselves; an open critical door deserves its own block longer.
const FOLD_FROM = 3;
const FOLD_CRITICAL_FROM = 4;

/** For each door with a finding, the one that speaks: the most specific rule of the highest severity. In order of the doors. */
export function voicesOf(report: Report): Voice[] {
  const weights = new Map(report.rules.map(({ id, weight }) => [id, weight]));
  const through = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    for (const door of finding.doors) {
      const others = through.get(door);
      if (others === undefined) through.set(door, [finding]);
      else others.push(finding);
    }
  }
  const voices: Voice[] = [];
  for (const door of report.doors) {
    const [finding, ...others] = (through.get(door.id) ?? []).sort(
      (a, b) =>
        rank(a.severity) - rank(b.severity) ||
        (weights.get(b.rule) ?? 0) - (weights.get(a.rule) ?? 0) ||
        compare(a.rule, b.rule) ||
        compare(a.fingerprint, b.fingerprint),
    );
    if (finding === undefined) continue;
    const also = new Set(others.map(({ rule }) => rule));
    also.delete(finding.rule);
    voices.push({ door, finding, also: [...also].sort() });
  }
  return voices;
}

/** Findings that open no door of the report. */
export function withoutDoors(report: Report): Finding[] {
  const doors = new Set(report.doors.map(({ id }) => id));
  return report.findings.filter((finding) => !finding.doors.some((id) => doors.has(id)));
}

/** The blocks of a report, worst first. With `all`, like doors are not folded and hygiene has blocks of its own. */
export function foldReport(report: Report, all: boolean): Folded {
  const blocks: Block[] = [];
  const questions: Voice[] = [];
  const hanging: Voice[] = [];
  const others: Voice[] = [];
  for (const voice of voicesOf(report)) {
    const { audience, perhapsOurs, state, missing } = voice.door;
    if (audience === 'named-outsider' && perhapsOurs) questions.push(voice);
    else if (state === 'open-unless' && missing.length > 0 && !all) hanging.push(voice);
    else others.push(voice);
  }
  for (const group of groupBy(questions, ({ door }) => markOf(door))) blocks.push(block('question', group));
  for (const group of groupBy(hanging, guardKey)) {
    if (group.length > 1) blocks.push(block('guard', group));
    else others.push(...group);
  }
  for (const group of groupBy(others, likeKey)) {
    const [first] = group;
    const urgent = first?.finding.severity === 'critical' && first.door.state === 'open';
    if (!all && group.length >= (urgent ? FOLD_CRITICAL_FROM : FOLD_FROM))
      blocks.push(block('exposure', group));
    else blocks.push(...group.map((voice) => block('exposure', [voice])));
  }
  const hygiene: Block[] = [];
  const ruleKey = (finding: Finding) => [finding.rule, finding.severity, markOf(finding)].join('\0');
  for (const findings of groupBy(withoutDoors(report), ruleKey)) {
    const [first] = findings;
    if (first === undefined) continue;
    const entry: Block = { kind: 'hygiene', severity: first.severity, voices: [], findings };
    if (first.severity === 'low' && !all) hygiene.push(entry);
    else blocks.push(entry);
  }
  return { blocks: blocks.sort(byUrgency), hygiene: hygiene.sort(byUrgency) };
}

/** The rule that speaks in a block, when there is one for all of it. */
export function speakingRule(block: Block, report: Report): RuleReport | undefined {
  const rules = new Set(block.findings.map(({ rule }) => rule));
  const [id] = rules;
  return rules.size === 1 ? report.rules.find((rule) => rule.id === id) : undefined;
}

function block(kind: BlockKind, voices: Voice[]): Block {
  const sorted = [...voices].sort(
    (a, b) =>
      compare(a.door.resource.name, b.door.resource.name) ||
      compare(a.door.subjectName ?? a.door.subject ?? '', b.door.subjectName ?? b.door.subject ?? '') ||
      compare(a.door.id, b.door.id),
  );
  const findings = [...new Set(sorted.map(({ finding }) => finding))];
  const worst = Math.min(...findings.map(({ severity }) => rank(severity)));
  return { kind, severity: SEVERITIES[worst] ?? 'low', voices: sorted, findings };
}

/** What is new is not folded with what is known. */
function markOf({ change }: Door | Finding): string {
  return change ?? '';
}

/** What fails as new comes first, then what is only seen or judged for the first time. */
function newnessOf({ voices, findings }: Block): number {
  const { change } = voices[0]?.door ?? findings[0] ?? {};
  if (change === 'opened' || change === 'widened' || change === 'expired') return 0;
  return change === 'newly-seen' || change === 'newly-judged' ? 1 : 2;
}

function byUrgency(a: Block, b: Block): number {
  return (
    newnessOf(a) - newnessOf(b) ||
    rank(a.severity) - rank(b.severity) ||
    KINDS.indexOf(merged(a.kind)) - KINDS.indexOf(merged(b.kind)) ||
    stateRank(a) - stateRank(b) ||
    compare(nameOf(a), nameOf(b)) ||
    compare(a.findings[0]?.rule ?? '', b.findings[0]?.rule ?? '') ||
    compare(a.findings[0]?.fingerprint ?? '', b.findings[0]?.fingerprint ?? '')
  );
}

/** A guard's block stands among the exposures: its state puts it after the open ones. */
function merged(kind: BlockKind): BlockKind {
  return kind === 'guard' ? 'exposure' : kind;
}

function stateRank({ voices }: Block): number {
  return voices[0] === undefined ? STATES.length : STATES.indexOf(voices[0].door.state);
}

function nameOf({ voices, findings }: Block): string {
  return voices[0]?.door.resource.name ?? findings[0]?.resource.name ?? '';
}

function guardKey({ door }: Voice): string {
  return [door.resource.scope, door.resource.type, missingKey(door.missing), markOf(door)].join('\0');
}

function likeKey({ door, finding }: Voice): string {
  const { audience, via = '', state, guard, missing, access, resource } = door;
  const mark = markOf(door);
  const words = [finding.rule, finding.severity, resource.type, audience, via, state, guard?.en ?? '', mark];
  return [...words, missingKey(missing), [...access].sort().join()].join('\0');
}

function missingKey(missing: Missing[]): string {
  const keys = missing.map(({ resource, setting, permission, reason }) =>
    [resource?.id ?? '', setting, permission ?? '', reason].join(' '),
  );
  return keys.sort().join('\0');
}

/** Items in groups, both in the order of first appearance. */
function groupBy<T>(items: T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
