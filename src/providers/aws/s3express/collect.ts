// Reads directory buckets through the SDK: those of a region and their policies.
import { GetBucketPolicyCommand, ListDirectoryBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { connect, type RegionalCollector } from '../collector.ts';
import { policyIn } from '../policy/project.ts';

/** Directory buckets, live. They are not in the list of the other buckets, and answer at an address of their own in each region. */
export const s3express: RegionalCollector = {
  service: 's3express',
  regional: true,
  collect(place) {
    // Policies are asked of the control address, which takes no sessions; a given endpoint would be taken for the other one.
    const client = connect(S3Client, place, { forcePathStyle: true, disableS3ExpressSessionAuth: true });
    return readList(place, {
      type: 'aws.s3express.bucket',
      permission: 's3express:ListAllMyDirectoryBuckets',
      page: async (ContinuationToken) => {
        const answer = await client.send(new ListDirectoryBucketsCommand({ ContinuationToken }));
        return { items: answer.Buckets, next: answer.ContinuationToken };
      },
      read: async ({ Name = '' }) => {
        const permission = 's3express:GetBucketPolicy';
        const question = { setting: 'policy', permission, absent: ['NoSuchBucketPolicy'] };
        const answer = await ask(place.calls, question, () =>
          client.send(new GetBucketPolicyCommand({ Bucket: Name })),
        );
        if (answer.state === 'unknown' && answer.why.detail?.startsWith('NoSuchBucket') === true)
          return undefined;
        const arn = `arn:${place.partition}:s3express:${place.region}:${place.account}:bucket/${Name}`;
        const bucket = resourceOf(place, 'aws.s3express.bucket', arn, Name);
        settle(
          bucket,
          'policy',
          andThen(answer, ({ Policy }) => policyIn(Policy)),
        );
        return bucket;
      },
    });
  },
};
