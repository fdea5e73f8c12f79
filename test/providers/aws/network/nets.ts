// Networks to judge: one interface with both families behind one security group, routed to the internet, behind an ACL that lets everything through.
import type { IngressRule, Network, NetworkAcl } from '../../../../src/providers/aws/network/reach.ts';
import type { Known } from '../../../../src/snapshot/resource.ts';

export function known<T>(value: T): Known<T> {
  return { state: 'present', value };
}

export function rule(
  protocol: string,
  from: number | undefined,
  to: number | undefined,
  ...cidrs: string[]
): IngressRule {
  return { protocol, cidrs, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

export function internetRoute(...to: string[]) {
  return { to, kind: 'internet', target: 'igw-1' } as const;
}

export const OPEN_ACL: NetworkAcl = {
  id: 'acl-1',
  subnets: ['subnet-1'],
  inbound: [
    { allow: true, protocol: '-1', cidr: '0.0.0.0/0' },
    { allow: true, protocol: '-1', cidr: '::/0' },
  ],
  outbound: [
    { allow: true, protocol: '-1', cidr: '0.0.0.0/0' },
    { allow: true, protocol: '-1', cidr: '::/0' },
  ],
};

export function networkOf(rules: IngressRule[]): Network {
  return {
    interfaces: [
      { id: 'eni-1', addresses: ['198.51.100.1', '2600::5'], groups: ['sg-1'], subnet: 'subnet-1' },
    ],
    securityGroups: known([{ id: 'sg-1', name: 'web', rules }]),
    subnets: known([{ id: 'subnet-1', routeTable: 'rtb-1', routes: [internetRoute('0.0.0.0/0', '::/0')] }]),
    networkAcls: known([OPEN_ACL]),
    block: { state: 'absent' },
  };
}
