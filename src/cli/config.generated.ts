// Generated from config.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../schema.ts';

export type Account = string;
export type Organization = string;
export type Name = string;
export type BuiltIn = string;
export type Least = string;

/**
 * tojimari.yaml: what is yours, whom you know, what you call sensitive, and what a run has to find.
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
}

export const configSchema: Schema<Config> = { name: 'cli/config' };
