// Generated from line.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../schema.ts';

/**
 * One line of a snapshot: the header, a scope, a listing or a resource.
 */
export type Line = Header | Scope | Listing | Resource | End;
export type Reason =
  'denied' | 'throttled' | 'failed' | 'cut-short' | 'malformed' | 'disputed' | 'missing' | 'not-held';

export interface Header {
  record: 'tojimari-snapshot';
  version: 1;
  tool: string;
  startedAt?: string;
}
export interface Scope {
  record: 'scope';
  id: string;
  provider: string;
  label: string;
  input: 'live' | 'export' | 'declaration';
  format: string;
  asker?: string;
  paths?: string[];
  regions?: string[];
  notes?: Text[];
}
export interface Text {
  en: string;
  ja: string;
}
export interface Listing {
  record: 'listing';
  scope: string;
  type: string;
  region?: string;
  state: 'complete' | 'unknown' | 'not-held';
  seen: number;
  reason?: Reason;
  permission?: string;
  detail?: string;
  detailJa?: string;
  /**
   * Nothing of this scope follows.
   */
  last?: true;
}
export interface Resource {
  record: 'resource';
  type: string;
  id: string;
  name: string;
  scope: string;
  region?: string;
  settings: {
    [k: string]: unknown;
  };
  unknowns: Unknown[];
  origins?: {
    [k: string]: Origin;
  };
  /**
   * ISO 8601: when the settings were what they are here, where an export says it of each resource.
   */
  asOf?: string;
}
export interface Unknown {
  setting: string;
  reason: Reason;
  permission?: string;
  detail?: string;
  detailJa?: string;
}
export interface Origin {
  file: string;
  pointer?: string;
  line?: number;
  column?: number;
}
/**
 * The last line; a snapshot without it was cut short.
 */
export interface End {
  record: 'end';
  records: number;
  calls?: number;
}

export const lineSchema: Schema<Line> = { name: 'snapshot/line' };
