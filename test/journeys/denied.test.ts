// A live scan in which each call is denied in turn: no blind spot that matters ends in exit 0, and its permission is named.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aws } from '../../src/providers/aws/provider.ts';
import { parseReport } from '../../src/report/parse.ts';
import { folder, tojimari } from '../cli/harness.ts';
import { answer, IAM, REPORT, reportAnswer } from '../providers/aws/iam/server.ts';
import { TEST_ENV, useEnvironment } from '../providers/aws/live.ts';
import {
  ACCOUNT,
  type Answers,
  type AwsServer,
  blockXml,
  denied,
  failure,
  ok,
  serveAws,
} from '../servers/aws.ts';

let server: AwsServer | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => server?.stop());

/** The credential report's row of root, with MFA. */
const SAFE_REPORT = REPORT.replace(
  'not_supported,not_supported,false,false',
  'not_supported,not_supported,true,false',
);
const rootIsSafe =
  '<entry><key>AccountAccessKeysPresent</key><value>0</value></entry><entry><key>AccountMFAEnabled</key><value>1</value></entry>';

/** The same account with nothing open. */
const CLOSED: Answers = {
  ...IAM,
  's3:GetBucketPolicy': (call) => failure(call, 404, 'NoSuchBucketPolicy'),
  's3:GetBucketPolicyStatus': (call) => failure(call, 404, 'NoSuchBucketPolicy'),
  'iam:GetCredentialReport': () => reportAnswer(SAFE_REPORT),
  'iam:GetAccountSummary': () => answer('GetAccountSummary', `<SummaryMap>${rootIsSafe}</SummaryMap>`),
};

/** The services of the table; others have tests of their own. */
const SERVICES = ['account', 's3', 'iam'];

interface Outcome {
  code: number;
  findings: string[];
  complete: boolean;
  /** What `tojimari permissions aws --from` prints. */
  permissions: string[];
}

async function scan(answers: Answers): Promise<Outcome> {
  server = await serveAws(answers);
  const report = join(folder(), 'report.json');
  const { code, stderr } = await tojimari([
    'scan',
    'aws',
    ...SERVICES.flatMap((service) => ['--service', service]),
    '--endpoint-url',
    server.endpoint,
    '--format',
    'json',
    '--output',
    report,
  ]);
  expect(stderr).not.toMatch(/bug| {4}at /);
  const parsed = parseReport(JSON.parse(readFileSync(report, 'utf8')));
  if (!parsed.ok) throw new Error('the report does not fit its schema');
  const { stdout } = await tojimari(['permissions', 'aws', '--from', report]);
  await server.stop();
  const { findings, complete } = parsed.value;
  return {
    code,
    complete,
    findings: findings.map(({ rule, resource }) => `${rule} ${resource.name}`),
    permissions: stdout.split('\n').filter((line) => line !== ''),
  };
}

/** What denying one call does to the account with nothing open: the exit code, and whether anything stays unread. */
const DENIED: Record<string, { code: 0 | 3; unread: boolean }> = {
  // Who is ours and what we are called decides no door of this account.
  'iam:ListAccountAliases': { code: 0, unread: true },
  'organizations:DescribeOrganization': { code: 0, unread: true },
  'organizations:ListAccounts': { code: 0, unread: true },
  // Guards of the organization, which a member may ordinarily not read.
  'organizations:ListRoots': { code: 0, unread: true },
  'organizations:ListParents': { code: 0, unread: true },
  'organizations:ListPoliciesForTarget': { code: 0, unread: true },
  'organizations:DescribePolicy': { code: 0, unread: true },
  'organizations:DescribeEffectivePolicy': { code: 0, unread: true },
  // A list that was denied is `0 of ? buckets`.
  's3:ListAllMyBuckets': { code: 3, unread: true },
  'iam:GetAccountAuthorizationDetails': { code: 3, unread: true },
  'iam:ListOpenIDConnectProviders': { code: 3, unread: true },
  'iam:ListSAMLProviders': { code: 3, unread: true },
  // A door.
  's3:GetBucketPolicy': { code: 3, unread: true },
  // A door that a known guard makes irrelevant: ACLs are off, or ignored.
  's3:GetBucketAcl': { code: 0, unread: true },
  // No access point opens a bucket whose own policy admits nobody.
  's3:ListAccessPoints': { code: 0, unread: true },
  's3:GetAccessPoint': { code: 0, unread: false },
  's3:GetAccessPointPolicy': { code: 0, unread: false },
  's3:GetAccessPointPolicyStatus': { code: 0, unread: false },
  's3:ListMultiRegionAccessPoints': { code: 0, unread: true },
  's3:GetMultiRegionAccessPointPolicy': { code: 0, unread: false },
  's3:GetMultiRegionAccessPointPolicyStatus': { code: 0, unread: false },
  // Guards, with every door known to be shut.
  's3:GetAccountPublicAccessBlock': { code: 0, unread: true },
  's3:GetBucketOwnershipControls': { code: 0, unread: true },
  's3:GetBucketPublicAccessBlock': { code: 0, unread: true },
  // Neither door nor guard.
  's3:GetBucketWebsite': { code: 0, unread: true },
  's3:GetBucketTagging': { code: 0, unread: true },
  's3:GetEncryptionConfiguration': { code: 0, unread: true },
  'iam:GetOpenIDConnectProvider': { code: 0, unread: true },
  // Hygiene of people and keys: rules below --fail-on high.
  'iam:GetAccountPasswordPolicy': { code: 0, unread: true },
  'iam:GetLoginProfile': { code: 0, unread: true },
  'iam:ListMFADevices': { code: 0, unread: true },
  'iam:ListAccessKeys': { code: 0, unread: true },
  'iam:GetAccessKeyLastUsed': { code: 0, unread: true },
  // Another call tells the same, or it was not needed.
  's3:GetBucketLocation': { code: 0, unread: false },
  'ec2:DescribeRegions': { code: 0, unread: false },
  's3:GetBucketPolicyStatus': { code: 0, unread: false },
  'iam:GetAccountSummary': { code: 0, unread: true },
  'iam:GetCredentialReport': { code: 0, unread: true },
  'iam:GenerateCredentialReport': { code: 0, unread: false },
  'iam:GetUser': { code: 0, unread: false },
  'iam:ListRoles': { code: 0, unread: false },
  'iam:ListUsers': { code: 0, unread: false },
};

test('every call that a live scan makes is in the table', () => {
  const asked = aws.permissions.filter(({ service }) => SERVICES.includes(service));
  const permissions = asked.map(({ permission }) => permission);
  expect(Object.keys(DENIED).sort()).toEqual(permissions.sort());
});

test('with nothing denied the closed account passes whole and the open one fails', async () => {
  expect(await scan(CLOSED)).toMatchObject({ code: 0, complete: true, permissions: [] });
  expect(await scan(IAM)).toMatchObject({ code: 1, complete: true, permissions: [] });
});

describe('the closed account, without', () => {
  test.each(Object.entries(DENIED))('%s', async (permission, { code, unread }) => {
    const outcome = await scan({ ...CLOSED, [permission]: denied });
    expect({ code: outcome.code, permissions: outcome.permissions }).toEqual({
      code,
      permissions: unread ? [permission] : [],
    });
    if (code === 3) expect(outcome.complete).toBe(false);
  });
});

describe('the open account never passes, without', () => {
  test.each(Object.keys(DENIED))('%s', async (permission) => {
    const outcome = await scan({ ...IAM, [permission]: denied });
    expect(outcome.code).not.toBe(0);
  });
});

describe('a bucket that leaves the decision to its access points, without', () => {
  const statement = (more: object) => ({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', ...more });
  const document = (more: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement(more)] });
  const delegated = document({
    Resource: 'arn:aws:s3:::kagi-open/*',
    Condition: { StringEquals: { 's3:DataAccessPointAccount': ACCOUNT } },
  });
  const admitting = document({
    Resource: `arn:aws:s3:ap-northeast-1:${ACCOUNT}:accesspoint/kagi-ap/object/*`,
  });
  const DELEGATED: Answers = {
    ...CLOSED,
    's3:GetBucketPolicy': (call) =>
      call.bucket === 'kagi-open' ? ok(delegated) : failure(call, 404, 'NoSuchBucketPolicy'),
    's3:GetAccessPointPolicy': () =>
      ok(
        `<GetAccessPointPolicyResult><Policy>${admitting.replaceAll('"', '&quot;')}</Policy></GetAccessPointPolicyResult>`,
      ),
    's3:GetAccessPoint': () =>
      ok(
        `<GetAccessPointResult><Name>kagi-ap</Name><Bucket>kagi-open</Bucket><NetworkOrigin>Internet</NetworkOrigin>${blockXml(false)}</GetAccessPointResult>`,
      ),
  };
  test.each([
    ['anything denied', '', 1],
    ['s3:ListAccessPoints', 's3:ListAccessPoints', 3],
    ['s3:GetAccessPointPolicy', 's3:GetAccessPointPolicy', 3],
  ])('%s', async (_name, permission, code) => {
    const outcome = await scan(permission === '' ? DELEGATED : { ...DELEGATED, [permission]: denied });
    expect(outcome.code).toBe(code);
    expect(outcome.permissions).toEqual(permission === '' ? [] : [permission]);
  });

  test('s3:GetAccessPoint: its Block Public Access is a guard, so the door stands open unless', async () => {
    const outcome = await scan({ ...DELEGATED, 's3:GetAccessPoint': denied });
    expect(outcome.findings).toContain('aws.s3.bucket-public-read kagi-open');
    expect(outcome.permissions).toEqual(['s3:GetAccessPoint']);
  });
});
