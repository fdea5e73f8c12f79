// Which of several values is the newest: what an export says of itself before dates of files, and never the order in which exports are named.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import type { Report } from '../../src/report/report.ts';
import { folder, tojimari } from '../cli/harness.ts';

const ACCOUNT = '111122223333';
const NAME = 'kagi-site';

function policy(principal: unknown): string {
  const actions = ['s3:GetObject', 's3:ListBucket'];
  const resources = [`arn:aws:s3:::${NAME}`, `arn:aws:s3:::${NAME}/*`];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: actions, Resource: resources }],
  });
}
const OPEN = policy('*');
const SHUT = policy({ AWS: `arn:aws:iam::${ACCOUNT}:root` });
const NONE = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};

function configOf(policyText: string | undefined, captured?: string): string {
  const about = { awsAccountId: ACCOUNT, awsRegion: 'ap-northeast-1', configurationItemStatus: 'OK' };
  const dated = captured === undefined ? {} : { configurationItemCaptureTime: captured };
  return JSON.stringify({
    fileVersion: '1.0',
    configurationItems: [
      {
        ...about,
        ...dated,
        resourceType: 'AWS::S3::Bucket',
        resourceId: NAME,
        resourceName: NAME,
        ARN: `arn:aws:s3:::${NAME}`,
        configuration: { name: NAME },
        supplementaryConfiguration: {
          AccessControlList: JSON.stringify({ owner: { id: 'a1' }, grantList: [] }),
          PublicAccessBlockConfiguration: JSON.stringify(NONE),
          ...(policyText !== undefined && { BucketPolicy: JSON.stringify({ policyText }) }),
        },
      },
      {
        ...about,
        ...dated,
        resourceType: 'AWS::S3::AccountPublicAccessBlock',
        resourceId: ACCOUNT,
        configuration: NONE,
      },
    ],
  });
}
const answer = (text: string) => JSON.stringify({ Policy: text });
const recorded = (text: string, date: string) =>
  JSON.stringify({ status_code: 200, data: { Policy: text, ResponseMetadata: { HTTPHeaders: { date } } } });

/** Name -> content, and the day that the file is from. */
type Files = Record<string, [content: string | Buffer, day: string]>;

async function scan(files: Files, targets = ['.']): Promise<Report> {
  const root = folder();
  for (const [name, [content, day]] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    utimesSync(path, new Date(day), new Date(day));
  }
  const paths = targets.map((target) => join(root, target));
  const { stdout, stderr } = await tojimari(['scan', ...paths, '--format', 'json', '--quiet']);
  if (stdout === '') throw new Error(stderr);
  const parsed = parseReport(JSON.parse(stdout));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.misfits.slice(0, 5)));
  return parsed.value;
}
const states = ({ doors }: Report) => doors.map(({ state }) => state).sort();
const notes = ({ scopes }: Report) => scopes.flatMap((scope) => scope.notes.map(({ en }) => en)).join('\n');

test.each([
  ['captured in the same moment', '2026-01-02T00:00:00Z', '2026-03-01T00:00:00Z'],
  ['files of the same day, undated', undefined, '2026-03-01T00:00:00Z'],
  ['files written seconds apart', undefined, '2026-03-01T00:00:04Z'],
])('%s: neither of two values counts, in whatever order', async (_name, captured, day) => {
  const files: Files = {
    'one.json': [configOf(OPEN, captured), '2026-03-01T00:00:00Z'],
    'two.json': [configOf(SHUT, captured), day],
  };
  const reports = [await scan(files, ['one.json', 'two.json']), await scan(files, ['two.json', 'one.json'])];
  for (const report of reports) {
    expect(states(report)).toEqual(['unknown']);
    expect(report.gate.exitCode).toBe(3);
    expect(notes(report)).toMatch(
      /kagi-site: .*policy is not known: .*nothing says which is newer: .*(one\.json.*two|two\.json.*one)\.json/,
    );
    expect(JSON.stringify(report.scopes[0]?.notes)).toContain('どちらが新しいか分かりません');
  }
});

test('in whatever order exports are named, the report is the same', async () => {
  const identity = JSON.stringify({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/a`, UserId: 'A' });
  const day = '2026-03-01T00:00:00Z';
  const root = folder();
  const write = (name: string, content: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
    utimesSync(join(root, name), new Date(day), new Date(day));
  };
  write('config.json', configOf(OPEN, '2026-01-01T00:00:00Z'));
  write('cli/global/sts-get-caller-identity.json', identity);
  write(
    'cli/global/s3api-list-buckets.json',
    JSON.stringify({ Buckets: [{ Name: NAME }], Owner: { ID: 'a1' } }),
  );
  write('one/kagi-site.policy.json', answer(SHUT));
  write('two/kagi-site.policy.json', answer(OPEN));
  const said = async (targets: string[]) => {
    const paths = targets.map((target) => join(root, target));
    const { stdout } = await tojimari(['scan', ...paths, '--format', 'json', '--quiet']);
    const { doors, findings, undecided, scopes, gate } = JSON.parse(stdout);
    return {
      doors,
      findings,
      undecided,
      gate,
      notes: scopes.map(({ id, label, format, notes: own }: Report['scopes'][0]) => [id, label, format, own]),
    };
  };
  const first = await said(['config.json', 'cli', 'one', 'two']);
  expect(first.gate.exitCode).toBe(3);
  for (const targets of [
    ['two', 'one', 'cli', 'config.json'],
    ['one', 'config.json', 'two', 'cli'],
  ])
    expect(await said(targets)).toEqual(first);
});

test('the same export twice is no conflict', async () => {
  const files: Files = {
    'one.json': [configOf(OPEN), '2026-03-01T00:00:00Z'],
    'two.json': [configOf(OPEN), '2026-03-01T00:00:00Z'],
  };
  for (const targets of [['.'], ['one.json', 'two.json'], ['two.json', 'one.json']]) {
    const report = await scan(files, targets);
    expect(states(report)).toEqual(['open']);
    expect(notes(report)).not.toMatch(/differ|not known/);
  }
});

test('items that do not say when they were captured are as old as their files', async () => {
  const files = (first: string, second: string): Files => ({
    'a.json': [configOf(OPEN), first],
    'b.json': [configOf(SHUT), second],
  });
  expect(states(await scan(files('2026-05-01T00:00:00Z', '2026-03-01T00:00:00Z')))).toEqual(['open']);
  expect(states(await scan(files('2026-03-01T00:00:00Z', '2026-05-01T00:00:00Z')))).toEqual([]);
});

test('a recorded answer says itself when it was given, whatever the file was copied', async () => {
  const files = (date: string): Files => ({
    'config.json': [configOf(SHUT, '2026-04-01T00:00:00Z'), '2026-04-01T00:00:00Z'],
    'rec/s3.GetBucketPolicy_1.json': [recorded(OPEN, date), '2026-06-01T00:00:00Z'],
  });
  const old = await scan(files('Thu, 01 Jan 2026 00:00:00 GMT'));
  expect(states(old)).toEqual([]);
  expect(notes(old)).toMatch(/GetBucketPolicy_1\.json#\/data\/Policy \(2026-01-01 00:00\) does not\./);
  expect(states(await scan(files('Fri, 01 May 2026 00:00:00 GMT')))).toEqual(['open']);
});

test('a file in an archive is as old as it is, not as its archive', async () => {
  const files = (changed: string): Files => ({
    'config.json': [configOf(SHUT, '2026-04-01T00:00:00Z'), '2026-04-01T00:00:00Z'],
    'answers.tar.gz': [
      tarred('p/kagi-site.policy.json', answer(OPEN), new Date(changed)),
      '2026-06-01T00:00:00Z',
    ],
  });
  expect(states(await scan(files('2026-01-01T00:00:00Z')))).toEqual([]);
  expect(states(await scan(files('2026-05-01T00:00:00Z')))).toEqual(['open']);
  // What writes no date means no date.
  expect(states(await scan(files('1970-01-01T00:00:00Z')))).toEqual(['open']);
});

test('of a question that was asked twice in one folder, the later answer counts, and the other is told', async () => {
  const files = (now: string, then: string): Files => ({
    'config.json': [configOf(undefined, '2026-01-01T00:00:00Z'), '2026-01-01T00:00:00Z'],
    'cli/global/sts-get-caller-identity.json': [
      JSON.stringify({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/a`, UserId: 'A' }),
      now,
    ],
    'cli/global/s3api-get-bucket-policy/kagi-site': [answer(OPEN), now],
    'cli/ap-northeast-1/s3api-get-bucket-policy/kagi-site': [answer(SHUT), then],
  });
  const later = await scan(files('2026-05-01T00:00:00Z', '2026-03-01T00:00:00Z'));
  expect(states(later)).toEqual(['open']);
  expect(notes(later)).toMatch(
    /exports differ about bucket policy\. .*global.* counts, .*ap-northeast-1.* does not/,
  );
  expect(notes(later)).not.toMatch(/do not say which bucket/);
  expect(states(await scan(files('2026-03-01T00:00:00Z', '2026-05-01T00:00:00Z')))).toEqual([]);
});

const details = (principal: string, more: object = {}) =>
  JSON.stringify({
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [
      {
        Path: '/',
        RoleName: 'app',
        RoleId: 'AROA1',
        Arn: `arn:aws:iam::${ACCOUNT}:role/app`,
        CreateDate: '2024-01-01T00:00:00Z',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }],
        },
        InstanceProfileList: [],
        RolePolicyList: [],
        AttachedManagedPolicies: [],
      },
    ],
    Policies: [],
    ...more,
  });

test('of two sets of authorization details in one folder the newer one counts, and pages of one stay together', async () => {
  const own = `arn:aws:iam::${ACCOUNT}:root`;
  const files = (first: string, second: string): Files => ({
    'a.json': [details('*'), first],
    'b.json': [details(own), second],
  });
  const shut = await scan(files('2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z'));
  expect(states(shut)).toEqual([]);
  expect(notes(shut)).toMatch(
    /app: exports differ about trust policy\. .*b\.json.* counts, .*a\.json.* does not/,
  );
  expect(states(await scan(files('2026-03-01T00:00:00Z', '2026-01-01T00:00:00Z')))).toEqual(['open']);
  const paged = await scan({
    'a.json': [details('*', { IsTruncated: true, Marker: 'x' }), '2026-01-01T00:00:00Z'],
    'b.json': [details('*', { RoleDetailList: [] }), '2026-01-01T00:00:00Z'],
  });
  expect(states(paged)).toEqual(['open']);
  expect(notes(paged)).not.toMatch(/Joined/);
});

test('a later answer that was denied does not hide what is known', async () => {
  const identity = JSON.stringify({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/a`, UserId: 'A' });
  const on = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  const denied = 'An error occurred (AccessDenied) when calling the GetPublicAccessBlock operation: no';
  const files = (other: string, day: string): Files => ({
    'config.json': [configOf(OPEN, '2026-01-01T00:00:00Z'), '2026-01-01T00:00:00Z'],
    'cli/global/sts-get-caller-identity.json': [identity, '2026-03-01T00:00:00Z'],
    'cli/global/s3control-get-public-access-block.json': [
      JSON.stringify({ PublicAccessBlockConfiguration: on }),
      '2026-03-01T00:00:00Z',
    ],
    'cli/eu-west-1/s3control-get-public-access-block.json': [other, day],
  });
  expect(states(await scan(files(denied, '2026-05-01T00:00:00Z')))).toEqual(['shut-by']);
  const off = JSON.stringify({
    PublicAccessBlockConfiguration: { ...on, RestrictPublicBuckets: false, BlockPublicPolicy: false },
  });
  expect(states(await scan(files(off, '2026-05-01T00:00:00Z')))).toEqual(['open']);
  expect(states(await scan(files(off, '2026-02-01T00:00:00Z')))).toEqual(['shut-by']);
});

test('where there is none, the export that says so is named', async () => {
  const none = 'An error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: none';
  const report = await scan({
    'config.json': [configOf(OPEN, '2026-01-01T00:00:00Z'), '2026-01-01T00:00:00Z'],
    'cli/global/s3api-get-bucket-policy/kagi-site': [none, '2026-03-01T00:00:00Z'],
  });
  expect(states(report)).toEqual([]);
  expect(notes(report)).toMatch(/cli\S* \(date of the file, 2026-03-01 00:00\) counts, .*config\.json/);
  expect(notes(report)).not.toMatch(/an export \(/);
});

test('what is not in the whole list of another export is judged, and said', async () => {
  const identity = JSON.stringify({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/a`, UserId: 'A' });
  const list = (...names: string[]) =>
    JSON.stringify({ Buckets: names.map((Name) => ({ Name })), Owner: { ID: 'a1' } });
  const files = (...listed: string[]): Files => ({
    'config.json': [configOf(OPEN, '2026-01-01T00:00:00Z'), '2026-01-01T00:00:00Z'],
    'cli/global/sts-get-caller-identity.json': [identity, '2026-03-01T00:00:00Z'],
    'cli/global/s3api-list-buckets.json': [list(...listed), '2026-03-01T00:00:00Z'],
  });
  const gone = await scan(files('kagi-other'));
  expect(gone.doors.filter(({ state }) => state === 'open').map(({ resource }) => resource.name)).toEqual([
    NAME,
  ]);
  expect(notes(gone)).toMatch(/1 bucket of one export is not in the whole list of \S*cli \(kagi-site\)/);
  expect(notes(await scan(files('kagi-other', NAME)))).not.toMatch(/whole list/);
});

test('of two snapshots the one that was begun later counts, and both are named', async () => {
  const snapshot = (startedAt: string, text: string) => {
    const scope = `aws/${ACCOUNT}`;
    const bucket = {
      record: 'resource',
      type: 'aws.s3.bucket',
      id: `arn:aws:s3:::${NAME}`,
      name: NAME,
      scope,
      unknowns: [],
    };
    const account = {
      ...bucket,
      type: 'aws.s3.account',
      id: `arn:aws:s3:::account/${ACCOUNT}`,
      name: ACCOUNT,
    };
    const lines = [
      { record: 'tojimari-snapshot', version: 1, tool: 'tojimari 1', startedAt },
      { record: 'scope', id: scope, provider: 'aws', label: 'kagi', input: 'live', format: 'live' },
      { ...account, settings: { blockPublicAccess: NONE, organizationBlockPublicAccess: null } },
      {
        ...bucket,
        settings: {
          policy: JSON.parse(text),
          acl: { grants: [] },
          ownership: 'BucketOwnerEnforced',
          blockPublicAccess: NONE,
        },
      },
      { record: 'end', records: 3, calls: 0 },
    ];
    return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  };
  // The files were copied in the other order.
  const report = await scan({
    'old.jsonl': [snapshot('2026-01-01T00:00:00Z', SHUT), '2026-09-01T00:00:00Z'],
    'new.jsonl': [snapshot('2026-05-01T00:00:00Z', OPEN), '2026-08-01T00:00:00Z'],
  });
  expect(states(report)).toEqual(['open']);
  expect(notes(report)).toMatch(
    /new\.jsonl \(2026-05-01 00:00\) counts, .*old\.jsonl \(2026-01-01 00:00\) does not/,
  );
});

/** A tar archive of one file. */
function tarred(name: string, content: string, changed: Date): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8) + octal(0, 8), 108);
  header.write(octal(Buffer.byteLength(content), 12), 124);
  header.write(octal(changed.getTime() / 1000, 12), 136);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  const body = Buffer.alloc(Math.ceil(Buffer.byteLength(content) / 512) * 512);
  body.write(content);
  return gzipSync(Buffer.concat([header, body, Buffer.alloc(1024)]));
}
