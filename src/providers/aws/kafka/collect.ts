// Reads MSK through the SDK. Whether brokers are public is in the list; serverless clusters never are.
import { type Cluster, KafkaClient, ListClustersV2Command } from '@aws-sdk/client-kafka';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { settleSpots } from '../network/collect.ts';
import { databaseSpots } from '../network/spots.ts';

const TYPE = 'aws.kafka.cluster';

/** MSK, live. */
export const kafka: RegionalCollector = {
  service: 'kafka',
  regional: true,
  collect(place) {
    const client = connect(KafkaClient, place);
    return readList<Cluster>(place, {
      type: TYPE,
      permission: 'kafka:ListClustersV2',
      page: async (NextToken) => {
        const answer = await client.send(new ListClustersV2Command({ NextToken, MaxResults: 100 }));
        return { items: answer.ClusterInfoList, next: answer.NextToken };
      },
      read: async ({
        ClusterArn: arn = '',
        ClusterName: name = arn,
        ClusterType,
        Serverless,
        State,
        Provisioned,
      }) => {
        const resource = resourceOf(place, TYPE, arn, name);
        if (State !== undefined) resource.settings['status'] = State;
        const nodes = Provisioned?.BrokerNodeGroupInfo;
        if (nodes === undefined && Serverless === undefined && ClusterType !== 'SERVERLESS') {
          const detail = 'the answer does not say how its brokers are connected';
          resource.unknowns.push({ setting: 'publiclyAccessible', reason: 'malformed', detail });
          return resource;
        }
        const access = nodes?.ConnectivityInfo?.PublicAccess?.Type;
        const open = access !== undefined && access !== 'DISABLED';
        resource.settings['publiclyAccessible'] = open;
        if (!open) return resource;
        const subnets = (nodes?.ClientSubnets ?? []).map((id) => ({ id }));
        const spots = databaseSpots({ vpc: undefined, groups: nodes?.SecurityGroups ?? [], subnets });
        await settleSpots(resource, place, spots);
        return resource;
      },
    });
  },
};
