// A rule as data, and what evaluating one says.
import type { Place } from '../errors.ts';
import type { Evidence, Exposure } from '../exposure.ts';
import type { Unknown } from '../snapshot/resource.ts';
import type { Case, Rule } from './rule.generated.ts';

export type { Case, Condition, Exposed, Fix, Rule } from './rule.generated.ts';

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A rule as it was read from a file. */
export interface LoadedRule extends Rule {
  /** The file, and the line of `id`. */
  place: Place;
  /** Where each of `cases` stands, in order. */
  casePlaces: Place[];
  /** Where the page about a shipped rule can be read. */
  page?: string;
  /** The place of the value that a JSON pointer into the rule leads to; not there for the built-in rules. */
  locate?: (pointer: string) => Place;
}

/** The resource types that a rule judges. */
export function typesOf({ resource }: Pick<Rule, 'resource'>): string[] {
  return typeof resource === 'string' ? [resource] : resource;
}

/** The resource type that a case of a rule is about. */
export function typeOfCase(rule: Pick<Rule, 'resource'>, one: Pick<Case, 'resource'>): string {
  return one.resource ?? typesOf(rule)[0] ?? '';
}

/** A resource type, as far as rules need it. */
export interface RuleTarget {
  /** `aws.s3.bucket` */
  type: string;
  /** Name of the JSON Schema of its settings: `providers/aws/s3/bucket`. */
  schema: string;
}

/** What one rule says about one resource (or one part of it). */
export interface Verdict {
  verdict: 'fail' | 'pass' | 'unknown';
  /** The part of the resource, when the exposures that decided have one. */
  subject?: string;
  /** fail: the exposures that matched. unknown: the ones that could not be decided. */
  exposures: Exposure[];
  /** The settings that decided. */
  evidence: Evidence[];
  /** unknown: what was missing. */
  missing: Unknown[];
}
