// Reads CloudWatch Logs through the SDK: the resource policies and the destinations of a region. The lists hold the policies.
import {
  CloudWatchLogsClient,
  DescribeDestinationsCommand,
  DescribeResourcePoliciesCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

/** CloudWatch Logs, live. Policies of single log groups are not listed by the service: they are asked for group by group, and are not read. */
export const logs: RegionalCollector = {
  service: 'logs',
  regional: true,
  async *collect(place) {
    const client = connect(CloudWatchLogsClient, place);
    const { partition, region, account } = place;
    yield* readList(place, {
      type: 'aws.logs.resource-policy',
      permission: 'logs:DescribeResourcePolicies',
      page: async (nextToken) => {
        const answer = await client.send(new DescribeResourcePoliciesCommand({ nextToken }));
        return { items: answer.resourcePolicies, next: answer.nextToken };
      },
      read: async ({ policyName = '', policyDocument }) => {
        const arn = `arn:${partition}:logs:${region}:${account}:resource-policy:${policyName}`;
        const policy = resourceOf(place, 'aws.logs.resource-policy', arn, policyName);
        settle(policy, 'policy', policyIn(policyDocument));
        return policy;
      },
    });
    yield* readList(place, {
      type: 'aws.logs.destination',
      permission: 'logs:DescribeDestinations',
      page: async (nextToken) => {
        const answer = await client.send(new DescribeDestinationsCommand({ nextToken }));
        return { items: answer.destinations, next: answer.nextToken };
      },
      read: async ({ destinationName = '', arn, accessPolicy }) => {
        const id = arn ?? `arn:${partition}:logs:${region}:${account}:destination:${destinationName}`;
        const destination = resourceOf(place, 'aws.logs.destination', id, destinationName);
        settle(destination, 'policy', policyIn(accessPolicy));
        return destination;
      },
    });
  },
};
