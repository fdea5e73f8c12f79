// Each call of S3 and IAM denied in turn, down to the verdicts: what stood open never passes, what it was not needed for does not change.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aws } from '../../src/providers/aws/provider.ts';
import { parseReport } from '../../src/report/parse.ts';
import type { Report } from '../../src/report/report.ts';
import { folder, tojimari } from '../cli/harness.ts';
import { answer, detailsPage, filterOf, IAM, noSuchEntity, REPORT, ROLE, reportAnswer } from '../providers/aws/iam/server.ts';
import { TEST_ENV, useEnvironment } from '../providers/aws/live.ts';
import {
  type Answers,
  type AwsServer,
  blockXml,
  bucketsXml,
  denied,
  failure,
  ok,
  serveAws,
  THROUGH_POINTS,
} from '../servers/aws.ts';

let server: AwsServer | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => server?.stop());

const EVERYONE = 'http://acs.amazonaws.com/groups/global/AllUsers';
const ACL = `<AccessControlPolicy><Owner><ID>75aa57f0</ID></Owner><AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group"><URI>${EVERYONE}</URI></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>`;
const off: Answers[string] = (call) =>
  call.bucket === 'kagi-shut' ? ok(blockXml(true)) : failure(call, 404, 'NoSuchPublicAccessBlockConfiguration');

/** A role like `deploy`, with another name and whom it trusts. */
function role(name: string, action: string, principal: unknown, condition = {}): string {
  const statement = { Effect: 'Allow', Principal: principal, Action: `sts:${action}`, Condition: condition };
  const trust = encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
  return ROLE.replaceAll('deploy', name).replace(/<AssumeRolePolicyDocument>[^<]*/, `<AssumeRolePolicyDocument>${trust}`);
}

const GITHUB = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const roles =
  ROLE +
  role('anyone', 'AssumeRole', '*') +
  role('workflow', 'AssumeRoleWithWebIdentity', { Federated: GITHUB }, { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*' } });

/**
 * kagi-open lets everyone read by its policy, kagi-listed lets everyone list by its ACL, kagi-shut is shut; one role for another account, one for
 * everybody, one for any workflow.
 */
const OPEN: Answers = {
  ...IAM,
  ...THROUGH_POINTS,
  's3:ListAllMyBuckets': () => ok(bucketsXml(['kagi-open', 'kagi-shut', 'kagi-listed'])),
  's3:GetBucketPublicAccessBlock': off,
  's3:GetBucketAcl': (call) => (call.bucket === 'kagi-listed' ? ok(ACL) : undefined),
  's3:GetBucketOwnershipControls': (call) =>
    call.bucket === 'kagi-open' ? undefined : failure(call, 404, 'OwnershipControlsNotFoundError'),
  // What one call says of root and of users, the others say as well.
  'iam:GetCredentialReport': () => reportAnswer(REPORT.replace('not_supported,false,false', 'not_supported,false,true')),
  'iam:GetLoginProfile': (call) =>
    call.body.includes('alice')
      ? answer('GetLoginProfile', '<LoginProfile><UserName>alice</UserName></LoginProfile>')
      : noSuchEntity(call),
  'iam:ListRoles': () => answer('ListRoles', `<Roles>${roles}</Roles><IsTruncated>false</IsTruncated>`),
  'iam:GetAccountAuthorizationDetails': (call) =>
    filterOf(call) === 'Role' ? detailsPage({ roles }) : IAM['iam:GetAccountAuthorizationDetails']?.(call),
};

/** `rule resource` -> `fail open`, `fail open-unless`, `unknown PERMISSION`; what passes is not in it. */
type Verdicts = Map<string, string>;

async function scan(answers: Answers): Promise<{ verdicts: Verdicts; report: Report }> {
  server = await serveAws(answers);
  const file = join(folder(), 'report.json');
  const services = ['--service', 's3', '--service', 'iam', '--service', 'account'];
  const { code, stderr } = await tojimari([
    ...['scan', 'aws', ...services, '--endpoint-url', server.endpoint],
    ...['--format', 'json', '--output', file],
  ]);
  expect([code, stderr]).not.toEqual([4, expect.anything()]);
  const parsed = parseReport(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error('the report does not fit its schema');
  await server.stop();
  return { verdicts: verdictsOf(parsed.value), report: parsed.value };
}

function verdictsOf({ findings, doors, undecided }: Report): Verdicts {
  const verdicts: Verdicts = new Map();
  for (const { rule, resource, doors: through } of findings) {
    const key = `${rule} ${resource.name}`;
    const states = doors.filter(({ id }) => through.includes(id)).map(({ state }) => state);
    const others = verdicts.get(key)?.split(' ').slice(1) ?? [];
    verdicts.set(key, ['fail', ...new Set([...others, ...states].sort())].join(' '));
  }
  for (const { rule, resource, missing } of undecided) {
    const why = new Set(missing.map(({ permission }) => permission ?? 'nothing'));
    verdicts.set(`${rule} ${resource.name}`, `unknown ${[...why].join('+')}`);
  }
  return new Map([...verdicts].sort());
}

const CALLS = aws.permissions
  .filter(({ permission, service }) => ['s3', 'iam'].includes(service) && !permission.startsWith('organizations:'))
  .map(({ permission }) => permission);

test('PRINT', async () => {
  const { verdicts } = await scan(OPEN);
  const out: string[] = ['CALM', ...[...verdicts].map(([k, v]) => `   ${k}: ${v}`)];
  for (const permission of CALLS) {
    const found = (await scan({ ...OPEN, [permission]: denied })).verdicts;
    out.push(permission);
    for (const key of new Set([...verdicts.keys(), ...found.keys()]))
      if (verdicts.get(key) !== found.get(key)) out.push(`   ${key}: ${verdicts.get(key) ?? 'pass'} -> ${found.get(key) ?? 'pass'}`);
  }
  (await import('node:fs')).writeFileSync('/tmp/pace/denied.txt', out.join('\n'));
}, 200_000);
