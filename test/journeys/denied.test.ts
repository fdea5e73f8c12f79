// A live scan in which each call is denied in turn: no blind spot that matters ends in exit 0, and its permission is named.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aws } from '../../src/providers/aws/provider.ts';
import { parseReport } from '../../src/report/parse.ts';
import { folder, tojimari } from '../cli/harness.ts';
import { answer, IAM } from '../providers/aws/iam/server.ts';
import { TEST_ENV, useEnvironment } from '../providers/aws/live.ts';
import { type Answers, type AwsServer, denied, failure, serveAws } from '../servers/aws.ts';

let server: AwsServer | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => server?.stop());

const rootIsSafe = '<entry><key>AccountAccessKeysPresent</key><value>0</value></entry><entry><key>AccountMFAEnabled</key><value>1</value></entry>';

/** The same account with nothing open. */
const CLOSED: Answers = {
  ...IAM,
  's3:GetBucketPolicy': (call) => failure(call, 404, 'NoSuchBucketPolicy'),
  's3:GetBucketPolicyStatus': (call) => failure(call, 404, 'NoSuchBucketPolicy'),
  'iam:GetAccountSummary': () => answer('GetAccountSummary', `<SummaryMap>${rootIsSafe}</SummaryMap>`),
};

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
  const { code, stderr } = await tojimari(['scan', 'aws', '--endpoint-url', server.endpoint, '--format', 'json', '--output', report]);
  expect(stderr).not.toMatch(/bug|    at /);
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

const asked = aws.permissions.map(({ permission }) => permission);
for (const permission of asked) {
  test(`closed ${permission}`, async () => {
    const out = await scan({ ...CLOSED, [permission]: denied });
    process.stdout.write(`closed ${permission}: ${out.code} ${out.complete} ${out.permissions}\n`);
  });
}
test('closed all', async () => { const out = await scan(CLOSED); process.stdout.write(JSON.stringify(out)); });
test('open all', async () => { const out = await scan(IAM); process.stdout.write(JSON.stringify(out)); });
for (const permission of asked) {
  test(`open ${permission}`, async () => {
    const out = await scan({ ...IAM, [permission]: denied });
    process.stdout.write(`open ${permission}: ${out.code} ${out.complete} ${out.permissions}\n`);
  });
}
