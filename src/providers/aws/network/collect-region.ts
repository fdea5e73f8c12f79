// Reads the network of a region through the SDK: each list when it is first needed, and once for all services.
import {
  DescribeManagedPrefixListsCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcBlockPublicAccessExclusionsCommand,
  DescribeVpcBlockPublicAccessOptionsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
  type IpPermission,
  type RouteTable,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import type { Known } from '../../../snapshot/resource.ts';
import { andThen } from '../collecting/ask.ts';
import { readPages } from '../collecting/pages.ts';
import { connect, type Place } from '../collector.ts';
import { once } from './once.ts';
import { type FindList, ingressRule, inspectsIngress, listsOf, networkAcl } from './project.ts';
import type { IngressRule, NetworkAcl } from './reach.ts';

type PrefixList = NonNullable<IngressRule['prefixLists']>[number];

/** What is kept of a security group. */
export type Group = Pick<
  SecurityGroup,
  'GroupId' | 'GroupName' | 'IpPermissions' | 'OwnerId' | 'VpcId' | 'SecurityGroupArn'
>;

/** The network of one region. Every list is asked for when it is first needed, and once. */
export interface RegionNetwork {
  groups(): Promise<Known<Map<string, Group>>>;
  /** A permission with its prefix lists resolved. */
  rules(permissions: IpPermission[]): Promise<IngressRule[]>;
  routes(): Promise<Known<Routes>>;
  acls(): Promise<Known<Map<string, NetworkAcl>>>;
  block(): Promise<Known<{ mode: string; exempt: Set<string> }>>;
  lists(ids: string[]): Promise<FindList>;
}

export interface Routes {
  bySubnet: Map<string, RouteTable>;
  mainOf: Map<string, RouteTable>;
  /** VPCs whose internet gateway sends what comes in through something first. */
  inspecting: Set<string>;
}

/** Nothing is asked yet. */
export function newNetwork(place: Place): RegionNetwork {
  const { calls } = place;
  const client = connect(EC2Client, place);
  const groups = once(async () =>
    andThen(
      await readPages(
        calls,
        { setting: 'securityGroups', permission: 'ec2:DescribeSecurityGroups' },
        async (NextToken) => {
          const answer = await client.send(
            new DescribeSecurityGroupsCommand({ NextToken, MaxResults: 1000 }),
          );
          return { items: answer.SecurityGroups?.map(kept), next: answer.NextToken };
        },
      ),
      (list) => ({ state: 'present', value: new Map(list.map((group) => [group.GroupId ?? '', group])) }),
    ),
  );
  const routes = once(async () =>
    andThen(
      await readPages(
        calls,
        { setting: 'subnets', permission: 'ec2:DescribeRouteTables' },
        async (NextToken) => {
          const answer = await client.send(new DescribeRouteTablesCommand({ NextToken, MaxResults: 100 }));
          return { items: answer.RouteTables, next: answer.NextToken };
        },
      ),
      (tables) => ({ state: 'present', value: sortedTables(tables) }),
    ),
  );
  const acls = once(async () =>
    andThen(
      await readPages(
        calls,
        { setting: 'networkAcls', permission: 'ec2:DescribeNetworkAcls' },
        async (NextToken) => {
          const answer = await client.send(new DescribeNetworkAclsCommand({ NextToken, MaxResults: 1000 }));
          return { items: answer.NetworkAcls, next: answer.NextToken };
        },
      ),
      (list) => {
        const bySubnet = new Map<string, NetworkAcl>();
        for (const acl of list.map(networkAcl)) for (const subnet of acl.subnets) bySubnet.set(subnet, acl);
        return { state: 'present', value: bySubnet };
      },
    ),
  );
  const block = once(() => readBlock(client, calls));
  const owners = once(async () =>
    andThen(
      await readPages(
        calls,
        { setting: 'securityGroups', permission: 'ec2:DescribeManagedPrefixLists' },
        async (NextToken) => {
          const answer = await client.send(
            new DescribeManagedPrefixListsCommand({ NextToken, MaxResults: 100 }),
          );
          return { items: answer.PrefixLists, next: answer.NextToken };
        },
      ),
      (list) => ({ state: 'present', value: new Map(list.map((one) => [one.PrefixListId ?? '', one])) }),
    ),
  );
  const entries = new Map<string, Promise<PrefixList>>();
  const readList = async (id: string): Promise<PrefixList> => {
    const [named, listed] = await Promise.all([
      owners(),
      readPages(
        calls,
        { setting: 'securityGroups', permission: 'ec2:GetManagedPrefixListEntries' },
        async (NextToken) => {
          const answer = await client.send(
            new GetManagedPrefixListEntriesCommand({ PrefixListId: id, NextToken, MaxResults: 100 }),
          );
          return { items: answer.Entries, next: answer.NextToken };
        },
      ),
    ]);
    const { PrefixListName: name, OwnerId: owner } =
      (named.state === 'present' ? named.value.get(id) : undefined) ?? {};
    const base = { id, ...(name !== undefined && { name }), ...(owner !== undefined && { owner }) };
    if (listed.state === 'present') return { ...base, cidrs: listed.value.flatMap(({ Cidr }) => Cidr ?? []) };
    if (listed.state === 'absent') return { ...base, unread: { reason: 'missing' } };
    const { reason, permission, detail } = listed.why;
    return {
      ...base,
      unread: {
        reason,
        ...(permission !== undefined && { permission }),
        ...(detail !== undefined && { detail }),
      },
    };
  };
  const lists = async (ids: string[]): Promise<FindList> => {
    const found = new Map<string, PrefixList>();
    for (const id of new Set(ids)) {
      const reading = entries.get(id) ?? readList(id);
      entries.set(id, reading);
      found.set(id, await reading);
    }
    return (id) => found.get(id) ?? { id };
  };
  const rules = async (permissions: IpPermission[]) => {
    const list = await lists(listsOf(permissions));
    return permissions.map((permission) => ingressRule(permission, list));
  };
  return { groups, routes, acls, block, lists, rules };
}

/** Egress rules and tags are not. */
function kept({ GroupId, GroupName, IpPermissions, OwnerId, VpcId, SecurityGroupArn }: SecurityGroup): Group {
  return { GroupId, GroupName, IpPermissions, OwnerId, VpcId, SecurityGroupArn };
}

function sortedTables(tables: RouteTable[]): Routes {
  const found: Routes = { bySubnet: new Map(), mainOf: new Map(), inspecting: new Set() };
  for (const table of tables) {
    const { VpcId = '', Associations = [] } = table;
    if (inspectsIngress(table)) found.inspecting.add(VpcId);
    for (const { SubnetId, Main } of Associations) {
      if (SubnetId !== undefined) found.bySubnet.set(SubnetId, table);
      if (Main === true) found.mainOf.set(VpcId, table);
    }
  }
  return found;
}

/** Absent when it is off. The exclusions matter only where it is on; without them nothing is known to be spared. */
async function readBlock(
  client: EC2Client,
  calls: Place['calls'],
): Promise<Known<{ mode: string; exempt: Set<string> }>> {
  const about = { setting: 'vpcBlockPublicAccess', permission: 'ec2:DescribeVpcBlockPublicAccessOptions' };
  const answer = await readPages(calls, about, async () => {
    const { VpcBlockPublicAccessOptions } = await client.send(
      new DescribeVpcBlockPublicAccessOptionsCommand({}),
    );
    return { items: [VpcBlockPublicAccessOptions] };
  });
  if (answer.state !== 'present') return answer;
  const mode = answer.value[0]?.InternetGatewayBlockMode ?? '';
  if (mode === 'off') return { state: 'absent' };
  if (mode === '')
    return { state: 'unknown', why: { ...about, reason: 'malformed', detail: 'the answer names no mode' } };
  const question = { ...about, permission: 'ec2:DescribeVpcBlockPublicAccessExclusions' };
  const exclusions = await readPages(calls, question, async (NextToken) => {
    const page = await client.send(
      new DescribeVpcBlockPublicAccessExclusionsCommand({ NextToken, MaxResults: 1000 }),
    );
    return { items: page.VpcBlockPublicAccessExclusions, next: page.NextToken };
  });
  return andThen(exclusions, (list) => {
    const exempt = new Set<string>();
    for (const { InternetGatewayExclusionMode, ResourceArn = '', State = '' } of list)
      if (InternetGatewayExclusionMode === 'allow-bidirectional' && /^(create|update)-complete$/.test(State))
        exempt.add(ResourceArn.split('/').at(-1) ?? '');
    return { state: 'present', value: { mode, exempt } };
  });
}
