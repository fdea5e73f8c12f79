// Each call of S3 and IAM denied in turn, down to the verdicts: what stood open never passes, what it was not needed for does not change.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aws } from '../../src/providers/aws/provider.ts';
import { parseReport } from '../../src/report/parse.ts';
import type { Report } from '../../src/report/report.ts';
import { folder, tojimari } from '../cli/harness.ts';
import {
  answer,
  detailsPage,
  filterOf,
  IAM,
  noSuchEntity,
  REPORT,
  ROLE,
  reportAnswer,
} from '../providers/aws/iam/server.ts';
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
  call.bucket === 'kagi-shut'
    ? ok(blockXml(true))
    : failure(call, 404, 'NoSuchPublicAccessBlockConfiguration');

const listedUser = (name: string) =>
  `<member><Path>/</Path><UserName>${name}</UserName><Arn>arn:aws:iam::111122223333:user/${name}</Arn><CreateDate>2024-02-03T04:05:06Z</CreateDate></member>`;

/** A role like `deploy`, with another name and whom it trusts. */
function role(name: string, action: string, principal: unknown, condition = {}): string {
  const statement = { Effect: 'Allow', Principal: principal, Action: `sts:${action}`, Condition: condition };
  const trust = encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
  return ROLE.replaceAll('deploy', name).replace(
    /<AssumeRolePolicyDocument>[^<]*/,
    `<AssumeRolePolicyDocument>${trust}`,
  );
}

const GITHUB = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const roles =
  ROLE +
  role('anyone', 'AssumeRole', '*') +
  role(
    'workflow',
    'AssumeRoleWithWebIdentity',
    { Federated: GITHUB },
    { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*' } },
  );

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
  'iam:GetCredentialReport': () =>
    reportAnswer(REPORT.replace('not_supported,false,false', 'not_supported,false,true')),
  'iam:GetLoginProfile': (call) =>
    call.body.includes('alice')
      ? answer('GetLoginProfile', '<LoginProfile><UserName>alice</UserName></LoginProfile>')
      : noSuchEntity(call),
  'iam:ListUsers': () =>
    answer(
      'ListUsers',
      `<Users>${['alice', 'bob'].map(listedUser).join('')}</Users><IsTruncated>false</IsTruncated>`,
    ),
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

/** Calls that list, and of what they are the only ones to say that it exists. */
const LISTS = new Map([
  ['s3:ListAllMyBuckets', ['aws.s3.bucket']],
  ['iam:GetAccountAuthorizationDetails', ['aws.iam.policy', 'aws.iam.group']],
]);

const CALLS = aws.permissions
  .filter(
    ({ permission, service }) => ['s3', 'iam'].includes(service) && !permission.startsWith('organizations:'),
  )
  .map(({ permission }) => permission);

/**
 * What changes in the verdicts without a permission; `unknown` always names it. Whoever reads no ACL knows nothing about whom ACLs let in; a
 * policy that may deny makes `open` what an ACL opens only unless it does.
 */
const CHANGES: Record<string, Record<string, string[]>> = {
  's3:GetAccountPublicAccessBlock': {
    '111122223333: unknown': ['account-block-public-access'],
    'kagi-listed: unknown': ['block-public-access'],
    'kagi-open: unknown': ['block-public-access'],
    'kagi-listed: fail open-unless': ['public-list'],
    'kagi-open: fail open-unless': ['public-read', 'public-website'],
  },
  's3:GetBucketPolicy': {
    'kagi-listed: fail open-unless': ['public-list'],
    'kagi-open: unknown': [
      'any-account',
      'log-delivery-without-source',
      'outside-account',
      'policy-status-disagrees',
      'public-admin',
      'public-list',
      'public-list-read',
      'public-read',
      'public-website',
      'public-write',
      'service-without-source',
    ],
    'kagi-listed: unknown': [
      'any-account',
      'log-delivery-without-source',
      'outside-account',
      'public-admin',
      'public-list-read',
      'public-read',
      'public-write',
      'service-without-source',
      'ssec-not-denied',
    ],
    'kagi-shut: unknown': ['outside-account', 'ssec-not-denied'],
  },
  's3:GetBucketPolicyStatus': {
    'kagi-open: unknown': ['policy-status-disagrees'],
  },
  's3:GetBucketAcl': {
    'kagi-listed: unknown': [
      'any-account',
      'log-delivery-without-source',
      'outside-account',
      'public-admin',
      'public-list',
      'public-list-read',
      'public-read',
      'public-write',
      'service-without-source',
      'ssec-not-denied',
    ],
    'kagi-shut: unknown': ['outside-account', 'ssec-not-denied'],
  },
  's3:GetBucketOwnershipControls': {
    'kagi-listed: unknown': ['acl-enabled'],
    'kagi-shut: unknown': ['acl-enabled'],
    'kagi-open: unknown': ['acl-enabled'],
    'kagi-listed: fail open-unless': ['public-list'],
  },
  's3:GetBucketPublicAccessBlock': {
    'kagi-listed: unknown': ['block-public-access'],
    'kagi-open: unknown': ['block-public-access'],
    'kagi-shut: unknown': ['block-public-access'],
    'kagi-listed: fail open-unless': ['public-list'],
    'kagi-open: fail open-unless': ['public-read', 'public-website'],
  },
  's3:GetBucketWebsite': {
    'kagi-open: unknown': ['public-website'],
  },
  's3:GetAccessPoint': {
    'kagi-open: fail open open-unless': ['public-read', 'public-website'],
  },
  'iam:GetAccountPasswordPolicy': {
    '111122223333: unknown': ['password-policy-weak'],
  },
  'iam:GetLoginProfile': {
    'bob: unknown': ['user-console-no-mfa'],
  },
  'iam:ListAccessKeys': {
    'bob: unknown': ['access-key-old', 'access-key-unused', 'user-multiple-active-keys'],
  },
  'iam:GetAccessKeyLastUsed': {
    'bob: unknown': ['access-key-unused'],
  },
};

/** Rules that tell of switches, where nobody is let in: what might be behind a switch that is on is not asked. */
const BEHIND_A_SWITCH = /shut-only-by-block-public-access/;

let calm: Verdicts | undefined;
async function calmVerdicts(): Promise<Verdicts> {
  calm ??= (await scan(OPEN)).verdicts;
  return calm;
}

test('with nothing denied, three doors of buckets and two of roles stand open', async () => {
  const open = [...(await calmVerdicts())]
    .filter(([, verdict]) => verdict === 'fail open')
    .map(([key]) => key);
  expect(open).toEqual([
    'aws.iam.role-any-account anyone',
    'aws.iam.role-any-token workflow',
    'aws.s3.bucket-public-list kagi-listed',
    'aws.s3.bucket-public-read kagi-open',
    'aws.s3.bucket-public-website kagi-open',
  ]);
});

describe('only what depends on it changes, without', () => {
  test.each(CALLS.filter((call) => !LISTS.has(call)))('%s', async (permission) => {
    const before = await calmVerdicts();
    const { verdicts } = await scan({ ...OPEN, [permission]: denied });
    const changes: Record<string, string[]> = {};
    for (const key of new Set([...before.keys(), ...verdicts.keys()])) {
      const after = verdicts.get(key) ?? 'pass';
      if (after === (before.get(key) ?? 'pass') || BEHIND_A_SWITCH.test(key)) continue;
      const [rule = '', resource] = key.split(' ');
      const said = `${resource}: ${after === `unknown ${permission}` ? 'unknown' : after}`;
      changes[said] = [...(changes[said] ?? []), rule.replace(/^aws\.(s3\.bucket-|s3\.|iam\.)/, '')].sort();
    }
    expect(changes).toEqual(CHANGES[permission] ?? {});
  });
});

describe('a list that was denied is no empty one, without', () => {
  test.each([...LISTS])('%s', async (permission, types) => {
    const { report } = await scan({ ...OPEN, [permission]: denied });
    const tallies = report.scopes.flatMap((scope) => scope.tallies);
    const cut = tallies.filter(({ missing }) => missing?.permission === permission).map(({ type }) => type);
    expect(cut).toEqual(types);
    expect(report).toMatchObject({ complete: false });
  });
});

describe('with public access blocked for the whole account, who is not named stays out, without', () => {
  const BLOCKED: Answers = { ...OPEN, 's3:GetAccountPublicAccessBlock': () => ok(blockXml(true)) };
  test.each(CALLS.filter((call) => call.startsWith('s3:') && call !== 's3:GetAccountPublicAccessBlock'))(
    '%s',
    async (permission) => {
      const { verdicts, report } = await scan({ ...BLOCKED, [permission]: denied });
      const told = [...verdicts.keys()].filter((key) => /s3\.bucket-(public|any)/.test(key));
      expect(told).toEqual([]);
      expect(
        report.doors.filter(({ audience, state }) => audience === 'anyone' && state !== 'shut-by'),
      ).toEqual([]);
    },
  );
});
