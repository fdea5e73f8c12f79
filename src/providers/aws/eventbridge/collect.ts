// Reads EventBridge through the SDK: the event buses of a region; the list brings their policies with it.
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

const TYPE = 'aws.eventbridge.bus';

/** EventBridge, live. */
export const eventbridge: RegionalCollector = {
  service: 'eventbridge',
  regional: true,
  collect(place) {
    const client = connect(EventBridgeClient, place);
    return readList(place, {
      type: TYPE,
      permission: 'events:ListEventBuses',
      page: async (NextToken) => {
        const answer = await client.send(new ListEventBusesCommand({ NextToken, Limit: 100 }));
        return { items: answer.EventBuses, next: answer.NextToken };
      },
      read: async ({ Arn = '', Name, Policy }) => {
        const bus = resourceOf(place, TYPE, Arn, Name ?? Arn);
        settle(bus, 'policy', policyIn(Policy));
        return bus;
      },
    });
  },
};
