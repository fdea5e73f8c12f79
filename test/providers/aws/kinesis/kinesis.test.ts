// Kinesis: data streams and consumers, and who may use them.
import { afterEach, describe, expect, test } from '@jest/globals';
import { kinesis as collector } from '../../../../src/providers/aws/kinesis/collect.ts';
import { kinesis } from '../../../../src/providers/aws/kinesis/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, exposures, judged, type Made, PARTNER, policy, UNREAD } from '../by-policy.ts';

const ARN = 'arn:aws:kinesis:eu-west-1:111122223333:stream/clicks';
const CONSUMER = `${ARN}/consumer/reports:1700000000`;
const THEM = { AWS: `arn:aws:iam::${PARTNER}:root` };
const READ = ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStreamSummary'];

function stream(settings: Record<string, unknown>): Made {
  return { type: 'aws.kinesis.stream', id: ARN, settings };
}

describe('who can use a stream', () => {
  test.each<[string, Made, string[]]>([
    ['no policy', stream({ policy: null }), []],
    [
      'another account reads',
      stream({ policy: policy(allow(THEM, READ, { Resource: ARN })) }),
      [`named-outsider read,meta open aws-account ${PARTNER}`],
    ],
    [
      'every account writes',
      stream({ policy: policy(allow('*', 'kinesis:PutRecord', { Resource: ARN })) }),
      ['anyone-registered write open aws-account'],
    ],
    ['the policy could not be read', stream({ policy: undefined }), [UNREAD]],
    [
      'another account subscribes to a consumer',
      {
        type: 'aws.kinesis.consumer',
        id: CONSUMER,
        settings: { policy: policy(allow(THEM, 'kinesis:SubscribeToShard', { Resource: CONSUMER })) },
      },
      [`named-outsider read open aws-account ${PARTNER}`],
    ],
  ])('%s', (_name, given, expected) => {
    expect(judged(kinesis, given)).toEqual(expected);
  });

  test('the policy of the right thing is taken away', () => {
    const [open] = exposures(
      kinesis,
      stream({ policy: policy(allow('*', 'kinesis:PutRecord', { Resource: ARN })) }),
    );
    expect(open?.cures?.map(({ command }) => command)).toContain(
      `aws kinesis delete-resource-policy --resource-arn ${ARN} --region eu-west-1`,
    );
  });
});

describe('reading', () => {
  let server: OperationsServer | undefined;
  afterEach(async () => await server?.stop());

  async function read(replies: Replies) {
    server = await serveOperations({ ...ORDINARY, ...replies });
    return await collected(collector.collect(server.place));
  }
  const SHARED = policy(allow(THEM, READ, { Resource: ARN }));
  const named = (name: string) => ({ StreamName: name, StreamARN: ARN.replace('clicks', name) });
  const ORDINARY: Replies = {
    ListStreams: { StreamSummaries: [named('clicks')], HasMoreStreams: false },
    GetResourcePolicy: { Policy: JSON.stringify(SHARED) },
    ListStreamConsumers: { Consumers: [{ ConsumerName: 'reports', ConsumerARN: CONSUMER }] },
  };

  test('all pages of streams and consumers; every way to say that there is no policy', async () => {
    const records = await read({
      ListStreams: ({ input }) =>
        input['NextToken'] === undefined
          ? { StreamSummaries: [named('clicks'), named('empty')], HasMoreStreams: true, NextToken: 'two' }
          : { StreamSummaries: [named('none'), named('blank')], HasMoreStreams: false },
      GetResourcePolicy: ({ input }) => {
        const arn = String(input['ResourceARN']);
        if (arn === ARN) return { Policy: JSON.stringify(SHARED) };
        if (arn.endsWith('empty')) return { Policy: '{}' };
        return arn.endsWith('none') ? fails(400, 'ResourceNotFoundException') : {};
      },
      ListStreamConsumers: ({ input }) => {
        if (input['StreamARN'] !== ARN) return fails(400, 'ResourceNotFoundException');
        return input['NextToken'] === undefined
          ? { Consumers: [{ ConsumerName: 'reports', ConsumerARN: CONSUMER }], NextToken: 'two' }
          : { Consumers: [{ ConsumerName: 'alarms', ConsumerARN: CONSUMER.replace('reports', 'alarms') }] };
      },
    });
    expect(records).toMatchObject([
      { type: 'aws.kinesis.stream', id: ARN, name: 'clicks', settings: { policy: SHARED } },
      { name: 'empty', settings: { policy: null }, unknowns: [] },
      { name: 'none', settings: { policy: null }, unknowns: [] },
      { name: 'blank', settings: { policy: null }, unknowns: [] },
      { type: 'aws.kinesis.stream', state: 'complete', seen: 4 },
      { type: 'aws.kinesis.consumer', id: CONSUMER, name: 'reports', settings: { policy: null } },
      { name: 'alarms' },
      { type: 'aws.kinesis.consumer', state: 'complete', seen: 2 },
    ]);
  });

  test('a denied list of streams leaves both unknown', async () => {
    expect(await read({ ListStreams: denies() })).toMatchObject([
      { type: 'aws.kinesis.stream', state: 'unknown', permission: 'kinesis:ListStreams' },
      { type: 'aws.kinesis.consumer', state: 'unknown', reason: 'denied', permission: 'kinesis:ListStreams' },
    ]);
  });

  test('a denied list of consumers, and a denied policy', async () => {
    expect((await read({ ListStreamConsumers: denies() })).at(-1)).toMatchObject({
      type: 'aws.kinesis.consumer',
      state: 'unknown',
      permission: 'kinesis:ListStreamConsumers',
    });
    await server?.stop();
    const records = await read({ GetResourcePolicy: denies() });
    for (const index of [0, 2])
      expect(records[index]).toMatchObject({
        unknowns: [{ setting: 'policy', reason: 'denied', permission: 'kinesis:GetResourcePolicy' }],
      });
  });
});
