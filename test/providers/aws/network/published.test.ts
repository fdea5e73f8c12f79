// Services with a switch "publicly accessible": Redshift, DMS, MSK, Amazon MQ, each by its own answers.
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Assessment, Context } from '../../../../src/exposure.ts';
import type { RegionalCollector } from '../../../../src/providers/aws/collector.ts';
import { analyseDms } from '../../../../src/providers/aws/dms/analyse.ts';
import { dms } from '../../../../src/providers/aws/dms/collect.ts';
import { analyseKafka } from '../../../../src/providers/aws/kafka/analyse.ts';
import { kafka } from '../../../../src/providers/aws/kafka/collect.ts';
import { analyseMq } from '../../../../src/providers/aws/mq/analyse.ts';
import { mq } from '../../../../src/providers/aws/mq/collect.ts';
import { analyseRedshift } from '../../../../src/providers/aws/redshift/analyse.ts';
import { redshift } from '../../../../src/providers/aws/redshift/collect.ts';
import type { Resource } from '../../../../src/snapshot/resource.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { contextOf, inShort } from './judged.ts';
import { GROUPS, group, permission, VPC } from './vpc.ts';

let server: OperationsServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

interface Read {
  collector: RegionalCollector;
  analyse(resource: Resource, context: Context): Assessment;
}
async function read({ collector, analyse }: Read, replies: Replies) {
  server = await serveOperations({ ...VPC, ...replies });
  const records = await collected(collector.collect(server.place));
  const judged: Record<string, string[]> = {};
  for (const record of records)
    if (record.record === 'resource') judged[record.name] = inShort(analyse(record, contextOf()));
  return {
    judged,
    listing: records.find((one) => one.record === 'listing'),
    asked: server.asked.map(({ name }) => name),
  };
}
const DENIED = denies('UnauthorizedOperation');

describe('Redshift', () => {
  const service = { collector: redshift, analyse: analyseRedshift };
  const cluster = (ClusterIdentifier: string, more: object = {}) => ({
    ClusterIdentifier,
    ClusterStatus: 'available',
    PubliclyAccessible: true,
    VpcId: 'vpc-1',
    AvailabilityZone: 'eu-west-1a',
    ClusterSubnetGroupName: 'subnets',
    Endpoint: { Address: `${ClusterIdentifier}.example`, Port: 5439 },
    VpcSecurityGroups: { VpcSecurityGroup: [{ VpcSecurityGroupId: 'sg-all' }] },
    ...more,
  });
  const ESTATE: Replies = {
    DescribeClusters: ({ input }) =>
      input['Marker'] === undefined
        ? { Clusters: { Cluster: [cluster('open')] }, Marker: 'two' }
        : {
            Clusters: {
              Cluster: [
                cluster('closed', { PubliclyAccessible: false }),
                cluster('paused', { ClusterStatus: 'paused' }),
                cluster('inside', {
                  VpcSecurityGroups: { VpcSecurityGroup: [{ VpcSecurityGroupId: 'sg-inside' }] },
                }),
              ],
            },
          },
    DescribeClusterSubnetGroups: {
      ClusterSubnetGroups: {
        ClusterSubnetGroup: [
          {
            ClusterSubnetGroupName: 'subnets',
            VpcId: 'vpc-1',
            Subnets: {
              Subnet: [
                { SubnetIdentifier: 'subnet-public', SubnetAvailabilityZone: { Name: 'eu-west-1a' } },
                { SubnetIdentifier: 'subnet-private', SubnetAvailabilityZone: { Name: 'eu-west-1b' } },
              ],
            },
          },
        ],
      },
    },
  };

  test('clusters over several pages', async () => {
    const { judged, listing, asked } = await read(service, ESTATE);
    expect(listing).toMatchObject({ type: 'aws.redshift.cluster', state: 'complete', seen: 4 });
    expect(judged).toEqual({
      open: ['anyone database-port tcp/5439 open'],
      closed: [],
      paused: ['anyone database-port tcp/5439 shut-by'],
      inside: [],
    });
    expect(asked.filter((name) => name === 'DescribeClusterSubnetGroups')).toHaveLength(1);
  });

  test.each([
    ['DescribeClusterSubnetGroups', ['anyone unknown']],
    ['DescribeSecurityGroups', ['anyone database-port unknown']],
    ['DescribeRouteTables', ['anyone database-port tcp/5439 open-unless']],
  ])('%s denied', async (operation, expected) => {
    const { judged } = await read(service, { ...ESTATE, [operation]: DENIED });
    expect(judged['open']).toEqual(expected);
    expect(judged['closed']).toEqual([]);
  });

  test('the list denied', async () => {
    const { listing } = await read(service, { ...ESTATE, DescribeClusters: DENIED });
    expect(listing).toMatchObject({ state: 'unknown', permission: 'redshift:DescribeClusters' });
  });
});

describe('DMS', () => {
  const service = { collector: dms, analyse: analyseDms };
  const instance = (name: string, PubliclyAccessible: boolean, groupId: string) => ({
    ReplicationInstanceArn: `arn:aws:dms:eu-west-1:111122223333:rep:${name}`,
    ReplicationInstanceIdentifier: name,
    ReplicationInstanceStatus: 'available',
    PubliclyAccessible,
    AvailabilityZone: 'eu-west-1a',
    VpcSecurityGroups: [{ VpcSecurityGroupId: groupId }],
    ReplicationSubnetGroup: {
      VpcId: 'vpc-1',
      Subnets: [{ SubnetIdentifier: 'subnet-public', SubnetAvailabilityZone: { Name: 'eu-west-1a' } }],
    },
  });
  const ESTATE: Replies = {
    DescribeReplicationInstances: {
      ReplicationInstances: [
        instance('open', true, 'sg-all'),
        instance('quiet', true, 'sg-inside'),
        instance('closed', false, 'sg-all'),
      ],
    },
  };

  test('replication instances', async () => {
    const { judged, listing } = await read(service, ESTATE);
    expect(listing).toMatchObject({ type: 'aws.dms.replication-instance', state: 'complete', seen: 3 });
    expect(judged).toEqual({ open: ['anyone all-ports tcp/0-65535 open'], quiet: [], closed: [] });
  });

  test('the list denied', async () => {
    const { listing } = await read(service, { DescribeReplicationInstances: denies() });
    expect(listing).toMatchObject({
      state: 'unknown',
      reason: 'denied',
      permission: 'dms:DescribeReplicationInstances',
    });
  });
});

describe('MSK', () => {
  const service = { collector: kafka, analyse: analyseKafka };
  const cluster = (name: string, type: string, groupId: string) => ({
    clusterArn: `arn:aws:kafka:eu-west-1:111122223333:cluster/${name}/1`,
    clusterName: name,
    state: 'ACTIVE',
    provisioned: {
      numberOfBrokerNodes: 1,
      brokerNodeGroupInfo: {
        clientSubnets: ['subnet-public'],
        securityGroups: [groupId],
        connectivityInfo: { publicAccess: { type } },
      },
    },
  });
  const GROUP = {
    DescribeSecurityGroups: {
      securityGroupInfo: {
        item: [
          ...GROUPS,
          group(
            'sg-kafka',
            'kafka',
            permission('tcp', 9198, { cidrs: ['0.0.0.0/0'] }),
            permission('tcp', 9092, { cidrs: ['0.0.0.0/0'] }),
          ),
        ],
      },
    },
  };
  const ESTATE: Replies = {
    ...GROUP,
    'GET /api/v2/clusters': {
      clusterInfoList: [
        cluster('open', 'SERVICE_PROVIDED_EIPS', 'sg-kafka'),
        cluster('quiet', 'SERVICE_PROVIDED_EIPS', 'sg-inside'),
        cluster('closed', 'DISABLED', 'sg-kafka'),
        {
          clusterArn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/serverless/1',
          clusterName: 'serverless',
          serverless: { vpcConfigs: [{ subnetIds: ['subnet-public'] }] },
        },
      ],
    },
  };

  test('clusters', async () => {
    const { judged, listing } = await read(service, ESTATE);
    expect(listing).toMatchObject({ type: 'aws.kafka.cluster', state: 'complete', seen: 4 });
    expect(judged).toEqual({
      open: ['anyone database-port tcp/9198 open'],
      quiet: [],
      closed: [],
      serverless: [],
    });
  });

  test('a subnet without a route table of its own has that of its VPC, which its security group tells', async () => {
    const { judged } = await read(service, {
      ...ESTATE,
      DescribeRouteTables: {
        routeTableSet: {
          item: [
            {
              routeTableId: 'rtb-main',
              vpcId: 'vpc-1',
              associationSet: { item: [{ main: true }] },
              routeSet: { item: [] },
            },
          ],
        },
      },
    });
    expect(judged['open']).toEqual([]);
  });

  test('the list denied', async () => {
    const { listing } = await read(service, { 'GET /api/v2/clusters': fails(403, 'ForbiddenException') });
    expect(listing).toMatchObject({ state: 'unknown', reason: 'denied', permission: 'kafka:ListClustersV2' });
  });
});

describe('Amazon MQ', () => {
  const service = { collector: mq, analyse: analyseMq };
  const broker = (engine: string, publiclyAccessible: boolean, more: object) => ({
    engineType: engine,
    brokerState: 'RUNNING',
    publiclyAccessible,
    subnetIds: ['subnet-public'],
    brokerInstances: [
      {
        endpoints: ['ssl://b-1.mq.example:61617', 'amqp+ssl://b-1.mq.example:5671'],
        consoleURL: 'https://b-1.mq.example:8162',
      },
    ],
    ...more,
  });
  const summaries = (names: string[]) =>
    names.map((brokerName) => ({
      brokerArn: `arn:aws:mq:eu-west-1:111122223333:broker:${brokerName}:b-${brokerName}`,
      brokerId: `b-${brokerName}`,
      brokerName,
    }));
  const ESTATE: Replies = {
    'GET /v1/brokers': ({ query }) =>
      query.get('nextToken') === null
        ? { brokerSummaries: summaries(['open', 'quiet']), nextToken: 'two' }
        : { brokerSummaries: summaries(['rabbit', 'closed', 'gone']) },
    'GET /v1/brokers/b-open': broker('ACTIVEMQ', true, { securityGroups: ['sg-all'] }),
    'GET /v1/brokers/b-quiet': broker('ACTIVEMQ', true, { securityGroups: ['sg-inside'] }),
    'GET /v1/brokers/b-rabbit': broker('RABBITMQ', true, {
      securityGroups: [],
      brokerInstances: [{ endpoints: ['amqps://b-2.mq.example:5671'], consoleURL: 'https://b-2.mq.example' }],
    }),
    'GET /v1/brokers/b-closed': broker('ACTIVEMQ', false, { securityGroups: ['sg-all'] }),
    'GET /v1/brokers/b-gone': fails(404, 'NotFoundException'),
  };

  test('brokers over several pages', async () => {
    const { judged, listing } = await read(service, ESTATE);
    expect(listing).toMatchObject({ type: 'aws.mq.broker', state: 'complete', seen: 4 });
    expect(judged).toEqual({
      open: [
        'anyone database-port tcp/5671 open',
        'anyone database-port tcp/8162 open',
        'anyone database-port tcp/61617 open',
      ],
      quiet: [],
      rabbit: ['anyone database-port tcp/443 open', 'anyone database-port tcp/5671 open'],
      closed: [],
    });
  });

  test('a broker that may not be described', async () => {
    const { judged } = await read(service, {
      ...ESTATE,
      'GET /v1/brokers/b-open': fails(403, 'ForbiddenException'),
    });
    expect(judged['open']).toEqual(['anyone unknown']);
  });

  test('the list denied', async () => {
    const { listing } = await read(service, { 'GET /v1/brokers': fails(403, 'ForbiddenException') });
    expect(listing).toMatchObject({ state: 'unknown', reason: 'denied', permission: 'mq:ListBrokers' });
  });
});
