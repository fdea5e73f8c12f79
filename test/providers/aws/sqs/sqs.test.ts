// SQS: what queues there are, what their policies say, and who can use them by that.
import { afterEach, describe, expect, test } from '@jest/globals';
import { sqs as collector } from '../../../../src/providers/aws/sqs/collect.ts';
import { sqs } from '../../../../src/providers/aws/sqs/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, controlled, exposures, judged, type Made, PARTNER, policy, UNREAD } from '../by-policy.ts';

const ARN = 'arn:aws:sqs:eu-west-1:111122223333:orders';

function queue(settings: Record<string, unknown>, more: Partial<Made> = {}): Made {
  return { type: 'aws.sqs.queue', id: ARN, settings, ...more };
}

const ANYONE = policy(allow('*', 'sqs:SendMessage', { Resource: ARN }));

describe('who can use a queue', () => {
  test.each<[string, Made, string[]]>([
    ['no policy: the owner alone', queue({ policy: null }), []],
    ['anyone may send', queue({ policy: ANYONE }), ['anyone write open']],
    [
      'anyone may do anything: what never crosses accounts stays shut',
      queue({ policy: policy(allow('*', 'sqs:*', { Resource: ARN })) }),
      ['anyone read,write,delete,meta open'],
    ],
    [
      'another account, as AddPermission writes it',
      queue({
        policy: {
          Version: '2008-10-17',
          Statement: [
            allow({ AWS: `arn:aws:iam::${PARTNER}:root` }, 'SQS:ReceiveMessage', { Resource: ARN }),
          ],
        },
      }),
      [`named-outsider read open aws-account ${PARTNER}`],
    ],
    [
      'a topic of the account',
      queue({
        policy: policy(
          allow({ Service: 'sns.amazonaws.com' }, 'sqs:SendMessage', {
            Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:orders' } },
          }),
        ),
      }),
      [],
    ],
    [
      'buckets of anybody',
      queue({ policy: policy(allow({ Service: 's3.amazonaws.com' }, 'sqs:SendMessage')) }),
      ['named-outsider write open aws-service s3.amazonaws.com'],
    ],
    [
      'a policy for another queue',
      queue({ policy: policy(allow('*', 'sqs:*', { Resource: `${ARN}-2` })) }),
      [],
    ],
    ['the policy could not be read', queue({ policy: undefined }), [UNREAD]],
    [
      'shut by the organization',
      queue({ policy: ANYONE }, { account: controlled('sqs:*') }),
      // What somebody wider has, too, is not said twice, shut or not.
      ['anyone write shut-by'],
    ],
  ])('%s', (_name, given, expected) => {
    expect(judged(sqs, given)).toEqual(expected);
  });

  test('a proof, and lines that close it at the right queue of the right region', () => {
    const [open] = exposures(
      sqs,
      queue({ policy: policy(allow('*', ['sqs:SendMessage', 'sqs:GetQueueAttributes'])) }),
    );
    expect(open?.witness).toMatchObject({ checked: true });
    expect(open?.witness?.command).toBe(
      'aws sqs get-queue-attributes --queue-url https://sqs.eu-west-1.amazonaws.com/111122223333/orders --attribute-names All --region eu-west-1 --no-sign-request',
    );
    const commands = open?.cures?.map(({ command }) => command);
    expect(commands?.[0]).toContain('--queue-url https://sqs.eu-west-1.amazonaws.com/111122223333/orders');
    expect(commands?.[0]).toMatch(/--region eu-west-1$/);
  });
});

describe('reading', () => {
  let server: OperationsServer | undefined;
  afterEach(async () => await server?.stop());

  async function read(replies: Replies) {
    server = await serveOperations(replies);
    const records = await collected(collector.collect(server.place));
    return { records, asked: server.asked.map(({ name, input }) => [name, input] as const) };
  }
  const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/111122223333/${name}`;

  test('all pages, a policy, none, and one that is gone', async () => {
    const { records, asked } = await read({
      ListQueues: ({ input }) =>
        input['NextToken'] === undefined
          ? { QueueUrls: [url('orders'), url('plain')], NextToken: 'two' }
          : { QueueUrls: [url('gone.fifo')] },
      GetQueueAttributes: ({ input }) =>
        input['QueueUrl'] === url('orders')
          ? { Attributes: { Policy: JSON.stringify(ANYONE) } }
          : input['QueueUrl'] === url('plain')
            ? {}
            : fails(400, 'com.amazonaws.sqs#QueueDoesNotExist'),
    });
    expect(records).toMatchObject([
      { type: 'aws.sqs.queue', id: ARN, name: 'orders', region: 'eu-west-1', settings: { policy: ANYONE } },
      { id: `${ARN.replace('orders', 'plain')}`, settings: { policy: null }, unknowns: [] },
      { record: 'listing', type: 'aws.sqs.queue', state: 'complete', seen: 2, region: 'eu-west-1' },
    ]);
    // Without a size there would be no second page.
    expect(asked[0]).toEqual(['ListQueues', { MaxResults: 1000 }]);
  });

  test('a denied list, and a denied queue, are unknown', async () => {
    const list = await read({ ListQueues: denies() });
    expect(list.records).toMatchObject([
      { state: 'unknown', reason: 'denied', permission: 'sqs:ListQueues' },
    ]);
    await server?.stop();
    const one = await read({
      ListQueues: { QueueUrls: [url('orders')] },
      GetQueueAttributes: denies('AccessDenied'),
    });
    expect(one.records[0]).toMatchObject({
      settings: {},
      unknowns: [{ setting: 'policy', reason: 'denied', permission: 'sqs:GetQueueAttributes' }],
    });
  });

  test('a policy that cannot be read is unknown', async () => {
    const { records } = await read({
      ListQueues: { QueueUrls: [url('orders')] },
      GetQueueAttributes: { Attributes: { Policy: '{"Statement": [' } },
    });
    expect(records[0]).toMatchObject({ unknowns: [{ setting: 'policy', reason: 'malformed' }] });
  });
});
