// The organization over an account, from a server on the loopback: in every state, each call denied, and what a remark says of it.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { accountPermissions } from '../../../../src/providers/aws/account/permissions.ts';
import { s3Permissions } from '../../../../src/providers/aws/s3/permissions.ts';
import {
  ACCOUNT,
  type Answer,
  type Answers,
  type AwsServer,
  type Call,
  denied,
  failure,
  ok,
  QUEUES,
  serveAws,
} from '../../../servers/aws.ts';
import { collectFrom, TEST_ENV, useEnvironment } from '../live.ts';

let server: AwsServer | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => server?.stop());

async function collect(answers: Answers = {}) {
  server = await serveAws(answers);
  const { scope, resources } = await collectFrom(server.endpoint);
  const account = resources.get(`aws.account ${ACCOUNT}`);
  const asked = server.asked
    .map(({ operation }) => operation)
    .filter((operation) => operation.startsWith('organizations:'));
  return {
    policies: account?.settings['resourceControlPolicies'],
    unknown: account?.unknowns.find(({ setting }) => setting === 'resourceControlPolicies'),
    notes: scope?.notes ?? [],
    block: resources.get(`aws.s3.account ${ACCOUNT}`),
    asked: asked.map((operation) => operation.slice('organizations:'.length)),
  };
}

const json = (body: object): Answer => ok(JSON.stringify(body));
const fails = (code: string) => (call: Call) => failure(call, 400, code);
const notInUse = fails('AWSOrganizationsNotInUseException');
const ROOTS = 'organizations:ListRoots';
const PARENTS = 'organizations:ListParents';
const LISTS = 'organizations:ListPoliciesForTarget';
const DOCUMENT = 'organizations:DescribePolicy';
const EFFECTIVE = 'organizations:DescribeEffectivePolicy';

describe('resource control policies', () => {
  test('from the account up to the root, each document once, without the one that only allows', async () => {
    const everywhere = { Policies: [{ Id: 'p-RCPFullAWSAccess' }, { Id: 'p-queues01', Name: 'queues' }] };
    const { policies, notes, asked } = await collect({ [LISTS]: () => json(everywhere) });
    const targets = [ACCOUNT, 'ou-kagi-apps0001', 'r-kagi'];
    expect(policies).toEqual([{ id: 'p-queues01', name: 'queues', targets, document: QUEUES }]);
    expect(notes).toEqual([]);
    expect(asked.filter((operation) => operation !== 'DescribeEffectivePolicy')).toEqual([
      'DescribeOrganization',
      'ListAccounts',
      'ListRoots',
      'ListParents',
      'ListParents',
      'ListPoliciesForTarget',
      'ListPoliciesForTarget',
      'ListPoliciesForTarget',
      'DescribePolicy',
    ]);
  });

  test('come in pages, of which one may be empty', async () => {
    const pages = ({ body }: Call) => {
      if (!body.includes('r-kagi')) return json({ Policies: [] });
      return body.includes('second')
        ? json({ Policies: [{ Id: 'p-queues01' }] })
        : json({ Policies: [], NextToken: 'second' });
    };
    const { policies } = await collect({ [LISTS]: pages });
    expect(policies).toEqual([{ id: 'p-queues01', targets: ['r-kagi'], document: QUEUES }]);
  });

  test.each<[string, Answers, unknown]>([
    ['no organization', { 'organizations:DescribeOrganization': notInUse }, null],
    [
      'the management account, which none binds',
      {
        'organizations:DescribeOrganization': () =>
          json({ Organization: { Id: 'o-kagi', MasterAccountId: ACCOUNT } }),
      },
      null,
    ],
    [
      'the type is not enabled on the root',
      { [ROOTS]: () => json({ Roots: [{ Id: 'r-kagi', PolicyTypes: [] }] }) },
      null,
    ],
    ['the type is not enabled, as the list says', { [LISTS]: fails('PolicyTypeNotEnabledException') }, null],
    ['the account left its organization in between', { [PARENTS]: notInUse }, null],
    ['only the one of AWS', { [LISTS]: () => json({ Policies: [{ Id: 'p-RCPFullAWSAccess' }] }) }, []],
    ['one that was deleted in between', { [DOCUMENT]: fails('PolicyNotFoundException') }, []],
  ])('known without a remark: %s', async (_what, answers, expected) => {
    const { policies, unknown, notes } = await collect(answers);
    expect(policies).toEqual(expected);
    expect(unknown).toBeUndefined();
    expect(notes).toEqual([]);
  });

  const endless = { Policies: [], NextToken: 'again' };
  const many = { Policies: Array.from({ length: 101 }, (_, index) => ({ Id: `p-${index}` })) };
  test.each<[string, Answers, string, string | undefined]>([
    [`${ROOTS} denied`, { [ROOTS]: denied }, 'denied', ROOTS],
    [`${PARENTS} denied`, { [PARENTS]: denied }, 'denied', PARENTS],
    [`${LISTS} denied`, { [LISTS]: denied }, 'denied', LISTS],
    [`${DOCUMENT} denied`, { [DOCUMENT]: denied }, 'denied', DOCUMENT],
    [
      'whether there is an organization',
      { 'organizations:DescribeOrganization': denied },
      'denied',
      'organizations:DescribeOrganization',
    ],
    ['no root', { [ROOTS]: () => json({}) }, 'malformed', ROOTS],
    ['no parent', { [PARENTS]: () => json({ Parents: [] }) }, 'malformed', PARENTS],
    ['a list that is none', { [LISTS]: () => json({ Policies: 'all' }) }, 'malformed', LISTS],
    [
      'a document that is none',
      { [DOCUMENT]: () => json({ Policy: { Content: '{' } }) },
      'malformed',
      DOCUMENT,
    ],
    [
      'parents without end',
      { [PARENTS]: () => json({ Parents: [{ Id: 'ou-1', Type: 'ORGANIZATIONAL_UNIT' }] }) },
      'cut-short',
      undefined,
    ],
    ['pages without end', { [LISTS]: () => json(endless) }, 'cut-short', undefined],
    ['too many', { [LISTS]: () => json(many) }, 'cut-short', undefined],
  ])('unknown with one remark: %s', async (_what, answers, reason, permission) => {
    const { policies, unknown, notes } = await collect(answers);
    expect(policies).toBeUndefined();
    expect(unknown).toMatchObject({ reason, ...(permission !== undefined && { permission }) });
    expect(notes).toHaveLength(1);
    expect(notes[0]?.en).toMatch(/resource control policies/i);
    expect(notes[0]?.ja).toContain('リソースコントロールポリシー');
  });

  test('one document of two: the other still counts, and a remark says so', async () => {
    const { policies, notes } = await collect({
      [LISTS]: () => json({ Policies: [{ Id: 'p-queues01' }, { Id: 'p-secret01' }] }),
      [DOCUMENT]: (call) => (call.body.includes('p-secret01') ? denied(call) : undefined),
    });
    expect(policies).toMatchObject([
      { id: 'p-queues01', document: QUEUES },
      { id: 'p-secret01', unknowns: [{ setting: 'document', reason: 'denied', permission: DOCUMENT }] },
    ]);
    expect(notes).toHaveLength(1);
  });

  test('an ordinary member may read nothing of it: one remark for all, after one call', async () => {
    const { notes, asked } = await collect({ 'organizations:ListAccounts': denied, [ROOTS]: denied });
    expect(notes).toHaveLength(1);
    expect(notes[0]?.en).toMatch(/list of accounts and its resource control policies/);
    expect(asked.sort()).toEqual([
      'DescribeEffectivePolicy',
      'DescribeOrganization',
      'ListAccounts',
      'ListRoots',
    ]);
  });
});

describe('the S3 policy of the organization', () => {
  const effective = (content: string): Answers => ({
    [EFFECTIVE]: () => json({ EffectivePolicy: { PolicyType: 'S3_POLICY', PolicyContent: content } }),
  });
  const said = (value: unknown) =>
    effective(JSON.stringify({ s3_attributes: { public_access_block_configuration: value } }));
  test.each<[string, Answers, unknown]>([
    ['all', said('all'), expect.objectContaining({ ignorePublicAcls: true, restrictPublicBuckets: true })],
    [
      'none',
      said('none'),
      expect.objectContaining({ ignorePublicAcls: false, restrictPublicBuckets: false }),
    ],
    ['no such policy', {}, null],
    ['no organization', { [EFFECTIVE]: notInUse }, null],
  ])('%s', async (_what, answers, expected) => {
    const { block } = await collect(answers);
    expect(block?.settings['organizationBlockPublicAccess']).toEqual(expected);
    expect(block?.unknowns).toEqual([]);
  });

  test.each<[string, Answers, string]>([
    ['denied', { [EFFECTIVE]: denied }, 'denied'],
    ['something else', said('some'), 'malformed'],
    ['not JSON', effective('all'), 'malformed'],
  ])('unknown: %s', async (_what, answers, reason) => {
    const { block } = await collect(answers);
    expect(block?.settings).not.toHaveProperty('organizationBlockPublicAccess');
    expect(block?.unknowns).toEqual([
      expect.objectContaining({ setting: 'organizationBlockPublicAccess', reason }),
    ]);
  });
});

test('every call to the organization is declared, and none changes anything', async () => {
  const { asked } = await collect();
  const declared = [...accountPermissions, ...s3Permissions].map(({ permission }) => permission);
  for (const operation of asked) {
    expect(declared).toContain(`organizations:${operation}`);
    expect(operation).toMatch(/^(List|Describe)/);
  }
});
