// DynamoDB: tables and streams, and who may use them.
import { afterEach, describe, expect, test } from '@jest/globals';
import { dynamodb as collector } from '../../../../src/providers/aws/dynamodb/collect.ts';
import { dynamodb } from '../../../../src/providers/aws/dynamodb/service.ts';
import {
  collected,
  denies,
  fails,
  type OperationsServer,
  type Replies,
  serveOperations,
} from '../../../servers/operations.ts';
import { allow, controlled, exposures, judged, type Made, PARTNER, policy, UNREAD } from '../by-policy.ts';

const ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
const STREAM = `${ARN}/stream/2026-01-02T03:04:05.678`;
const THEM = { AWS: `arn:aws:iam::${PARTNER}:root` };

function table(settings: Record<string, unknown>, more: Partial<Made> = {}): Made {
  return { type: 'aws.dynamodb.table', id: ARN, settings, ...more };
}

describe('who can use a table', () => {
  const shared = policy(
    allow(THEM, ['dynamodb:GetItem', 'dynamodb:Query'], { Resource: [ARN, `${ARN}/index/*`] }),
  );
  test.each<[string, Made, string[]]>([
    ['no policy', table({ policy: null }), []],
    [
      'another account reads',
      table({ policy: shared }),
      [`named-outsider list,read open aws-account ${PARTNER}`],
    ],
    [
      'an index alone',
      table({ policy: policy(allow(THEM, 'dynamodb:Query', { Resource: `${ARN}/index/by-day` })) }),
      [`named-outsider list open aws-account ${PARTNER}`],
    ],
    [
      'shut by the organization',
      table({ policy: shared }, { account: controlled('dynamodb:*') }),
      [`named-outsider list,read shut-by aws-account ${PARTNER}`],
    ],
    ['the policy could not be read', table({ policy: undefined }), [UNREAD]],
    [
      'another account reads the stream',
      {
        type: 'aws.dynamodb.stream',
        id: STREAM,
        settings: {
          policy: policy(
            allow(THEM, ['dynamodb:GetRecords', 'dynamodb:GetShardIterator'], { Resource: STREAM }),
          ),
        },
      },
      [`named-outsider read open aws-account ${PARTNER}`],
    ],
  ])('%s', (_name, given, expected) => {
    expect(judged(dynamodb, given)).toEqual(expected);
  });

  test('the policy of the right thing is taken away', () => {
    const [open] = exposures(dynamodb, table({ policy: shared }));
    expect(open?.cures?.map(({ command }) => command)).toContain(
      `aws dynamodb delete-resource-policy --resource-arn ${ARN} --region eu-west-1`,
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
  const SHARED = policy(allow(THEM, 'dynamodb:GetItem', { Resource: ARN }));
  const ORDINARY: Replies = {
    ListTables: { TableNames: ['orders'] },
    DescribeTable: { Table: { TableName: 'orders', LatestStreamArn: STREAM } },
    GetResourcePolicy: ({ input }) =>
      input['ResourceArn'] === ARN
        ? { Policy: JSON.stringify(SHARED) }
        : fails(400, 'PolicyNotFoundException'),
  };

  test('all pages, streams, and a table that is gone', async () => {
    const records = await read({
      ListTables: ({ input }) =>
        input['ExclusiveStartTableName'] === undefined
          ? { TableNames: ['orders'], LastEvaluatedTableName: 'orders' }
          : { TableNames: ['plain', 'gone'] },
      DescribeTable: ({ input }) => {
        if (input['TableName'] === 'gone') return fails(400, 'ResourceNotFoundException');
        return { Table: input['TableName'] === 'orders' ? { LatestStreamArn: STREAM } : {} };
      },
    });
    expect(records).toMatchObject([
      { type: 'aws.dynamodb.table', id: ARN, name: 'orders', settings: { policy: SHARED } },
      { name: 'plain', settings: { policy: null }, unknowns: [] },
      { type: 'aws.dynamodb.table', state: 'complete', seen: 2 },
      { type: 'aws.dynamodb.stream', id: STREAM, settings: { policy: null } },
      { type: 'aws.dynamodb.stream', state: 'complete', seen: 1 },
    ]);
  });

  test('denied: the list, the description, the policies', async () => {
    expect(await read({ ListTables: denies() })).toMatchObject([
      { type: 'aws.dynamodb.table', state: 'unknown', permission: 'dynamodb:ListTables' },
      { type: 'aws.dynamodb.stream', state: 'unknown', permission: 'dynamodb:ListTables' },
    ]);
    await server?.stop();
    expect(await read({ DescribeTable: denies() })).toMatchObject([
      { settings: { policy: SHARED }, unknowns: [] },
      { type: 'aws.dynamodb.table', state: 'complete', seen: 1 },
      { type: 'aws.dynamodb.stream', state: 'unknown', seen: 0, permission: 'dynamodb:DescribeTable' },
    ]);
    await server?.stop();
    expect((await read({ GetResourcePolicy: denies() }))[0]).toMatchObject({
      unknowns: [{ setting: 'policy', reason: 'denied', permission: 'dynamodb:GetResourcePolicy' }],
    });
  });
});
