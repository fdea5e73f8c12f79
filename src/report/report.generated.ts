// Generated from report.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../schema.ts';

/**
 * How bad, by the published table of audience and access. Not a CVSS score.
 */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/**
 * A tojimari report, version 1: what was looked at, what stands open, what could not be told. Every other format is written from it. New optional keys may be added within version 1; a key is never renamed, removed or given another meaning.
 */
export interface Report {
  /**
   * The address of this schema.
   */
  $schema: string;
  version: 1;
  tool: {
    name: 'tojimari';
    version: string;
  };
  /**
   * ISO 8601, UTC.
   */
  startedAt: string;
  /**
   * ISO 8601, UTC.
   */
  endedAt: string;
  /**
   * False when something asked for could not be seen.
   */
  complete: boolean;
  /**
   * API calls made.
   */
  calls: number;
  /**
   * How often a call waited because the service said to slow down. Absent: never.
   */
  waits?: number;
  scopes: ScopeReport[];
  doors: Door[];
  findings: Finding[];
  undecided: Undecided[];
  /**
   * Other tools' findings beside ours. Absent: none were read.
   */
  opinions?: OpinionReport[];
  rules: RuleReport[];
  gate: Gate;
}
/**
 * What was looked at: an account, an org, a folder.
 */
export interface ScopeReport {
  /**
   * `aws/210987654321`
   */
  id: string;
  provider: string;
  /**
   * What people call it: `2109-8765-4321 (prod)`.
   */
  label: string;
  /**
   * Where the settings came from.
   */
  input: 'live' | 'export' | 'declaration';
  /**
   * Kind of input in words: `live`, `SFDX project`.
   */
  format: string;
  /**
   * Who asked (live).
   */
  asker?: string;
  paths?: string[];
  regions?: string[];
  notes: Text[];
  tallies: Tally[];
  /**
   * Items: A setting that this kind of input can never hold, with the number of resources.
   */
  notHeld: {
    type: string;
    setting: string;
    name?: Text;
    resources: number;
  }[];
  /**
   * Settings that could not be read though this kind of input can hold them, whether or not a rule needed them.
   *
   * Items: A setting that could not be read, with the number of resources.
   */
  unread: {
    type: string;
    setting: string;
    name?: Text;
    /**
     * `not-held`: this kind of input can never hold it, which is nobody's failure. `missing`: it could and does not.
     */
    reason: 'denied' | 'throttled' | 'failed' | 'cut-short' | 'malformed' | 'missing' | 'not-held';
    /**
     * The permission that would settle it.
     */
    permission?: string;
    resources: number;
  }[];
}
/**
 * A sentence in each language the product speaks. English is the source. Names inside are as the cloud gave them and must be escaped when shown.
 */
export interface Text {
  en: string;
  ja: string;
}
/**
 * One resource type in one scope: how many were seen.
 */
export interface Tally {
  type: string;
  name: Text;
  plural: Text;
  /**
   * True for what only carries settings of its scope and is no thing by itself: text does not count it.
   */
  carrier?: boolean;
  /**
   * Where it stands among the others, lowest first: things that can be exposed before what they are judged by.
   */
  rank?: number;
  seen: number;
  /**
   * False when there may be more than were seen.
   */
  complete: boolean;
  /**
   * True when this kind of input can never hold them.
   */
  notHeld: boolean;
  missing?: Missing;
  /**
   * Where the list was not seen to its end, when it is asked region by region.
   */
  regions?: string[];
  exposed: number;
  undecided: number;
}
/**
 * A setting that could not be seen, and why.
 */
export interface Missing {
  resource?: ResourceName;
  /**
   * Name of the setting. For a list that could not be completed: the resource type.
   */
  setting: string;
  name?: Text;
  /**
   * `not-held`: this kind of input can never hold it, which is nobody's failure. `missing`: it could and does not.
   */
  reason: 'denied' | 'throttled' | 'failed' | 'cut-short' | 'malformed' | 'missing' | 'not-held';
  /**
   * The permission that would settle it: `s3:GetBucketPolicy`.
   */
  permission?: string;
  /**
   * The service's own words, or tojimari's, one line.
   */
  detail?: string;
  /**
   * The same in Japanese, where the words are tojimari's own.
   */
  detailJa?: string;
}
/**
 * Another resource, by type and id.
 */
export interface ResourceName {
  type: string;
  id: string;
}
/**
 * A door: one exposure of one resource. Closed ones are only counted, in tallies.
 */
export interface Door {
  /**
   * Stable from run to run; language-free.
   */
  id: string;
  resource: ReportResource;
  /**
   * Who gets in, from widest to narrowest.
   */
  audience: 'anyone' | 'anyone-registered' | 'named-outsider' | 'organization' | 'internal';
  /**
   * What they may do: `list`, `read`, `write`, `delete`, `admin`, `invoke`, `assume`, `meta`.
   */
  access: string[];
  /**
   * Which road: `aws-account`, `aws-service`, `web-identity`, `self-registration`, `access-point`, `vpc-endpoint`, `acl`.
   */
  via?: string;
  /**
   * The part of the resource, when it has parts: a Salesforce object, an issuer, an account.
   */
  subject?: string;
  /**
   * What to call that part for people.
   */
  subjectName?: string;
  /**
   * `open-unless`: open, unless a guard that could not be read stops it. `code`: depends on code. `shut-by`: one switch away. `unknown`: could not tell.
   */
  state: 'open' | 'open-unless' | 'code' | 'shut-by' | 'unknown';
  basis: 'configuration' | 'tried-live';
  guard?: Text;
  /**
   * Outsiders by name, for `named-outsider`.
   */
  who?: string[];
  /**
   * True when nobody said who is ours, so that a named outsider may be our own.
   */
  perhapsOurs?: boolean;
  sensitive?: Text;
  /**
   * `open-unless`: the guards that could not be read. `unknown`: the settings that could not.
   */
  missing: Missing[];
  evidence: ReportEvidence[];
  source?: Source;
  /**
   * Since when the door stands as it does, and who says so. Only where that could be told: of files on request, of a running org where it shows it.
   */
  since?: {
    /**
     * ISO 8601: a day, or a time with an offset.
     */
    date: string;
    /**
     * `git`: the commit since which the last of the deciding places says what it says. `setup-audit-trail`: the org's log of changes. `created`: when the thing was made.
     */
    source: 'git' | 'setup-audit-trail' | 'created';
    detail: Text;
    /**
     * `git`: the commit.
     */
    commit?: string;
    /**
     * True when what could be looked at ends there, so that it may be older.
     */
    orEarlier?: boolean;
    /**
     * True when it cannot be older, and may be younger: a creation date.
     */
    orLater?: boolean;
  };
  /**
   * A concrete request that an outsider could make.
   */
  witness?: {
    request: {
      principal: string;
      action: string;
      resource: string;
      context: {
        [k: string]: string;
      };
    };
    /**
     * A line that the owner can run to see for themselves.
     */
    command?: string;
    /**
     * True when an independent evaluator agreed that the request is allowed.
     */
    checked: boolean;
  };
  /**
   * Items: A change that closes the door.
   */
  cures: {
    text: Text;
    command?: string;
    /**
     * True when the changed settings were judged again and the door was closed.
     */
    rejudged: boolean;
    loses?: Text2;
  }[];
}
/**
 * The resource a line of the report is about.
 */
export interface ReportResource {
  /**
   * `aws.s3.bucket`
   */
  type: string;
  /**
   * The ARN, or the org's own id. Unique within its type.
   */
  id: string;
  /**
   * What people call it.
   */
  name: string;
  /**
   * Id of the scope it was found in.
   */
  scope: string;
  region?: string;
}
/**
 * One deciding statement or setting.
 */
export interface ReportEvidence {
  resource?: ResourceName;
  setting: string;
  /**
   * JSON pointer within the setting's value: `/Statement/0/Principal`.
   */
  pointer?: string;
  text: Text;
  /**
   * The value itself when it is short.
   */
  value?: string;
  origin?: Origin;
}
/**
 * A place in a file of an export. Lines and columns start at 1; the end column is the one after the last.
 */
export interface Origin {
  /**
   * Path as given to the program, with forward slashes.
   */
  file: string;
  /**
   * JSON pointer into the file.
   */
  pointer?: string;
  line?: number;
  column?: number;
  endLine?: number;
  endColumn?: number;
}
/**
 * Where the source declares the resource. Only where that was asked for and could be told.
 */
export interface Source {
  /**
   * Path as given to the program, with forward slashes.
   */
  file: string;
  line: number;
  column: number;
  /**
   * The last line of the block, or of the call of its module.
   */
  endLine: number;
  /**
   * False: a guess.
   */
  certain: boolean;
  by: Text1;
}
/**
 * A sentence in each language the product speaks. English is the source. Names inside are as the cloud gave them and must be escaped when shown.
 */
export interface Text1 {
  en: string;
  ja: string;
}
/**
 * A sentence in each language the product speaks. English is the source. Names inside are as the cloud gave them and must be escaped when shown.
 */
export interface Text2 {
  en: string;
  ja: string;
}
/**
 * A rule that failed on a door or a setting.
 */
export interface Finding {
  /**
   * Hash of rule, resource, subject and audience: stable from run to run, language-free.
   */
  fingerprint: string;
  rule: string;
  severity: Severity;
  adjusted?: Text;
  resource: ReportResource;
  source?: Source;
  /**
   * Ids of the doors it speaks of; empty for hygiene.
   */
  doors: string[];
  evidence: ReportEvidence[];
}
/**
 * A rule that could not be decided on a resource.
 */
export interface Undecided {
  rule: string;
  severity: Severity;
  resource: ReportResource;
  subject?: string;
  missing: Missing[];
}
/**
 * What another tool finds on the same resources.
 */
export interface OpinionReport {
  /**
   * `IAM Access Analyzer`
   */
  source: string;
  /**
   * Resources that both find open.
   */
  agreed: number;
  disagreements: {
    resource: ReportResource;
    /**
     * Who finds the resource open.
     */
    finds: 'us' | 'them';
    text: Text;
  }[];
}
/**
 * A rule that was run, and how it went.
 */
export interface RuleReport {
  id: string;
  title: Text;
  severity: Severity;
  /**
   * The resource type that it judges, or all of them where it judges several.
   */
  resource: string | string[];
  passed: number;
  failed: number;
  undecided: number;
  why: Text;
  fix: {
    en: string;
    ja: string;
    cli?: string;
    terraform?: string;
    console?: string;
  }[];
  controls: {
    [k: string]: string[];
  };
  references: string[];
  /**
   * How specific: the most specific rule of the highest severity speaks for a door.
   */
  weight: number;
}
/**
 * What the exit code is, and why.
 */
export interface Gate {
  failOn: 'critical' | 'high' | 'medium' | 'low' | 'never';
  /**
   * Findings at or above failOn.
   */
  failing: number;
  blind: BlindSpot[];
  /**
   * 0: nothing at or above failOn and everything asked for was seen. 1: findings. 3: something could not be decided.
   */
  exitCode: 0 | 1 | 3;
}
/**
 * Something asked for that could not be decided and was not allowed to be.
 */
export interface BlindSpot {
  text: Text;
  /**
   * How many resources; 1 for a list.
   */
  count: number;
  missing: Missing[];
  scope?: string;
  /**
   * The resource type.
   */
  type?: string;
  /**
   * Ids of the resources; absent for a list.
   */
  resources?: string[];
}

export const reportSchema: Schema<Report> = { name: 'report/report' };
