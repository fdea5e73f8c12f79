// SNS: what topics there are, what their policies say, and who can use them by that.
import { afterEach, describe, expect, test } from '@jest/globals';
import { sns as collector } from '../../../../src/providers/aws/sns/collect.ts';
import { sns } from '../../../../src/providers/aws/sns/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, exposures, judged, type Made, PARTNER, policy, UNREAD } from '../by-policy.ts';

const ARN = 'arn:aws:sns:eu-west-1:111122223333:orders';

function topic(settings: Record<string, unknown>): Made {
  return { type: 'aws.sns.topic', id: ARN, settings };
}

const ANYONE = policy(allow('*', 'sns:Publish', { Resource: ARN }));

describe('who can use a topic', () => {
  test.each<[string, Made, string[]]>([
    [
      'the policy that a topic has from the start',
      topic({
        policy: {
          Version: '2008-10-17',
          Statement: [
            allow({ AWS: '*' }, ['SNS:Publish', 'SNS:Subscribe', 'SNS:DeleteTopic'], {
              Resource: ARN,
              Condition: { StringEquals: { 'AWS:SourceOwner': '111122223333' } },
            }),
          ],
        },
      }),
      [],
    ],
    ['anyone may publish', topic({ policy: ANYONE }), ['anyone write open']],
    [
      'another account',
      topic({ policy: policy(allow({ AWS: PARTNER }, ['sns:Subscribe', 'sns:Publish'])) }),
      [`named-outsider read,write open aws-account ${PARTNER}`],
    ],
    [
      'alarms of anybody',
      topic({ policy: policy(allow({ Service: 'cloudwatch.amazonaws.com' }, 'sns:Publish')) }),
      ['named-outsider write open aws-service cloudwatch.amazonaws.com'],
    ],
    ['the policy could not be read', topic({ policy: undefined }), [UNREAD]],
  ])('%s', (_name, given, expected) => {
    expect(judged(sns, given)).toEqual(expected);
  });

  test('a cure is a line with the changed document', () => {
    const [open] = exposures(sns, topic({ policy: ANYONE }));
    expect(
      open?.cures?.some(({ command }) =>
        command?.startsWith(`aws sns set-topic-attributes --topic-arn ${ARN} `),
      ),
    ).toBe(true);
  });
});

describe('reading', () => {
  let server: OperationsServer | undefined;
  afterEach(async () => await server?.stop());

  async function read(replies: Replies) {
    server = await serveOperations(replies);
    return await collected(collector.collect(server.place));
  }
  const plain = ARN.replace('orders', 'plain');

  test('all pages, a policy, none, and one that is gone', async () => {
    const records = await read({
      ListTopics: ({ input }) =>
        input['NextToken'] === undefined
          ? { Topics: { member: [{ TopicArn: ARN }, { TopicArn: plain }] }, NextToken: 'two' }
          : { Topics: { member: [{ TopicArn: ARN.replace('orders', 'gone') }] } },
      GetTopicAttributes: ({ input }) =>
        input['TopicArn'] === ARN
          ? { Attributes: { entry: [{ key: 'Policy', value: JSON.stringify(ANYONE) }] } }
          : input['TopicArn'] === plain
            ? { Attributes: { entry: [{ key: 'DisplayName', value: 'plain' }] } }
            : fails(404, 'NotFound'),
    });
    expect(records).toMatchObject([
      { type: 'aws.sns.topic', id: ARN, name: 'orders', region: 'eu-west-1', settings: { policy: ANYONE } },
      { id: plain, settings: { policy: null }, unknowns: [] },
      { record: 'listing', type: 'aws.sns.topic', state: 'complete', seen: 2, region: 'eu-west-1' },
    ]);
  });

  test('a denied list, and a denied topic, are unknown', async () => {
    expect(await read({ ListTopics: denies('AuthorizationError') })).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'sns:ListTopics' },
    ]);
    await server?.stop();
    const records = await read({
      ListTopics: { Topics: { member: [{ TopicArn: ARN }] } },
      GetTopicAttributes: denies('AuthorizationError'),
    });
    expect(records[0]).toMatchObject({
      settings: {},
      unknowns: [{ setting: 'policy', reason: 'denied', permission: 'sns:GetTopicAttributes' }],
    });
  });
});
