// Answers of EC2 about a small network: one VPC with a public and a private subnet, and a few security groups.
import type { Replies } from '../../../servers/operations.ts';

const everything = (egress: boolean) => [
  { ruleNumber: 100, protocol: '-1', ruleAction: 'allow', egress, cidrBlock: '0.0.0.0/0' },
  { ruleNumber: 32767, protocol: '-1', ruleAction: 'deny', egress, cidrBlock: '0.0.0.0/0' },
];

/** A permission of a security group as the API writes it. */
export function permission(
  protocol: string,
  port: number | undefined,
  sources: {
    cidrs?: string[];
    lists?: string[];
    groups?: { groupId: string; userId: string; peeringStatus?: string }[];
  },
) {
  const { cidrs = [], lists = [], groups = [] } = sources;
  return {
    ipProtocol: protocol,
    ...(port !== undefined && { fromPort: port, toPort: port }),
    ipRanges: { item: cidrs.filter((cidr) => !cidr.includes(':')).map((cidrIp) => ({ cidrIp })) },
    ipv6Ranges: { item: cidrs.filter((cidr) => cidr.includes(':')).map((cidrIpv6) => ({ cidrIpv6 })) },
    prefixListIds: { item: lists.map((prefixListId) => ({ prefixListId })) },
    groups: { item: groups },
  };
}

export function group(groupId: string, groupName: string, ...permissions: object[]) {
  return {
    groupId,
    groupName,
    ownerId: '111122223333',
    vpcId: 'vpc-1',
    ipPermissions: { item: permissions },
  };
}

export const GROUPS = [
  group('sg-ssh', 'kagi-ssh', permission('tcp', 22, { cidrs: ['0.0.0.0/0'] })),
  group('sg-web', 'kagi-web', permission('tcp', 443, { cidrs: ['0.0.0.0/0', '::/0'] })),
  group(
    'sg-db',
    'kagi-db',
    permission('tcp', 5432, { cidrs: ['0.0.0.0/0'] }),
    permission('tcp', 3306, { cidrs: ['0.0.0.0/0'] }),
  ),
  group('sg-list', 'kagi-list', permission('tcp', 22, { lists: ['pl-world'] })),
  group('sg-inside', 'kagi-inside', permission('-1', undefined, { cidrs: ['10.0.0.0/8'] })),
  group('sg-all', 'kagi-all', permission('-1', undefined, { cidrs: ['0.0.0.0/0'] })),
];

/** Everything that judging a network asks; VPC Block Public Access is off. */
export const VPC: Replies = {
  DescribeSecurityGroups: { securityGroupInfo: { item: GROUPS } },
  DescribeRouteTables: {
    routeTableSet: {
      item: [
        {
          routeTableId: 'rtb-main',
          vpcId: 'vpc-1',
          associationSet: { item: [{ main: true, routeTableId: 'rtb-main' }] },
          routeSet: { item: [{ destinationCidrBlock: '10.0.0.0/16', gatewayId: 'local', state: 'active' }] },
        },
        {
          routeTableId: 'rtb-public',
          vpcId: 'vpc-1',
          associationSet: { item: [{ main: false, routeTableId: 'rtb-public', subnetId: 'subnet-public' }] },
          routeSet: {
            item: [
              { destinationCidrBlock: '10.0.0.0/16', gatewayId: 'local', state: 'active' },
              { destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1', state: 'active' },
            ],
          },
        },
      ],
    },
  },
  DescribeNetworkAcls: {
    networkAclSet: {
      item: [
        {
          networkAclId: 'acl-1',
          vpcId: 'vpc-1',
          associationSet: { item: [{ subnetId: 'subnet-public' }, { subnetId: 'subnet-private' }] },
          entrySet: { item: [...everything(false), ...everything(true)] },
        },
      ],
    },
  },
  DescribeVpcBlockPublicAccessOptions: { vpcBlockPublicAccessOptions: { internetGatewayBlockMode: 'off' } },
  DescribeManagedPrefixLists: {
    prefixListSet: {
      item: [{ prefixListId: 'pl-world', prefixListName: 'kagi-world', ownerId: '111122223333' }],
    },
  },
  GetManagedPrefixListEntries: ({ input }) =>
    input['NextToken'] === undefined
      ? { entrySet: { item: [{ cidr: '0.0.0.0/1' }] }, nextToken: 'more' }
      : { entrySet: { item: [{ cidr: '128.0.0.0/1' }] } },
};
