// Reads S3 Tables through the SDK: the table buckets of a region and their policies.
import {
  GetTableBucketPolicyCommand,
  ListTableBucketsCommand,
  S3TablesClient,
} from '@aws-sdk/client-s3tables';
import { andThen, ask, settle } from '../ask.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { readList, resourceOf } from '../listed.ts';
import { policyIn } from '../policy/project.ts';

/** S3 Tables, live. Policies of single tables are not read: they would need a call a table. */
export const s3tables: RegionalCollector = {
  service: 's3tables',
  regional: true,
  collect(place) {
    const client = connect(S3TablesClient, place);
    return readList(place, {
      type: 'aws.s3tables.bucket',
      permission: 's3tables:ListTableBuckets',
      page: async (continuationToken) => {
        const answer = await client.send(new ListTableBucketsCommand({ continuationToken }));
        return { items: answer.tableBuckets, next: answer.continuationToken };
      },
      read: async ({ arn = '', name = '', ownerAccountId }) => {
        if (ownerAccountId !== undefined && ownerAccountId !== place.account) return undefined;
        const question = {
          setting: 'policy',
          permission: 's3tables:GetTableBucketPolicy',
          absent: ['NotFoundException'],
        };
        const answer = await ask(place.calls, question, () =>
          client.send(new GetTableBucketPolicyCommand({ tableBucketARN: arn })),
        );
        const bucket = resourceOf(place, 'aws.s3tables.bucket', arn, name);
        settle(
          bucket,
          'policy',
          andThen(answer, ({ resourcePolicy }) => policyIn(resourcePolicy)),
        );
        return bucket;
      },
    });
  },
};
