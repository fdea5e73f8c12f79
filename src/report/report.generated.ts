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
  /**
   * What tojimari.yaml declares to be meant, and how it stands. Absent: nothing is declared.
   */
  intents?: IntentReport[];
  baseline?: Baseline;
  /**
   * What would settle what is open, step by step. Only where that was asked for.
   */
  next?: {
    text: Text;
    /**
     * For a POSIX shell, one a line. They only read.
     */
    commands: string[];
  }[];
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
    reason:
      'denied' | 'throttled' | 'failed' | 'cut-short' | 'malformed' | 'disputed' | 'missing' | 'not-held';
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
  reason: 'denied' | 'throttled' | 'failed' | 'cut-short' | 'malformed' | 'disputed' | 'missing' | 'not-held';
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
   * Patterns of the keys within the resource that it opens: `assets/*`. Absent: that cannot be told, and it may be all of them.
   */
  keys?: string[];
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
  /**
   * ISO 8601: when it was first found, as far as the runs that this one was compared with tell. Only in runs that were compared.
   */
  firstSeen?: string;
  /**
   * `updated`: known, and its reach changed. Only in runs that were compared.
   */
  baselineState?: 'new' | 'unchanged' | 'updated';
  /**
   * What came of it since. `opened`, `widened` and `expired` count for `--fail-on-new`. Absent: nothing.
   */
  change?: 'opened' | 'widened' | 'expired' | 'newly-seen' | 'newly-judged' | 'narrowed';
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
  /**
   * What the place says: its lines, the first few, long ones cut around the column and marked with …; secrets are masked with ***. Only where the file could be read again.
   */
  snippet?: string;
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
  /**
   * Why what tojimari.yaml declares does not cover it.
   */
  intent?: {
    /**
     * `wider`: more stands open than is declared. `expired`: it is declared until a day that has passed. `proposed`: it is declared, but only by the change that is being judged.
     */
    status: 'wider' | 'expired' | 'proposed';
    text: Text;
  };
  resource: ReportResource;
  source?: Source;
  /**
   * Ids of the doors it speaks of; empty for hygiene.
   */
  doors: string[];
  evidence: ReportEvidence[];
  /**
   * ISO 8601: when it was first found, as far as the runs that this one was compared with tell. Only in runs that were compared.
   */
  firstSeen?: string;
  /**
   * `updated`: known, and its reach changed. Only in runs that were compared.
   */
  baselineState?: 'new' | 'unchanged' | 'updated';
  /**
   * What came of it since. `opened`, `widened` and `expired` count for `--fail-on-new`. Absent: nothing.
   */
  change?: 'opened' | 'widened' | 'expired' | 'newly-seen' | 'newly-judged' | 'narrowed';
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
 * Something that is declared to be meant: an exposure, or a blind spot.
 */
export interface IntentReport {
  /**
   * As it is written: what is open to whom (`type`, `resource`, `audience`, `access`), or what may be unknown (`unknown`).
   */
  declared: {
    type?: string;
    /**
     * Globs of names and ids.
     */
    resource?: string[];
    /**
     * Glob of scope ids.
     */
    scope?: string;
    audience?: 'anyone' | 'anyone-registered' | 'named-outsider' | 'organization' | 'internal';
    access?: string[];
    /**
     * The folder of keys, `/assets`.
     */
    under?: string;
    parts?: string[];
    who?: string[];
    /**
     * `s3:GetBucketPolicy on log-archive-*`
     */
    unknown?: string;
    owner: string;
    reason: string;
    /**
     * The last day on which it counts, UTC: 2027-03-31.
     */
    until: string;
  };
  origin?: Origin;
  /**
   * `met`: it is there, within what is declared. `wider`: more stands open. `expired`: it is there and the day has passed. `vanished`: it is not there any more. `unmatched`: nothing fits the patterns. `proposed`: added by the change that is being judged, and does not count. `unknown`: could not be told, or was not looked at.
   */
  status: 'met' | 'wider' | 'expired' | 'vanished' | 'unmatched' | 'proposed' | 'unknown';
  how?: Text;
  /**
   * Resources that fit the patterns; for blind spots, how many there are.
   */
  matches: number;
  /**
   * Ids of the doors that it covers. They stand in `doors` and have no finding.
   */
  doors: string[];
  /**
   * What these doors would be found for.
   */
  findings: Finding[];
}
/**
 * What the run was compared with, and what changed since.
 */
export interface Baseline {
  /**
   * What the earlier state was read from. `git`: the same paths at a commit. `plan`: the state that a plan starts from.
   */
  kind: 'snapshot' | 'export' | 'report' | 'sarif' | 'baseline' | 'git' | 'plan';
  /**
   * As it was typed.
   */
  target: string;
  /**
   * ISO 8601, UTC: when it was judged, or, for what was saved, when that was made.
   */
  startedAt: string;
  /**
   * `git`: the commit.
   */
  commit?: string;
  /**
   * What was known already and still stands, counted by severity.
   */
  known: {
    critical: number;
    high: number;
    medium: number;
    low: number;
  };
  /**
   * ISO 8601: when the first of them was first seen.
   */
  oldest?: string;
  /**
   * How many of them were known only until a day that has passed.
   */
  expired: number;
  changes: Change[];
  /**
   * What could not be compared.
   */
  notes: Text[];
  /**
   * What stood open when it was last seen, and could not be told or was not looked at since: it keeps its date. Absent: nothing.
   */
  remembered?: Remembered[];
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
  before?: ChangedDoor;
  after?: ChangedDoor;
  why?: Text;
  settings: SettingChange[];
  /**
   * What SARIF knows it by (`tojimari/v1`), of what is closed, where that is known.
   */
  fingerprint?: string;
}
/**
 * A door as it stood before or stands now. Without audience: a setting that opens nothing by itself.
 */
export interface ChangedDoor {
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
/**
 * A door, or a setting that failed without opening one, as it was last seen.
 */
export interface Remembered {
  rule: string;
  severity: Severity;
  resource: ReportResource;
  /**
   * ISO 8601.
   */
  firstSeen: string;
  /**
   * Of a setting without a door.
   */
  fingerprint?: string;
  door?: {
    audience: 'anyone' | 'anyone-registered' | 'named-outsider' | 'organization' | 'internal';
    access: string[];
    via?: string;
    subject?: string;
    who?: string[];
    state: 'open' | 'open-unless' | 'code' | 'shut-by' | 'unknown';
  };
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
  /**
   * How often it failed on nothing but what is declared to be meant. Absent: never.
   */
  intended?: number;
  why: Text;
  fix: {
    en: string;
    ja: string;
    cli?: string;
    terraform?: string;
    cloudformation?: string;
    metadata?: string;
    console?: string;
    /**
     * The same way as the pages are named in Japanese.
     */
    consoleJa?: string;
  }[];
  controls: {
    [k: string]: string[];
  };
  references: string[];
  /**
   * Where the page about a shipped rule can be read.
   */
  page?: string;
  /**
   * How specific: the most specific rule of the highest severity speaks for a door.
   */
  weight: number;
  /**
   * Its severity is not the rule's own.
   */
  overridden?: {
    from: Severity;
    owner: string;
    reason: string;
  };
}
/**
 * What the exit code is, and why.
 */
export interface Gate {
  /**
   * `never` as well where `--fail-on-new` stands in its place.
   */
  failOn: 'critical' | 'high' | 'medium' | 'low' | 'never';
  /**
   * Findings that fail: at or above failOn, or new and at or above failOnNew.
   */
  failing: number;
  blind: BlindSpot[];
  /**
   * Globs of the blind spots that were allowed. Absent: none were.
   */
  allowUnknown?: string[];
  /**
   * 0: nothing at or above failOn and everything asked for was seen. 1: findings. 3: something could not be decided.
   */
  exitCode: 0 | 1 | 3;
  /**
   * The threshold for what opened, widened or expired since the baseline. Absent: nothing was compared, or it does not count.
   */
  failOnNew?: 'critical' | 'high' | 'medium' | 'low' | 'never';
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
