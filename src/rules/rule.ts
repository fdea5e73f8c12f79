// A rule as data, and what evaluating one says.
import type { Access, Audience, Evidence, Exposure, State } from '../exposure.ts';
import type { Text, Unknown } from '../snapshot/resource.ts';

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `exposed`: matches exposures of exactly this audience; `to_at_least` includes wider ones. States default to open and open-unless. */
export interface Exposed {
  to?: Audience;
  to_at_least?: Audience;
  for?: Access | Access[];
  via?: string | string[];
  states?: State[];
}

/** The condition tree. A leaf is `field` and exactly one operator. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { exposed: Exposed }
  | { some: string; where: Condition }
  | { every: string; where: Condition }
  | { none: string; where: Condition }
  | ({ field: string } & Record<string, unknown>);

/** A step that closes the door. */
export interface Fix extends Text {
  cli?: string;
  terraform?: string;
  console?: string;
}

export interface Case {
  name: string;
  /** Settings of the resource; a key left out is unknown. */
  given: Record<string, unknown>;
  /** Context resources: type -> settings. */
  context?: Record<string, Record<string, unknown>[]>;
  /** Who is ours, when the case needs it. */
  ours?: Record<string, unknown>;
  expect: 'fail' | 'pass' | 'unknown';
}

export interface Rule {
  id: string;
  aliases?: string[];
  title: Text;
  severity: Severity;
  resource: string;
  fail: Condition;
  why: Text;
  fix: Fix[];
  controls?: Record<string, string[]>;
  references: string[];
  incidents?: string[];
  cases: Case[];
}

/** What one rule says about one resource (or one part of it). */
export interface Verdict {
  verdict: 'fail' | 'pass' | 'unknown';
  /** The part of the resource, when the exposures that decided have one. */
  subject?: string;
  /** fail: the exposures that matched. unknown: the ones that could not be decided. */
  exposures: Exposure[];
  /** The settings that decided, when no exposure did. */
  evidence: Evidence[];
  /** unknown: what was missing. */
  missing: Unknown[];
}
