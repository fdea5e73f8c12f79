// A live scan of an account in an organization: what it may not read there is one remark, and what it may read decides.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import type { Report } from '../../src/report/report.ts';
import { folder, tojimari } from '../cli/harness.ts';
import { IAM } from '../providers/aws/iam/server.ts';
import { TEST_ENV, useEnvironment } from '../providers/aws/live.ts';
import { ACCOUNT, type Answers, type AwsServer, blockXml, denied, ok, serveAws } from '../servers/aws.ts';

let server: AwsServer | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => server?.stop());

interface Seen {
  code: number;
  text: string;
  report: Report;
  /** State of every exposure of kagi-open by its rule. */
  states: Record<string, string[]>;
}

async function scan(answers: Answers): Promise<Seen> {
  server = await serveAws({ ...IAM, ...answers });
  const file = join(folder(), 'report.json');
  const { endpoint } = server;
  const { code } = await tojimari([
    'scan',
    'aws',
    // What the small AWS of this test knows; every other service would be asked in every region, and fail.
    ...['account', 's3', 'iam'].flatMap((service) => ['--service', service]),
    '--endpoint-url',
    endpoint,
    '--format',
    'json',
    '--output',
    file,
  ]);
  const { stdout } = await tojimari(['render', file, '--lang', 'en']);
  const parsed = parseReport(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.ok) throw new Error('the report does not fit its schema');
  await server.stop();
  const states: Record<string, string[]> = {};
  for (const { rule, resource, doors } of parsed.value.findings)
    if (resource.name === 'kagi-open')
      states[rule] = parsed.value.doors.filter(({ id }) => doors.includes(id)).map(({ state }) => state);
  // Lines are broken where the page ends.
  return { code, text: stdout.replace(/\s+/g, ' '), report: parsed.value, states };
}

/** What an ordinary member account is refused. */
const MEMBER: Answers = {
  'organizations:ListAccounts': denied,
  'organizations:ListRoots': denied,
  'organizations:ListParents': denied,
  'organizations:ListPoliciesForTarget': denied,
  'organizations:DescribePolicy': denied,
};

function perimeter(operator: 'Bool' | 'BoolIfExists'): Answers {
  const document = {
    Version: '2012-10-17',
    Statement: {
      Sid: 'perimeter',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-kagiexample' },
        [operator]: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
  };
  return {
    'organizations:DescribePolicy': () =>
      ok(JSON.stringify({ Policy: { Content: JSON.stringify(document) } })),
  };
}

const PUBLIC = 'aws.s3.bucket-public-read';
const SHUT = 'aws.s3.bucket-shut-only-by-block-public-access';

test('an ordinary member: one remark, what is open stays open, and the exit code is the same', async () => {
  const readable = await scan({});
  const member = await scan(MEMBER);
  expect(member.states[PUBLIC]).toEqual(['open']);
  expect(member.states).toEqual(readable.states);
  expect([member.code, member.report.complete]).toEqual([readable.code, readable.report.complete]);
  const notes = member.report.scopes.flatMap((scope) => scope.notes);
  expect(notes).toHaveLength(1);
  expect(member.text.match(/resource control policies could not be read/g)).toHaveLength(1);
});

test('the management account is bound by none, and has nothing to remark', async () => {
  const { states, report } = await scan({
    ...perimeter('BoolIfExists'),
    'organizations:DescribeOrganization': () =>
      ok(JSON.stringify({ Organization: { Id: 'o-kagiexample', MasterAccountId: ACCOUNT } })),
  });
  expect(states[PUBLIC]).toEqual(['open']);
  expect(report.scopes.flatMap((scope) => scope.notes)).toEqual([]);
});

test('a perimeter shuts the bucket, and the report names it', async () => {
  const { states, text, report } = await scan(perimeter('BoolIfExists'));
  expect(states[PUBLIC]).toBeUndefined();
  expect(states[SHUT]).toEqual(['shut-by']);
  expect(text).toContain('resource control policy queues');
  const doors = report.findings.filter(({ rule }) => rule === SHUT).flatMap((finding) => finding.doors);
  const door = report.doors.find(({ id }) => doors.includes(id));
  expect(door?.evidence).toContainEqual(
    expect.objectContaining({
      setting: 'resourceControlPolicies',
      pointer: '/0/document/Statement',
      resource: { type: 'aws.account', id: `arn:aws:iam::${ACCOUNT}:root` },
    }),
  );
});

test('the hole of Bool leaves unsigned requests: the bucket stays open', async () => {
  const { states, code } = await scan(perimeter('Bool'));
  expect(states[PUBLIC]).toEqual(['open']);
  expect(code).toBe(1);
});

test('the S3 policy of the organization shuts it, although the account could not be read', async () => {
  const all = JSON.stringify({ s3_attributes: { public_access_block_configuration: 'all' } });
  const { states, text } = await scan({
    ...MEMBER,
    's3:GetAccountPublicAccessBlock': denied,
    'organizations:DescribeEffectivePolicy': () =>
      ok(JSON.stringify({ EffectivePolicy: { PolicyContent: all } })),
    's3:GetAccessPoint': () =>
      ok(`<GetAccessPointResult><Name>kagi-ap</Name>${blockXml(true)}</GetAccessPointResult>`),
  });
  expect(states[PUBLIC]).toBeUndefined();
  expect(states[SHUT]).toEqual(['shut-by']);
  expect(text).toContain('Block Public Access of the organization');
});
