// The report: one complete value from which every format is written. Other programs are built on its JSON form.
import type { Report, Severity } from './report.generated.ts';

export type {
  BlindSpot,
  Door,
  Finding,
  Gate,
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
  /** SARIF only. */
  provenance?: Provenance;
}

/** A format: pure, from one complete report to text. */
export type Render = (report: Report, options: RenderOptions) => string;
