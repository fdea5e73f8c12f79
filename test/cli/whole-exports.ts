// Every kind of export that is one file, whole: a bucket that everybody can read, or a role that anybody can take.

const ACCOUNT = '111122223333';
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi-open/*' },
  ],
};
const OFF = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};
const item = {
  configurationItemCaptureTime: '2026-10-30T04:12:33.512Z',
  configurationItemStatus: 'OK',
  awsAccountId: ACCOUNT,
  resourceType: 'AWS::S3::Bucket',
  resourceName: 'kagi-open',
  ARN: 'arn:aws:s3:::kagi-open',
  awsRegion: 'eu-west-1',
  tags: {},
  configuration: { name: 'kagi-open' },
  supplementaryConfiguration: {
    BucketPolicy: { policyText: JSON.stringify(POLICY) },
    AccessControlList: JSON.stringify({ grantList: [], owner: { id: 'a' } }),
    OwnershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    PublicAccessBlockConfiguration: null,
    BucketWebsiteConfiguration: null,
  },
};
const bucket = {
  record: 'resource',
  type: 'aws.s3.bucket',
  id: 'arn:aws:s3:::kagi-open',
  name: 'kagi-open',
  scope: `aws/${ACCOUNT}`,
  settings: {
    policy: POLICY,
    acl: { grants: [] },
    ownership: 'BucketOwnerEnforced',
    blockPublicAccess: null,
  },
  unknowns: [],
};
const ACCOUNT_OFF = {
  ...bucket,
  type: 'aws.s3.account',
  id: `arn:aws:s3:::account/${ACCOUNT}`,
  name: ACCOUNT,
  settings: { blockPublicAccess: OFF, organizationBlockPublicAccess: null },
};
const scope = {
  record: 'scope',
  id: `aws/${ACCOUNT}`,
  provider: 'aws',
  label: 'kagi',
  input: 'live',
  format: 'live',
};
const header = {
  record: 'tojimari-snapshot',
  version: 1,
  tool: 'tojimari 1',
  startedAt: '2026-11-02T00:00:00Z',
};
const declared = (address: string, type: string, values: object) => ({
  address,
  mode: 'managed',
  type,
  name: address.split('.')[1],
  provider_name: 'registry.terraform.io/hashicorp/aws',
  schema_version: 0,
  values,
  sensitive_values: {},
});
const RESOURCES = [
  declared('aws_s3_bucket.open', 'aws_s3_bucket', { bucket: 'kagi-open', id: 'kagi-open', tags: null }),
  declared('aws_s3_bucket_policy.open', 'aws_s3_bucket_policy', {
    bucket: 'kagi-open',
    policy: JSON.stringify(POLICY),
  }),
  declared('aws_s3_bucket_public_access_block.open', 'aws_s3_bucket_public_access_block', {
    bucket: 'kagi-open',
    block_public_acls: false,
    block_public_policy: false,
    ignore_public_acls: false,
    restrict_public_buckets: false,
  }),
];

/** Name of a file -> its text. All of them hold a bucket that everybody can read. */
export const EXPORTS: Record<string, string> = {
  'estate.jsonl': [header, scope, ACCOUNT_OFF, bucket, { record: 'end', records: 3, calls: 0 }]
    .map((one) => JSON.stringify(one))
    .join('\n'),
  'config-snapshot.json': JSON.stringify(
    { fileVersion: '1.0', configSnapshotId: 'x', configurationItems: [item] },
    null,
    1,
  ),
  'config-item.json': JSON.stringify(item, null, 1),
  'config-query.json': JSON.stringify(
    { Results: [JSON.stringify(item)], QueryInfo: { SelectFields: [] } },
    null,
    1,
  ),
  'plan.json': JSON.stringify(
    {
      format_version: '1.2',
      terraform_version: '1.9.0',
      planned_values: { root_module: { resources: RESOURCES } },
      resource_changes: RESOURCES.map(({ values, ...rest }) => ({
        ...rest,
        change: { actions: ['create'], before: null, after: values, after_unknown: {} },
      })),
      configuration: { root_module: { resources: [] } },
    },
    null,
    1,
  ),
  'terraform.tfstate': JSON.stringify(
    {
      version: 4,
      terraform_version: '1.9.0',
      serial: 1,
      lineage: 'x',
      outputs: {},
      resources: RESOURCES.map(({ mode, type, name, values }) => ({
        mode,
        type,
        name,
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [{ schema_version: 0, attributes: { arn: 'arn:aws:s3:::kagi-open', ...values } }],
      })),
    },
    null,
    1,
  ),
  'template.json': JSON.stringify(
    {
      AWSTemplateFormatVersion: '2010-09-09',
      Resources: {
        Open: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            BucketName: 'kagi-open',
            PublicAccessBlockConfiguration: {
              BlockPublicAcls: false,
              BlockPublicPolicy: false,
              IgnorePublicAcls: false,
              RestrictPublicBuckets: false,
            },
          },
        },
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: { Bucket: { Ref: 'Open' }, PolicyDocument: POLICY },
        },
      },
    },
    null,
    1,
  ),
  'details.json': JSON.stringify(
    {
      UserDetailList: [],
      GroupDetailList: [],
      RoleDetailList: [
        {
          Path: '/',
          RoleName: 'open',
          RoleId: 'AROA1',
          Arn: `arn:aws:iam::${ACCOUNT}:role/open`,
          CreateDate: '2024-01-01T00:00:00Z',
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
          },
          InstanceProfileList: [],
          RolePolicyList: [],
          AttachedManagedPolicies: [],
          Tags: [],
        },
      ],
      Policies: [],
    },
    null,
    1,
  ),
};
