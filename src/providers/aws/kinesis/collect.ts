// Reads Kinesis through the SDK: the data streams of a region, their registered consumers, and the policies of both.
import {
  GetResourcePolicyCommand,
  KinesisClient,
  ListStreamConsumersCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-kinesis';
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readChildren, whyBroken } from '../collecting/children.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

const STREAM = 'aws.kinesis.stream';
const CONSUMER = 'aws.kinesis.consumer';
const NONE = ['ResourceNotFoundException'];

/** Kinesis, live. */
export const kinesis: RegionalCollector = {
  service: 'kinesis',
  regional: true,
  async *collect(place) {
    const client = connect(KinesisClient, place);
    const streams: string[] = [];
    let broken: Unknown | undefined;
    for await (const record of readList(place, {
      type: STREAM,
      permission: 'kinesis:ListStreams',
      page: async (NextToken) => {
        const answer = await client.send(new ListStreamsCommand({ NextToken }));
        return {
          items: answer.StreamSummaries,
          next: answer.HasMoreStreams === true ? answer.NextToken : undefined,
        };
      },
      read: async ({ StreamARN = '', StreamName }) => {
        streams.push(StreamARN);
        const stream = resourceOf(place, STREAM, StreamARN, StreamName ?? StreamARN);
        settle(stream, 'policy', await readPolicy(client, place, StreamARN));
        return stream;
      },
    })) {
      broken ??= whyBroken(record);
      yield record;
    }
    yield* readChildren(place, {
      type: CONSUMER,
      permission: 'kinesis:ListStreamConsumers',
      none: NONE,
      parents: streams,
      broken,
      page: async (StreamARN, NextToken) => {
        const answer = await client.send(new ListStreamConsumersCommand({ StreamARN, NextToken }));
        return { items: answer.Consumers, next: answer.NextToken };
      },
      read: async ({ ConsumerARN = '', ConsumerName }) => {
        const consumer = resourceOf(place, CONSUMER, ConsumerARN, ConsumerName ?? ConsumerARN);
        settle(consumer, 'policy', await readPolicy(client, place, ConsumerARN));
        return consumer;
      },
    });
  },
};

/** Without a policy the answer is empty, an empty object, or that there is none; the API reference does not say which. */
async function readPolicy(
  client: KinesisClient,
  { calls }: Place,
  ResourceARN: string,
): Promise<Known<object>> {
  const question = { setting: 'policy', permission: 'kinesis:GetResourcePolicy', absent: NONE };
  const answer = await ask(calls, question, () => client.send(new GetResourcePolicyCommand({ ResourceARN })));
  return andThen(answer, ({ Policy }) => policyIn(Policy === '{}' ? undefined : Policy));
}
