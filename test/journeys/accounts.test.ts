// Ten accounts by role against moto, one of which cannot be entered: each finding has its account, and the one that was not seen is named.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import type { Report } from '../../src/report/report.ts';
import { folder, tojimari } from '../cli/harness.ts';
import { TEST_ENV, useEnvironment } from '../providers/aws/live.ts';
import { type Gate, refusal, serveGate } from '../servers/gate.ts';
import { type Moto, motoIsHere, startMoto } from '../servers/moto.ts';

const describeMoto = motoIsHere(process.env) ? describe : describe.skip;
const HUB = '123456789012';
const ROLE = 'OrganizationAccountAccessRole';
const NO_POLICY = {
  status: 400,
  body: JSON.stringify({ __type: 'EffectivePolicyNotFoundException' }),
  headers: { 'content-type': 'application/x-amz-json-1.1' },
};
/** Tests wait for moto, which other work on the machine slows down. */
const PATIENT = 60_000;

describeMoto('ten accounts', () => {
  let moto: Moto;
  let gate: Gate;
  /** Accounts of the organization, the hub first. */
  const accounts = [HUB];
  /** The account whose role is refused. */
  let shut = '';
  /** The account to which a resource control policy is attached: nobody reads its bucket. */
  let fenced = '';
  beforeEach(() => useEnvironment(TEST_ENV));
  beforeAll(async () => {
    useEnvironment(TEST_ENV);
    moto = await startMoto();
    const options = {
      endpoint: moto.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-of-the-test' },
    };
    const organizations = new OrganizationsClient(options);
    await organizations.send(new CreateOrganizationCommand({}));
    for (let index = 1; index < 10; index++) {
      const AccountName = `kagi-${index}`;
      const made = await organizations.send(
        new CreateAccountCommand({ AccountName, Email: `${AccountName}@example.com` }),
      );
      accounts.push(made.CreateAccountStatus?.AccountId ?? '');
    }
    const sts = new STSClient(options);
    for (const account of accounts) {
      let { credentials } = options;
      if (account !== HUB) {
        const RoleArn = `arn:aws:iam::${account}:role/${ROLE}`;
        const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'seed' }));
        credentials = {
          accessKeyId: Credentials?.AccessKeyId ?? '',
          secretAccessKey: Credentials?.SecretAccessKey ?? '',
          ...{ sessionToken: Credentials?.SessionToken },
        };
      }
      const s3 = new S3Client({ ...options, credentials, forcePathStyle: true });
      const Bucket = `kagi-${account}`;
      await s3.send(new CreateBucketCommand({ Bucket }));
      const Statement = {
        Effect: 'Allow',
        // Half of them for anyone, half for the hub, which is ours.
        Principal: accounts.indexOf(account) % 2 === 0 ? '*' : { AWS: HUB },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${Bucket}/*`,
      };
      await s3.send(
        new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }),
      );
      s3.destroy();
    }
    sts.destroy();
    const [root] = (await organizations.send(new ListRootsCommand({}))).Roots ?? [];
    const Type = 'RESOURCE_CONTROL_POLICY';
    await organizations.send(new EnablePolicyTypeCommand({ RootId: root?.Id, PolicyType: Type }));
    const Statement = { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*' };
    const Content = JSON.stringify({ Version: '2012-10-17', Statement });
    const made = await organizations.send(
      new CreatePolicyCommand({ Name: 'perimeter', Description: 'perimeter', Type, Content }),
    );
    fenced = accounts[6] ?? '';
    const PolicyId = made.Policy?.PolicySummary?.Id;
    await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: fenced }));
    organizations.destroy();
    shut = accounts[4] ?? '';
    gate = await serveGate(({ operation, body }) => {
      if (operation === 'AssumeRole' && body.includes(shut))
        return refusal(`User is not authorized to perform: sts:AssumeRole on resource: role of ${shut}`);
      // moto fails where AWS says that there is none, and a failure is tried again and again.
      return operation === 'DescribeEffectivePolicy' ? NO_POLICY : undefined;
    }, moto.endpoint);
  }, PATIENT);
  afterAll(async () => {
    await gate.stop();
    await moto.stop();
  });

  async function scan(
    ...flags: string[]
  ): Promise<{ code: number; report: Report; text: string; stderr: string }> {
    gate.asked.length = 0;
    const file = join(folder(), 'report.json');
    const words = ['scan', 'aws', '--endpoint-url', gate.endpoint, '--service', 's3', ...flags];
    const { code, stderr } = await tojimari([...words, '--format', 'json', '--output', file]);
    const parsed = parseReport(JSON.parse(readFileSync(file, 'utf8')));
    if (!parsed.ok) throw new Error('the report does not fit its schema');
    const { stdout } = await tojimari(['render', file, '--lang', 'en']);
    return { code, report: parsed.value, text: stdout.replace(/\s+/g, ' '), stderr };
  }

  test(
    'the accounts of the organization are written once, and all of them are ours wherever they are named',
    async () => {
      const output = join(folder(), 'snapshot.jsonl');
      const words = ['collect', 'aws', '--endpoint-url', gate.endpoint, '--service', 's3', '--organization'];
      expect((await tojimari([...words, '--output', output])).code).toBe(3);
      const lines = readFileSync(output, 'utf8').split('\n').filter(Boolean);
      const own = lines
        .map((line) => JSON.parse(line))
        .filter(({ record, type }) => record === 'resource' && type === 'aws.account');
      expect(own).toHaveLength(9);
      const telling = own.filter(({ settings }) => 'siblings' in settings || 'alongside' in settings);
      expect(telling).toHaveLength(1);
      expect(telling[0]?.settings.siblings).toHaveLength(10);
      const others = own.filter((one) => one !== telling[0]).map(({ settings }) => settings.siblingsAt);
      expect(new Set(others)).toEqual(new Set([telling[0]?.id]));
      const { stdout } = await tojimari(['scan', output, '--format', 'json']);
      const { doors }: Report = JSON.parse(stdout);
      // Half of the buckets are for the hub.
      expect(doors.filter(({ audience }) => audience === 'named-outsider')).toEqual([]);
    },
    PATIENT,
  );

  const assumed = () => gate.asked.filter(({ operation }) => operation === 'AssumeRole');

  test(
    '--organization: nobody is dropped, and the one that cannot be entered is named',
    async () => {
      const { code, report, text } = await scan('--organization', '--fail-on', 'critical');
      expect(code).toBe(3);
      expect(report.scopes.map(({ id }) => id).sort()).toEqual(
        accounts.map((account) => `aws/${account}`).sort(),
      );
      const open = report.doors.filter(({ audience, state }) => audience === 'anyone' && state === 'open');
      const expected = accounts.filter(
        (account, index) => index % 2 === 0 && account !== shut && account !== fenced,
      );
      expect(open.map(({ resource }) => `${resource.scope} ${resource.name}`).sort()).toEqual(
        expected.map((account) => `aws/${account} kagi-${account}`).sort(),
      );
      // The hub is ours in every account.
      expect(report.doors.filter(({ audience }) => audience === 'named-outsider')).toEqual([]);
      expect(report.complete).toBe(false);
      expect(report.gate.blind).toEqual([
        expect.objectContaining({
          scope: `aws/${shut}`,
          type: 'aws.account',
          missing: [expect.objectContaining({ reason: 'denied', permission: 'sts:AssumeRole' })],
        }),
      ]);
      expect(text).toContain('(kagi-4): sts:AssumeRole denied');
      // One role an account, whatever number of clients it has, and narrowed to what a scan reads.
      expect(assumed().map(({ body }) => /role%2F(\w+)/.exec(body)?.[1])).toEqual(Array(9).fill(ROLE));
      for (const { body } of assumed())
        expect(new URLSearchParams(body).get('Policy')).toMatch(/"Effect":"Allow"/);
      // Resource control policies of members are read as who may read them.
      const closed = report.doors.filter(({ resource }) => resource.name === `kagi-${fenced}`);
      expect(closed.map(({ state }) => state)).toEqual(['shut-by']);
      // The organization is asked for its accounts once.
      expect(gate.asked.filter(({ operation }) => operation === 'ListAccounts')).toHaveLength(1);
    },
    PATIENT,
  );

  test(
    '--include-account and --exclude-account choose, and what is left out is told',
    async () => {
      const { code, report, text } = await scan(
        ...['--organization', '--role-name', 'audit', '--external-id', 'kagi-42'],
        ...[
          '--include-account',
          'kagi-*',
          '--exclude-account',
          'kagi-4',
          '--exclude-account',
          accounts[1] ?? '',
        ],
      );
      expect(code).toBe(1);
      expect(report.scopes).toHaveLength(7);
      expect(text).toContain('3 of the 10 accounts of the organization left out as asked');
      for (const { body } of assumed()) {
        const form = new URLSearchParams(body);
        expect(form.get('RoleArn')).toMatch(/:role\/audit$/);
        expect(form.get('ExternalId')).toBe('kagi-42');
      }
    },
    PATIENT,
  );

  test(
    '--role-arn and --accounts: only those, the hub is ours all the same',
    async () => {
      const [, one = '', two = ''] = accounts;
      const path = folder({
        'accounts.yaml': `- ${HUB}\n- { account: ${two}, role: audit, externalId: kagi-42 }\n`,
      });
      const { report } = await scan(
        ...[
          '--role-arn',
          `arn:aws:iam::${one}:role/deep/path/audit`,
          '--accounts',
          join(path, 'accounts.yaml'),
        ],
      );
      expect(report.scopes.map(({ id, asker }) => `${id} ${asker}`).sort()).toEqual(
        [`aws/${HUB} user/moto`, `aws/${one} role/audit`, `aws/${two} role/audit`].sort(),
      );
      expect(report.doors.map(({ audience, resource }) => `${resource.name} ${audience}`).sort()).toEqual(
        [`kagi-${HUB} anyone`, `kagi-${two} anyone`].sort(),
      );
    },
    PATIENT,
  );
});
