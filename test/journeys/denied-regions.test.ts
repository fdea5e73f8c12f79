// Regions that a service control policy denies: one call each, one line in the report, and accepted where tojimari.yaml says so.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { folder, tojimari } from '../cli/harness.ts';
import { TEST_ENV, useEnvironment } from '../providers/aws/live.ts';
import { type Gate, type GateAnswer, refusal, type Signed, serveGate } from '../servers/gate.ts';

const ACCOUNT = '111122223333';
const OPEN = ['ap-northeast-1', 'eu-central-1', 'us-east-1'];
const DENIED = ['ap-south-1', 'ca-central-1', 'eu-north-1', 'eu-west-3', 'sa-east-1'];
/** Where the identity may not list topics. */
const UNLISTED = 'us-west-2';
const BY_SCP = (action: string) =>
  `User: arn:aws:sts::${ACCOUNT}:assumed-role/auditor/me is not authorized to perform: ${action} with an explicit deny in a service control policy`;

const xml = (name: string, inside: string): GateAnswer => ({
  status: 200,
  body: `<${name}Response><${name}Result>${inside}</${name}Result></${name}Response>`,
});

/** An account in no organization that has nothing, in the regions that it may use. */
function answer({ service, operation, region }: Signed): GateAnswer | undefined {
  if (operation === 'GetCallerIdentity')
    return xml(
      operation,
      `<Arn>arn:aws:sts::${ACCOUNT}:assumed-role/auditor/me</Arn><UserId>AROA:me</UserId><Account>${ACCOUNT}</Account>`,
    );
  if (service === 'organizations')
    return {
      status: 400,
      body: JSON.stringify({ __type: 'AWSOrganizationsNotInUseException' }),
      headers: { 'content-type': 'application/x-amz-json-1.1' },
    };
  if (operation === 'ListAccountAliases')
    return xml(operation, '<IsTruncated>false</IsTruncated><AccountAliases/>');
  if (operation === 'DescribeRegions') {
    const items = [...OPEN, ...DENIED].map((name) => `<item><regionName>${name}</regionName></item>`);
    return {
      status: 200,
      body: `<DescribeRegionsResponse><regionInfo>${items.join('')}</regionInfo></DescribeRegionsResponse>`,
    };
  }
  if (operation === 'ListTopics' && region === UNLISTED) return refusal('not by this identity');
  if (DENIED.includes(region)) return refusal(BY_SCP(`${service}:${operation}`));
  if (operation === 'ListTopics') return xml(operation, '<Topics/>');
  if (operation === 'ListQueues')
    return { status: 200, body: '{}', headers: { 'content-type': 'application/x-amz-json-1.0' } };
  return undefined;
}

describe('regions that are denied', () => {
  let gate: Gate;
  beforeAll(async () => {
    gate = await serveGate(answer);
  });
  beforeEach(() => {
    useEnvironment(TEST_ENV);
    gate.asked.length = 0;
  });
  afterAll(async () => gate.stop());

  async function scan(config: string, ...flags: string[]) {
    const cwd = folder({ 'tojimari.yaml': config });
    const words = ['scan', 'aws', '--endpoint-url', gate.endpoint, '--service', 'sns', '--service', 'sqs'];
    const { code, stdout, stderr } = await tojimari([...words, '--lang', 'en', ...flags], { cwd });
    expect(stderr).not.toMatch(/bug/);
    return { code, text: stdout.replace(/\s+/g, ' ') };
  }

  test('one call, then no more; one line names them all', async () => {
    const { code, text } = await scan('');
    expect(code).toBe(3);
    const asked = (region: string) => gate.asked.filter((call) => call.region === region).length;
    for (const region of DENIED) expect(`${region} ${asked(region)}`).toBe(`${region} 1`);
    for (const region of ['ap-northeast-1', 'eu-central-1']) expect(asked(region)).toBeGreaterThan(1);
    const line = `5 regions denied by a service control policy: ${DENIED.join(', ')}`;
    expect(text.split(line)).toHaveLength(2);
    expect(text).not.toMatch(/ListTopics denied|ListQueues denied/);
  });

  test.each([
    ['all', 'accept: { deniedRegions: all }', []],
    ['by name', `accept: { deniedRegions: [${DENIED.join(', ')}] }`, []],
    ['by the flag', '', ['--allow-unknown=region/*']],
  ])('accepted %s: told, and no reason to fail', async (_how, config, flags) => {
    const { code, text } = await scan(config, ...flags);
    expect(code).toBe(0);
    expect(text).toContain('5 regions denied by a service control policy');
  });

  test('one that is not accepted still counts', async () => {
    const { code, text } = await scan(`accept: { deniedRegions: [${DENIED.slice(1).join(', ')}] }`);
    expect(code).toBe(3);
    expect(text).toContain('1 region denied by a service control policy: ap-south-1');
  });

  test.each([
    ['accounts: ["444455556666"]', 'expects account 444455556666, and this is 111122223333'],
    [
      'organizations: [o-kagiexample]',
      'expects organization o-kagiexample, and account 111122223333 is in none',
    ],
    ['atLeast: { accounts: 2 }', 'expects at least 2 AWS accounts, and there are 1'],
    ['atLeast: { resources: { aws.sns.topics: 1 } }', 'which there is not, did you mean "aws.sns.topic"?'],
  ])('what tojimari.yaml expects and does not get is exit 2: %s', async (expectation, sentence) => {
    const cwd = folder({ 'tojimari.yaml': `expect:\n  ${expectation}\n` });
    const words = ['--endpoint-url', gate.endpoint, '--service', 'sns'];
    for (const command of [
      ['scan', 'aws'],
      ['collect', 'aws', '--output', '-'],
    ]) {
      const { code, stdout, stderr } = await tojimari([...command, ...words, '--region', 'us-east-1'], {
        cwd,
      });
      expect(code).toBe(2);
      expect(stderr).toContain('error: tojimari.yaml:2:');
      expect(stderr).toContain(sentence);
      if (command[0] === 'scan') expect(stdout).toBe('');
    }
  });

  test('too few resources are a mistake; those that could not be listed are not', async () => {
    const config = 'expect: { accounts: ["111122223333"], atLeast: { resources: { aws.sns.topic: 1 } } }';
    const cwd = folder({ 'tojimari.yaml': config });
    const run = async (region: string, service = 'sns') =>
      await tojimari(
        ['scan', 'aws', '--endpoint-url', gate.endpoint, '--service', service, '--region', region],
        { cwd },
      );
    const { code, stderr } = await run('us-east-1');
    expect(code).toBe(2);
    expect(stderr).toContain('expects at least 1 of aws.sns.topic, and there are 0');
    expect((await run(UNLISTED)).code).toBe(3);
    // What was not asked for is not missed: there being no queue at all is another mistake.
    expect((await run('us-east-1', 'sqs')).stderr).not.toContain('expects');
  });
});
