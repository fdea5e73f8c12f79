// Reads Classic Load Balancers through the SDK. Their listeners are in the list.
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingClient,
  type LoadBalancerDescription,
} from '@aws-sdk/client-elastic-load-balancing';
import type { Listing, Resource } from '../../../snapshot/resource.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place } from '../collector.ts';
import { settleSpots } from '../network/collect.ts';
import { databaseSpots } from '../network/spots.ts';

const TYPE = 'aws.elb.classic-load-balancer';

export function classicBalancers(place: Place): AsyncIterable<Listing | Resource> {
  const client = connect(ElasticLoadBalancingClient, place);
  const { partition, region, account } = place;
  return readList<LoadBalancerDescription>(place, {
    type: TYPE,
    permission: 'elasticloadbalancing:DescribeLoadBalancers',
    page: async (Marker) => {
      const answer = await client.send(new DescribeLoadBalancersCommand({ Marker, PageSize: 400 }));
      return { items: answer.LoadBalancerDescriptions, next: answer.NextMarker };
    },
    read: async (balancer) => {
      const { LoadBalancerName: name = '', Scheme, Subnets = [], SecurityGroups = [], VPCId } = balancer;
      const arn = `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/${name}`;
      const resource = resourceOf(place, TYPE, arn, name);
      resource.settings['scheme'] = Scheme ?? null;
      resource.settings['kind'] = 'classic';
      resource.settings['dnsName'] = balancer.DNSName ?? null;
      if (Scheme !== 'internet-facing') return resource;
      resource.settings['listeners'] = (balancer.ListenerDescriptions ?? []).flatMap(({ Listener }) =>
        Listener?.LoadBalancerPort === undefined
          ? []
          : [{ port: Listener.LoadBalancerPort, protocol: Listener.Protocol ?? 'TCP' }],
      );
      const subnets = Subnets.map((id) => ({ id }));
      const spots = databaseSpots({ vpc: VPCId, groups: SecurityGroups, subnets });
      await settleSpots(resource, place, spots);
      return resource;
    },
  });
}
