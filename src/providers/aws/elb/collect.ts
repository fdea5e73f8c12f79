// Reads load balancers through the SDK: those of today and the classic ones.
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Listing, Resource } from '../../../snapshot/resource.ts';
import { andThen, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { readPages } from '../collecting/pages.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { type Spot, settleSpots } from '../network/collect.ts';
import { classicBalancers } from './collect-classic.ts';

/** Load balancers, live. */
export const elb: RegionalCollector = {
  service: 'elb',
  regional: true,
  async *collect(place) {
    yield* balancers(place);
    yield* classicBalancers(place);
  },
};

const TYPE = 'aws.elb.load-balancer';

function balancers(place: Place): AsyncIterable<Listing | Resource> {
  const client = connect(ElasticLoadBalancingV2Client, place);
  return readList<LoadBalancer>(place, {
    type: TYPE,
    permission: 'elasticloadbalancing:DescribeLoadBalancers',
    page: async (Marker) => {
      const answer = await client.send(new DescribeLoadBalancersCommand({ Marker, PageSize: 400 }));
      return { items: answer.LoadBalancers, next: answer.NextMarker };
    },
    read: async (balancer) => {
      const { LoadBalancerArn: arn = '', LoadBalancerName: name = arn, Scheme, Type, DNSName } = balancer;
      const resource = resourceOf(place, TYPE, arn, name);
      resource.settings['scheme'] = Scheme ?? null;
      resource.settings['dnsName'] = DNSName ?? null;
      if (Type !== undefined) resource.settings['kind'] = Type;
      if (Scheme !== 'internet-facing') return resource;
      const question = {
        setting: 'listeners',
        permission: 'elasticloadbalancing:DescribeListeners',
        absent: ['LoadBalancerNotFound', 'LoadBalancerNotFoundException'],
      };
      const listeners = await readPages(place.calls, question, async (Marker) => {
        const answer = await client.send(
          new DescribeListenersCommand({ LoadBalancerArn: arn, Marker, PageSize: 400 }),
        );
        return { items: answer.Listeners, next: answer.NextMarker };
      });
      if (listeners.state === 'absent') return undefined;
      settle(
        resource,
        'listeners',
        andThen(listeners, (list) => ({
          state: 'present',
          value: list.flatMap(({ Port: port, Protocol: protocol }) =>
            port === undefined || protocol === undefined ? [] : [{ port, protocol }],
          ),
        })),
      );
      await settleSpots(resource, place, spotsOf(balancer));
      return resource;
    },
  });
}

/** Load balancers without security groups are Network Load Balancers that were made without. */
function spotsOf({
  AvailabilityZones = [],
  SecurityGroups = [],
  VpcId,
  IpAddressType,
}: LoadBalancer): Spot[] {
  return AvailabilityZones.flatMap(({ SubnetId }) =>
    SubnetId === undefined
      ? []
      : [
          {
            families: FAMILIES[IpAddressType ?? 'ipv4'] ?? ['ipv4', 'ipv6'],
            ...(SecurityGroups.length > 0 && { groups: SecurityGroups }),
            subnet: SubnetId,
            vpc: VpcId,
          },
        ],
  );
}

const FAMILIES: Record<string, ('ipv4' | 'ipv6')[]> = {
  ipv4: ['ipv4'],
  dualstack: ['ipv4', 'ipv6'],
  'dualstack-without-public-ipv4': ['ipv6'],
};
