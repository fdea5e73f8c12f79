// Generated from config.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../schema.ts';

export type Account = string;
export type Organization = string;
export type Name = string;
export type BuiltIn = string;
export type Least = string;
export type Glob = string;

/**
 * tojimari.yaml: what is yours, whom you know, what you call sensitive, what a run has to find, what is meant to stand open, and what to scan with which rules.
 */
export interface Config {
  /**
   * What is yours. A sibling account is not a stranger.
   */
  own?: {
    /**
     * AWS account ids, twelve digits.
     */
    accounts?: Account[];
    /**
     * AWS organization ids: o-a1b2c3d4e5.
     */
    organizations?: Organization[];
    /**
     * Your public networks in CIDR notation: 203.0.113.0/24, 2001:db8::/32.
     */
    networks?: string[];
    /**
     * Your domains, for Salesforce sites and users: acme.example.
     */
    domains?: string[];
  };
  /**
   * Names that hint at sensitive data: fields of Salesforce objects, and values of classifying tags on buckets. A match raises a finding by one step and is said to be a guess.
   */
  sensitive?: {
    /**
     * Names of your own: whole words in English (loyalty number), parts of words in Japanese (会員番号), or one field (Contact.Score__c).
     *
     * @maxItems 500
     */
    names?: Name[];
    /**
     * Built-in names that are not sensitive here, spelt as docs/sensitive.md lists them (fax), or one field (Case.CardColor__c).
     *
     * @maxItems 500
     */
    ignore?: BuiltIn[];
  };
  /**
   * What a run has to find: a wrong or an empty target is a mistake, not an all-clear.
   */
  expect?: {
    /**
     * The AWS accounts that may be looked at, twelve digits: tojimari refuses to go on in any other.
     *
     * @minItems 1
     */
    accounts?: Account[];
    /**
     * The AWS organizations that accounts may be in: tojimari refuses to go on in any other, or where it cannot be read.
     *
     * @minItems 1
     */
    organizations?: Organization[];
    /**
     * The least that has to be seen.
     */
    atLeast?: {
      /**
       * AWS accounts.
       */
      accounts?: string;
      /**
       * Resources by their type: aws.s3.bucket: 10.
       */
      resources?: {
        [k: string]: Least;
      };
    };
  };
  /**
   * Blind spots that are meant to be there: they are still told, and no longer decide the exit code.
   */
  accept?: {
    /**
     * AWS regions that a service control policy may deny: a list of regions, or all.
     */
    deniedRegions?: 'all' | string[];
  };
  /**
   * Third parties that you let in on purpose.
   */
  vendors?: {
    /**
     * What to call them.
     */
    name: string;
    /**
     * Their AWS account ids, twelve digits.
     */
    accounts: Account[];
  }[];
  /**
   * What `tojimari scan` without a target scans: aws, salesforce, files and folders.
   *
   * @minItems 1
   */
  targets?: string[];
  /**
   * Language of the text: en or ja; --lang wins.
   */
  lang?: 'en' | 'ja';
  /**
   * Exit 1 when a finding is at least this severe; --fail-on wins. Default: high.
   */
  failOn?: 'critical' | 'high' | 'medium' | 'low' | 'never';
  /**
   * With a baseline: exit 1 when something at least this severe opened or widened; --fail-on-new wins.
   */
  failOnNew?: 'critical' | 'high' | 'medium' | 'low' | 'never';
  /**
   * Blind spots that do not count: globs of types, names, settings and permissions; --allow-unknown wins. With an owner and a day: intents.
   */
  allowUnknown?: Glob[];
  /**
   * Which rules are run.
   */
  rules?: {
    /**
     * Folders with rules of your own, from the folder of this file; --rules adds to them.
     */
    folders?: string[];
    /**
     * Only these rules: globs of their ids; --rule wins.
     */
    only?: Glob[];
    /**
     * Not these rules: globs of their ids; --skip-rule adds to them.
     */
    skip?: Glob[];
  };
  /**
   * Severities that are not the rules' own.
   */
  severity?: {
    /**
     * The rule: a glob of ids. Of several entries the last one counts.
     */
    rule: string;
    /**
     * How bad it is here.
     */
    severity: 'critical' | 'high' | 'medium' | 'low';
    /**
     * Who answers for it: a team or a person.
     */
    owner: string;
    /**
     * Why it is meant to be so.
     */
    reason: string;
  }[];
  /**
   * What is meant to stand open, and what is meant to stay unseen: by whom, why, and until when. Within an intent there is no finding; wider or later there is.
   *
   * @maxItems 2000
   */
  intents?: {
    /**
     * The resource type: aws.s3.bucket. `tojimari rules list` and the JSON report name them.
     */
    type?: string;
    /**
     * Which resources: globs of names or ids (* and ?).
     *
     * @minItems 1
     */
    resource?: string | Glob[];
    /**
     * Only in this account or org: a glob of scope ids, aws/111122223333.
     */
    scope?: string;
    /**
     * The widest that may get in. anyone: without credentials. anyone-registered: any AWS account, any registered user. named-outsider: those under `who`.
     */
    audience?: 'anyone' | 'anyone-registered' | 'named-outsider' | 'organization';
    /**
     * All that they may do.
     *
     * @minItems 1
     */
    access?: ('list' | 'read' | 'write' | 'delete' | 'admin' | 'invoke' | 'assume' | 'meta')[];
    /**
     * Only keys in this folder of the bucket: /assets. Where the keys cannot be told, it is wider.
     */
    under?: string;
    /**
     * Which parts, where a resource has parts: objects of a Salesforce site, issuers that a role trusts, access points. Globs.
     *
     * @minItems 1
     */
    parts?: Glob[];
    /**
     * named-outsider: who is meant. Globs of account ids, services, domains.
     *
     * @minItems 1
     */
    who?: Glob[];
    /**
     * A blind spot instead of an exposure: the setting or permission, and the resources (s3:GetBucketPolicy on log-archive-*). Globs.
     */
    unknown?: string;
    /**
     * Who answers for it: a team or a person.
     */
    owner: string;
    /**
     * Why it is meant to be so.
     */
    reason: string;
    /**
     * The last day on which it counts, UTC: 2027-03-31.
     */
    until: string;
  }[];
}

export const configSchema: Schema<Config> = { name: 'cli/config' };
