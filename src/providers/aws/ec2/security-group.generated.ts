// Generated from security-group.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * The security groups of the interfaces, with what they let in; null: none guards them.
 */
export type SecurityGroups =
  | {
      id: string;
      name?: string;
      /**
       * What it lets in; left out when the group was not in the list.
       */
      rules?: IngressRule[];
    }[]
  | null;

/**
 * A security group, and how much stands behind it.
 */
export interface SecurityGroup {
  securityGroups?: SecurityGroups;
  /**
   * The network interfaces that it guards.
   */
  guards?: {
    /**
     * How many.
     */
    interfaces: number;
    /**
     * How many of them have a public address.
     */
    public: number;
  };
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

export const securityGroupSchema: Schema<SecurityGroup> = { name: 'providers/aws/ec2/security-group' };
