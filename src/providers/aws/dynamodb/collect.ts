// Reads DynamoDB through the SDK: the tables of a region, their streams, and the policies of both.
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import type { Known, Unknown } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readFound, whyBroken } from '../collecting/children.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type Place, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

const TABLE = 'aws.dynamodb.table';
const STREAM = 'aws.dynamodb.stream';
const GONE = ['ResourceNotFoundException'];

/** DynamoDB, live. Of a table's streams the one that it writes now is read; older ones end within a day. */
export const dynamodb: RegionalCollector = {
  service: 'dynamodb',
  regional: true,
  async *collect(place) {
    const client = connect(DynamoDBClient, place);
    const streams: { arn: string; table: string }[] = [];
    let broken: Unknown | undefined;
    for await (const record of readList(place, {
      type: TABLE,
      permission: 'dynamodb:ListTables',
      page: async (ExclusiveStartTableName) => {
        const answer = await client.send(new ListTablesCommand({ ExclusiveStartTableName, Limit: 100 }));
        return { items: answer.TableNames, next: answer.LastEvaluatedTableName };
      },
      read: async (name) => {
        const arn = `arn:${place.partition}:dynamodb:${place.region}:${place.account}:table/${name}`;
        const asking = { setting: STREAM, permission: 'dynamodb:DescribeTable', absent: GONE };
        const [described, policy] = await Promise.all([
          ask(place.calls, asking, () => client.send(new DescribeTableCommand({ TableName: name }))),
          readPolicy(client, place, arn),
        ]);
        if (described.state === 'absent') return undefined;
        if (described.state === 'unknown') broken ??= described.why;
        const stream = described.state === 'present' ? described.value.Table?.LatestStreamArn : undefined;
        if (stream !== undefined) streams.push({ arn: stream, table: name });
        const table = resourceOf(place, TABLE, arn, name);
        settle(table, 'policy', policy);
        return table;
      },
    })) {
      broken ??= whyBroken(record);
      yield record;
    }
    yield* readFound(place, {
      type: STREAM,
      items: streams,
      broken,
      read: async ({ arn, table }) => {
        const stream = resourceOf(place, STREAM, arn, `${table}/${arn.split('/').at(-1)}`);
        settle(stream, 'policy', await readPolicy(client, place, arn));
        return stream;
      },
    });
  },
};

/** A table that was deleted meanwhile has no policy either. */
async function readPolicy(
  client: DynamoDBClient,
  { calls }: Place,
  ResourceArn: string,
): Promise<Known<object>> {
  const question = {
    setting: 'policy',
    permission: 'dynamodb:GetResourcePolicy',
    absent: ['PolicyNotFoundException', ...GONE],
  };
  const answer = await ask(calls, question, () => client.send(new GetResourcePolicyCommand({ ResourceArn })));
  return andThen(answer, ({ Policy }) => policyIn(Policy));
}
