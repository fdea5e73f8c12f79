// Access points that plans and templates make: their ARNs are given out later, and their policies speak of them all the same.
import { describe, expect, test } from '@jest/globals';
import { OFF, read } from './declarations.ts';
import { type Entry, type Prior, planText, readPlan, references, written } from './plans.ts';

const DELEGATED = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: '*',
    Resource: ['arn:aws:s3:::kagi-assets', 'arn:aws:s3:::kagi-assets/*'],
    Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } },
  },
});
const ARN = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/kagi-point';
const pointPolicy = (principal: unknown) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: `${ARN}/object/*` },
    ],
  });
const BASE: Entry[] = [
  { address: 'aws_s3_bucket.assets', after: { bucket: 'kagi-assets' }, unknown: { arn: true } },
  { address: 'aws_s3_bucket_public_access_block.assets', after: { bucket: 'kagi-assets', ...OFF } },
  { address: 'aws_s3_bucket_policy.assets', after: { bucket: 'kagi-assets', policy: DELEGATED } },
];
const point = (after: object, unknown: object = {}): Entry => ({
  address: 'aws_s3_access_point.p',
  after: {
    name: 'kagi-point',
    bucket: 'kagi-assets',
    public_access_block_configuration: [OFF],
    vpc_configuration: [],
    ...after,
  },
  unknown: { arn: true, id: true, alias: true, ...unknown },
});
const CALLER: Prior[] = [
  {
    address: 'data.aws_caller_identity.me',
    values: { account_id: '111122223333', arn: 'arn:aws:iam::111122223333:user/ci' },
  },
];
const UNLESS = ['anyone open-unless read'];

async function doors(entries: Entry[], prior: Prior[] = [], configuration?: object): Promise<string[]> {
  const text = planText(entries, { prior, ...(configuration && { configuration }) });
  return (await readPlan(text)).doors('kagi-assets');
}

describe('a new access point of a plan', () => {
  test.each<[string, Entry, Prior[], string[]]>([
    ['open', point({ policy: pointPolicy('*') }), CALLER, UNLESS],
    ['open, in an account that the plan does not name', point({ policy: pointPolicy('*') }), [], UNLESS],
    ['for its own account', point({ policy: pointPolicy({ AWS: '111122223333' }) }), CALLER, []],
    [
      'shut by its own Block Public Access',
      point({ policy: pointPolicy('*'), public_access_block_configuration: [] }),
      CALLER,
      ['anyone shut-by read'],
    ],
    [
      'whose Block Public Access is known after apply',
      point(
        { policy: pointPolicy('*') },
        { public_access_block_configuration: [{ restrict_public_buckets: true }] },
      ),
      CALLER,
      UNLESS,
    ],
    [
      'of a VPC that the same plan makes',
      point({ policy: pointPolicy('*'), vpc_configuration: [{}] }, { vpc_configuration: [{ vpc_id: true }] }),
      CALLER,
      ['anyone shut-by read'],
    ],
  ])('%s', async (_name, entry, prior, expected) => {
    expect(await doors([...BASE, entry], prior)).toEqual(expected);
  });

  test('a policy of which only the resource is known after apply is about the access point', async () => {
    const name = 'data.aws_iam_policy_document.p';
    const entries: Entry[] = [
      ...BASE,
      point({}, { policy: true }),
      {
        address: 'aws_s3control_access_point_policy.p',
        after: {},
        unknown: { access_point_arn: true, policy: true },
      },
      {
        address: name,
        after: {
          statement: [
            {
              actions: ['s3:GetObject'],
              principals: [{ type: '*', identifiers: ['*'] }],
              resources: [null],
            },
          ],
        },
        unknown: { json: true, statement: [{ resources: [true] }] },
      },
    ];
    const configuration = {
      resources: [
        written('aws_s3_access_point.p', { name: {} }),
        written('aws_s3control_access_point_policy.p', {
          access_point_arn: references('aws_s3_access_point.p.arn', 'aws_s3_access_point.p'),
          policy: references(`${name}.json`, name),
        }),
      ],
    };
    expect(await doors(entries, CALLER, configuration)).toEqual(UNLESS);
    const reading = await readPlan(planText(entries, { prior: CALLER, configuration }));
    expect(
      reading.find('aws.s3.bucket', 'kagi-assets').origins?.['accessPoints/0/policy/Statement/0'],
    ).toEqual({ file: 'plan.json', pointer: '/resource_changes/5/change/after/statement/0' });
  });

  test('the place is the statement in the policy', async () => {
    const { find } = await readPlan(planText([...BASE, point({ policy: pointPolicy('*') })]));
    expect(find('aws.s3.bucket', 'kagi-assets').origins?.['accessPoints/0/policy/Statement/0']).toEqual({
      file: 'plan.json',
      pointer: '/resource_changes/3/change/after/policy/Statement/0',
    });
  });
});

describe('those of several regions', () => {
  const region = (bucket: string, block: object[]): Entry => ({
    address: 'aws_s3control_multi_region_access_point.m',
    after: { details: [{ name: 'kagi', public_access_block: block, region: [{ bucket }] }] },
  });
  const unknowns = async (entry: Entry) =>
    (await readPlan(planText([...BASE, entry])))
      .find('aws.s3.bucket', 'kagi-assets')
      .unknowns.filter(({ setting }) => setting === 'multiRegionAccessPoints')
      .map(({ detail }) => detail);

  test.each<[string, Entry, unknown[]]>([
    [
      'leave their buckets in doubt',
      region('kagi-assets', [{ ...OFF }]),
      ['aws_s3control_multi_region_access_point.m may let somebody into this bucket'],
    ],
    ['unless they block public access, as they do when nothing is said', region('kagi-assets', []), []],
    ['or lead to other buckets', region('kagi-other', [{ ...OFF }]), []],
  ])('%s', async (_name, entry, expected) => {
    expect(await unknowns(entry)).toEqual(expected);
  });
});

describe('a template', () => {
  const off =
    '{BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false}';
  const template = (account: string, resource: string, more = '') => `Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: kagi-assets
      PublicAccessBlockConfiguration: ${off}
  Point:
    Type: AWS::S3::AccessPoint
    Properties:
      Name: kagi-point
      Bucket: !Ref Bucket
      PublicAccessBlockConfiguration: ${off}${more}
      Policy:
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: ${resource}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Statement:
          Effect: Allow
          Principal: {AWS: "*"}
          Action: "*"
          Resource: [!GetAtt Bucket.Arn, !Sub "\${Bucket.Arn}/*"]
          Condition: {StringEquals: {"s3:DataAccessPointAccount": ${account}}}
`;
  const own = '!Sub "arn:aws:s3:$' + '{AWS::Region}:$' + '{AWS::AccountId}:accesspoint/kagi-point/object/*"';
  const vpc = '\n      VpcConfiguration: {VpcId: !ImportValue vpc}';

  test.each<[string, string, string[]]>([
    ['of the account that the stack is made in', template('!Ref AWS::AccountId', own), UNLESS],
    ['of an account that is written out', template('"111122223333"', `${ARN}/object/*`), UNLESS],
    ['of a VPC that nobody can tell', template('!Ref AWS::AccountId', own, vpc), ['anyone shut-by read']],
  ])('%s', async (_name, text, expected) => {
    expect((await read({ 'template.yaml': text })).doors('kagi-assets')).toEqual(expected);
  });

  test('the place is the statement', async () => {
    const { find } = await read({ 'template.yaml': template('!Ref AWS::AccountId', own) });
    expect(find('aws.s3.bucket', 'kagi-assets').origins?.['accessPoints/0/policy/Statement/0']).toMatchObject(
      { file: 'template.yaml', line: 15, column: 13 },
    );
  });

  test.each([
    [`\n      PublicAccessBlockConfiguration: ${off}`, 'Many may let somebody into this bucket'],
    ['', undefined],
  ])('those of several regions leave their buckets in doubt: %j', async (block, detail) => {
    const many = `  Many:\n    Type: AWS::S3::MultiRegionAccessPoint\n    Properties:\n      Regions: [{Bucket: !Ref Bucket}]${block}\n`;
    const { find } = await read({ 'template.yaml': template('!Ref AWS::AccountId', own) + many });
    const doubts = find('aws.s3.bucket', 'kagi-assets').unknowns.filter(
      ({ setting }) => setting === 'multiRegionAccessPoints',
    );
    expect(doubts.map((one) => one.detail)).toEqual(detail === undefined ? [] : [detail]);
  });
});
