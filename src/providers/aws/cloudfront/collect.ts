// Reads CloudFront through the SDK: distributions, and the policies of the buckets behind them.
import {
  CloudFrontClient,
  type DistributionSummary,
  GetDistributionConfigCommand,
  ListDistributionsCommand,
} from '@aws-sdk/client-cloudfront';
import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import type { Known } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../collecting/ask.ts';
import { readList, resourceOf } from '../collecting/listed.ts';
import { type Collector, connect } from '../collector.ts';
import { policyIn } from '../policy/project.ts';
import type { Session } from '../session/session.ts';
import { type Access, allows, type Origin } from './asks.ts';
import type { Distribution } from './distribution.generated.ts';
import { bucketOf, distributionOf } from './project.ts';

type Bucket = NonNullable<Distribution['buckets']>[number];

/** CloudFront, live. It is global. */
export const cloudfront: Collector = {
  service: 'cloudfront',
  collect(session) {
    const client = connect(CloudFrontClient, { ...session, region: session.home });
    const buckets = bucketReader(session);
    return readList<DistributionSummary>(session, {
      type: 'aws.cloudfront.distribution',
      permission: 'cloudfront:ListDistributions',
      page: async (Marker) => {
        const { DistributionList } = await client.send(
          new ListDistributionsCommand({ Marker, MaxItems: 100 }),
        );
        return { items: DistributionList?.Items, next: DistributionList?.NextMarker };
      },
      read: async (summary) => {
        const { ARN: arn = '', Id: id = arn } = summary;
        const name = summary.Aliases?.Items?.[0] ?? summary.DomainName ?? id;
        const resource = resourceOf(session, 'aws.cloudfront.distribution', arn, name);
        const settings = distributionOf(summary);
        const { origins = [], enabled } = settings;
        const open = enabled === false ? [] : origins.filter(({ bucket }) => bucket !== undefined);
        const hosts = new Map(open.map(({ bucket = '', domain }) => [bucket, domain]));
        settings.buckets = await Promise.all([...hosts].map(([bucket, host]) => buckets(bucket, host)));
        resource.settings = { ...settings };
        const lists = open.some((origin) => mayList(origin, settings.buckets ?? [], arn, session));
        if (!lists) return resource;
        const question = { setting: 'rootObject', permission: 'cloudfront:GetDistributionConfig' };
        const config = await ask(session.calls, { ...question, absent: ['NoSuchDistribution'] }, () =>
          client.send(new GetDistributionConfigCommand({ Id: id })),
        );
        if (config.state === 'absent') return undefined;
        settle(
          resource,
          'rootObject',
          andThen(config, ({ DistributionConfig }): Known<string> => {
            const root = DistributionConfig?.DefaultRootObject;
            return root ? { state: 'present', value: root } : { state: 'absent' };
          }),
        );
        return resource;
      },
    });
  },
};

/** The default root object matters only where the bucket lets the distribution list it. */
function mayList(origin: Origin, buckets: Bucket[], id: string, { partition, account }: Session): boolean {
  const { policy, unread } = buckets.find(({ name }) => name === origin.bucket) ?? {};
  if (unread !== undefined) return origin.access !== 'unsigned' && origin.access !== 'website';
  if (policy === undefined || policy === null) return false;
  const list: Access = 'list';
  return allows(policy, origin, list, { id, partition, account, now: 0 }).answer !== 'denied';
}

/** Reads the policy of each bucket once, however many distributions stand in front of it. */
function bucketReader(session: Session): (bucket: string, host: string) => Promise<Bucket> {
  const clients = new Map<string, S3Client>();
  const known = new Map<string, Promise<Bucket>>();
  const clientOf = (region: string) => {
    const made =
      clients.get(region) ??
      connect(S3Client, { ...session, region }, { forcePathStyle: true, followRegionRedirects: true });
    clients.set(region, made);
    return made;
  };
  const read = async (name: string, host: string): Promise<Bucket> => {
    const client = clientOf(bucketOf(host)?.region ?? session.home);
    const question = { setting: 'buckets', permission: 's3:GetBucketPolicy' };
    let gone = false;
    const answer = await ask(
      session.calls,
      { ...question, absent: ['NoSuchBucketPolicy', 'NoSuchBucket'] },
      () =>
        client.send(new GetBucketPolicyCommand({ Bucket: name })).catch((error: unknown) => {
          gone = error instanceof Error && error.name === 'NoSuchBucket';
          throw error;
        }),
    );
    const policy = andThen(answer, ({ Policy }) => policyIn(Policy));
    if (gone) return { name, missing: true };
    if (policy.state === 'present') return { name, policy: policy.value };
    if (policy.state === 'absent') return { name, policy: null };
    const { reason, permission, detail } = policy.why;
    return {
      name,
      unread: {
        reason,
        ...(permission !== undefined && { permission }),
        ...(detail !== undefined && { detail }),
      },
    };
  };
  return (name, host) => {
    const reading = known.get(name) ?? read(name, host);
    known.set(name, reading);
    return reading;
  };
}
