// Reads SQS through the SDK: the queues of a region and their access policies.
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

/** Without a size of page, ListQueues answers with 1,000 queues and no token for the rest (SQS API reference, "ListQueues"). */
const MOST_QUEUES = 1000;
/** The queue was deleted after it had been listed; the older name is what the query API calls it. */
const GONE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

/** SQS, live. Requests go to the endpoint of the region, never to the host in the URL of a queue. */
export const sqs: RegionalCollector = {
  service: 'sqs',
  regional: true,
  collect(place) {
    const client = connect(SQSClient, place, { useQueueUrlAsEndpoint: false });
    return readList(place, {
      type: 'aws.sqs.queue',
      permission: 'sqs:ListQueues',
      page: async (NextToken) => {
        const answer = await client.send(new ListQueuesCommand({ NextToken, MaxResults: MOST_QUEUES }));
        return { items: answer.QueueUrls, next: answer.NextToken };
      },
      read: async (QueueUrl) => {
        const question = { setting: 'policy', permission: 'sqs:GetQueueAttributes', absent: GONE };
        const answer = await ask(place.calls, question, () =>
          client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] })),
        );
        if (answer.state === 'absent') return undefined;
        const name = QueueUrl.split('/').at(-1) ?? QueueUrl;
        const arn = `arn:${place.partition}:sqs:${place.region}:${place.account}:${name}`;
        const queue = resourceOf(place, 'aws.sqs.queue', arn, name);
        settle(
          queue,
          'policy',
          andThen(answer, ({ Attributes }) => policyIn(Attributes?.Policy)),
        );
        return queue;
      },
    });
  },
};
