// Reads S3 through the SDK: the account's Block Public Access, and of every bucket what decides who can reach it.
import {
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetBucketWebsiteCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { pMapIterable } from 'p-map';
import type { Known, Listing, Resource, Unknown } from '../../../snapshot/resource.ts';
import { andThen, ask, settle } from '../ask.ts';
import { accountScope, type Collector } from '../collector.ts';
import type { Session } from '../session.ts';
import { type AccessPoints, accessPoints, accountSettings } from './collect-control.ts';
import { multiRegionAccessPoints } from './collect-multi-region.ts';
import {
  aclOf,
  blockPublicAccessOf,
  listedBucket,
  locationOf,
  ownershipOf,
  policyOf,
  policyStatusOf,
  tagsOf,
  websiteOf,
} from './project.ts';

/** Buckets read at once; each asks up to six questions at a time. */
const CONCURRENCY = 16;
/** Most that S3 gives in a page (S3 API reference, ListBuckets). */
const PAGE = 10_000;

interface Listed {
  name: string;
  created: string | undefined;
  region: Known<string>;
}

/** S3, live. */
export const s3: Collector = {
  service: 's3',
  async *context(session) {
    yield* accountSettings(session);
  },
  async *collect(session, request) {
    const clients = new Map<string, S3Client>();
    const client = (region: string) => {
      const known = clients.get(region) ?? s3Client(session, region);
      clients.set(region, known);
      return known;
    };
    request.onProgress({ provider: 'aws', service: 's3', done: 0 });
    const { buckets, broken } = await listBuckets(session, client(session.home));
    const chosen = await withinRegions(session, client(session.home), buckets, request.regions);
    const points = accessPoints(session);
    const multiRegion = multiRegionAccessPoints(session);
    let done = 0;
    let seen = 0;
    const progress = () =>
      request.onProgress({
        provider: 'aws',
        service: 's3',
        done,
        ...(broken === undefined && { total: chosen.length }),
      });
    progress();
    const read = pMapIterable(
      chosen,
      (listed) => readBucket(session, client, { points, multiRegion }, listed),
      {
        concurrency: CONCURRENCY,
        backpressure: CONCURRENCY * 4,
      },
    );
    for await (const resource of read) {
      done += 1;
      progress();
      if (resource === undefined) continue;
      seen += 1;
      yield resource;
    }
    yield listing(session, seen, chosen.length - seen, broken);
  },
};

function s3Client(session: Session, region: string): S3Client {
  const { endpoint } = session.options;
  return new S3Client({
    ...session.options,
    region,
    followRegionRedirects: true,
    ...(endpoint !== undefined && { forcePathStyle: true }),
  });
}

function listing(session: Session, seen: number, gone: number, broken: Unknown | undefined): Listing {
  const type = 'aws.s3.bucket';
  const start = { record: 'listing', scope: accountScope(session.account), type, seen } as const;
  if (broken !== undefined) {
    const { setting: _setting, ...why } = broken;
    return { ...start, state: 'unknown', ...why };
  }
  const detail = `${gone} deleted while they were being read`;
  return { ...start, state: 'complete', ...(gone > 0 && { detail }) };
}

/** Every bucket of the account, and what broke the list off, if anything did. */
async function listBuckets(
  session: Session,
  client: S3Client,
): Promise<{ buckets: Listed[]; broken: Unknown | undefined }> {
  const buckets: Listed[] = [];
  const question = { setting: 'buckets', permission: 's3:ListAllMyBuckets' };
  let ContinuationToken: string | undefined;
  do {
    const page = await ask(session.calls, question, () =>
      client.send(new ListBucketsCommand({ MaxBuckets: PAGE, ContinuationToken })),
    );
    if (page.state !== 'present') return { buckets, broken: whyBroken(page) };
    if (page.value.Buckets === undefined && page.value.Owner === undefined)
      return {
        buckets,
        broken: { ...question, reason: 'malformed', detail: 'the answer is no list of buckets' },
      };
    for (const item of page.value.Buckets ?? []) {
      const listed = listedBucket({ ...item });
      if (listed === undefined) continue;
      const region: Known<string> =
        listed.region === undefined ? { state: 'absent' } : { state: 'present', value: listed.region };
      buckets.push({ ...listed, region });
    }
    ContinuationToken = page.value.ContinuationToken;
  } while (ContinuationToken !== undefined && ContinuationToken !== '');
  return { buckets, broken: undefined };
}

function whyBroken(answer: Known<unknown>): Unknown {
  return answer.state === 'unknown' ? answer.why : { setting: 'buckets', reason: 'failed' };
}

/** Asks for regions that the list left out, and keeps the buckets of the regions asked for; one whose region is unknown is kept. */
async function withinRegions(
  session: Session,
  client: S3Client,
  buckets: Listed[],
  regions: string[],
): Promise<Listed[]> {
  const located = pMapIterable(
    buckets,
    async (bucket): Promise<Listed> => {
      if (bucket.region.state !== 'absent') return bucket;
      const question = { setting: 'location', permission: 's3:GetBucketLocation' };
      const answer = await ask(session.calls, question, () =>
        client.send(new GetBucketLocationCommand({ Bucket: bucket.name })),
      );
      return { ...bucket, region: andThen(answer, locationOf) };
    },
    { concurrency: CONCURRENCY * 4 },
  );
  const kept: Listed[] = [];
  for await (const bucket of located) {
    const elsewhere = bucket.region.state === 'present' && !regions.includes(bucket.region.value);
    if (regions.length === 0 || !elsewhere) kept.push(bucket);
  }
  return kept;
}

/** All settings of one bucket; undefined when it was deleted after it had been listed. */
async function readBucket(
  session: Session,
  client: (region: string) => S3Client,
  { points, multiRegion }: { points: AccessPoints; multiRegion: ReturnType<typeof multiRegionAccessPoints> },
  listed: Listed,
): Promise<Resource | undefined> {
  const region = listed.region.state === 'present' ? listed.region.value : undefined;
  const s3 = client(region ?? session.home);
  const input = { Bucket: listed.name };
  const asks = <T>(setting: string, permission: string, absent: string, send: () => Promise<T>) =>
    ask(session.calls, { setting, permission: `s3:${permission}`, absent: [absent] }, send);
  const policyAndStatus = async () => {
    const policy = await asks('policy', 'GetBucketPolicy', 'NoSuchBucketPolicy', () =>
      s3.send(new GetBucketPolicyCommand(input)),
    );
    // Without a policy there is no status either.
    if (policy.state === 'absent') return [policy, policy] as const;
    const status = await asks('policyStatus', 'GetBucketPolicyStatus', 'NoSuchBucketPolicy', () =>
      s3.send(new GetBucketPolicyStatusCommand(input)),
    );
    return [policy, status] as const;
  };
  const [[policy, status], acl, ownership, block, website, tags, attached, global] = await Promise.all([
    policyAndStatus(),
    ask(session.calls, { setting: 'acl', permission: 's3:GetBucketAcl' }, () =>
      s3.send(new GetBucketAclCommand(input)),
    ),
    asks('ownership', 'GetBucketOwnershipControls', 'OwnershipControlsNotFoundError', () =>
      s3.send(new GetBucketOwnershipControlsCommand(input)),
    ),
    asks('blockPublicAccess', 'GetBucketPublicAccessBlock', 'NoSuchPublicAccessBlockConfiguration', () =>
      s3.send(new GetPublicAccessBlockCommand(input)),
    ),
    asks('website', 'GetBucketWebsite', 'NoSuchWebsiteConfiguration', () =>
      s3.send(new GetBucketWebsiteCommand(input)),
    ),
    asks('tags', 'GetBucketTagging', 'NoSuchTagSet', () => s3.send(new GetBucketTaggingCommand(input))),
    points.of(listed.name, region),
    multiRegion.of(listed.name),
  ]);
  if (isGone(policy) && isGone(acl)) return undefined;
  const resource: Resource = {
    record: 'resource',
    type: 'aws.s3.bucket',
    id: `arn:${session.partition}:s3:::${listed.name}`,
    name: listed.name,
    scope: accountScope(session.account),
    ...(region !== undefined && { region }),
    settings: {},
    unknowns: [],
  };
  settle(resource, 'policy', andThen(policy, policyOf));
  settle(resource, 'policyStatus', andThen(status, policyStatusOf));
  settle(resource, 'acl', andThen(acl, aclOf));
  settle(resource, 'ownership', andThen(ownership, ownershipOf));
  settle(resource, 'blockPublicAccess', andThen(block, blockPublicAccessOf));
  settle(resource, 'website', andThen(website, websiteOf));
  settle(resource, 'tags', andThen(tags, tagsOf));
  settle(resource, 'accessPoints', attached);
  settle(resource, 'multiRegionAccessPoints', global);
  settle(resource, 'location', listed.region);
  if (listed.created !== undefined) settle(resource, 'created', { state: 'present', value: listed.created });
  return resource;
}

function isGone(answer: Known<unknown>): boolean {
  return answer.state === 'unknown' && (answer.why.detail?.startsWith('NoSuchBucket:') ?? false);
}
