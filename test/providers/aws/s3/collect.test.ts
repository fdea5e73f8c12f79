// Reading S3 live: what is there, what is absent, and each call denied in turn.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { bucketSchema } from '../../../../src/providers/aws/s3/bucket.generated.ts';
import { typed } from '../../../../src/snapshot/resource.ts';
import {
  ACCOUNT,
  type Answers,
  type AwsServer,
  bucketsXml,
  denied,
  failure,
  GLOBAL,
  multiRegionXml,
  OPERATIONS,
  ok,
  POLICY,
  pointPolicy,
  serveAws,
  THROUGH_POINTS,
} from '../../../servers/aws.ts';
import { collectFrom, TEST_ENV, useEnvironment } from '../live.ts';

let server: AwsServer | undefined;
beforeEach(() => useEnvironment(TEST_ENV));
afterEach(async () => server?.stop());

async function collect(answers: Answers = {}, more: Parameters<typeof collectFrom>[1] = {}) {
  server = await serveAws(answers);
  const found = await collectFrom(server.endpoint, more);
  const open = found.resources.get('aws.s3.bucket kagi-open');
  const shut = found.resources.get('aws.s3.bucket kagi-shut');
  return { ...found, open, shut, asked: server.asked };
}

describe('everything can be read', () => {
  test('records come in order: scope, context, buckets as they were listed', async () => {
    const { records, scope, askers } = await collect();
    const kinds = records.map((record) => (record.record === 'resource' ? record.type : record.record));
    expect(kinds).toEqual([
      'scope',
      'aws.account',
      'aws.s3.account',
      'listing',
      'aws.s3.bucket',
      'aws.s3.bucket',
      'listing',
    ]);
    expect(scope).toMatchObject({
      id: `aws/${ACCOUNT}`,
      label: '1111-2222-3333 (kagi-prod)',
      asker: 'role/auditor',
      input: 'live',
    });
    expect(scope?.notes).toBeUndefined();
    expect(askers).toEqual(['role/auditor in 1111-2222-3333 (kagi-prod)']);
  });

  test('present and absent settings', async () => {
    const { open, shut, resources } = await collect();
    expect(open?.unknowns).toEqual([]);
    expect(open).toMatchObject({ id: 'arn:aws:s3:::kagi-open', region: 'ap-northeast-1' });
    expect(open?.settings).toEqual({
      policy: POLICY,
      policyStatus: { isPublic: true },
      acl: { owner: '75aa57f0', grants: [{ grantee: '75aa57f0', kind: 'user', permission: 'FULL_CONTROL' }] },
      ownership: 'BucketOwnerEnforced',
      blockPublicAccess: null,
      website: { indexDocument: 'index.html' },
      location: 'ap-northeast-1',
      tags: [{ key: 'team', value: 'web' }],
      blockedEncryption: ['SSE-C'],
      created: '2024-02-03T04:05:06Z',
      accessPoints: [
        {
          name: 'kagi-ap',
          arn: `arn:aws:s3:ap-northeast-1:${ACCOUNT}:accesspoint/kagi-ap`,
          account: ACCOUNT,
          alias: 'kagi-ap-s3alias',
          networkOrigin: 'Internet',
          policy: null,
          policyStatus: null,
          blockPublicAccess: {
            blockPublicAcls: true,
            ignorePublicAcls: true,
            blockPublicPolicy: true,
            restrictPublicBuckets: true,
          },
        },
      ],
      multiRegionAccessPoints: [],
    });
    expect(shut?.unknowns).toEqual([]);
    expect(shut?.settings).toMatchObject({
      policy: null,
      policyStatus: null,
      ownership: null,
      website: null,
      tags: null,
      blockedEncryption: null,
      accessPoints: [],
    });
    expect(resources.get(`aws.s3.account ${ACCOUNT}`)?.settings).toEqual({
      blockPublicAccess: null,
      organizationBlockPublicAccess: null,
    });
    if (open !== undefined) expect(typed(open, bucketSchema).settings.location).toBe('ap-northeast-1');
  });

  test('a call for what the list already says is not made, calls are counted, the tool names itself', async () => {
    const { asked, calls } = await collect();
    expect(asked.map(({ operation }) => operation)).not.toContain('s3:GetBucketLocation');
    expect(asked.filter(({ operation }) => operation === 's3:GetBucketPolicyStatus')).toHaveLength(1);
    expect(asked.filter(({ operation }) => operation === 's3:ListAccessPoints')).toHaveLength(1);
    expect(calls).toBe(asked.length);
    for (const { headers } of asked) expect(headers['user-agent']).toContain('tojimari/0.0.0-test');
  });
});

describe('Multi-Region Access Points', () => {
  test('lead to the buckets of the account, are listed once and asked for in one region', async () => {
    const { open, shut, asked } = await collect(THROUGH_POINTS);
    expect(shut?.settings['multiRegionAccessPoints']).toEqual([]);
    expect(open?.settings['multiRegionAccessPoints']).toEqual([
      {
        name: 'global',
        alias: 'mglobal.mrap',
        arn: GLOBAL,
        account: ACCOUNT,
        networkOrigin: 'Internet',
        policy: pointPolicy(GLOBAL),
        policyStatus: { isPublic: true },
        blockPublicAccess: {
          blockPublicAcls: false,
          ignorePublicAcls: false,
          blockPublicPolicy: false,
          restrictPublicBuckets: false,
        },
      },
    ]);
    if (open !== undefined) expect(typed(open, bucketSchema).settings.location).toBe('ap-northeast-1');
    const lists = asked.filter(({ operation }) => operation === 's3:ListMultiRegionAccessPoints');
    expect(lists).toHaveLength(1);
    expect(lists[0]?.headers.authorization).toMatch(/\/us-west-2\/s3\/aws4_request/);
  });

  test('one without a policy in force has none, and then no status is asked for', async () => {
    const body =
      '<GetMultiRegionAccessPointPolicyResult><Policy><Proposed><Policy>{}</Policy></Proposed></Policy></GetMultiRegionAccessPointPolicyResult>';
    const { open, asked } = await collect({
      ...THROUGH_POINTS,
      's3:GetMultiRegionAccessPointPolicy': () => ok(body),
    });
    expect(open?.settings['multiRegionAccessPoints']).toMatchObject([{ policy: null, policyStatus: null }]);
    expect(asked.map(({ operation }) => operation)).not.toContain('s3:GetMultiRegionAccessPointPolicyStatus');
  });

  test('are not asked for in a partition that has none', async () => {
    const arn = `arn:aws-cn:sts::${ACCOUNT}:assumed-role/auditor/me`;
    const { open, asked } = await collect({
      'sts:GetCallerIdentity': () =>
        ok(
          `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>AROA:me</UserId><Account>${ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        ),
    });
    expect(open?.settings['multiRegionAccessPoints']).toEqual([]);
    expect(asked.map(({ operation }) => operation)).not.toContain('s3:ListMultiRegionAccessPoints');
  });

  test('a list that never ends is cut short, and says so', async () => {
    const page = multiRegionXml([]).replace('</ListMulti', '<NextToken>more</NextToken></ListMulti');
    const { open } = await collect({ 's3:ListMultiRegionAccessPoints': () => ok(page) });
    expect(open?.unknowns).toContainEqual(
      expect.objectContaining({ setting: 'multiRegionAccessPoints', reason: 'cut-short' }),
    );
  });
});

const POLICIES = { resource: `aws.account ${ACCOUNT}`, setting: 'resourceControlPolicies' };

/** What a denied operation must leave behind: where, and under which setting. */
const LEFT_BEHIND: Record<string, { resource: string; setting: string }> = {
  'iam:ListAccountAliases': { resource: `aws.account ${ACCOUNT}`, setting: 'alias' },
  'organizations:DescribeOrganization': { resource: `aws.account ${ACCOUNT}`, setting: 'organization' },
  'organizations:ListAccounts': { resource: `aws.account ${ACCOUNT}`, setting: 'siblings' },
  'organizations:ListRoots': POLICIES,
  'organizations:ListParents': POLICIES,
  'organizations:ListPoliciesForTarget': POLICIES,
  'organizations:DescribePolicy': POLICIES,
  'organizations:DescribeEffectivePolicy': {
    resource: `aws.s3.account ${ACCOUNT}`,
    setting: 'organizationBlockPublicAccess',
  },
  's3:GetAccountPublicAccessBlock': { resource: `aws.s3.account ${ACCOUNT}`, setting: 'blockPublicAccess' },
  's3:GetBucketLocation': { resource: 'aws.s3.bucket kagi-open', setting: 'location' },
  's3:GetBucketPolicy': { resource: 'aws.s3.bucket kagi-open', setting: 'policy' },
  's3:GetBucketPolicyStatus': { resource: 'aws.s3.bucket kagi-open', setting: 'policyStatus' },
  's3:GetBucketAcl': { resource: 'aws.s3.bucket kagi-open', setting: 'acl' },
  's3:GetBucketOwnershipControls': { resource: 'aws.s3.bucket kagi-open', setting: 'ownership' },
  's3:GetBucketPublicAccessBlock': { resource: 'aws.s3.bucket kagi-open', setting: 'blockPublicAccess' },
  's3:GetBucketWebsite': { resource: 'aws.s3.bucket kagi-open', setting: 'website' },
  's3:GetBucketTagging': { resource: 'aws.s3.bucket kagi-open', setting: 'tags' },
  's3:GetEncryptionConfiguration': { resource: 'aws.s3.bucket kagi-open', setting: 'blockedEncryption' },
  's3:ListAccessPoints': { resource: 'aws.s3.bucket kagi-open', setting: 'accessPoints' },
  's3:ListMultiRegionAccessPoints': {
    resource: 'aws.s3.bucket kagi-open',
    setting: 'multiRegionAccessPoints',
  },
};

/** Without a region in the list, the location has to be asked for. */
const UNLOCATED: Answers = {
  's3:ListAllMyBuckets': () => ok(bucketsXml(['kagi-open', 'kagi-shut'], undefined, '')),
};

describe('each call denied in turn', () => {
  test.each(OPERATIONS.filter((operation) => LEFT_BEHIND[operation] !== undefined))(
    '%s is an unknown with its permission, and nothing else is lost',
    async (operation) => {
      const { resources } = await collect({
        ...(operation === 's3:GetBucketLocation' && UNLOCATED),
        [operation]: denied,
      });
      const where = LEFT_BEHIND[operation];
      const resource = resources.get(where?.resource ?? '');
      const setting = where?.setting ?? '';
      expect(resource?.settings).not.toHaveProperty(setting);
      expect(resource?.unknowns).toContainEqual(
        expect.objectContaining({ setting, reason: 'denied', permission: operation }),
      );
      expect(resources.size).toBe(4);
    },
  );

  test.each([
    ['s3:GetAccessPoint', 'accessPoints', 'blockPublicAccess'],
    ['s3:GetAccessPointPolicy', 'accessPoints', 'policy'],
    ['s3:GetAccessPointPolicyStatus', 'accessPoints', 'policyStatus'],
    ['s3:GetMultiRegionAccessPointPolicy', 'multiRegionAccessPoints', 'policy'],
    ['s3:GetMultiRegionAccessPointPolicyStatus', 'multiRegionAccessPoints', 'policyStatus'],
  ])('%s is unknown inside the access point', async (operation, list, setting) => {
    const { open } = await collect({ ...THROUGH_POINTS, [operation]: denied });
    const points: unknown = open?.settings[list];
    expect(points).toMatchObject([
      { unknowns: [expect.objectContaining({ setting, reason: 'denied', permission: operation })] },
    ]);
    expect(points).not.toMatchObject([{ [setting]: expect.anything() }]);
  });

  test('a denied list is not an empty one', async () => {
    const { listings, resources } = await collect({ 's3:ListAllMyBuckets': denied });
    expect(listings.get('aws.s3.bucket')).toMatchObject({
      state: 'unknown',
      seen: 0,
      reason: 'denied',
      permission: 's3:ListAllMyBuckets',
    });
    expect([...resources.keys()].filter((key) => key.startsWith('aws.s3.bucket'))).toEqual([]);
  });

  test('every operation of the table is one that collecting uses', async () => {
    const { asked } = await collect({ ...UNLOCATED, ...THROUGH_POINTS });
    const used = new Set(asked.map(({ operation }) => operation));
    expect(OPERATIONS.filter((operation) => !used.has(operation))).toEqual([]);
    expect([...used].filter((operation) => !OPERATIONS.includes(operation))).toEqual([
      'sts:GetCallerIdentity',
    ]);
  });
});

describe('the organization', () => {
  test('in none: absent, and no remark', async () => {
    const { resources, scope } = await collect({
      'organizations:DescribeOrganization': (call) => failure(call, 400, 'AWSOrganizationsNotInUseException'),
    });
    expect(resources.get(`aws.account ${ACCOUNT}`)?.settings).toMatchObject({
      organization: null,
      siblings: null,
    });
    expect(scope?.notes).toBeUndefined();
  });

  test('a member account may not list its siblings: one remark', async () => {
    const { scope, resources } = await collect({ 'organizations:ListAccounts': denied });
    expect(scope?.notes).toHaveLength(1);
    expect(resources.get(`aws.account ${ACCOUNT}`)?.settings['organization']).toEqual({
      id: 'o-kagiexample',
      managementAccount: '444455556666',
    });
  });

  test('siblings come in pages', async () => {
    const { resources } = await collect({
      'organizations:ListAccounts': ({ body }) =>
        body.includes('second')
          ? undefined
          : ok(JSON.stringify({ Accounts: [{ Id: '777788889999' }], NextToken: 'second' })),
    });
    expect(resources.get(`aws.account ${ACCOUNT}`)?.settings['siblings']).toEqual([
      { id: '777788889999' },
      { id: ACCOUNT, name: 'prod' },
      { id: '444455556666', name: 'root' },
    ]);
  });
});
