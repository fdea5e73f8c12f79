// Reads Redshift through the SDK: clusters, and the subnets of those that are public.
import {
  type Cluster,
  DescribeClusterSubnetGroupsCommand,
  DescribeClustersCommand,
  RedshiftClient,
} from '@aws-sdk/client-redshift';
import { readList, resourceOf } from '../collecting/listed.ts';
import { readPages } from '../collecting/pages.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { settleSpots } from '../network/collect.ts';
import { once } from '../network/once.ts';
import { databaseSpots } from '../network/spots.ts';

const TYPE = 'aws.redshift.cluster';

/** Redshift, live. */
export const redshift: RegionalCollector = {
  service: 'redshift',
  regional: true,
  collect(place) {
    const client = connect(RedshiftClient, place);
    const groups = once(() =>
      readPages(
        place.calls,
        { setting: 'interfaces', permission: 'redshift:DescribeClusterSubnetGroups' },
        async (Marker) => {
          const answer = await client.send(
            new DescribeClusterSubnetGroupsCommand({ Marker, MaxRecords: 100 }),
          );
          return { items: answer.ClusterSubnetGroups, next: answer.Marker };
        },
      ),
    );
    return readList<Cluster>(place, {
      type: TYPE,
      permission: 'redshift:DescribeClusters',
      page: async (Marker) => {
        const answer = await client.send(new DescribeClustersCommand({ Marker, MaxRecords: 100 }));
        return { items: answer.Clusters, next: answer.Marker };
      },
      read: async (cluster) => {
        const { ClusterIdentifier: name = '', Endpoint, ClusterStatus, PubliclyAccessible } = cluster;
        const arn = `arn:${place.partition}:redshift:${place.region}:${place.account}:cluster:${name}`;
        const resource = resourceOf(place, TYPE, arn, name);
        const { settings } = resource;
        settings['publiclyAccessible'] = PubliclyAccessible ?? null;
        settings['endpoint'] = Endpoint?.Address ?? null;
        settings['port'] = Endpoint?.Port ?? null;
        if (ClusterStatus !== undefined) settings['status'] = ClusterStatus;
        if (PubliclyAccessible !== true) return resource;
        const listed = await groups();
        if (listed.state === 'unknown') {
          resource.unknowns.push(listed.why);
          return resource;
        }
        const group = (listed.state === 'present' ? listed.value : []).find(
          (one) => one.ClusterSubnetGroupName === cluster.ClusterSubnetGroupName,
        );
        const spots = databaseSpots({
          vpc: cluster.VpcId,
          groups: (cluster.VpcSecurityGroups ?? []).flatMap((one) => one.VpcSecurityGroupId ?? []),
          subnets: (group?.Subnets ?? []).flatMap(({ SubnetIdentifier, SubnetAvailabilityZone }) =>
            SubnetIdentifier === undefined
              ? []
              : [{ id: SubnetIdentifier, zone: SubnetAvailabilityZone?.Name }],
          ),
          zones: [cluster.AvailabilityZone],
        });
        await settleSpots(resource, place, spots);
        return resource;
      },
    });
  },
};
