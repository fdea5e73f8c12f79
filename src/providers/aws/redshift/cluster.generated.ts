// Generated from cluster.schema.json by scripts/schemas.mjs; do not edit.
import type { Schema } from '../../../schema.ts';

/**
 * Where traffic from the internet may arrive: network interfaces with a public address, or the subnets that hold them.
 */
export type Interfaces = {
  /**
   * Network interface, eni-...
   */
  id?: string;
  /**
   * Public addresses; left out where they are not known one by one.
   */
  addresses?: string[];
  /**
   * Families of public addresses, where they are not listed.
   */
  families?: ('ipv4' | 'ipv6')[];
  /**
   * Ids of the security groups that guard it; left out where none can.
   */
  groups?: string[];
  /**
   * The subnet, subnet-...
   */
  subnet: string;
}[];
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
 * The subnets of the interfaces, with their routes to public addresses.
 */
export type Subnets = {
  id: string;
  routeTable?: string;
  /**
   * Routes to addresses that are not private; left out when the route table was not in the list.
   */
  routes?: {
    /**
     * Destinations.
     */
    to: string[];
    /**
     * internet: an internet gateway. inspected: an endpoint of a firewall in front of one. elsewhere: anything from which no answer finds its way back to somebody who came in by the internet gateway.
     */
    kind: 'internet' | 'inspected' | 'elsewhere';
    /**
     * igw-..., nat-..., vpce-...
     */
    target?: string;
  }[];
}[];
/**
 * The network ACLs of the subnets, entries in the order in which they are tried.
 */
export type NetworkAcls = {
  id: string;
  subnets: string[];
  inbound: AclEntry[];
  outbound: AclEntry[];
}[];
/**
 * VPC Block Public Access of the region; null: off.
 */
export type VpcBlockPublicAccess = {
  /**
   * block-bidirectional or block-ingress.
   */
  mode: string;
  /**
   * Those of the subnets that an exclusion lets through in both directions.
   */
  exempt: string[];
} | null;

/**
 * Settings of a Redshift cluster that decide who on the internet reaches it.
 */
export interface Cluster {
  /**
   * Whether it has a public address; null: the service said nothing, which means no.
   */
  publiclyAccessible?: boolean | null;
  interfaces?: Interfaces;
  securityGroups?: SecurityGroups;
  subnets?: Subnets;
  networkAcls?: NetworkAcls;
  vpcBlockPublicAccess?: VpcBlockPublicAccess;
  /**
   * Host name of its endpoint; null while it has none.
   */
  endpoint?: string | null;
  /**
   * Port of its endpoint; null while it has none.
   */
  port?: number | null;
  /**
   * The service's word for its state.
   */
  status?: string;
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
export interface AclEntry {
  allow: boolean;
  /**
   * A number (6 is TCP, 17 UDP), or -1 for all.
   */
  protocol: string;
  from?: number;
  to?: number;
  cidr: string;
}

export const clusterSchema: Schema<Cluster> = { name: 'providers/aws/redshift/cluster' };
