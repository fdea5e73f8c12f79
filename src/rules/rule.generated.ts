// Generated from rule.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../schema.ts';

/**
 * What they may do.
 */
export type Access = 'list' | 'read' | 'write' | 'delete' | 'admin' | 'invoke' | 'assume' | 'meta';
/**
 * State of an exposure.
 */
export type State = 'open' | 'open-unless' | 'code' | 'shut-by' | 'unknown' | 'closed';
/**
 * Path of a setting, with dots: publicAccessBlock.blockPublicPolicy, or facts.NAME for a fact that the analyser computes. Below `where`, relative to the entry; a lone dot is the entry itself.
 */
export type Path = string;
/**
 * A text, a number, true or false.
 */
export type Scalar = string | number | boolean;

/**
 * A tojimari rule: which resources it judges, which condition fails, how bad that is, what to do about it, and cases that prove it works.
 */
export interface Rule {
  /**
   * Name of the rule, equal to its path: rules/aws/s3/bucket-public-read.yaml is aws.s3.bucket-public-read. Never reused; old names go to aliases.
   */
  id: string;
  /**
   * Ids that this rule had before. They stay valid in configuration and baselines.
   *
   * @maxItems 20
   */
  aliases?: string[];
  deprecated?: Text;
  title: Text1;
  /**
   * Audience times access, by the table in docs/rules.md. A single finding may end up one step off.
   */
  severity: 'critical' | 'high' | 'medium' | 'low';
  severity_reason?: Text2;
  /**
   * The resource type that the rule judges: aws.s3.bucket, aws.iam.role, salesforce.site. A list where the same judgement fits several types; every path of the condition must exist in each.
   *
   * @minItems 1
   * @maxItems 100
   */
  resource: string | string[];
  fail: Condition;
  why: Text3;
  /**
   * Steps that close the door, the best one first.
   *
   * @minItems 1
   * @maxItems 20
   */
  fix: Fix[];
  /**
   * Where catalogues of controls speak of this: catalogue name to control numbers, cis-aws-7.0.0: ["3.1.4"].
   */
  controls?: {
    /**
     * @minItems 1
     * @maxItems 50
     */
    [k: string]: string[];
  };
  /**
   * Pages that the rule rests on: the vendor's own documentation first.
   *
   * @minItems 1
   * @maxItems 20
   */
  references: string[];
  /**
   * Pages about public incidents of this kind.
   *
   * @maxItems 20
   */
  incidents?: string[];
  /**
   * Settings with the verdict they must give. At least one each of fail, pass and unknown. `tojimari rules test` runs them.
   *
   * @minItems 3
   * @maxItems 100
   */
  cases: Case[];
}
/**
 * Why this rule will go, and what to use instead. It still runs.
 */
export interface Text {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * What is wrong, as one sentence without a full stop: who can do what to what.
 */
export interface Text1 {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * Why the severity is not that of the table in docs/severity.md.
 */
export interface Text2 {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * The condition under which the rule fails. True is a finding, false passes, unknown cannot be told.
 */
export interface Condition {
  /**
   * True when every one of these is true.
   *
   * @minItems 1
   * @maxItems 100
   */
  all?: Condition1[];
  /**
   * True when at least one of these is true.
   *
   * @minItems 1
   * @maxItems 100
   */
  any?: Condition1[];
  not?: Condition3;
  exposed?: Exposed;
  /**
   * A list; true when `where` is true for at least one of its entries.
   */
  some?: string;
  /**
   * A list; true when `where` is true for all of its entries, and for an empty list.
   */
  every?: string;
  /**
   * A list; true when `where` is true for none of its entries, and for an empty list.
   */
  none?: string;
  where?: Condition2;
  field?: Path;
  /**
   * The value is this.
   */
  equals?: string | number | boolean;
  /**
   * The value is not this, or there is none.
   */
  not_equals?: string | number | boolean;
  /**
   * The value is one of these.
   *
   * @minItems 1
   * @maxItems 1000
   */
  in?: Scalar[];
  /**
   * The value is none of these, or there is none.
   *
   * @minItems 1
   * @maxItems 1000
   */
  not_in?: Scalar[];
  /**
   * A text, a number, true or false.
   */
  contains?: string | number | boolean;
  /**
   * The list has at least one of these entries.
   *
   * @minItems 1
   * @maxItems 1000
   */
  intersects?: Scalar[];
  /**
   * The text begins with this.
   */
  starts_with?: string;
  /**
   * The text ends with this.
   */
  ends_with?: string;
  /**
   * The whole text fits the pattern: * stands for any characters, ? for one. Upper and lower case differ.
   */
  glob?: string;
  /**
   * true: there is a value. false: the service said that there is none.
   */
  exists?: boolean;
  /**
   * The number is less than this.
   */
  lt?: number;
  /**
   * The number is this or less.
   */
  lte?: number;
  /**
   * The number is more than this.
   */
  gt?: number;
  /**
   * The number is this or more.
   */
  gte?: number;
  /**
   * The date lies further back than this.
   */
  older_than?: string;
  /**
   * The date lies less far back than this, or in the future.
   */
  newer_than?: string;
  /**
   * The list or map has fewer entries than this.
   */
  size_lt?: number;
  /**
   * The list or map has this many entries or more.
   */
  size_gte?: number;
  /**
   * The address range (10.0.0.0/8, ::/0) has a shorter prefix than this. Ranges without a prefix are single addresses.
   */
  cidr_wider_than?: {
    /**
     * Prefix length for IPv4, 0 to 32.
     */
    ipv4: number;
    /**
     * Prefix length for IPv6, 0 to 128.
     */
    ipv6: number;
  };
  /**
   * The port, the range ("20-25" or { from, to }) or one of a list of those includes at least one of these ports.
   *
   * @minItems 1
   * @maxItems 1000
   */
  ports_cover?: number[];
}
/**
 * One of: all, any, not, exposed; some, every or none with where; or field with exactly one operator.
 */
export interface Condition1 {
  /**
   * True when every one of these is true.
   *
   * @minItems 1
   * @maxItems 100
   */
  all?: Condition1[];
  /**
   * True when at least one of these is true.
   *
   * @minItems 1
   * @maxItems 100
   */
  any?: Condition1[];
  not?: Condition3;
  exposed?: Exposed;
  /**
   * A list; true when `where` is true for at least one of its entries.
   */
  some?: string;
  /**
   * A list; true when `where` is true for all of its entries, and for an empty list.
   */
  every?: string;
  /**
   * A list; true when `where` is true for none of its entries, and for an empty list.
   */
  none?: string;
  where?: Condition2;
  field?: Path;
  /**
   * The value is this.
   */
  equals?: string | number | boolean;
  /**
   * The value is not this, or there is none.
   */
  not_equals?: string | number | boolean;
  /**
   * The value is one of these.
   *
   * @minItems 1
   * @maxItems 1000
   */
  in?: Scalar[];
  /**
   * The value is none of these, or there is none.
   *
   * @minItems 1
   * @maxItems 1000
   */
  not_in?: Scalar[];
  /**
   * A text, a number, true or false.
   */
  contains?: string | number | boolean;
  /**
   * The list has at least one of these entries.
   *
   * @minItems 1
   * @maxItems 1000
   */
  intersects?: Scalar[];
  /**
   * The text begins with this.
   */
  starts_with?: string;
  /**
   * The text ends with this.
   */
  ends_with?: string;
  /**
   * The whole text fits the pattern: * stands for any characters, ? for one. Upper and lower case differ.
   */
  glob?: string;
  /**
   * true: there is a value. false: the service said that there is none.
   */
  exists?: boolean;
  /**
   * The number is less than this.
   */
  lt?: number;
  /**
   * The number is this or less.
   */
  lte?: number;
  /**
   * The number is more than this.
   */
  gt?: number;
  /**
   * The number is this or more.
   */
  gte?: number;
  /**
   * The date lies further back than this.
   */
  older_than?: string;
  /**
   * The date lies less far back than this, or in the future.
   */
  newer_than?: string;
  /**
   * The list or map has fewer entries than this.
   */
  size_lt?: number;
  /**
   * The list or map has this many entries or more.
   */
  size_gte?: number;
  /**
   * The address range (10.0.0.0/8, ::/0) has a shorter prefix than this. Ranges without a prefix are single addresses.
   */
  cidr_wider_than?: {
    /**
     * Prefix length for IPv4, 0 to 32.
     */
    ipv4: number;
    /**
     * Prefix length for IPv6, 0 to 128.
     */
    ipv6: number;
  };
  /**
   * The port, the range ("20-25" or { from, to }) or one of a list of those includes at least one of these ports.
   *
   * @minItems 1
   * @maxItems 1000
   */
  ports_cover?: number[];
}
/**
 * One of: all, any, not, exposed; some, every or none with where; or field with exactly one operator.
 */
export interface Condition3 {
  /**
   * True when every one of these is true.
   *
   * @minItems 1
   * @maxItems 100
   */
  all?: Condition1[];
  /**
   * True when at least one of these is true.
   *
   * @minItems 1
   * @maxItems 100
   */
  any?: Condition1[];
  not?: Condition3;
  exposed?: Exposed;
  /**
   * A list; true when `where` is true for at least one of its entries.
   */
  some?: string;
  /**
   * A list; true when `where` is true for all of its entries, and for an empty list.
   */
  every?: string;
  /**
   * A list; true when `where` is true for none of its entries, and for an empty list.
   */
  none?: string;
  where?: Condition2;
  field?: Path;
  /**
   * The value is this.
   */
  equals?: string | number | boolean;
  /**
   * The value is not this, or there is none.
   */
  not_equals?: string | number | boolean;
  /**
   * The value is one of these.
   *
   * @minItems 1
   * @maxItems 1000
   */
  in?: Scalar[];
  /**
   * The value is none of these, or there is none.
   *
   * @minItems 1
   * @maxItems 1000
   */
  not_in?: Scalar[];
  /**
   * A text, a number, true or false.
   */
  contains?: string | number | boolean;
  /**
   * The list has at least one of these entries.
   *
   * @minItems 1
   * @maxItems 1000
   */
  intersects?: Scalar[];
  /**
   * The text begins with this.
   */
  starts_with?: string;
  /**
   * The text ends with this.
   */
  ends_with?: string;
  /**
   * The whole text fits the pattern: * stands for any characters, ? for one. Upper and lower case differ.
   */
  glob?: string;
  /**
   * true: there is a value. false: the service said that there is none.
   */
  exists?: boolean;
  /**
   * The number is less than this.
   */
  lt?: number;
  /**
   * The number is this or less.
   */
  lte?: number;
  /**
   * The number is more than this.
   */
  gt?: number;
  /**
   * The number is this or more.
   */
  gte?: number;
  /**
   * The date lies further back than this.
   */
  older_than?: string;
  /**
   * The date lies less far back than this, or in the future.
   */
  newer_than?: string;
  /**
   * The list or map has fewer entries than this.
   */
  size_lt?: number;
  /**
   * The list or map has this many entries or more.
   */
  size_gte?: number;
  /**
   * The address range (10.0.0.0/8, ::/0) has a shorter prefix than this. Ranges without a prefix are single addresses.
   */
  cidr_wider_than?: {
    /**
     * Prefix length for IPv4, 0 to 32.
     */
    ipv4: number;
    /**
     * Prefix length for IPv6, 0 to 128.
     */
    ipv6: number;
  };
  /**
   * The port, the range ("20-25" or { from, to }) or one of a list of those includes at least one of these ports.
   *
   * @minItems 1
   * @maxItems 1000
   */
  ports_cover?: number[];
}
/**
 * True when one exposure of the resource fits all that is said here. Needs exactly one of `to` and `to_at_least`.
 */
export interface Exposed {
  /**
   * Exactly this audience.
   */
  to?: 'anyone' | 'anyone-registered' | 'named-outsider' | 'organization' | 'internal';
  /**
   * This audience or a wider one.
   */
  to_at_least?: 'anyone' | 'anyone-registered' | 'named-outsider' | 'organization' | 'internal';
  /**
   * What the audience may do. A list means all of them on the same exposure.
   */
  for?: Access | Access[];
  /**
   * By which road: acl, access-point, web-identity. A list means any of them.
   */
  via?: string | string[];
  /**
   * Which states count. Default: open and open-unless.
   *
   * @minItems 1
   * @maxItems 6
   */
  states?: State[];
}
/**
 * One of: all, any, not, exposed; some, every or none with where; or field with exactly one operator.
 */
export interface Condition2 {
  /**
   * True when every one of these is true.
   *
   * @minItems 1
   * @maxItems 100
   */
  all?: Condition1[];
  /**
   * True when at least one of these is true.
   *
   * @minItems 1
   * @maxItems 100
   */
  any?: Condition1[];
  not?: Condition3;
  exposed?: Exposed;
  /**
   * A list; true when `where` is true for at least one of its entries.
   */
  some?: string;
  /**
   * A list; true when `where` is true for all of its entries, and for an empty list.
   */
  every?: string;
  /**
   * A list; true when `where` is true for none of its entries, and for an empty list.
   */
  none?: string;
  where?: Condition2;
  field?: Path;
  /**
   * The value is this.
   */
  equals?: string | number | boolean;
  /**
   * The value is not this, or there is none.
   */
  not_equals?: string | number | boolean;
  /**
   * The value is one of these.
   *
   * @minItems 1
   * @maxItems 1000
   */
  in?: Scalar[];
  /**
   * The value is none of these, or there is none.
   *
   * @minItems 1
   * @maxItems 1000
   */
  not_in?: Scalar[];
  /**
   * A text, a number, true or false.
   */
  contains?: string | number | boolean;
  /**
   * The list has at least one of these entries.
   *
   * @minItems 1
   * @maxItems 1000
   */
  intersects?: Scalar[];
  /**
   * The text begins with this.
   */
  starts_with?: string;
  /**
   * The text ends with this.
   */
  ends_with?: string;
  /**
   * The whole text fits the pattern: * stands for any characters, ? for one. Upper and lower case differ.
   */
  glob?: string;
  /**
   * true: there is a value. false: the service said that there is none.
   */
  exists?: boolean;
  /**
   * The number is less than this.
   */
  lt?: number;
  /**
   * The number is this or less.
   */
  lte?: number;
  /**
   * The number is more than this.
   */
  gt?: number;
  /**
   * The number is this or more.
   */
  gte?: number;
  /**
   * The date lies further back than this.
   */
  older_than?: string;
  /**
   * The date lies less far back than this, or in the future.
   */
  newer_than?: string;
  /**
   * The list or map has fewer entries than this.
   */
  size_lt?: number;
  /**
   * The list or map has this many entries or more.
   */
  size_gte?: number;
  /**
   * The address range (10.0.0.0/8, ::/0) has a shorter prefix than this. Ranges without a prefix are single addresses.
   */
  cidr_wider_than?: {
    /**
     * Prefix length for IPv4, 0 to 32.
     */
    ipv4: number;
    /**
     * Prefix length for IPv6, 0 to 128.
     */
    ipv6: number;
  };
  /**
   * The port, the range ("20-25" or { from, to }) or one of a list of those includes at least one of these ports.
   *
   * @minItems 1
   * @maxItems 1000
   */
  ports_cover?: number[];
}
/**
 * Why this matters: what an outsider gains. One to three sentences.
 */
export interface Text3 {
  /**
   * English.
   */
  en: string;
  /**
   * Japanese.
   */
  ja: string;
}
/**
 * One step, in words, and how to carry it out.
 */
export interface Fix {
  /**
   * The step in English.
   */
  en: string;
  /**
   * The step in Japanese.
   */
  ja: string;
  /**
   * The command that does it.
   */
  cli?: string;
  /**
   * The Terraform that does it.
   */
  terraform?: string;
  /**
   * The CloudFormation that does it: logical ids with Type and Properties, as below Resources.
   */
  cloudformation?: string;
  /**
   * The Salesforce metadata that does it: the lines that matter of an XML file, its name in a comment on top.
   */
  metadata?: string;
  /**
   * The way through the vendor's web pages.
   */
  console?: string;
  /**
   * Settings as they are after this step. `tojimari rules test` puts them in the place of those of each case that fails, which then has to pass by one step or another.
   */
  sets?: {
    given?: Settings;
    /**
     * Settings of the resources that it is judged by: resource type to settings, for each resource of that type in the case.
     */
    context?: {
      [k: string]: Settings1;
    };
  };
}
/**
 * Settings of the resource itself. Those that a type of resource does not have are left out for it.
 */
export interface Settings {
  [k: string]: unknown;
}
/**
 * Settings as the resource type's schema declares them. A key left out is unknown (denied); null means that the service said there is none.
 */
export interface Settings1 {
  [k: string]: unknown;
}
/**
 * Settings and the verdict that they must give.
 */
export interface Case {
  /**
   * What this case shows, in a few words.
   */
  name: string;
  given: Settings1;
  /**
   * The resource type of this case, where the rule judges several. Default: the first.
   */
  resource?: string;
  /**
   * Id of the resource. Default: an example of its type, such as arn:aws:s3:::example.
   */
  id?: string;
  /**
   * Resources that others are judged by: resource type to a list of settings.
   */
  context?: {
    /**
     * @maxItems 100
     */
    [k: string]: Settings1[];
  };
  /**
   * Who is ours. When it is there at all, the list counts as declared.
   */
  ours?: {
    /**
     * Account ids.
     */
    accounts?: string[];
    /**
     * Organization ids.
     */
    organizations?: string[];
    /**
     * Address ranges.
     */
    networks?: string[];
    /**
     * Domain names.
     */
    domains?: string[];
    /**
     * Known third parties.
     */
    vendors?: {
      /**
       * Name.
       */
      name: string;
      /**
       * Account ids.
       */
      accounts: string[];
    }[];
  };
  /**
   * The moment at which the case is judged, for ages. Default: 2026-01-01T00:00:00Z.
   */
  now?: string;
  /**
   * The verdict. With several parts: fail if any fails, else unknown if any is unknown.
   */
  expect: 'fail' | 'pass' | 'unknown';
}

export const ruleSchema: Schema<Rule> = { name: 'rules/rule' };
