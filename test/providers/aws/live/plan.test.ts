// --plan for AWS: numbers from what the services declare, times regions and accounts, and what few calls count.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { plannedCalls } from '../../../../src/providers/aws/live/plan.ts';
import { type AwsService, howOften, needs, type Per } from '../../../../src/providers/aws/service.ts';
import { tojimari } from '../../../cli/harness.ts';
import { type Gate, type GateAnswer, refusal, type Signed, serveGate } from '../../../servers/gate.ts';
import { TEST_ENV, useEnvironment } from '../live.ts';

const words = (name: string) => ({ en: name, ja: name });

function service(...permissions: AwsService['permissions']): AwsService {
  const type = { type: 'aws.kagi.thing', schema: '', doors: [], guards: [] };
  return {
    name: 'kagi',
    types: [
      { ...type, type: 'aws.kagi.account', name: words('account'), plural: words('accounts'), carrier: true },
      { ...type, name: words('thing'), plural: words('things') },
    ],
    analyse: () => ({ exposures: [], facts: {} }),
    permissions,
  };
}

describe('one call', () => {
  const list = needs('kagi', 'kagi:ListThings', '', '');
  const get = needs('kagi', 'kagi:GetThingPolicy', '', '');
  const fallback = needs('kagi', 'kagi:ListAll', '', '', 'sometimes');

  test.each<[string, boolean, Per | undefined, Per]>([
    ['kagi:ListThings', true, undefined, 'region'],
    ['kagi:ListThings', false, undefined, 'account'],
    ['kagi:DescribeThings', true, undefined, 'region'],
    ['kagi:DescribeThing', true, undefined, 'resource'],
    ['kagi:GetThing', true, undefined, 'resource'],
    ['kagi:GetBlock', true, 'region', 'region'],
    ['kagi:ListGrants', true, 'resource', 'resource'],
  ])(
    '%s of a regional service (%s), declared %s: once for each %s',
    (permission, regional, per, expected) => {
      expect(howOften(needs('kagi', permission, '', '', per), regional)).toBe(expected);
    },
  );

  const numbers = (regional: boolean, accounts: number, regions: number, sizes: [string, number][] = []) =>
    plannedCalls(
      { service: service(list, get, fallback), regional },
      { accounts, regions },
      new Map(sizes),
    ).map(({ least, most, grows }) => `${least}-${most} ${grows?.en ?? ''}`.trim());

  test('of a service with regions, in one account and in several', () => {
    const rest = ['0-Infinity at most 1 for each thing', '0-Infinity only where something else calls for it'];
    expect(numbers(true, 1, 17)).toEqual(['17-17 1 in each of 17 regions', ...rest]);
    expect(numbers(true, 3, 17)).toEqual(['51-51 1 in each of 17 regions of 3 accounts', ...rest]);
    expect(numbers(true, 1, 1)).toEqual(['1-1', ...rest]);
  });

  test('of a global service; what was counted is the most', () => {
    const [first, second] = numbers(false, 1, 17, [['aws.kagi.thing', 412]]);
    expect([first, second]).toEqual(['1-1', '0-412 at most 1 for each thing']);
    expect(numbers(false, 4, 17)[0]).toBe('4-4 1 in each of 4 accounts');
  });
});

describe('scan aws --plan', () => {
  const xml = (name: string, inside: string): GateAnswer => ({
    status: 200,
    body: `<${name}Response><${name}Result>${inside}</${name}Result></${name}Response>`,
  });
  const buckets = Array.from({ length: 412 }, (_, index) => `<Bucket><Name>kagi-${index}</Name></Bucket>`);
  let denied = 'nothing';

  function answer({ service: name, operation }: Signed): GateAnswer | undefined {
    if (operation === 'GetCallerIdentity')
      return xml(operation, '<Arn>arn:aws:iam::111122223333:user/me</Arn><Account>111122223333</Account>');
    if (operation === denied) return refusal('no');
    if (operation === 'DescribeRegions') {
      const names = ['eu-west-1', 'us-east-1'].map((each) => `<item><regionName>${each}</regionName></item>`);
      return {
        status: 200,
        body: `<DescribeRegionsResponse><regionInfo>${names.join('')}</regionInfo></DescribeRegionsResponse>`,
      };
    }
    if (operation === 'GetAccountSummary')
      return xml(operation, '<SummaryMap><entry><key>Roles</key><value>30</value></entry></SummaryMap>');
    if (operation === 'ListAccounts')
      return {
        status: 200,
        body: JSON.stringify({
          Accounts: [
            { Id: '111122223333', Name: 'root', State: 'ACTIVE' },
            { Id: '444455556666', Name: 'shop', State: 'ACTIVE' },
            { Id: '777788889999', Name: 'gone', State: 'SUSPENDED' },
          ],
        }),
        headers: { 'content-type': 'application/x-amz-json-1.1' },
      };
    if (name === 's3')
      return {
        status: 200,
        body: `<ListAllMyBucketsResult><Buckets>${buckets.join('')}</Buckets></ListAllMyBucketsResult>`,
      };
    return undefined;
  }

  let gate: Gate;
  beforeAll(async () => {
    gate = await serveGate(answer);
  });
  beforeEach(() => {
    useEnvironment(TEST_ENV);
    gate.asked.length = 0;
    denied = 'nothing';
  });
  afterAll(async () => gate.stop());

  async function plan(...flags: string[]) {
    const command = ['scan', 'aws', '--plan', '--endpoint-url', gate.endpoint, '--lang', 'en', ...flags];
    const { code, stdout, stderr } = await tojimari(command);
    return { code, text: stdout, stderr };
  }

  test('a few calls say how many there would be', async () => {
    const { code, text } = await plan('--service', 's3', '--service', 'sns');
    expect(code).toBe(0);
    expect(gate.asked).toHaveLength(3);
    expect(text).toMatch(/^ +1 {2}s3:ListAllMyBuckets$/m);
    expect(text).toMatch(/^ +0-412 {2}s3:GetBucketPolicy \(at most 1 for each bucket\)$/m);
    expect(text).toMatch(/^ +2 {2}sns:ListTopics \(1 in each of 2 regions\)$/m);
    expect(text).toMatch(/^ +0-\? {2}sns:GetTopicAttributes \(at most 1 for each SNS topic\)$/m);
    expect(text).toMatch(/^In all: about \d+-\d+ calls, and those that could not be counted$/m);
    expect(text).toContain('For 1 account, 2 regions each');
    expect(text).not.toMatch(/access-analyzer|budget/i);
  });

  test('of an organization: all of its accounts, and who is left out', async () => {
    const { text } = await plan('--service', 'sns', '--organization', '--access-analyzer');
    expect(text).toMatch(/^ +4 {2}sns:ListTopics \(1 in each of 2 regions of 2 accounts\)$/m);
    expect(text).toMatch(/^ +4 {2}access-analyzer:ListAnalyzers /m);
    expect(text).toContain('Not active, and so not read: 777788889999 (gone).');
    expect(gate.asked.some(({ operation }) => operation === 'AssumeRole')).toBe(false);
  });

  test('regions that could not be listed are the ones that every account has, and that is said', async () => {
    denied = 'DescribeRegions';
    const { text } = await plan('--service', 'sns');
    expect(text).toMatch(/^ +17 {2}sns:ListTopics/m);
    expect(text).toContain('ec2:DescribeRegions was denied');
  });

  test('an organization that cannot be listed is a mistake, with what to do', async () => {
    denied = 'ListAccounts';
    const { code, stderr } = await plan('--organization');
    expect(code).toBe(2);
    expect(stderr).toContain(
      'The accounts of the organization could not be listed (organizations:ListAccounts',
    );
    expect(stderr).toContain('delegated administrator');
  });
});
