// The calls that are made for every bucket. What the SDK prepares for a call is kept for the next of its kind: it is a third of its work.
import {
  type $Command,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetBucketWebsiteCommand,
  GetPublicAccessBlockCommand,
  S3Client,
  type S3ClientResolvedConfig,
  S3ServiceException,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-s3';
import { errorStatus } from '../collecting/ask.ts';
import type { Session } from '../session/session.ts';

/** What can be asked of a bucket in one region. */
export type BucketReads = ReturnType<typeof bucketReads>;

/** S3 in every region that is asked for. */
export interface Regions {
  client(region: string): S3Client;
  reads(region: string): BucketReads;
}

/** Clients and calls, made when a region is first asked. */
export function regionsOf(session: Session): Regions {
  const clients = new Map<string, S3Client>();
  const reads = new Map<string, BucketReads>();
  const regions: Regions = {
    client(region) {
      const known = clients.get(region) ?? s3Client(session, region);
      clients.set(region, known);
      return known;
    },
    reads(region) {
      const known = reads.get(region) ?? bucketReads(session, regions, region);
      reads.set(region, known);
      return known;
    },
  };
  return regions;
}

/** The bucket is in the path, not in the name of the host: all buckets share connections, and dots in their names do no harm. */
function s3Client(session: Session, region: string): S3Client {
  const client = new S3Client({ ...session.options, region, forcePathStyle: true });
  for (const name of UNUSED) client.middlewareStack.remove(name);
  const [[tool = '', version = ''] = []] = session.options.customUserAgent;
  client.middlewareStack.add(
    (next) => (call) => {
      if (isRequest(call.request)) call.request.headers['user-agent'] = `${tool}/${version}`;
      return next(call);
    },
    { step: 'build', name: 'toolName' },
  );
  return client;
}

/** Steps of a call that do nothing for reading buckets, or, like putting together the same name of the same tool, too often: a seventh of its work. */
const UNUSED = [
  'loggerMiddleware',
  'recursionDetectionMiddleware',
  'addExpectContinueMiddleware',
  's3ExpressMiddleware',
  'regionRedirectMiddleware',
  'getUserAgentMiddleware',
];

function isRequest(request: unknown): request is { headers: Record<string, string> } {
  return typeof request === 'object' && request !== null && 'headers' in request;
}

/** The calls of one region. A prepared call serves one bucket after the other, never two at once. */
function bucketReads(session: Session, regions: Regions, region: string) {
  const client = regions.client(region);
  // The SDK copies its settings three times a call, and copying a copy takes a seventh of the time.
  const config = { ...client.config };

  function read<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    Make: new (input: I) => Call<I, O>,
  ): (input: I, tell?: (region: string) => void) => Promise<O> {
    const idle: ReturnType<Call<I, O>['resolveMiddleware']>[] = [];
    return async (input, tell) => {
      const call = new Make(input);
      const prepared = idle.pop() ?? call.resolveMiddleware(client.middlewareStack, config, {});
      const heard = (response: unknown) => {
        const told = regionIn(response);
        if (told !== undefined) tell?.(told);
        return told;
      };
      try {
        const { output, response } = await prepared(call);
        heard(response);
        return output;
      } catch (error) {
        if (!(error instanceof S3ServiceException)) throw error;
        const told = heard(error.$response);
        if (told === undefined || told === region || !isElsewhere(error)) throw error;
        session.calls.count += 1;
        return await regions.client(told).send(new Make(input));
      } finally {
        idle.push(prepared);
      }
    };
  }

  return {
    policy: read(GetBucketPolicyCommand),
    policyStatus: read(GetBucketPolicyStatusCommand),
    acl: read(GetBucketAclCommand),
    ownership: read(GetBucketOwnershipControlsCommand),
    blockPublicAccess: read(GetPublicAccessBlockCommand),
    website: read(GetBucketWebsiteCommand),
    tags: read(GetBucketTaggingCommand),
    encryption: read(GetBucketEncryptionCommand),
    location: read(GetBucketLocationCommand),
  };
}

type Call<I extends ServiceInputTypes, O extends ServiceOutputTypes> = $Command<
  I,
  O,
  S3ClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
>;

/** S3 refuses a call because it came to another region than the bucket is in (301, 307, or 400 for a wrong signing region). */
function isElsewhere(error: unknown): boolean {
  return [301, 307, 400].includes(errorStatus(error) ?? 0);
}

/** The region of the bucket, where an answer names it; S3 does so with refusals and redirects, and with some answers. */
function regionIn(response: unknown): string | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null) return undefined;
  const region: unknown = Reflect.get(headers, 'x-amz-bucket-region');
  return typeof region === 'string' && /^[a-z]{2,}(-[a-z0-9]+)+$/.test(region) ? region : undefined;
}
