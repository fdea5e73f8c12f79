// IAM Access Analyzer beside our own doors: confirmed, found by one alone, archived, unsure, and what is no outsider's business.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { compareOpinions } from '../../../../src/audit/opinions.ts';
import type { Opinion } from '../../../../src/providers/provider.ts';
import { parseReport } from '../../../../src/report/parse.ts';
import type { Door, ScopeReport } from '../../../../src/report/report.ts';
import { tojimari } from '../../../cli/harness.ts';
import { type Gate, type GateAnswer, type Signed, serveGate } from '../../../servers/gate.ts';
import { TEST_ENV, useEnvironment } from '../live.ts';

const ACCOUNT = '111122223333';
const topic = (name: string) => `arn:aws:sns:eu-west-1:${ACCOUNT}:${name}`;
const policy = (principal: object | string, name: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sns:Publish', Resource: topic(name) }],
  });
/** Topic -> its policy. */
const TOPICS: Record<string, string> = {
  both: policy('*', 'both'),
  ours: policy('*', 'ours'),
  theirs: policy({ AWS: ACCOUNT }, 'theirs'),
  vendor: policy({ AWS: '999988887777' }, 'vendor'),
};
const finding = (name: string, more: object = {}) => ({
  id: name,
  resource: topic(name),
  resourceType: 'AWS::SNS::Topic',
  resourceOwnerAccount: ACCOUNT,
  isPublic: true,
  principal: { AWS: '*' },
  condition: {},
  status: 'ACTIVE',
  createdAt: '2026-01-01T00:00:00Z',
  analyzedAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  ...more,
});
const analyzer = (name: string, type: string) => ({
  arn: `arn:aws:access-analyzer:eu-west-1:${ACCOUNT}:analyzer/${name}`,
  name,
  type,
  status: 'ACTIVE',
  createdAt: '2026-01-01T00:00:00Z',
});

const json = (body: object): GateAnswer => ({
  status: 200,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});
const xml = (name: string, inside: string): GateAnswer => ({
  status: 200,
  body: `<${name}Response><${name}Result>${inside}</${name}Result></${name}Response>`,
});

let deny = '';

function answer({ service, operation, url, body, method }: Signed): GateAnswer | undefined {
  if (operation === 'GetCallerIdentity')
    return xml(operation, `<Arn>arn:aws:iam::${ACCOUNT}:user/me</Arn><Account>${ACCOUNT}</Account>`);
  if (operation === 'ListAccountAliases') return xml(operation, '<AccountAliases/>');
  if (service === 'organizations')
    return { ...json({ __type: 'AWSOrganizationsNotInUseException' }), status: 400 };
  if (operation === 'ListTopics') {
    const members = Object.keys(TOPICS).map((name) => `<member><TopicArn>${topic(name)}</TopicArn></member>`);
    return xml(operation, `<Topics>${members.join('')}</Topics>`);
  }
  if (operation === 'GetTopicAttributes') {
    const name = new URLSearchParams(body).get('TopicArn')?.split(':').at(-1) ?? '';
    const text = (TOPICS[name] ?? '').replaceAll('"', '&quot;');
    return xml(operation, `<Attributes><entry><key>Policy</key><value>${text}</value></entry></Attributes>`);
  }
  if (service !== 'access-analyzer') return undefined;
  const what = method === 'GET' ? 'ListAnalyzers' : 'ListFindings';
  if (deny === what)
    return {
      ...json({ message: 'no' }),
      status: 403,
      headers: { 'x-amzn-errortype': 'AccessDeniedException' },
    };
  if (what === 'ListAnalyzers')
    return url.includes('nextToken=two')
      ? json({ analyzers: [analyzer('unused', 'ACCOUNT_UNUSED_ACCESS')] })
      : json({ analyzers: [analyzer('outside', 'ACCOUNT')], nextToken: 'two' });
  const { filter, nextToken } = JSON.parse(body);
  expect(filter).toEqual({ status: { eq: ['ACTIVE', 'ARCHIVED'] } });
  if (nextToken !== 'more') return json({ findings: [finding('both')], nextToken: 'more' });
  return json({
    findings: [
      finding('theirs'),
      finding('vendor', { isPublic: false, principal: { AWS: '999988887777' }, status: 'ARCHIVED' }),
      finding('unread', { error: 'ACCESS_DENIED' }),
    ],
  });
}

describe('--access-analyzer', () => {
  let gate: Gate;
  beforeAll(async () => {
    gate = await serveGate(answer);
  });
  beforeEach(() => {
    useEnvironment(TEST_ENV);
    gate.asked.length = 0;
    deny = '';
  });
  afterAll(async () => gate.stop());

  async function scan(...flags: string[]) {
    const words = [
      'scan',
      'aws',
      '--endpoint-url',
      gate.endpoint,
      '--region',
      'eu-west-1',
      '--service',
      'sns',
    ];
    const { stdout, code } = await tojimari([...words, ...flags, '--format', 'json']);
    const parsed = parseReport(JSON.parse(stdout));
    if (!parsed.ok) throw new Error('the report does not fit its schema');
    return { report: parsed.value, code };
  }

  test('is not asked unless it was asked for', async () => {
    const { report } = await scan();
    expect(report.opinions).toBeUndefined();
    expect(gate.asked.some(({ service }) => service === 'access-analyzer')).toBe(false);
  });

  test('a scan of the service itself asks for the list alone, and judges the region by it', async () => {
    const words = ['--endpoint-url', gate.endpoint, '--region', 'eu-west-1', '--service', 'access-analyzer'];
    const asks = async () => {
      gate.asked.length = 0;
      const { stdout } = await tojimari(['scan', 'aws', ...words, '--format', 'json']);
      const parsed = parseReport(JSON.parse(stdout));
      if (!parsed.ok) throw new Error('the report does not fit its schema');
      const asked = gate.asked.filter(({ service }) => service === 'access-analyzer');
      const { findings, undecided } = parsed.value;
      return { asked: asked.map(({ method }) => method), findings, undecided };
    };
    expect(await asks()).toMatchObject({ asked: ['GET', 'GET'], findings: [], undecided: [] });
    deny = 'ListAnalyzers';
    const denied = await asks();
    expect(denied).toMatchObject({
      asked: ['GET'],
      findings: [],
      undecided: [
        {
          rule: 'aws.access-analyzer.external-missing',
          missing: [{ permission: 'access-analyzer:ListAnalyzers', reason: 'denied' }],
        },
      ],
    });
  });

  test('agreements are a word in the evidence, disagreements a list', async () => {
    const { report } = await scan('--access-analyzer');
    const [opinion] = report.opinions ?? [];
    expect(opinion).toMatchObject({ source: 'IAM Access Analyzer', agreed: 2 });
    expect(opinion?.disagreements.map(({ resource, finds }) => `${resource.name} ${finds}`)).toEqual([
      'ours us',
      'theirs them',
    ]);
    const said = (name: string) =>
      report.doors
        .filter(({ resource }) => resource.name === name)
        .flatMap(({ evidence }) => evidence.filter(({ setting }) => setting === 'opinion'))
        .map(({ text }) => text.en);
    expect(said('both')).toEqual(['IAM Access Analyzer finds it as well: anyone']);
    expect(said('vendor')).toEqual(['IAM Access Analyzer finds it as well (archived there): 999988887777']);
    expect(said('ours')).toEqual([]);
  });

  test('the text has one line for it, and one a disagreement', async () => {
    const words = [
      'scan',
      'aws',
      '--endpoint-url',
      gate.endpoint,
      '--region',
      'eu-west-1',
      '--service',
      'sns',
    ];
    const { stdout } = await tojimari([...words, '--access-analyzer', '--lang', 'en']);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('compared IAM Access Analyzer: 2 found open by both, 2 by one alone');
    expect(text).toContain('theirs: IAM Access Analyzer finds it open to anyone, and tojimari does not');
  });

  test.each(['ListAnalyzers', 'ListFindings'])(
    '%s denied: no opinion, and its permission is named',
    async (what) => {
      deny = what;
      const { report } = await scan('--access-analyzer');
      expect(report.opinions).toBeUndefined();
      expect(report.complete).toBe(false);
      expect(JSON.stringify(report.scopes)).toContain(`access-analyzer:${what}`);
    },
  );
});

describe('who is heard', () => {
  const says = (more: Partial<Opinion['says'][number]> = {}): Opinion => ({
    source: 'IAM Access Analyzer',
    looked: { types: ['aws.sns.topic'], scope: 'aws/1', region: 'eu-west-1' },
    says: [
      { type: 'aws.sns.topic', id: 't', scope: 'aws/1', public: true, who: ['*'], archived: false, ...more },
    ],
  });
  const none: Opinion = { ...says(), says: [] };
  const door = (state: Door['state'], audience: Door['audience'], more: object = {}): Door =>
    ({
      state,
      audience,
      evidence: [],
      resource: { type: 'aws.sns.topic', id: 't', name: 't', scope: 'aws/1', region: 'eu-west-1', ...more },
    }) as unknown as Door;
  const scopes = (complete: boolean): ScopeReport[] => [
    { id: 'aws/1', tallies: [{ type: 'aws.sns.topic', complete }] } as unknown as ScopeReport,
  ];
  const compare = (doors: Door[], opinion: Opinion, complete = true) => {
    const [report] = compareOpinions({ doors, undecided: [], scopes: scopes(complete) }, [opinion]);
    return `${report?.agreed} ${report?.disagreements.map(({ finds }) => finds).join()}`;
  };

  test.each([
    ['both say anyone', [door('open', 'anyone')], says(), '1 '],
    ['they say anyone, we one outsider', [door('open', 'named-outsider')], says(), '0 them'],
    ['they say somebody, we a sibling', [door('open', 'organization')], says({ public: false }), '1 '],
    ['we could not tell', [door('unknown', 'anyone')], says(), '0 '],
    ['shut only by a guard is not open', [door('shut-by', 'anyone')], says(), '0 them'],
    ['they know nothing of it', [door('open', 'anyone')], none, '0 us'],
    ['they trust siblings', [door('open', 'organization')], none, '0 '],
    ['they look at another region', [door('open', 'anyone', { region: 'us-east-1' })], none, '0 '],
    ['they look at another account', [door('open', 'anyone', { scope: 'aws/2' })], none, '0 '],
    ['they do not look at such things', [door('open', 'anyone', { type: 'aws.ami.image' })], none, '0 '],
  ])('%s', (_what, doors, opinion, expected) => {
    expect(compare(doors, opinion)).toBe(expected);
  });

  test('what confirms one door is said of no other that shows the same evidence', () => {
    const evidence: Door['evidence'] = [];
    const [one, other] = [door('open', 'anyone'), door('open', 'anyone', { id: 'u', name: 'u' })];
    const doors = [one, other].map((each) => Object.assign(each, { evidence }));
    compare(doors, says());
    expect(doors.map((each) => each.evidence.length)).toEqual([1, 0]);
  });

  test('a list that we did not see to its end is no disagreement', () => {
    expect(compare([], says())).toBe('0 them');
    expect(compare([], says(), false)).toBe('0 ');
    expect(compare([], says({ scope: 'aws/2' }))).toBe('0 ');
  });
});
