// Generated from config.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../schema.ts';

export type Account = string;

/**
 * tojimari.yaml: what is yours, and whom you know.
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
    organizations?: string[];
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
