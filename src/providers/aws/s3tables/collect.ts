// Reads S3 Tables through the SDK: the table buckets of a region and the tables in them, each with its policy.
import {
  GetTableBucketPolicyCommand,
  GetTablePolicyCommand,
  ListTableBucketsCommand,
  ListTablesCommand,
  S3TablesClient,
} from '@aws-sdk/client-s3tables';
import type { Unknown } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readChildren, whyBroken } from '../collecting/children.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

const BUCKET = 'aws.s3tables.bucket';
const TABLE = 'aws.s3tables.table';
/** No policy, or gone. */
const NONE = ['NotFoundException'];

/** S3 Tables, live. */
export const s3tables: RegionalCollector = {
  service: 's3tables',
  regional: true,
  async *collect(place) {
    const client = connect(S3TablesClient, place);
    const buckets: string[] = [];
    let broken: Unknown | undefined;
    const found = readList(place, {
      type: BUCKET,
      permission: 's3tables:ListTableBuckets',
      page: async (continuationToken) => {
        const answer = await client.send(new ListTableBucketsCommand({ continuationToken }));
        return { items: answer.tableBuckets, next: answer.continuationToken };
      },
      read: async ({ arn = '', name = '', ownerAccountId }) => {
        if (ownerAccountId !== undefined && ownerAccountId !== place.account) return undefined;
        const permission = 's3tables:GetTableBucketPolicy';
        const answer = await ask(place.calls, { setting: 'policy', permission, absent: NONE }, () =>
          client.send(new GetTableBucketPolicyCommand({ tableBucketARN: arn })),
        );
        const bucket = resourceOf(place, BUCKET, arn, name);
        settle(
          bucket,
          'policy',
          andThen(answer, ({ resourcePolicy }) => policyIn(resourcePolicy)),
        );
        return bucket;
      },
    });
    for await (const record of found) {
      if (record.record === 'resource') buckets.push(record.id);
      else broken = whyBroken(record);
      yield record;
    }
    yield* readChildren(place, {
      type: TABLE,
      permission: 's3tables:ListTables',
      none: NONE,
      parents: buckets,
      broken,
      page: async (tableBucketARN, continuationToken) => {
        const answer = await client.send(new ListTablesCommand({ tableBucketARN, continuationToken }));
        return { items: answer.tables, next: answer.continuationToken };
      },
      read: async ({ tableARN = '', name = '', namespace: [namespace = ''] = [] }, tableBucketARN) => {
        const permission = 's3tables:GetTablePolicy';
        const answer = await ask(place.calls, { setting: 'policy', permission, absent: NONE }, () =>
          client.send(new GetTablePolicyCommand({ tableBucketARN, namespace, name })),
        );
        const table = resourceOf(place, TABLE, tableARN, `${namespace}.${name}`);
        settle(
          table,
          'policy',
          andThen(answer, ({ resourcePolicy }) => policyIn(resourcePolicy)),
        );
        return table;
      },
    });
  },
};
