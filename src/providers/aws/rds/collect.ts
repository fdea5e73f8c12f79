// Reads RDS through the SDK: the database instances of a region. DocumentDB and Neptune answer to the same API.
import { type DBInstance, DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { settleSpots } from '../network/collect.ts';
import { databaseSpots } from '../network/spots.ts';

/** RDS, live. */
export const rds: RegionalCollector = {
  service: 'rds',
  regional: true,
  collect(place) {
    const client = connect(RDSClient, place);
    return readList<DBInstance>(place, {
      type: 'aws.rds.instance',
      permission: 'rds:DescribeDBInstances',
      page: async (Marker) => {
        const answer = await client.send(new DescribeDBInstancesCommand({ Marker, MaxRecords: 100 }));
        return { items: answer.DBInstances, next: answer.Marker };
      },
      read: async (instance) => {
        const { DBInstanceArn = '', DBInstanceIdentifier = DBInstanceArn, Endpoint } = instance;
        const resource = resourceOf(place, 'aws.rds.instance', DBInstanceArn, DBInstanceIdentifier);
        const { settings } = resource;
        settings['publiclyAccessible'] = instance.PubliclyAccessible ?? null;
        settings['endpoint'] = Endpoint?.Address ?? null;
        settings['port'] = Endpoint?.Port ?? null;
        if (instance.Engine !== undefined) settings['engine'] = instance.Engine;
        if (instance.DBInstanceStatus !== undefined) settings['status'] = instance.DBInstanceStatus;
        if (instance.PubliclyAccessible !== true) return resource;
        const { VpcId, Subnets = [] } = instance.DBSubnetGroup ?? {};
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
