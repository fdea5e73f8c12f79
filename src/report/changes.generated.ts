// Generated from changes.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../schema.ts';

/**
 * What changed between two tojimari reports, version 1. New optional keys may be added within version 1; a key is never renamed, removed or given another meaning.
 */
export interface Changes {
  /**
   * The address of this schema.
   */
  $schema: string;
  version: 1;
  tool: {
    name: 'tojimari';
    version: string;
  };
  before: Side;
  after: Side;
  changes: Change[];
  /**
   * Whether the changes pass. 1: something opened or widened at or above the threshold; 3: no such change, but something became unknown; 0 otherwise.
   */
  gate: {
    failOnNew: 'critical' | 'high' | 'medium' | 'low' | 'never';
    failing: number;
    unknown: number;
    exitCode: 0 | 1 | 3;
  };
}
/**
 * One of the two reports.
 */
export interface Side {
  /**
   * As it was typed.
   */
  target: string;
  /**
   * ISO 8601, UTC: when it was judged, or, for a saved report, when that was made.
   */
  startedAt: string;
  /**
   * False when something in it could not be seen.
   */
  complete: boolean;
  scopes: {
    id: string;
    label: string;
    format: string;
  }[];
  /**
   * What this kind of input cannot say.
   */
  notes?: Text[];
}
/**
 * A sentence in each language the product speaks.
 */
export interface Text {
  en: string;
  ja: string;
}
export interface Change {
  /**
   * opened: a setting changed and somebody gets in. widened: more people or more access than before. expired: known, but only until a day that has passed. became-unknown: it could be told before. newly-seen: it could not be told before, or was not looked at. newly-judged: the rule was not run before. narrowed, closed: less or nothing is left. not-looked-at: it was there before, and this run did not look.
   */
  kind:
    | 'opened'
    | 'widened'
    | 'expired'
    | 'became-unknown'
    | 'newly-seen'
    | 'newly-judged'
    | 'narrowed'
    | 'closed'
    | 'not-looked-at';
  severity: 'critical' | 'high' | 'medium' | 'low';
  rule: string;
  resource: {
    type: string;
    id: string;
    name: string;
    scope: string;
    region?: string;
  };
  title?: Text;
  before?: What;
  after?: What;
  why?: Text;
  settings: SettingChange[];
  /**
   * What SARIF knows it by (`tojimari/v1`), of what is closed, where that is known.
   */
  fingerprint?: string;
}
/**
 * A door as it stood on one side. Without audience: a setting that opens nothing by itself.
 */
export interface What {
  audience?: 'anyone' | 'anyone-registered' | 'named-outsider' | 'organization' | 'internal';
  access: string[];
  via?: string;
  subject?: string;
  subjectName?: string;
  who?: string[];
  state?: 'open' | 'open-unless' | 'code' | 'shut-by' | 'unknown';
  guard?: Text;
  evidence: {
    /**
     * Another resource whose setting it is.
     */
    resource?: {
      type: string;
      id: string;
    };
    setting: string;
    text: Text;
    file?: string;
    line?: number;
    column?: number;
  }[];
  /**
   * The proof as a line that the owner can run.
   */
  command?: string;
}
/**
 * One place of a setting that differs.
 */
export interface SettingChange {
  resource: {
    type: string;
    id: string;
    name: string;
  };
  setting: string;
  /**
   * JSON pointer within the setting's value.
   */
  pointer: string;
  /**
   * The value as JSON, shortened; left out where there was none.
   */
  before?: string;
  /**
   * The value as JSON, shortened; left out where there is none.
   */
  after?: string;
  /**
   * The side on which the setting could not be read: that there is no value does not mean that there was none.
   */
  unread?: 'before' | 'after';
  note?: Text;
}

export const changesSchema: Schema<Changes> = { name: 'report/changes' };
