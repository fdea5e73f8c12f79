// Every kind of export: a bucket that everybody can read is a finding, and its closed counterpart is none.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { folder, tojimari } from './harness.ts';

const ACCOUNT = '111122223333';
const OPEN = '*';
const CLOSED = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
type Principal = typeof OPEN | typeof CLOSED;

const policyFor = (Principal: Principal) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi-x/*' }],
});
const CALLER = { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/ci`, UserId: 'AIDA' };

/** Terraform: the resources of a state or a plan. */
function resources(principal: Principal): { type: string; values: Record<string, unknown> }[] {
  return [
    {
      type: 'aws_s3_bucket',
      values: {
        bucket: 'kagi-x',
        id: 'kagi-x',
        arn: 'arn:aws:s3:::kagi-x',
        policy: '',
        grant: [{ id: 'a', permissions: ['FULL_CONTROL'], type: 'CanonicalUser', uri: '' }],
        website: [],
        tags: {},
      },
    },
    {
      type: 'aws_s3_bucket_policy',
      values: { bucket: 'kagi-x', policy: JSON.stringify(policyFor(principal)) },
    },
    {
      type: 'aws_s3_bucket_public_access_block',
      values: {
        bucket: 'kagi-x',
        block_public_acls: false,
        block_public_policy: false,
        ignore_public_acls: false,
        restrict_public_buckets: false,
      },
    },
  ];
}
const shown = (principal: Principal) => [
  ...resources(principal).map(({ type, values }) => ({
    address: `${type}.x`,
    mode: 'managed',
    type,
    name: 'x',
    values,
  })),
  {
    address: 'data.aws_caller_identity.me',
    mode: 'data',
    type: 'aws_caller_identity',
    name: 'me',
    values: { account_id: ACCOUNT, arn: CALLER.Arn },
  },
];

/** Version 3 of states: every value a text, lists as numbered keys. */
function flat(values: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): [string, string][] =>
      Array.isArray(value)
        ? [
            [`${key}.#`, String(value.length)],
            ...value.flatMap((one, index): [string, string][] =>
              typeof one === 'object'
                ? prefixed(`${key}.${index}`, flat(one))
                : [[`${key}.${index}`, String(one)]],
            ),
          ]
        : typeof value === 'object' && value !== null
          ? [[`${key}.%`, '0']]
          : [[key, String(value)]],
    ),
  );
}

function prefixed(prefix: string, values: Record<string, string>): [string, string][] {
  return Object.entries(values).map(([key, value]) => [`${prefix}.${key}`, value]);
}

const template = (principal: Principal) => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Resources: {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: 'kagi-x',
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
      Properties: {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: {
          ...policyFor(principal),
          Statement: policyFor(principal).Statement.map((one) => ({
            ...one,
            ...(principal !== OPEN && { Principal: { AWS: { Ref: 'AWS::AccountId' } } }),
          })),
        },
      },
    },
  },
});
const yaml = (principal: Principal) => `Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: kagi-x
      PublicAccessBlockConfiguration:
        BlockPublicAcls: false
        BlockPublicPolicy: false
        IgnorePublicAcls: false
        RestrictPublicBuckets: false
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: ${principal === OPEN ? '"*"' : '{AWS: !Ref AWS::AccountId}'}
            Action: s3:GetObject
            Resource: !Sub "\${Bucket.Arn}/*"
`;

/** AWS Config: an item of a bucket. */
const item = (principal: Principal, captured = '2026-10-30T04:12:33.512Z') => ({
  version: '1.3',
  configurationItemCaptureTime: captured,
  configurationItemStatus: 'OK',
  awsAccountId: ACCOUNT,
  resourceType: 'AWS::S3::Bucket',
  resourceName: 'kagi-x',
  resourceId: 'kagi-x',
  ARN: 'arn:aws:s3:::kagi-x',
  awsRegion: 'eu-west-1',
  tags: {},
  configuration: { name: 'kagi-x' },
  supplementaryConfiguration: {
    BucketPolicy: { policyText: JSON.stringify(policyFor(principal)) },
    AccessControlList: JSON.stringify({ grantList: [], owner: { id: 'a' } }),
    OwnershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    PublicAccessBlockConfiguration: null,
    BucketWebsiteConfiguration: null,
  },
});
/** The same as a query of an aggregator answers it. */
const aggregated = (principal: Principal) => {
  const { awsAccountId, ARN, ...rest } = item(principal);
  return { ...rest, accountId: awsAccountId, arn: ARN };
};

const NONE = (code: string) => ({ Error: { Code: code } });
const answers = (principal: Principal): Record<string, object> => ({
  'sts.GetCallerIdentity': CALLER,
  's3.ListBuckets': { Buckets: [{ Name: 'kagi-x' }], Owner: { ID: 'a' } },
  's3.GetBucketLocation': { LocationConstraint: 'eu-west-1' },
  's3.GetBucketPolicy': { Policy: JSON.stringify(policyFor(principal)) },
  's3.GetBucketAcl': { Owner: { ID: 'a' }, Grants: [] },
  's3.GetBucketOwnershipControls': {
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  },
});
/** Operation -> the word of the command line: `get-bucket-policy`. */
const dashed = (operation: string) =>
  operation
    .replace(/^.*\./, '')
    .replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`)
    .toLowerCase();
const absent = {
  'get-public-access-block': 'NoSuchPublicAccessBlockConfiguration',
  'get-bucket-website': 'NoSuchWebsiteConfiguration',
};

/** cloudmapper's layout: a folder an account and region, and a folder a call that is made for each bucket. */
function cloudmapper(principal: Principal): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [name, answer] of Object.entries(answers(principal))) {
    const call = `${name.startsWith('sts') ? 'sts' : 's3'}-${dashed(name)}`;
    const each = /bucket-(location|policy|acl|ownership)/.test(call);
    files[`kagi/us-east-1/${call}${each ? '/kagi-x' : '.json'}`] = JSON.stringify(answer);
  }
  return files;
}

/** One file a call. */
function flatFolder(principal: Principal): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [name, answer] of Object.entries(answers(principal))) {
    const each = /Bucket(Location|Policy|Acl|Ownership)/.test(name);
    const service = name.startsWith('sts') ? 'sts' : 's3api';
    files[`${service}-${dashed(name)}${each ? '-kagi-x' : ''}.json`] = JSON.stringify(answer);
  }
  return files;
}

function recorded(principal: Principal): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [name, data] of Object.entries(answers(principal)))
    files[`recording/${name}_1.json`] = JSON.stringify({ status_code: 200, data });
  for (const [call, code] of Object.entries(absent)) {
    const operation = call.replace(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase());
    files[`recording/s3.${operation}_1.json`] = JSON.stringify({ status_code: 404, data: NONE(code) });
  }
  return files;
}

function snapshot(principal: Principal): string {
  const scope = `aws/${ACCOUNT}`;
  const bucket = {
    record: 'resource',
    type: 'aws.s3.bucket',
    id: 'arn:aws:s3:::kagi-x',
    name: 'kagi-x',
    scope,
    settings: { policy: policyFor(principal), acl: { grants: [] }, blockPublicAccess: null },
    unknowns: [],
  };
  const account = {
    record: 'resource',
    type: 'aws.account',
    id: `arn:aws:iam::${ACCOUNT}:root`,
    name: ACCOUNT,
    scope,
    settings: { accountId: ACCOUNT, partition: 'aws', organization: null, resourceControlPolicies: [] },
    unknowns: [],
  };
  const s3 = {
    ...account,
    type: 'aws.s3.account',
    id: `arn:aws:s3:::account/${ACCOUNT}`,
    settings: { blockPublicAccess: null, organizationBlockPublicAccess: null },
  };
  return [
    { record: 'tojimari-snapshot', version: 1, tool: 'tojimari 1', startedAt: '2026-11-02T00:00:00Z' },
    { record: 'scope', id: scope, provider: 'aws', label: 'kagi', input: 'live', format: 'live' },
    account,
    s3,
    bucket,
    { record: 'end', records: 4, calls: 0 },
  ]
    .map((one) => JSON.stringify(one))
    .join('\n');
}

type Files = Record<string, string | Buffer>;
const EXPORTS: [string, (principal: Principal) => Files][] = [
  [
    'a Terraform plan',
    (principal) => ({
      'plan.json': JSON.stringify({
        format_version: '1.2',
        terraform_version: '1.9.5',
        resource_changes: resources(principal).map(({ type, values: { arn: _arn, id: _id, ...after } }) => ({
          address: `${type}.x`,
          mode: 'managed',
          type,
          name: 'x',
          change: { actions: ['create'], before: null, after, after_unknown: { arn: true, id: true } },
        })),
        prior_state: { values: { root_module: { resources: shown(principal).slice(-1) } } },
      }),
    }),
  ],
  [
    'a Terraform plan of planned values alone',
    (principal) => ({
      'plan.json': JSON.stringify({
        format_version: '0.1',
        planned_values: { root_module: { resources: shown(principal) } },
        prior_state: { values: { root_module: { resources: shown(principal).slice(-1) } } },
      }),
    }),
  ],
  [
    'a Terraform state as it is shown',
    (principal) => ({
      'state.json': JSON.stringify({
        format_version: '1.0',
        terraform_version: '1.9.5',
        values: { root_module: { resources: shown(principal) } },
      }),
    }),
  ],
  [
    'a Terraform state of version 4',
    (principal) => ({
      'terraform.tfstate': JSON.stringify({
        version: 4,
        terraform_version: '1.9.5',
        resources: shown(principal).map(({ mode, type, name, values }) => ({
          mode,
          type,
          name,
          instances: [{ attributes: values }],
        })),
      }),
    }),
  ],
  [
    'a Terraform state of version 3',
    (principal) => ({
      'terraform.tfstate': JSON.stringify({
        version: 3,
        terraform_version: '0.11.14',
        modules: [
          {
            path: ['root'],
            resources: Object.fromEntries(
              shown(principal).map(({ address, type, values }) => [
                address,
                { type, primary: { id: 'kagi-x', attributes: flat(values) } },
              ]),
            ),
          },
        ],
      }),
    }),
  ],
  ['a CloudFormation template in JSON', (principal) => ({ 't.json': JSON.stringify(template(principal)) })],
  ['a CloudFormation template in YAML', (principal) => ({ 't.yaml': yaml(principal) })],
  [
    'a CDK cloud assembly',
    (principal) => ({
      'cdk.out/manifest.json': JSON.stringify({
        version: '36.0.0',
        artifacts: {
          Kagi: {
            type: 'aws:cloudformation:stack',
            environment: `aws://${ACCOUNT}/eu-west-1`,
            properties: { templateFile: 'Kagi.template.json' },
          },
        },
      }),
      'cdk.out/Kagi.template.json': JSON.stringify(template(principal)),
    }),
  ],
  ['an item of AWS Config', (principal) => ({ 'item.json': JSON.stringify(item(principal)) })],
  [
    'a history of AWS Config, whose newest item counts',
    (principal) => ({
      'history.json': JSON.stringify({
        fileVersion: '1.0',
        configurationItems: [
          item(principal === OPEN ? CLOSED : OPEN, '2026-10-29T00:00:00.000Z'),
          item(principal),
        ],
      }),
    }),
  ],
  [
    'a snapshot of AWS Config, packed as it is delivered',
    (principal) => ({
      [`AWSLogs/${ACCOUNT}/Config/eu-west-1/2026/10/30/ConfigSnapshot/${ACCOUNT}_Config_eu-west-1_ConfigSnapshot_20261030T041233Z_x.json.gz`]:
        gzipSync(
          JSON.stringify({
            fileVersion: '1.0',
            configSnapshotId: 'x',
            configurationItems: [item(principal)],
          }),
        ),
    }),
  ],
  [
    'a query of AWS Config',
    (principal) => ({
      'query.json': JSON.stringify({
        Results: [JSON.stringify(item(principal))],
        QueryInfo: { SelectFields: [] },
      }),
    }),
  ],
  [
    'a query of an aggregator',
    (principal) => ({
      'query.json': JSON.stringify({
        Results: [JSON.stringify(aggregated(principal))],
        QueryInfo: { SelectFields: [] },
      }),
    }),
  ],
  ['answers of the command line, in folders', cloudmapper],
  ['answers of the command line, one file a call', flatFolder],
  ['recorded answers', recorded],
  ['a snapshot', (principal) => ({ 'estate.jsonl': snapshot(principal) })],
];

async function scan(files: Files): Promise<{ code: number; findings: string[] }> {
  const root = folder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  const { code, stdout, stderr } = await tojimari(['scan', root, '--format', 'json']);
  if (stdout === '') throw new Error(stderr);
  const { findings }: { findings: { rule: string; severity: string; resource: { name: string } }[] } =
    JSON.parse(stdout);
  return {
    code,
    findings: findings
      .filter(({ severity }) => severity !== 'low')
      .map(({ rule, resource }) => `${resource.name} ${rule}`),
  };
}

describe.each(EXPORTS)('%s', (_name, filesFor) => {
  test('open', async () => {
    expect(await scan(filesFor(OPEN))).toEqual({ code: 1, findings: ['kagi-x aws.s3.bucket-public-read'] });
  });

  test('closed', async () => {
    expect(await scan(filesFor(CLOSED))).toEqual({ code: 0, findings: [] });
  });
});
