// Reading many buckets while the network, the clock, the regions or the buckets themselves go wrong: nothing is lost and nothing is made up.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ACCOUNT,
  type Answer,
  type Answers,
  type Call,
  denied,
  failure,
  ok,
  serveAws,
} from '../../../servers/aws.ts';
import { type Fleet, type FleetOptions, serveFleet } from '../../../servers/fleet.ts';
import { bucketName } from '../../../servers/fleet-kinds.ts';
import { type Collected, collectFrom, TEST_ENV, useEnvironment } from '../live.ts';

let fleet: Fleet | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => fleet?.stop());

const BUCKETS = 20;
const ONE = bucketName(5);

async function collect(options: Partial<FleetOptions> = {}): Promise<Collected> {
  fleet = await serveFleet({ buckets: BUCKETS, ...options });
  const found = await collectFrom(fleet.endpoint);
  await fleet.stop();
  return found;
}

function buckets({ resources }: Collected) {
  return [...resources.values()].filter(({ type }) => type === 'aws.s3.bucket');
}

const ofBucket = ({ operation, bucket }: Call) => bucket !== '' && operation.startsWith('s3:GetBucket');

describe('what passes by itself leaves no trace', () => {
  test.each<[string, NonNullable<FleetOptions['instead']>]>([
    ['an internal error', (call, times) => (times === 0 ? failure(call, 500, 'InternalError') : undefined)],
    ['unavailable', (call, times) => (times < 2 ? failure(call, 503, 'ServiceUnavailable') : undefined)],
    ['a connection that breaks', (call, times) => (times === 0 && ofBucket(call) ? 'reset' : undefined)],
    ['told to slow down', (call, times) => (times < 2 ? slowDown(call) : undefined)],
  ])('%s', async (_what, instead) => {
    const calm = await collect();
    expect(buckets(calm)).toHaveLength(BUCKETS);
    const hard = await collect({ instead });
    expect(hard.records).toEqual(calm.records);
    expect(hard.calls).toBe(calm.calls);
  });

  test('a clock of this machine that is an hour behind', async () => {
    const calm = await collect();
    const skewed = await collect({ instead: tooSkewed, ahead: HOUR });
    expect(skewed.records).toEqual(calm.records);
  });
});

function slowDown(call: Call): Answer {
  return /^(s3|iam|sts):/.test(call.operation)
    ? failure(call, 503, 'SlowDown')
    : failure(call, 400, 'TooManyRequestsException');
}

const HOUR = 3_600_000;

function tooSkewed(call: Call): Answer | undefined {
  const [, year, month, day, hour, minute] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/.exec(String(call.headers['x-amz-date'])) ?? [];
  const signed = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  const near = Math.abs(Date.now() + HOUR - signed) < 900_000;
  return near ? undefined : failure(call, 403, 'RequestTimeTooSkewed');
}

describe('the list', () => {
  test('comes in pages', async () => {
    const found = await collect({ page: 7 });
    expect(buckets(found).map(({ name }) => name)).toEqual(
      Array.from({ length: BUCKETS }, (_, index) => bucketName(index)),
    );
    expect(found.listings.get('aws.s3.bucket')).toMatchObject({ state: 'complete', seen: BUCKETS });
  });

  test('breaks off after the first page: what came is read, and that more may be there is said', async () => {
    const found = await collect({
      page: 7,
      instead: (call) =>
        call.query.has('continuation-token') ? failure(call, 403, 'AccessDenied') : undefined,
    });
    expect(buckets(found)).toHaveLength(7);
    expect(found.listings.get('aws.s3.bucket')).toMatchObject({
      state: 'unknown',
      seen: 7,
      reason: 'denied',
      permission: 's3:ListAllMyBuckets',
    });
  });
});

test('access points come in pages, and a page that is denied leaves none of them known', async () => {
  const point = (name: string, next: string) =>
    ok(
      `<ListAccessPointsResult><AccessPointList><AccessPoint><Name>${name}</Name><NetworkOrigin>Internet</NetworkOrigin><Bucket>kagi-open</Bucket><AccessPointArn>arn:aws:s3:ap-northeast-1:${ACCOUNT}:accesspoint/${name}</AccessPointArn></AccessPoint></AccessPointList>${next}</ListAccessPointsResult>`,
    );
  const pages: Answers = {
    's3:ListAccessPoints': ({ query }) =>
      query.get('nextToken') === 'two' ? point('second', '') : point('first', '<NextToken>two</NextToken>'),
  };
  const read = async (answers: Answers) => {
    const server = await serveAws(answers);
    const { resources } = await collectFrom(server.endpoint);
    await server.stop();
    return resources.get('aws.s3.bucket kagi-open');
  };
  expect((await read(pages))?.settings['accessPoints']).toMatchObject([
    { name: 'first' },
    { name: 'second' },
  ]);
  const cut = await read({
    's3:ListAccessPoints': (call) =>
      call.query.get('nextToken') === 'two' ? denied(call) : pages['s3:ListAccessPoints']?.(call),
  });
  expect(cut?.settings).not.toHaveProperty('accessPoints');
  expect(cut?.unknowns).toContainEqual(
    expect.objectContaining({ setting: 'accessPoints', reason: 'denied', permission: 's3:ListAccessPoints' }),
  );
});

const READS: [string, string][] = [
  ['s3:GetBucketPolicy', 'policy'],
  ['s3:GetBucketPolicyStatus', 'policyStatus'],
  ['s3:GetBucketAcl', 'acl'],
  ['s3:GetBucketOwnershipControls', 'ownership'],
  ['s3:GetBucketPublicAccessBlock', 'blockPublicAccess'],
  ['s3:GetBucketWebsite', 'website'],
];

describe('a bucket that is deleted while it is read', () => {
  test.each(READS)('from %s on: it is left out, and counted', async (operation) => {
    let gone = false;
    const found = await collect({
      instead: (call) => {
        if (call.bucket !== ONE) return undefined;
        gone ||= call.operation === operation;
        return gone ? failure(call, 404, 'NoSuchBucket') : undefined;
      },
    });
    expect(found.resources.has(`aws.s3.bucket ${ONE}`)).toBe(false);
    expect(found.listings.get('aws.s3.bucket')).toMatchObject({
      state: 'complete',
      seen: BUCKETS - 1,
      detail: '1 deleted while they were being read',
    });
  });

  test.each(READS.slice(1))(
    '%s alone says so: the bucket is there, and this is unknown',
    async (operation, setting) => {
      const found = await collect({
        instead: (call) =>
          call.bucket === ONE && call.operation === operation
            ? failure(call, 404, 'NoSuchBucket')
            : undefined,
      });
      const bucket = found.resources.get(`aws.s3.bucket ${ONE}`);
      expect(bucket?.settings).not.toHaveProperty(setting);
      expect(bucket?.unknowns).toEqual([expect.objectContaining({ setting, reason: 'failed' })]);
    },
  );
});

/** The region that a call is signed for. */
const signedFor = ({ headers }: Call) =>
  /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];

describe('a bucket that is elsewhere than the list says', () => {
  test.each([
    [301, 'PermanentRedirect'],
    [307, 'TemporaryRedirect'],
    [400, 'AuthorizationHeaderMalformed'],
  ])('%i %s leads to the region it names', async (status, code) => {
    const calm = await collect();
    const moved = await collect({
      instead: (call) =>
        call.bucket === ONE && ofBucket(call) && signedFor(call) !== 'eu-west-1'
          ? { ...failure(call, status, code), headers: { 'x-amz-bucket-region': 'eu-west-1' } }
          : undefined,
    });
    expect(moved.records).toEqual(calm.records);
    expect(moved.calls).toBeGreaterThan(calm.calls);
  });

  test('one that names no region is unknown, and asked no further', async () => {
    const found = await collect({
      instead: (call) =>
        call.bucket === ONE && ofBucket(call) ? failure(call, 301, 'PermanentRedirect') : undefined,
    });
    const bucket = found.resources.get(`aws.s3.bucket ${ONE}`);
    expect(bucket?.unknowns.map(({ setting }) => setting)).toEqual(
      expect.arrayContaining(['policy', 'acl', 'ownership', 'blockPublicAccess']),
    );
    expect(buckets(found)).toHaveLength(BUCKETS);
  });
});

test('a region that does not take these credentials (an opt-in region) concerns its buckets alone', async () => {
  const found = await collect({
    instead: (call) =>
      call.bucket === ONE && ofBucket(call) ? failure(call, 400, 'InvalidToken') : undefined,
  });
  const blind = buckets(found).filter(({ unknowns }) => unknowns.length > 0);
  expect(blind.map(({ name }) => name)).toEqual([ONE]);
  expect(blind[0]?.unknowns).toContainEqual(
    expect.objectContaining({ setting: 'policy', reason: 'failed', permission: 's3:GetBucketPolicy' }),
  );
});

test('connections are used again', async () => {
  await collect({ buckets: 80, latency: 5 });
  const { connections = 0, answered = 0 } = fleet?.stats ?? {};
  // 32 buckets at once, six calls each at most.
  expect(connections).toBeLessThanOrEqual(32 * 6);
  expect(answered).toBeGreaterThan(80 * 5);
});
