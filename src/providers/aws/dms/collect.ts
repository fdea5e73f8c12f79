// Reads Database Migration Service through the SDK: its replication instances.
import {
  DatabaseMigrationServiceClient,
  DescribeReplicationInstancesCommand,
  type ReplicationInstance,
} from '@aws-sdk/client-database-migration-service';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { settleSpots } from '../network/collect.ts';
import { databaseSpots } from '../network/spots.ts';

const TYPE = 'aws.dms.replication-instance';

/** Database Migration Service, live. */
export const dms: RegionalCollector = {
  service: 'dms',
  regional: true,
  collect(place) {
    const client = connect(DatabaseMigrationServiceClient, place);
    return readList<ReplicationInstance>(place, {
      type: TYPE,
      permission: 'dms:DescribeReplicationInstances',
      page: async (Marker) => {
        const answer = await client.send(
          new DescribeReplicationInstancesCommand({ Marker, MaxRecords: 100 }),
        );
        return { items: answer.ReplicationInstances, next: answer.Marker };
      },
      read: async (instance) => {
        const { ReplicationInstanceArn: arn = '', ReplicationInstanceIdentifier: name = arn } = instance;
        const resource = resourceOf(place, TYPE, arn, name);
        resource.settings['publiclyAccessible'] = instance.PubliclyAccessible ?? null;
        const status = instance.ReplicationInstanceStatus;
        if (status !== undefined) resource.settings['status'] = status;
        if (instance.PubliclyAccessible !== true) return resource;
        const { VpcId, Subnets = [] } = instance.ReplicationSubnetGroup ?? {};
        const spots = databaseSpots({
          vpc: VpcId,
          groups: (instance.VpcSecurityGroups ?? []).flatMap((one) => one.VpcSecurityGroupId ?? []),
          subnets: Subnets.flatMap(({ SubnetIdentifier, SubnetAvailabilityZone }) =>
            SubnetIdentifier === undefined
              ? []
              : [{ id: SubnetIdentifier, zone: SubnetAvailabilityZone?.Name }],
          ),
          zones: [instance.AvailabilityZone, instance.SecondaryAvailabilityZone],
        });
        await settleSpots(resource, place, spots);
        return resource;
      },
    });
  },
};
