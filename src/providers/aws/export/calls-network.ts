// What is reached by network or shared by an attribute of it: the calls that save it.
import type { ExportCalls } from './calls.ts';

export const NETWORK_CALLS: ExportCalls[] = [
  {
    service: 'cloudfront',
    global: true,
    each: [
      {
        of: 'list-distributions',
        names: 'DistributionList.Items[].Id',
        option: '--id',
        calls: ['get-distribution-config'],
      },
    ],
  },
  {
    service: 'ec2',
    calls: [
      'describe-instances',
      'describe-network-interfaces',
      'describe-security-groups',
      'describe-route-tables',
      'describe-network-acls',
      'describe-vpc-block-public-access-options',
      'describe-vpc-block-public-access-exclusions',
      'get-image-block-public-access-state',
      'get-snapshot-block-public-access-state',
    ],
    each: [
      {
        of: 'describe-images --owners self --include-disabled',
        names: 'Images[].ImageId',
        option: '--attribute launchPermission --image-id',
        calls: ['describe-image-attribute'],
      },
      {
        of: 'describe-snapshots --owner-ids self',
        names: 'Snapshots[].SnapshotId',
        option: '--attribute createVolumePermission --snapshot-id',
        calls: ['describe-snapshot-attribute'],
      },
      {
        of: 'describe-managed-prefix-lists',
        names: 'PrefixLists[].PrefixListId',
        option: '--prefix-list-id',
        calls: ['get-managed-prefix-list-entries'],
      },
      {
        of: 'describe-fpga-images --owners self',
        names: 'FpgaImages[].FpgaImageId',
        option: '--attribute loadPermission --fpga-image-id',
        calls: ['describe-fpga-image-attribute'],
      },
    ],
  },
  {
    service: 'elb',
    calls: ['describe-load-balancers'],
  },
  {
    service: 'elbv2',
    each: [
      {
        of: 'describe-load-balancers',
        names: 'LoadBalancers[].LoadBalancerArn',
        option: '--load-balancer-arn',
        calls: ['describe-listeners'],
      },
    ],
  },
  {
    service: 'rds',
    calls: ['describe-db-instances'],
    each: [
      {
        of: 'describe-db-snapshots --snapshot-type manual',
        names: 'DBSnapshots[].DBSnapshotIdentifier',
        option: '--db-snapshot-identifier',
        calls: ['describe-db-snapshot-attributes'],
      },
      {
        of: 'describe-db-cluster-snapshots --snapshot-type manual',
        names: 'DBClusterSnapshots[].DBClusterSnapshotIdentifier',
        option: '--db-cluster-snapshot-identifier',
        calls: ['describe-db-cluster-snapshot-attributes'],
      },
    ],
  },
  {
    service: 'redshift',
    calls: [
      'describe-clusters',
      'describe-cluster-subnet-groups',
      'describe-cluster-snapshots --snapshot-type manual',
    ],
  },
  {
    service: 'kafka',
    calls: ['list-clusters-v2'],
  },
  {
    service: 'mq',
    each: [
      {
        of: 'list-brokers',
        names: 'BrokerSummaries[].BrokerId',
        option: '--broker-id',
        calls: ['describe-broker'],
      },
    ],
  },
  {
    service: 'eks',
    each: [{ of: 'list-clusters', names: 'clusters[]', option: '--name', calls: ['describe-cluster'] }],
  },
  {
    service: 'dms',
    calls: ['describe-replication-instances'],
  },
  {
    service: 'lightsail',
    calls: ['get-instances', 'get-buckets', 'get-relational-databases'],
  },
];
