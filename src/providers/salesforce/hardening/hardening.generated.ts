// Generated from hardening.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of an org that widen from where, and by which other sites, it can be used.
 */
export interface Hardening {
  /**
   * Origins whose pages may call the APIs: https://*.kagi.example.
   */
  corsOrigins?: string[];
  /**
   * Active trusted URLs of the content security policy.
   */
  trustedSites?: string[];
  /**
   * Active remote sites that Apex may call.
   */
  remoteSites?: {
    name: string;
    url: string;
    /**
     * Calls over http are allowed too (protocol security disabled).
     */
    anyProtocol: boolean;
  }[];
  /**
   * Trusted IP ranges of the org: start-end.
   */
  trustedRanges?: string[];
  /**
   * Login IP ranges of profiles that have some.
   */
  loginRanges?: {
    profile: string;
    ranges: string[];
  }[];
  /**
   * High-risk settings of the org's own Health Check.
   */
  healthRisks?: {
    setting: string;
    value: string;
    standard: string;
  }[];
}

export const hardeningSchema: Schema<Hardening> = { name: 'providers/salesforce/hardening/hardening' };
