// Reads S3 through the SDK: the account's Block Public Access, and of every bucket what decides who can reach it.
import { ListBucketsCommand, type S3Client } from '@aws-sdk/client-s3';
import { pMapIterable } from 'p-map';
import type { Known, Listing, Unknown } from '../../../snapshot/resource.ts';
import { andThen, ask } from '../collecting/ask.ts';
import { accountScope, type Collector } from '../collector.ts';
import type { Session } from '../session/session.ts';
import { type Listed, readBucket } from './collect-bucket.ts';
import { accessPoints, accountSettings } from './collect-control.ts';
import { multiRegionAccessPoints } from './collect-multi-region.ts';
import { type BucketReads, regionsOf } from './collect-reads.ts';
import { listedBucket, locationOf } from './project.ts';

/** Buckets read at once; each asks five questions at a time. */
const CONCURRENCY = 32;
/** Most that S3 gives in a page (S3 API reference, ListBuckets). */
const PAGE = 10_000;

/** S3, live. */
export const s3: Collector = {
  service: 's3',
  async *context(session) {
    yield* accountSettings(session);
  },
  async *collect(session, request) {
    const regions = regionsOf(session);
    request.onProgress({ provider: 'aws', service: 's3', done: 0 });
    const { buckets, broken } = await listBuckets(session, regions.client(session.home));
    const chosen = await withinRegions(session, regions.reads(session.home), buckets, request.regions);
    const reader = {
      session,
      regions,
      points: accessPoints(session),
      multiRegion: multiRegionAccessPoints(session),
      needs: request.needs,
      earlier: request.earlier,
    };
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
    const read = pMapIterable(chosen, (listed) => readBucket(reader, listed), {
      concurrency: CONCURRENCY,
      backpressure: CONCURRENCY * 4,
    });
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

/** Keeps the buckets of the regions asked for, whose regions have to be known then; one whose region is unknown is kept. */
async function withinRegions(
  session: Session,
  reads: BucketReads,
  buckets: Listed[],
  regions: string[],
): Promise<Listed[]> {
  if (regions.length === 0) return buckets;
  const located = pMapIterable(
    buckets,
    async (bucket): Promise<Listed> => {
      if (bucket.region.state !== 'absent') return bucket;
      const question = { setting: 'location', permission: 's3:GetBucketLocation' };
      const answer = await ask(session.calls, question, () => reads.location({ Bucket: bucket.name }));
      return { ...bucket, region: andThen(answer, locationOf) };
    },
    { concurrency: CONCURRENCY * 4 },
  );
  const kept: Listed[] = [];
  for await (const bucket of located) {
    const elsewhere = bucket.region.state === 'present' && !regions.includes(bucket.region.value);
    if (!elsewhere) kept.push(bucket);
  }
  return kept;
}
