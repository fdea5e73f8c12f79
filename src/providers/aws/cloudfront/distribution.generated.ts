// Generated from distribution.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a CloudFront distribution that decide who reads and writes the buckets behind it.
 */
export interface Distribution {
  /**
   * Whether it answers requests.
   */
  enabled?: boolean;
  /**
   * A staging distribution answers only requests with a header of its own.
   */
  staging?: boolean;
  /**
   * Its own name, d111111abcdef8.cloudfront.net.
   */
  domainName?: string;
  /**
   * Other names that it answers to.
   */
  aliases?: string[];
  /**
   * The web ACL that requests pass; null: none.
   */
  webAcl?: string | null;
  /**
   * Countries from which it answers, or does not; null: all.
   */
  geoRestriction?: {
    kind: 'whitelist' | 'blacklist';
    countries: string[];
  } | null;
  /**
   * Whether viewers have to show a certificate: required, optional, passthrough; null: they are not asked.
   */
  clientCertificates?: string | null;
  /**
   * What a request for the root of it gets; null: there is none, and the bucket is listed where that is allowed. Asked for only where it matters.
   */
  rootObject?: string | null;
  /**
   * Where it gets its answers.
   */
  origins?: {
    id: string;
    domain: string;
    /**
     * The bucket, where it is one.
     */
    bucket?: string;
    /**
     * Put before the path of every request: /site.
     */
    path?: string;
    /**
     * How the bucket is asked: origin-access-control and origin-access-identity sign, unsigned does not, website is the bucket's website.
     */
    access?: 'origin-access-control' | 'origin-access-identity' | 'unsigned' | 'website';
    /**
     * Id of the origin access identity.
     */
    identity?: string;
  }[];
  /**
   * What it does with requests, in the order in which paths are compared; the default is last.
   */
  behaviors?: {
    path: string;
    /**
     * Ids of the origins that it asks.
     */
    origins: string[];
    /**
     * Only with signed URLs or cookies.
     */
    signed: boolean;
    methods: string[];
    /**
     * Functions that see the request first.
     */
    functions?: string[];
  }[];
  /**
   * The buckets among the origins, with their policies.
   */
  buckets?: {
    name: string;
    /**
     * There is no such bucket.
     */
    missing?: boolean;
    /**
     * null: it has none.
     */
    policy?: {} | null;
    /**
     * Why its policy is not known.
     */
    unread?: {
      reason:
        'denied' | 'throttled' | 'failed' | 'cut-short' | 'malformed' | 'disputed' | 'missing' | 'not-held';
      permission?: string;
      detail?: string;
    };
  }[];
}

export const distributionSchema: Schema<Distribution> = { name: 'providers/aws/cloudfront/distribution' };
