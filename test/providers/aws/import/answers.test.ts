// Folders of AWS CLI answers, in the layouts that tools and people leave behind.
import { describe, expect, test } from '@jest/globals';
import { folder, readFiles, unknowns } from './reading.ts';

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi-open/*' },
  ],
};
const ACL = {
  Owner: { ID: '75aa57f0' },
  Grants: [{ Grantee: { Type: 'CanonicalUser', ID: '75aa57f0' }, Permission: 'FULL_CONTROL' }],
};
const BLOCK = {
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  },
};
const IDENTITY = {
  Account: '111122223333',
  Arn: 'arn:aws:iam::111122223333:user/auditor',
  UserId: 'AIDAEXAMPLE',
};
const policyAnswer = { Policy: JSON.stringify(POLICY) };
const arn = (rest: string) => `arn:aws:iam::111122223333:${rest}`;
const REPORT = [
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date',
  `<root_account>,${arn('root')},2018-08-12T17:20:55+00:00,not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,false,N/A,N/A`,
  `alice,${arn('user/alice')},2024-02-03T04:05:06+00:00,true,no_information,2024-02-03T04:05:06+00:00,N/A,false,true,2024-02-03T04:05:06+00:00,N/A,false,N/A,N/A`,
].join('\n');
const USERS = {
  Users: [
    {
      Path: '/',
      UserName: 'alice',
      UserId: 'AIDA',
      Arn: arn('user/alice'),
      CreateDate: '2024-02-03T04:05:06Z',
    },
  ],
};

describe('the layout <region>/<service>-<operation>', () => {
  const estate = {
    'prod/us-east-1/sts-get-caller-identity.json': IDENTITY,
    'prod/us-east-1/s3-list-buckets.json': {
      Buckets: [{ Name: 'kagi-open', CreationDate: '2024-02-03T04:05:06Z' }, { Name: 'kagi-shut' }],
      Owner: {},
    },
    'prod/us-east-1/s3-get-bucket-policy/kagi-open': policyAnswer,
    'prod/us-east-1/s3-get-bucket-acl/kagi-open': ACL,
    'prod/us-east-1/s3-get-bucket-acl/kagi-shut': { Error: { Code: 'AccessDenied', Message: 'no' } },
    'prod/us-east-1/s3-get-bucket-policy/kagi-shut': {
      Error: { Code: 'NoSuchBucketPolicy', Message: 'none' },
    },
    'prod/us-east-1/s3control-get-public-access-block.json': BLOCK,
    'prod/us-east-1/ec2-describe-vpcs.json': { Vpcs: [] },
    'prod/us-east-1/iam-list-users.json': USERS,
    'prod/us-east-1/iam-get-credential-report.json': { Content: Buffer.from(REPORT).toString('base64') },
    'prod/us-east-1/iam-get-account-summary.json': {
      SummaryMap: { AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 },
    },
    'prod/us-east-1/iam-get-account-password-policy.json': {
      Error: { Code: 'NoSuchEntity', Message: 'none' },
    },
  };

  test('is one account, with a remark on what is not judged', async () => {
    const read = await readFiles(folder(estate));
    expect(read.scopes).toMatchObject([
      { id: 'aws/111122223333', format: 'AWS CLI answers', paths: ['prod'] },
    ]);
    expect(read.scopes[0]?.notes?.[0]?.en).toContain(
      '1 answers of services that are not judged were left aside (ec2)',
    );
    expect(read.left).toEqual([]);
  });

  test('present, absent, denied and missing never mix', async () => {
    const read = await readFiles(folder(estate));
    const open = read.get('aws.s3.bucket', 'kagi-open');
    expect(open.settings).toMatchObject({ policy: POLICY, created: '2024-02-03T04:05:06Z' });
    expect(open.origins?.['policy']).toEqual({
      file: 'prod/us-east-1/s3-get-bucket-policy/kagi-open',
      pointer: '/Policy',
    });
    const shut = read.get('aws.s3.bucket', 'kagi-shut');
    expect(shut.settings['policy']).toBeNull();
    expect(shut.unknowns.find(({ setting }) => setting === 'acl')).toMatchObject({
      reason: 'denied',
      permission: 's3:GetBucketAcl',
    });
    expect(read.get('aws.s3.account', '111122223333').settings['blockPublicAccess']).toMatchObject({
      restrictPublicBuckets: true,
    });
    expect(read.get('aws.iam.account', '111122223333').settings).toMatchObject({
      rootMfaActive: true,
      rootAccessKeyActive: false,
      passwordPolicy: null,
    });
    expect(read.get('aws.iam.user', 'alice').settings).toMatchObject({
      consoleAccess: true,
      mfaActive: false,
      passwordLastUsed: null,
    });
  });

  test('what such a folder should hold and does not is missing', async () => {
    const read = await readFiles(folder(estate));
    expect(read.listings.get('aws.iam.role')).toMatchObject({ state: 'unknown', reason: 'missing' });
    expect(unknowns(read.get('aws.iam.user', 'alice'))).toContain('attachedPolicies missing');
    const { 'prod/us-east-1/s3-get-bucket-policy/kagi-open': _policy, ...without } = estate;
    const fewer = await readFiles(folder(without));
    expect(unknowns(fewer.get('aws.s3.bucket', 'kagi-open'))).toContain('policy missing');
  });

  test('a parameter may be percent-encoded, and a file may be broken without being lost', async () => {
    const read = await readFiles(
      folder({
        ...estate,
        'prod/us-east-1/iam-get-login-profile/a%2Fb': '{',
        'prod/us-east-1/s3-get-bucket-policy/kagi-open': '{"Policy": "',
      }),
    );
    expect(
      read.get('aws.s3.bucket', 'kagi-open').unknowns.find(({ setting }) => setting === 'policy'),
    ).toMatchObject({
      reason: 'malformed',
      detail: expect.stringContaining('s3-get-bucket-policy/kagi-open:1:'),
    });
  });

  test('a denied list of buckets leaves the buckets that other answers name, and says that there may be more', async () => {
    const read = await readFiles(
      folder({
        ...estate,
        'prod/us-east-1/s3-list-buckets.json':
          'An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied',
      }),
    );
    expect(read.listings.get('aws.s3.bucket')).toMatchObject({
      state: 'unknown',
      reason: 'denied',
      seen: 2,
      permission: 's3:ListAllMyBuckets',
    });
  });

  test('two accounts beside each other do not mix', async () => {
    const other = Object.fromEntries(
      Object.entries(estate).map(([path, content]) => [
        path.replace('prod/', 'test/'),
        JSON.parse(
          JSON.stringify(content).replaceAll('111122223333', '444455556666').replaceAll('kagi-', 'acme-'),
        ),
      ]),
    );
    const read = await readFiles(folder({ ...estate, ...other }));
    expect(read.scopes.map(({ id }) => id)).toEqual(['aws/111122223333', 'aws/444455556666']);
    expect(read.get('aws.s3.bucket', 'acme-open').scope).toBe('aws/444455556666');
  });
});

describe('answers saved by hand', () => {
  test.each([
    ['kagi-open.policy.json'],
    ['get-bucket-policy_kagi-open.json'],
    ['kagi-open.get-bucket-policy.json'],
    ['s3api-get-bucket-policy/kagi-open.json'],
    ['s3api-get-bucket-policy-kagi-open.json'],
    ['get-bucket-policy-kagi-open.json'],
    ['some name.json'],
  ])('%s is a policy of kagi-open', async (name) => {
    const read = await readFiles(folder({ [name]: policyAnswer }));
    expect(read.get('aws.s3.bucket', 'kagi-open').settings['policy']).toEqual(POLICY);
    expect(read.listings.get('aws.s3.bucket')).toMatchObject({ state: 'not-held', seen: 1 });
  });

  test('one folder of one bucket: answers without a name belong to the bucket that another one names', async () => {
    const read = await readFiles(
      folder({ 'bucket-policy.json': policyAnswer, 'bucket-acl.json': ACL, 'pab.json': BLOCK }),
    );
    const bucket = read.get('aws.s3.bucket', 'kagi-open');
    expect(Object.keys(bucket.settings).sort()).toEqual(['acl', 'blockPublicAccess', 'policy']);
    expect(unknowns(bucket)).toContain('website not-held');
  });

  test.each([['kagi-open.policy.json'], ['anything.json']])('%s may be the bare document', async (name) => {
    const read = await readFiles(folder({ [name]: POLICY }));
    const bucket = read.get('aws.s3.bucket', 'kagi-open');
    expect(bucket.settings['policy']).toEqual(POLICY);
    expect(bucket.origins?.['policy']?.pointer).toBe('');
  });

  test('an ACL alone is judged as a bucket that is called after its file', async () => {
    const read = await readFiles(folder({ 'acl.json': ACL }));
    expect(read.get('aws.s3.bucket', 'acl').settings).toHaveProperty('acl');
  });

  test('two ACLs that nobody names are not guessed at', async () => {
    const read = await readFiles(folder({ 'one.json': ACL, 'two.json': ACL }));
    expect(read.resources.filter(({ type }) => type === 'aws.s3.bucket')).toEqual([]);
    expect(read.scopes[0]?.notes?.[0]?.en).toContain('2 answers do not say which bucket');
  });

  test('the credential report as the CSV that the console gives', async () => {
    const read = await readFiles(folder({ 'credentials.csv': REPORT, 'users.json': USERS }));
    expect(read.scopes[0]?.id).toBe('aws/111122223333');
    expect(read.get('aws.iam.user', 'alice').settings).toMatchObject({
      consoleAccess: true,
      mfaActive: false,
    });
    // The report tells of the root user what the summary would.
    expect(read.get('aws.iam.account', '111122223333').settings).toMatchObject({
      rootMfaActive: true,
      rootAccessKeyActive: false,
    });
    expect(unknowns(read.get('aws.iam.account', '111122223333'))).toContain('passwordPolicy not-held');
  });

  test('the credential report alone names the users', async () => {
    const read = await readFiles(folder({ 'credentials.csv': REPORT }));
    expect(read.get('aws.iam.user', 'alice').settings).toMatchObject({
      consoleAccess: true,
      mfaActive: false,
      createdAt: '2024-02-03T04:05:06Z',
    });
    expect(unknowns(read.get('aws.iam.user', 'alice'))).toContain('attachedPolicies not-held');
    expect(read.get('aws.iam.user', 'alice').origins?.['mfaActive']).toEqual({
      file: 'credentials.csv',
      line: 3,
      // The cell, not the row.
      column: 120,
    });
    expect(read.get('aws.iam.account', '111122223333').origins?.['rootMfaActive']).toMatchObject({ line: 2 });
    expect(read.listings.get('aws.iam.user')).toMatchObject({ state: 'complete', seen: 1 });
    expect(read.listings.get('aws.iam.role')).toMatchObject({ state: 'not-held' });
  });

  test('only S3: IAM is not in here, and nobody is to blame for it', async () => {
    const read = await readFiles(folder({ 'kagi-open.policy.json': policyAnswer }));
    expect(read.listings.get('aws.iam.role')).toMatchObject({ state: 'not-held' });
    expect(read.scopes[0]?.id).toBe('aws/unknown');
  });
});

describe('access points', () => {
  const point = {
    Name: 'kagi-ap',
    NetworkOrigin: 'Internet',
    Bucket: 'kagi-open',
    AccessPointArn: 'arn:aws:s3:us-east-1:111122223333:accesspoint/kagi-ap',
  };
  const estate = {
    'us-east-1/s3-list-buckets.json': { Buckets: [{ Name: 'kagi-open' }, { Name: 'kagi-shut' }] },
    'us-east-1/s3control-list-access-points.json': { AccessPointList: [point] },
    'us-east-1/s3control-get-access-point/kagi-ap': { ...point, ...BLOCK },
  };

  test('lead to their bucket, with what is not known of them', async () => {
    const read = await readFiles(folder(estate));
    expect(read.get('aws.s3.bucket', 'kagi-open').settings['accessPoints']).toMatchObject([
      {
        name: 'kagi-ap',
        networkOrigin: 'Internet',
        blockPublicAccess: { blockPublicPolicy: true },
        unknowns: [{ setting: 'policy', reason: 'missing', permission: 's3:GetAccessPointPolicy' }],
      },
    ]);
    expect(read.get('aws.s3.bucket', 'kagi-shut').settings['accessPoints']).toEqual([]);
  });

  test('a policy, none, a denied list', async () => {
    const policy = { 'us-east-1/s3control-get-access-point-policy/kagi-ap': policyAnswer };
    const none = {
      'us-east-1/s3control-get-access-point-policy/kagi-ap': { Error: { Code: 'NoSuchAccessPointPolicy' } },
    };
    const points = async (more: object) =>
      (await readFiles(folder({ ...estate, ...more }))).get('aws.s3.bucket', 'kagi-open');
    expect((await points(policy)).settings['accessPoints']).toMatchObject([{ policy: POLICY }]);
    expect((await points(none)).settings['accessPoints']).toMatchObject([{ policy: null }]);
    const denied = await points({
      'us-east-1/s3control-list-access-points.json': { Error: { Code: 'AccessDenied' } },
    });
    expect(unknowns(denied)).toContain('accessPoints denied');
  });

  test('of several regions, with the policy that is in force', async () => {
    const listed = {
      Name: 'kagi-global',
      Alias: 'mfzwi23gnjvgw.mrap',
      PublicAccessBlock: BLOCK.PublicAccessBlockConfiguration,
      Regions: [{ Bucket: 'kagi-open', Region: 'us-east-1', BucketAccountId: '111122223333' }],
    };
    const bucket = async (more: object) =>
      (
        await readFiles(
          folder({
            ...estate,
            'us-east-1/sts-get-caller-identity.json': IDENTITY,
            'us-west-2/s3control-list-multi-region-access-points.json': { AccessPoints: [listed] },
            ...more,
          }),
        )
      ).get('aws.s3.bucket', 'kagi-open');
    const read = await bucket({
      'us-west-2/s3control-get-multi-region-access-point-policy/kagi-global': {
        Policy: { Established: policyAnswer },
      },
    });
    expect(read.settings['multiRegionAccessPoints']).toMatchObject([
      {
        name: 'kagi-global',
        arn: 'arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap',
        policy: POLICY,
        blockPublicAccess: { restrictPublicBuckets: true },
      },
    ]);
    const without = await bucket({});
    expect(without.settings['multiRegionAccessPoints']).toMatchObject([
      {
        unknowns: [
          { setting: 'policy', reason: 'missing', permission: 's3:GetMultiRegionAccessPointPolicy' },
        ],
      },
    ]);
    const refused = await bucket({
      'us-west-2/s3control-list-multi-region-access-points.json': { Error: { Code: 'AccessDenied' } },
    });
    expect(unknowns(refused)).toContain('multiRegionAccessPoints denied');
  });
});

describe('recorded answers', () => {
  test('are read through their wrapping, errors by their code', async () => {
    const read = await readFiles(
      folder({
        's3.ListBuckets_1.json': { status_code: 200, data: { Buckets: [{ Name: 'kagi-open' }] } },
        's3.GetBucketPolicy_1.json': { status_code: 200, data: policyAnswer },
        's3.GetBucketAcl_1.json': {
          status_code: 403,
          data: { Error: { Code: 'AccessDenied', Message: 'Access Denied' } },
        },
        's3.GetBucketWebsite_1.json': {
          status_code: 404,
          data: { Error: { Code: 'NoSuchWebsiteConfiguration', BucketName: 'kagi-open' } },
        },
        'sqs.ListQueues_1.json': { status_code: 200, data: {} },
      }),
    );
    expect(read.claims[0]?.format).toBe('recorded AWS answers');
    const bucket = read.get('aws.s3.bucket', 'kagi-open');
    expect(bucket.settings).toMatchObject({ policy: POLICY, website: null });
    expect(bucket.origins?.['policy']?.pointer).toBe('/data/Policy');
    expect(unknowns(bucket)).toContain('acl denied');
  });
});
