// The report: one complete value from which every format is written. Other programs are built on its JSON form.

export interface Text {
  en: string;
  ja: string;
}
export type Severity = 'critical' | 'high' | 'medium' | 'low';

export interface Origin {
  file: string;
  pointer?: string;
  line?: number;
  column?: number;
  endLine?: number;
  endColumn?: number;
}

export interface Missing {
  /** The resource whose setting is missing, when it is not the one at hand. */
  resource?: { type: string; id: string };
  setting: string;
  reason: 'denied' | 'throttled' | 'failed' | 'cut-short' | 'malformed' | 'missing' | 'not-held';
  permission?: string;
  detail?: string;
}

export interface ReportEvidence {
  resource?: { type: string; id: string };
  setting: string;
  pointer?: string;
  text: Text;
  value?: string;
  origin?: Origin;
}

export interface ReportResource {
  type: string;
  id: string;
  name: string;
  scope: string;
  region?: string;
}

/** A door: one exposure of one resource. Closed ones are only counted, in tallies. */
export interface Door {
  /** Stable from run to run; language-free. */
  id: string;
  resource: ReportResource;
  audience: 'anyone' | 'anyone-registered' | 'named-outsider' | 'organization' | 'internal';
  access: string[];
  via?: string;
  subject?: string;
  subjectName?: string;
  state: 'open' | 'open-unless' | 'code' | 'shut-by' | 'unknown';
  basis: 'configuration' | 'tried-live';
  guard?: Text;
  who?: string[];
  perhapsOurs?: boolean;
  sensitive?: Text;
  missing: Missing[];
  evidence: ReportEvidence[];
  witness?: {
    request: { principal: string; action: string; resource: string; context: Record<string, string> };
    command?: string;
    checked: boolean;
  };
  cures: { text: Text; command?: string; rejudged: boolean }[];
}

/** A rule that failed on a door or a setting. */
export interface Finding {
  /** sha256 of rule, resource, subject and audience: stable from run to run, language-free. */
  fingerprint: string;
  rule: string;
  /** May be one step off the rule's. */
  severity: Severity;
  /** Why it differs from the rule's severity. */
  adjusted?: Text;
  resource: ReportResource;
  /** Doors it speaks of; empty for hygiene. */
  doors: string[];
  evidence: ReportEvidence[];
}

/** A rule that could not be decided on a resource. */
export interface Undecided {
  rule: string;
  severity: Severity;
  resource: ReportResource;
  subject?: string;
  missing: Missing[];
}

export interface ScopeReport {
  id: string;
  provider: string;
  label: string;
  input: 'live' | 'export' | 'declaration';
  format: string;
  asker?: string;
  paths?: string[];
  regions?: string[];
  notes: Text[];
  /** Per resource type: how many were seen; `complete` is false when there may be more. */
  tallies: {
    type: string;
    name: Text;
    plural: Text;
    seen: number;
    complete: boolean;
    /** True when this kind of input can never hold them. */
    notHeld: boolean;
    missing?: Missing;
    exposed: number;
    undecided: number;
  }[];
  /** Settings that this kind of input can never hold: `type#setting`, with the number of resources. */
  notHeld: { type: string; setting: string; resources: number }[];
}

export interface RuleReport {
  id: string;
  title: Text;
  severity: Severity;
  resource: string;
  /** How many resources it passed on, failed on, could not decide. */
  passed: number;
  failed: number;
  undecided: number;
  why: Text;
  fix: { en: string; ja: string; cli?: string; terraform?: string; console?: string }[];
  controls: Record<string, string[]>;
  references: string[];
  /** How specific: number of conditions; the most specific rule of the highest severity speaks for a door. */
  weight: number;
}

export interface Gate {
  failOn: Severity | 'never';
  /** Findings at or above failOn. */
  failing: number;
  /** Things asked for that could not be decided and were not allowed to be: shown to people. */
  blind: { text: Text; count: number; missing: Missing[] }[];
  exitCode: 0 | 1 | 3;
}

export interface Report {
  $schema: string;
  version: 1;
  tool: { name: 'tojimari'; version: string };
  startedAt: string;
  endedAt: string;
  /** False when something asked for could not be seen. */
  complete: boolean;
  calls: number;
  scopes: ScopeReport[];
  doors: Door[];
  findings: Finding[];
  undecided: Undecided[];
  rules: RuleReport[];
  gate: Gate;
}

/** How a report is to be written. */
export interface RenderOptions {
  lang: 'en' | 'ja';
  /** Columns; undefined when not a terminal. */
  width?: number;
  color: boolean;
  showProof: boolean;
  /** In CI logs, mask account ids and leave proofs out. */
  public: boolean;
  /** Hide findings below this severity (never what fails the gate). */
  severity?: Severity;
  /** Unfold every block. */
  all: boolean;
}

/** A format: pure, from one complete report to text. */
export type Render = (report: Report, options: RenderOptions) => string;
