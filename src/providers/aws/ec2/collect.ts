// Reads EC2 through the SDK: instances, network interfaces, security groups of a region.
import {
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
  type Instance,
  type NetworkInterface,
} from '@aws-sdk/client-ec2';
import type { Known, Listing, Resource } from '../../../snapshot/resource.ts';
import { settle } from '../collecting/ask.ts';
import { listingOf, readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { networkOf, settleNetwork } from '../network/collect.ts';
import { countGuards, elsewhere, type Guards, nameOf, spotOf } from './project.ts';

/** EC2, live. */
export const ec2: RegionalCollector = {
  service: 'ec2',
  regional: true,
  async *collect(place) {
    const client = connect(EC2Client, place);
    yield* instances(place, client);
    const guards = new Map<string, Guards>();
    let seen: Known<undefined> = { state: 'absent' };
    for await (const record of interfaces(place, client, guards)) {
      if (record.record === 'listing' && record.state !== 'complete') seen = unreadList(record);
      yield record;
    }
    yield* groups(place, guards, seen);
  },
};

const INSTANCE = 'aws.ec2.instance';
const INTERFACE = 'aws.ec2.network-interface';
const GROUP = 'aws.ec2.security-group';

function arn({ partition, region, account }: Place, kind: string, id: string): string {
  return `arn:${partition}:ec2:${region}:${account}:${kind}/${id}`;
}

function instances(place: Place, client: EC2Client): AsyncIterable<Listing | Resource> {
  return readList<Instance>(place, {
    type: INSTANCE,
    permission: 'ec2:DescribeInstances',
    page: async (NextToken) => {
      const answer = await client.send(new DescribeInstancesCommand({ NextToken, MaxResults: 1000 }));
      return { items: answer.Reservations?.flatMap((one) => one.Instances ?? []), next: answer.NextToken };
    },
    read: async ({ InstanceId: id = '', State, Tags, NetworkInterfaces = [], VpcId, MetadataOptions }) => {
      const state = State?.Name;
      if (state === 'terminated' || state === 'shutting-down') return undefined;
      const resource = resourceOf(place, INSTANCE, arn(place, 'instance', id), nameOf(Tags) ?? id);
      if (state !== undefined) resource.settings['state'] = state;
      const { HttpTokens, HttpEndpoint } = MetadataOptions ?? {};
      if (HttpTokens !== undefined) resource.settings['metadataTokens'] = HttpTokens;
      if (HttpEndpoint !== undefined) resource.settings['metadataEndpoint'] = HttpEndpoint;
      const spots = NetworkInterfaces.flatMap((one) => spotOf({ VpcId, ...one }));
      resource.settings['interfaces'] = spots.map(({ vpc: _vpc, ...spot }) => spot);
      if (spots.length > 0) await settleNetwork(resource, place, spots);
      return resource;
    },
  });
}

/** Interfaces with a public address that no other resource speaks for; all of them are counted behind their groups. */
function interfaces(
  place: Place,
  client: EC2Client,
  guards: Map<string, Guards>,
): AsyncIterable<Listing | Resource> {
  return readList<NetworkInterface>(place, {
    type: INTERFACE,
    permission: 'ec2:DescribeNetworkInterfaces',
    page: async (NextToken) => {
      const answer = await client.send(new DescribeNetworkInterfacesCommand({ NextToken, MaxResults: 1000 }));
      return { items: answer.NetworkInterfaces, next: answer.NextToken };
    },
    read: async (one) => {
      const [spot] = spotOf(one);
      countGuards(guards, one, spot !== undefined);
      if (spot === undefined || elsewhere(one)) return undefined;
      const { NetworkInterfaceId: id = '', TagSet, Description, Status } = one;
      const name = nameOf(TagSet) ?? (Description || id);
      const resource = resourceOf(place, INTERFACE, arn(place, 'network-interface', id), name);
      if (Status !== undefined) resource.settings['state'] = Status;
      const { vpc: _vpc, ...shown } = spot;
      resource.settings['interfaces'] = [shown];
      await settleNetwork(resource, place, [spot]);
      return resource;
    },
  });
}

function unreadList({ reason = 'failed', permission, detail }: Listing): Known<undefined> {
  const why = {
    setting: 'guards',
    reason,
    ...(permission !== undefined && { permission }),
    ...(detail !== undefined && { detail }),
  };
  return { state: 'unknown', why };
}

async function* groups(
  place: Place,
  guards: Map<string, Guards>,
  seen: Known<undefined>,
): AsyncIterable<Listing | Resource> {
  const network = networkOf(place);
  const listed = await network.groups();
  if (listed.state === 'unknown') {
    yield listingOf(GROUP, place, 0, listed.why);
    return;
  }
  let count = 0;
  for (const [id, group] of listed.state === 'present' ? listed.value : []) {
    // A group of a VPC that another account shares with this one is that account's.
    if (group.OwnerId !== undefined && group.OwnerId !== place.account) continue;
    const name = group.GroupName ?? id;
    const resource = resourceOf(place, GROUP, arn(place, 'security-group', id), name);
    const rules = await network.rules(group.IpPermissions ?? []);
    resource.settings['securityGroups'] = [{ id, name, rules }];
    const behind = guards.get(id) ?? { interfaces: 0, public: 0 };
    settle(resource, 'guards', seen.state === 'unknown' ? seen : { state: 'present', value: behind });
    count += 1;
    yield resource;
  }
  yield listingOf(GROUP, place, count);
}
