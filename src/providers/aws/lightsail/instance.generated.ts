// Generated from instance.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Settings of a Lightsail instance that decide who on the internet reaches it.
 */
export interface Instance {
  state?: string;
  /**
   * Public addresses.
   */
  addresses?: string[];
  /**
   * Its firewall: what it lets in.
   */
  ports?: IngressRule[];
}
/**
 * One permission of a security group.
 */
export interface IngressRule {
  /**
   * tcp, udp, icmp, icmpv6, a number, or -1 for all.
   */
  protocol: string;
  /**
   * First port; left out for all.
   */
  from?: number;
  /**
   * Last port.
   */
  to?: number;
  /**
   * Address ranges, IPv4 and IPv6.
   */
  cidrs?: string[];
  prefixLists?: PrefixList[];
  /**
   * Security groups whose members are let in.
   */
  groups?: {
    id: string;
    /**
     * Account that owns it.
     */
    account?: string;
  }[];
}
/**
 * A prefix list with its entries; left out where they could not be read.
 */
export interface PrefixList {
  id: string;
  name?: string;
  /**
   * Account that owns it, or AWS.
   */
  owner?: string;
  cidrs?: string[];
  /**
   * Why the entries are not known.
   */
  unread?: {
    reason:
      'denied' | 'throttled' | 'failed' | 'cut-short' | 'malformed' | 'disputed' | 'missing' | 'not-held';
    permission?: string;
    detail?: string;
  };
}

export const instanceSchema: Schema<Instance> = { name: 'providers/aws/lightsail/instance' };
