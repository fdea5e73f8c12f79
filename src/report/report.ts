// The report: one complete value from which every format is written. Other programs are built on its JSON form.
import type { Finding, Gate, Report, Severity, Text } from './report.generated.ts';

export type {
  Baseline,
  BlindSpot,
  Door,
  Finding,
  Gate,
  IntentReport,
  Missing,
  OpinionReport,
  Origin,
  Report,
  ReportEvidence,
  ReportResource,
  RuleReport,
  ScopeReport,
  Severity,
  Source,
  Tally,
  Text,
  Undecided,
} from './report.generated.ts';

/** The address of the JSON Schema that every report names. */
export const REPORT_SCHEMA_URL = 'https://tojimari.dev/schema/report-v1.json';

/** From worst to least. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

/** True when a severity is the threshold or worse; nothing reaches `never`. */
export function reaches(severity: Severity, threshold: Severity | 'never'): boolean {
  if (threshold === 'never') return false;
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
}

/** True when something this severe fails the gate: at or above `--fail-on`, or, since the baseline, at or above `--fail-on-new`. */
export function failsGate(
  { failOn, failOnNew }: Pick<Gate, 'failOn' | 'failOnNew'>,
  severity: Severity,
  change: Finding['change'],
): boolean {
  if (reaches(severity, failOn)) return true;
  const fresh = change === 'opened' || change === 'widened' || change === 'expired';
  return fresh && failOnNew !== undefined && reaches(severity, failOnNew);
}

/** The commit that the audited files belong to; only when the caller knows it. */
export interface Provenance {
  /** Without credentials. */
  repositoryUri: string;
  revisionId: string;
  branch?: string;
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
  /** Text only: a public incident of the same class as a finding, in one line. */
  incident?: Text;
  /** SARIF only. */
  provenance?: Provenance;
  /** SARIF only: for GitHub code scanning (the default), or all there is, for other viewers. */
  sarifProfile?: 'github' | 'full';
  /** SARIF only: the file of the repository in which findings that have no file of their own are shown. */
  anchor?: { file: string; text: string };
}

/** A format: pure, from one complete report to text. */
export type Render = (report: Report, options: RenderOptions) => string;
