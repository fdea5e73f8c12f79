// Each call denied in turn, through to the verdicts: a denied door is unknown, a denied guard is open-unless, and never a pass.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Context } from '../../../../src/exposure.ts';
import { analyseS3 } from '../../../../src/providers/aws/s3/analyse.ts';
import { PROVIDERS } from '../../../../src/providers/index.ts';
import { evaluate } from '../../../../src/rules/evaluate.ts';
import { loadRules } from '../../../../src/rules/load.ts';
import { findFiles } from '../../../../src/snapshot/files.ts';
import { type Answers, type AwsServer, blockXml, denied, ok, serveAws } from '../../../servers/aws.ts';
import { collectFrom, TEST_ENV, useEnvironment } from '../live.ts';

const OURS = { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: true };
const types = PROVIDERS.flatMap(({ services }) => services.flatMap((service) => service.types));
const rules = await loadRules(await findFiles(['rules/aws/s3']), types);

let server: AwsServer | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => server?.stop());

/** The rules' verdicts about a bucket: rule name -> `fail open`, `fail open-unless`, `pass`, `unknown PERMISSION`. */
async function verdicts(bucket: string, answers: Answers): Promise<Map<string, string>> {
  server = await serveAws(answers);
  const { resources } = await collectFrom(server.endpoint);
  const context: Context = {
    all: (type) => [...resources.values()].filter((resource) => resource.type === type),
    ours: OURS,
    now: Date.parse('2026-01-01T00:00:00Z'),
  };
  const resource = resources.get(`aws.s3.bucket ${bucket}`);
  if (resource === undefined) throw new Error(`${bucket} was dropped`);
  const assessment = analyseS3(resource, context);
  const found = new Map<string, string>();
  for (const rule of rules.filter((one) => one.resource === 'aws.s3.bucket')) {
    const [verdict] = evaluate(rule, resource, assessment, context.now);
    const states = [...new Set(verdict?.exposures.map(({ state }) => state))].join('+');
    const missing = [...new Set(verdict?.missing.map(({ permission }) => permission))].join('+');
    const detail = verdict?.verdict === 'unknown' ? missing : verdict?.verdict === 'fail' ? states : '';
    found.set(rule.id.replace('aws.s3.', ''), [verdict?.verdict, detail].filter(Boolean).join(' '));
  }
  return found;
}

const deny = (operation: string): Answers => ({ [operation]: denied });

describe('kagi-open: everyone reads, nothing blocks it', () => {
  test.each<[string, Answers, Record<string, string>]>([
    [
      'nothing denied',
      {},
      {
        'bucket-public-read': 'fail open',
        'bucket-public-list': 'pass',
        'bucket-public-website': 'fail open',
      },
    ],
    [
      'the policy',
      deny('s3:GetBucketPolicy'),
      {
        'bucket-public-read': 'unknown s3:GetBucketPolicy',
        'bucket-public-list': 'unknown s3:GetBucketPolicy',
        'bucket-public-write': 'unknown s3:GetBucketPolicy',
        'bucket-outside-account': 'unknown s3:GetBucketPolicy',
        'bucket-acl-enabled': 'pass',
      },
    ],
    [
      "the bucket's Block Public Access",
      deny('s3:GetBucketPublicAccessBlock'),
      {
        'bucket-public-read': 'fail open-unless',
        'bucket-block-public-access': 'unknown s3:GetBucketPublicAccessBlock',
      },
    ],
    [
      "the account's Block Public Access",
      deny('s3:GetAccountPublicAccessBlock'),
      {
        'bucket-public-read': 'fail open-unless',
        'bucket-block-public-access': 'unknown s3:GetAccountPublicAccessBlock',
      },
    ],
    [
      'the ACL, which does not count',
      deny('s3:GetBucketAcl'),
      { 'bucket-public-read': 'fail open', 'bucket-public-list': 'pass' },
    ],
    [
      'ownership: the ACL holds nothing anyway',
      deny('s3:GetBucketOwnershipControls'),
      { 'bucket-public-list': 'pass', 'bucket-acl-enabled': 'unknown s3:GetBucketOwnershipControls' },
    ],
    [
      'the website',
      deny('s3:GetBucketWebsite'),
      { 'bucket-public-read': 'fail open', 'bucket-public-website': 'unknown s3:GetBucketWebsite' },
    ],
    ['tags', deny('s3:GetBucketTagging'), { 'bucket-public-read': 'fail open' }],
    ['the policy status', deny('s3:GetBucketPolicyStatus'), { 'bucket-public-read': 'fail open' }],
    ['the organization', deny('organizations:DescribeOrganization'), { 'bucket-public-read': 'fail open' }],
    [
      'the policy, but the account blocks public access: public rules stay decided',
      {
        ...deny('s3:GetBucketPolicy'),
        ...deny('s3:GetBucketPolicyStatus'),
        's3:GetAccountPublicAccessBlock': () => ok(blockXml(true)),
      },
      {
        'bucket-public-read': 'pass',
        'bucket-public-write': 'pass',
        'bucket-any-account': 'pass',
        'bucket-outside-account': 'unknown s3:GetBucketPolicy',
      },
    ],
    [
      'the same, and S3 calls the policy public: then it lets in nobody but services',
      { ...deny('s3:GetBucketPolicy'), 's3:GetAccountPublicAccessBlock': () => ok(blockXml(true)) },
      {
        'bucket-public-read': 'pass',
        'bucket-outside-account': 'pass',
        'bucket-service-without-source': 'unknown s3:GetBucketPolicy',
      },
    ],
  ])('%s', async (_what, answers, expected) => {
    const found = await verdicts('kagi-open', answers);
    expect(Object.fromEntries([...found].filter(([rule]) => rule in expected))).toEqual(expected);
  });
});

describe('kagi-shut: no policy, ACLs count, its own Block Public Access is on', () => {
  test.each<[string, Answers, Record<string, string>]>([
    [
      'nothing denied',
      {},
      { 'bucket-public-read': 'pass', 'bucket-public-list': 'pass', 'bucket-acl-enabled': 'fail' },
    ],
    [
      'the ACL',
      deny('s3:GetBucketAcl'),
      { 'bucket-public-list': 'pass', 'bucket-outside-account': 'unknown s3:GetBucketAcl' },
    ],
    [
      'its own Block Public Access: nothing to guard',
      deny('s3:GetBucketPublicAccessBlock'),
      { 'bucket-public-list': 'pass' },
    ],
    [
      'the ACL and its own Block Public Access',
      { ...deny('s3:GetBucketAcl'), ...deny('s3:GetBucketPublicAccessBlock') },
      { 'bucket-public-list': 'unknown s3:GetBucketAcl' },
    ],
  ])('%s', async (_what, answers, expected) => {
    const found = await verdicts('kagi-shut', answers);
    expect(Object.fromEntries([...found].filter(([rule]) => rule in expected))).toEqual(expected);
  });
});
