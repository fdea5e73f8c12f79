// Every kind of export, damaged in every way that files are: a place or an unknown, never a crash, a hang, or an all-clear.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { folder, tojimari } from './harness.ts';

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
const EXPORTS: Record<string, string> = {
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
const NAMES = Object.keys(EXPORTS);

interface Seen {
  code: number;
  stderr: string;
  findings: string[];
}

async function seen(
  name: string,
  content: string | Buffer,
  beside: Record<string, string> = {},
): Promise<Seen> {
  const place = folder(beside);
  writeFileSync(join(place, name), content);
  const target = Object.keys(beside).length > 0 ? place : join(place, name);
  const { code, stdout, stderr } = await tojimari(['scan', target, '--format', 'json']);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(code).not.toBe(4);
  const findings: { rule: string; resource: { name: string } }[] =
    stdout === '' ? [] : JSON.parse(stdout).findings;
  return { code, stderr, findings: findings.map(({ rule, resource }) => `${rule} ${resource.name}`).sort() };
}

const text = (name: string) => EXPORTS[name] ?? '';

const wholes = new Map<string, Promise<Seen>>();

/** Judged once, however many tests ask. */
function wholeOf(name: string): Promise<Seen> {
  const known = wholes.get(name) ?? seen(name, text(name));
  wholes.set(name, known);
  return known;
}

/** Puts a member in front of all others of the innermost object that every format has one of, or of the outermost one. */
function withMember(name: string, member: string, deep: boolean): string {
  const mark = name === 'details.json' ? '"RoleName"' : '"kagi-open"';
  const whole = text(name);
  if (!deep && name !== 'estate.jsonl') return whole.replace('{', `{${member},`);
  const at = whole.lastIndexOf('{', whole.indexOf(mark));
  return `${whole.slice(0, at + 1)}${member},${whole.slice(at + 1)}`;
}

describe.each(NAMES)('%s', (name) => {
  test('whole: open', async () => {
    const { code, findings } = await wholeOf(name);
    expect(findings.join()).toMatch(/public-read kagi-open|role-any-account open/);
    expect(code).toBe(1);
  });

  test('with a mark, in UTF-16, with Windows line ends, packed: the same', async () => {
    const plain = await wholeOf(name);
    const wide = Buffer.from(`\ufeff${text(name)}`, 'utf16le');
    for (const content of [`\ufeff${text(name)}`, wide, text(name).replaceAll('\n', '\r\n')])
      expect(await seen(name, content)).toMatchObject({ code: plain.code, findings: plain.findings });
    const packed = await seen(`${name}.gz`, gzipSync(text(name)));
    expect(packed).toMatchObject({ code: plain.code, findings: plain.findings });
  });

  test.each([0.35, 0.6, 0.99])(
    'cut at %d: alone a mistake with its place, or a list that is not whole',
    async (share) => {
      const { code, stderr, findings } = await seen(name, text(name).slice(0, text(name).length * share));
      // A snapshot may end after any of its lines, and then says so.
      if (code !== 2) expect([1, 3]).toContain(code);
      else {
        expect(findings).toEqual([]);
        expect(stderr).toContain(name);
      }
    },
  );

  test('cut, beside another one: what is whole is judged, and the other is no all-clear', async () => {
    const whole = name === 'details.json' ? 'template.json' : 'details.json';
    const cut = text(name).slice(0, text(name).length * 0.6);
    const { code, findings } = await seen(name, cut, { [whole]: text(whole) });
    if (name !== 'estate.jsonl') {
      expect(findings.length).toBeGreaterThan(0);
      expect(code).toBe(1);
    }
  });

  test('broken characters in the middle', async () => {
    const bytes = Buffer.from(text(name));
    bytes[Math.floor(bytes.length / 2)] = 0xff;
    const { code, stderr } = await seen(name, bytes);
    expect(code).toBe(2);
    expect(stderr).toContain(name);
  });

  test.each([
    [
      '"__proto__": {"policy": null, "polluted": true}, "constructor": {"prototype": {"polluted": true}}',
      [false, true],
    ],
    ['"huge": 1e999, "long": 123456789012345678901234567890', [true]],
    [`"deep": ${'['.repeat(10_000)}${']'.repeat(10_000)}`, [false, true]],
    [`"deep": ${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, [true]],
    [`"wide": "${'x'.repeat(3 * 1024 * 1024)}"`, [true]],
  ])('a member %.40s changes nothing, or is a mistake with its place', async (member, places) => {
    for (const deep of places) {
      const { code, stderr, findings } = await seen(name, withMember(name, member, deep));
      if (code === 2) expect(stderr).toContain(name);
      else {
        expect([1, 3]).toContain(code);
        expect(findings.length).toBeGreaterThan(0);
      }
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('a key twice hides nothing', async () => {
    const twice = text(name).replace(
      /"(policy|policyText|PolicyDocument|AssumeRolePolicyDocument)"\s*:/,
      '"$1": null, "$1":',
    );
    const { code } = await seen(name, twice);
    expect(code).toBe(1);
  });
});
