// Generated from baseline-file.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../schema.ts';

/**
 * What is known to stand open, version 1: written by `tojimari baseline write`, reviewed by people, read by `tojimari scan --baseline`. It is a list of what can be reached: keep it as private as the estate.
 */
export interface BaselineFile {
  /**
   * The address of this schema.
   */
  $schema?: string;
  version: 1 | '1';
  /**
   * Version of tojimari that judged it.
   */
  tool: string;
  /**
   * ISO 8601: when it was judged.
   */
  written: string;
  /**
   * What was looked at.
   */
  scopes: {
    /**
     * `aws/111122223333`
     */
    id: string;
    provider: string;
    label: string;
    input: 'live' | 'export' | 'declaration';
  }[];
  /**
   * Doors, and settings that fail a rule without opening one.
   */
  known: {
    /**
     * For people; nothing is read from it.
     */
    what: string;
    severity: 'critical' | 'high' | 'medium' | 'low';
    /**
     * The rule that speaks for it.
     */
    rule: string;
    resource: {
      type: string;
      /**
       * The ARN, or the org's own id.
       */
      id: string;
      name: string;
      scope: string;
      region?: string;
    };
    /**
     * Who gets in, how, and to do what. Wider than this is new.
     */
    door?: {
      audience: 'anyone' | 'anyone-registered' | 'named-outsider' | 'organization' | 'internal';
      access: string[];
      via?: string;
      subject?: string;
      who?: string[];
      state: 'open' | 'open-unless' | 'code' | 'shut-by' | 'unknown';
    };
    /**
     * Of a setting without a door: what it is known again by.
     */
    fingerprint?: string;
    /**
     * ISO 8601: a day, or a time.
     */
    firstSeen: string;
    /**
     * The last day on which it counts as known. After it, it fails again.
     */
    until: string;
    /**
     * Who looks after it.
     */
    owner?: string;
    /**
     * Why it still stands.
     */
    reason?: string;
  }[];
  /**
   * What could not be told.
   */
  couldNotTell: {
    /**
     * For people; nothing is read from it.
     */
    what: string;
    rules: string[];
    resource: {
      type: string;
      /**
       * The ARN, or the org's own id.
       */
      id: string;
      name: string;
      scope: string;
      region?: string;
    };
    subject?: string;
    /**
     * The last day on which it counts as known. After it, it fails again.
     */
    until: string;
    /**
     * Who looks after it.
     */
    owner?: string;
    /**
     * Why it still stands.
     */
    reason?: string;
  }[];
  /**
   * Lists that were not seen to their end.
   */
  lists: {
    scope: string;
    /**
     * The resource type.
     */
    type: string;
    regions?: string[];
    /**
     * The last day on which it counts as known. After it, it fails again.
     */
    until: string;
    /**
     * Who looks after it.
     */
    owner?: string;
    /**
     * Why it still stands.
     */
    reason?: string;
  }[];
  /**
   * The rules that were run: what another one finds is newly judged.
   */
  rules: string[];
}

export const baselineFileSchema: Schema<BaselineFile> = { name: 'report/baseline-file' };
