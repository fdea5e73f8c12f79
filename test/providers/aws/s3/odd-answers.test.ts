// Servers that answer in pages, in riddles, from elsewhere, or about what is gone.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ACCOUNT,
  type Answers,
  type AwsServer,
  blockXml,
  bucketsXml,
  denied,
  failure,
  OPERATIONS,
  ok,
  POLICY,
  serveAws,
} from '../../../servers/aws.ts';
import { collectFrom, TEST_ENV, useEnvironment } from '../live.ts';

let server: AwsServer | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => server?.stop());

async function collect(answers: Answers = {}, more: Parameters<typeof collectFrom>[1] = {}) {
  server = await serveAws(answers);
  const found = await collectFrom(server.endpoint, more);
  const open = found.resources.get('aws.s3.bucket kagi-open');
  const shut = found.resources.get('aws.s3.bucket kagi-shut');
  return { ...found, open, shut, asked: server.asked };
}

/** Without a region in the list, the location has to be asked for. */
const UNLOCATED: Answers = {
  's3:ListAllMyBuckets': () => ok(bucketsXml(['kagi-open', 'kagi-shut'], undefined, '')),
};

describe('odd answers', () => {
  test('buckets come in pages, and a page that fails leaves the list unknown with what was seen', async () => {
    const pages: Answers = {
      's3:ListAllMyBuckets': ({ query }) =>
        ok(
          query.get('continuation-token') === 'next'
            ? bucketsXml(['kagi-shut'])
            : bucketsXml(['kagi-open'], 'next'),
        ),
    };
    const whole = await collect(pages);
    expect(whole.listings.get('aws.s3.bucket')).toMatchObject({ state: 'complete', seen: 2 });
    expect(whole.progress.at(-1)).toEqual({ done: 2, total: 2 });
    await server?.stop();
    const cut = await collect({
      's3:ListAllMyBuckets': (call) =>
        call.query.get('continuation-token') === 'next'
          ? denied(call)
          : ok(bucketsXml(['kagi-open'], 'next')),
    });
    expect(cut.listings.get('aws.s3.bucket')).toMatchObject({ state: 'unknown', seen: 1, reason: 'denied' });
    expect(cut.progress.at(-1)).toEqual({ done: 1 });
  });

  test.each([
    ['text', 'this is no policy'],
    ['a list', '[1, 2]'],
    ['cut off', '{"Version": "2012-10-17", "Statement": ['],
  ])('a policy that does not parse (%s) is malformed', async (_what, body) => {
    const { open } = await collect({ 's3:GetBucketPolicy': () => ok(body) });
    expect(open?.settings).not.toHaveProperty('policy');
    expect(open?.unknowns).toContainEqual(
      expect.objectContaining({ setting: 'policy', reason: 'malformed' }),
    );
  });

  test.each<[string, string, string]>([
    ['s3:GetBucketPolicyStatus', 'policyStatus', '<ListBucketResult></ListBucketResult>'],
    ['s3:GetBucketPublicAccessBlock', 'blockPublicAccess', '<html><body>hello</body></html>'],
    [
      's3:GetBucketOwnershipControls',
      'ownership',
      '<OwnershipControls><Rule><ObjectOwnership>New</ObjectOwnership></Rule></OwnershipControls>',
    ],
    ['s3:GetBucketAcl', 'acl', '<AccessControlPolicy></AccessControlPolicy>'],
    ['s3:GetBucketWebsite', 'website', '<WebsiteConfiguration></WebsiteConfiguration>'],
  ])('%s with an answer that says nothing is unknown', async (operation, setting, body) => {
    const { open } = await collect({ [operation]: () => ok(body) });
    expect(open?.settings).not.toHaveProperty(setting);
    expect(open?.unknowns.map((unknown) => unknown.setting)).toContain(setting);
  });

  test('Block Public Access with one switch keeps the others off', async () => {
    const { open } = await collect({
      's3:GetBucketPublicAccessBlock': () =>
        ok(
          '<PublicAccessBlockConfiguration><IgnorePublicAcls>true</IgnorePublicAcls></PublicAccessBlockConfiguration>',
        ),
      's3:GetAccountPublicAccessBlock': () => ok(blockXml(true)),
    });
    expect(open?.settings['blockPublicAccess']).toEqual({
      blockPublicAcls: false,
      ignorePublicAcls: true,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
    });
  });

  test('a bucket that was deleted after the list is counted out, not dropped in silence', async () => {
    const gone: Answers = Object.fromEntries(
      OPERATIONS.filter((operation) => operation.startsWith('s3:GetBucket')).map((operation) => [
        operation,
        (call) => (call.bucket === 'kagi-shut' ? failure(call, 404, 'NoSuchBucket') : undefined),
      ]),
    );
    const { shut, listings } = await collect(gone);
    expect(shut).toBeUndefined();
    expect(listings.get('aws.s3.bucket')).toMatchObject({
      state: 'complete',
      seen: 1,
      detail: '1 deleted while they were being read',
    });
  });

  test('only buckets of the regions asked for are read; one that cannot be located is kept', async () => {
    const elsewhere = await collect({}, { regions: ['eu-west-1'] });
    expect(elsewhere.listings.get('aws.s3.bucket')).toMatchObject({ state: 'complete', seen: 0 });
    expect(elsewhere.scope?.regions).toEqual(['eu-west-1']);
    await server?.stop();
    const unlocated = await collect(
      {
        ...UNLOCATED,
        's3:GetBucketLocation': (call) => (call.bucket === 'kagi-open' ? denied(call) : undefined),
      },
      { regions: ['eu-west-1'] },
    );
    expect(unlocated.open?.unknowns.map(({ setting }) => setting)).toEqual(
      expect.arrayContaining(['location', 'accessPoints']),
    );
    expect(unlocated.shut).toBeUndefined();
  });

  test('a bucket that S3 says is elsewhere is asked there', async () => {
    const elsewhere: Answers = Object.fromEntries(
      OPERATIONS.filter((operation) => operation.startsWith('s3:GetBucket')).map((operation) => [
        operation,
        (call) => {
          if (call.operation === 's3:GetBucketLocation') return denied(call);
          if (call.headers.authorization?.includes('/ap-northeast-1/')) return undefined;
          const redirect = failure(call, 301, 'PermanentRedirect');
          return { ...redirect, headers: { 'x-amz-bucket-region': 'ap-northeast-1' } };
        },
      ]),
    );
    const { open, asked } = await collect({ ...UNLOCATED, ...elsewhere });
    // The redirect says where it is: that is not asked for again.
    expect(open?.unknowns).toEqual([]);
    expect(open).toMatchObject({ region: 'ap-northeast-1', settings: { policy: POLICY } });
    expect(asked.map(({ operation }) => operation)).not.toContain('s3:GetBucketLocation');
  });

  test('the endpoint can come from the environment', async () => {
    server = await serveAws();
    const { scope } = await collectFrom('', { env: { AWS_ENDPOINT_URL: server.endpoint } });
    expect(scope?.id).toBe(`aws/${ACCOUNT}`);
  });

  test('a name with characters that no bucket has stays raw in the data', async () => {
    const { resources } = await collect({ 's3:ListAllMyBuckets': () => ok(bucketsXml(['kagi-\u0085red'])) });
    expect(resources.get('aws.s3.bucket kagi-\u0085red')?.id).toBe('arn:aws:s3:::kagi-\u0085red');
  });
});
