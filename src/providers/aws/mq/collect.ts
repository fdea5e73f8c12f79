// Reads Amazon MQ through the SDK: brokers, and whether each is public.
import {
  type BrokerSummary,
  DescribeBrokerCommand,
  type DescribeBrokerResponse,
  ListBrokersCommand,
  MqClient,
} from '@aws-sdk/client-mq';
import { ask } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { settleSpots } from '../network/collect.ts';
import { databaseSpots } from '../network/spots.ts';

const TYPE = 'aws.mq.broker';

/** Amazon MQ, live. */
export const mq: RegionalCollector = {
  service: 'mq',
  regional: true,
  collect(place) {
    const client = connect(MqClient, place);
    return readList<BrokerSummary>(place, {
      type: TYPE,
      permission: 'mq:ListBrokers',
      page: async (NextToken) => {
        const answer = await client.send(new ListBrokersCommand({ NextToken, MaxResults: 100 }));
        return { items: answer.BrokerSummaries, next: answer.NextToken };
      },
      read: async ({ BrokerArn: arn = '', BrokerId, BrokerName: name = arn }) => {
        const resource = resourceOf(place, TYPE, arn, name);
        const question = { setting: 'publiclyAccessible', permission: 'mq:DescribeBroker' };
        const answer = await ask(place.calls, { ...question, absent: ['NotFoundException'] }, () =>
          client.send(new DescribeBrokerCommand({ BrokerId })),
        );
        if (answer.state === 'absent') return undefined;
        if (answer.state === 'unknown') {
          resource.unknowns.push(answer.why);
          return resource;
        }
        await settleBroker(resource, place, answer.value);
        return resource;
      },
    });
  },
};

async function settleBroker(
  resource: ReturnType<typeof resourceOf>,
  place: Place,
  broker: DescribeBrokerResponse,
): Promise<void> {
  const { settings } = resource;
  settings['publiclyAccessible'] = broker.PubliclyAccessible ?? null;
  if (broker.EngineType !== undefined) settings['engine'] = broker.EngineType;
  if (broker.BrokerState !== undefined) settings['status'] = broker.BrokerState;
  settings['endpoints'] = (broker.BrokerInstances ?? []).flatMap(({ Endpoints = [], ConsoleURL }) =>
    [...Endpoints, ConsoleURL].flatMap(addressOf),
  );
  if (broker.PubliclyAccessible !== true) return;
  const groups = broker.SecurityGroups ?? [];
  const subnets = (broker.SubnetIds ?? []).map((id) => ({ id }));
  const spots = databaseSpots({ vpc: undefined, groups, subnets });
  if (groups.length > 0) await settleSpots(resource, place, spots);
  // Without security groups it stands in a network of the service.
  else settings['securityGroups'] = null;
}

/** `amqps://b-1.mq.eu-west-1.amazonaws.com:5671`; an address without a port is one of HTTPS. */
function addressOf(endpoint: string | undefined): { host: string; port: number }[] {
  const found = /^[a-z0-9+]+:\/\/([^:/]+)(?::(\d+))?/.exec(endpoint ?? '');
  const [, host, port = '443'] = found ?? [];
  return host === undefined ? [] : [{ host, port: Number(port) }];
}
