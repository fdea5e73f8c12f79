// Reads SNS through the SDK: the topics of a region and their access policies.
import { GetTopicAttributesCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

/** SNS, live. A topic that was deleted after it had been listed answers NotFound. */
export const sns: RegionalCollector = {
  service: 'sns',
  regional: true,
  collect(place) {
    const client = connect(SNSClient, place);
    return readList(place, {
      type: 'aws.sns.topic',
      permission: 'sns:ListTopics',
      page: async (NextToken) => {
        const answer = await client.send(new ListTopicsCommand({ NextToken }));
        return { items: answer.Topics, next: answer.NextToken };
      },
      read: async ({ TopicArn = '' }) => {
        const question = {
          setting: 'policy',
          permission: 'sns:GetTopicAttributes',
          absent: ['NotFound', 'NotFoundException'],
        };
        const answer = await ask(place.calls, question, () =>
          client.send(new GetTopicAttributesCommand({ TopicArn })),
        );
        if (answer.state === 'absent') return undefined;
        const topic = resourceOf(place, 'aws.sns.topic', TopicArn, TopicArn.split(':').at(-1) ?? TopicArn);
        settle(
          topic,
          'policy',
          andThen(answer, ({ Attributes }) => policyIn(Attributes?.['Policy'])),
        );
        return topic;
      },
    });
  },
};
