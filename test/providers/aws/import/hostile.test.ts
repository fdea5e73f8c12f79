// Exports with anything at any place: never a crash, never settings that do not fit, nothing unsaid.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Context } from '../../../../src/exposure.ts';
import { raw } from '../../../../src/providers/aws/answers/shape.ts';
import { aws } from '../../../../src/providers/aws/provider.ts';
import { parse } from '../../../../src/schema.ts';
import { folder, type Read, readFiles } from './reading.ts';

const arn = (rest: string) => `arn:aws:iam::111122223333:${rest}`;
const document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' }],
};
const DETAILS = {
  UserDetailList: [
    {
      Path: '/',
      UserName: 'alice',
      Arn: arn('user/alice'),
      CreateDate: '2024-02-03T04:05:06Z',
      GroupList: ['a'],
      UserPolicyList: [{ PolicyName: 'x', PolicyDocument: document }],
      AttachedManagedPolicies: [{ PolicyArn: arn('policy/own'), PolicyName: 'own' }],
      Tags: [{ Key: 'a', Value: 'b' }],
    },
  ],
  GroupDetailList: [
    {
      Path: '/',
      GroupName: 'a',
      Arn: arn('group/a'),
      CreateDate: '2024-02-03T04:05:06Z',
      GroupPolicyList: [],
      AttachedManagedPolicies: [],
    },
  ],
  RoleDetailList: [
    {
      Path: '/',
      RoleName: 'r',
      Arn: arn('role/r'),
      CreateDate: '2024-02-03T04:05:06Z',
      AssumeRolePolicyDocument: document,
      RolePolicyList: [{ PolicyName: 'x', PolicyDocument: document }],
      AttachedManagedPolicies: [],
      PermissionsBoundary: { PermissionsBoundaryArn: arn('policy/own') },
      RoleLastUsed: { LastUsedDate: '2024-02-03T04:05:06Z' },
      Tags: [],
    },
  ],
  Policies: [
    {
      PolicyName: 'own',
      Arn: arn('policy/own'),
      Path: '/',
      AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 0,
      DefaultVersionId: 'v1',
      PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: document }],
    },
  ],
};
const policyText = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi/*' }],
});
const ANSWERS = {
  'us-east-1/s3-list-buckets.json': { Buckets: [{ Name: 'kagi', CreationDate: '2024-02-03T04:05:06Z' }] },
  'us-east-1/s3-get-bucket-policy/kagi': { Policy: policyText },
  'us-east-1/s3-get-bucket-acl/kagi': {
    Owner: { ID: 'a' },
    Grants: [{ Grantee: { Type: 'CanonicalUser', ID: 'a' }, Permission: 'READ' }],
  },
  'us-east-1/s3-get-public-access-block/kagi': { PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
  'us-east-1/iam-get-account-summary.json': { SummaryMap: { AccountMFAEnabled: 1 } },
  'us-east-1/iam-get-account-password-policy.json': { PasswordPolicy: { MinimumPasswordLength: 8 } },
  'us-east-1/iam-get-credential-report.json': { Content: 'user,arn,user_creation_time,mfa_active' },
  'us-east-1/iam-list-access-keys/alice': {
    AccessKeyMetadata: [{ AccessKeyId: 'AKIA', Status: 'Active', CreateDate: '2024-02-03T04:05:06Z' }],
  },
  'us-east-1/iam-get-account-authorization-details.json': DETAILS,
};
const CONFIG = {
  'snapshot.json': {
    configurationItems: [
      {
        accountId: '111122223333',
        resourceType: 'AWS::S3::Bucket',
        resourceName: 'kagi',
        awsRegion: 'us-east-1',
        tags: { a: 'b' },
        configuration: '{}',
        supplementaryConfiguration: {
          BucketPolicy: JSON.stringify({ policyText }),
          AccessControlList: JSON.stringify({
            owner: { id: 'a' },
            grantList: [{ grantee: { id: 'a' }, permission: 'Read' }],
          }),
          PublicAccessBlockConfiguration: '{"blockPublicAcls":true}',
        },
      },
      {
        accountId: '111122223333',
        resourceType: 'AWS::IAM::Role',
        ARN: arn('role/r'),
        configuration: {
          arn: arn('role/r'),
          assumeRolePolicyDocument: document,
          rolePolicyList: [],
          attachedManagedPolicies: [],
        },
      },
    ],
  },
};

/** All places of a value, as paths. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Array.isArray(value)
    ? value.map((entry, index) => places(entry, [...path, index]))
    : Object.entries(value).map(([key, entry]) => places(entry, [...path, key]));
  return [path, ...below.flat()];
}

/** The value with something else at a path; undefined takes the place away. */
function replaced(value: unknown, [first, ...rest]: (string | number)[], by: unknown): unknown {
  if (first === undefined) return by;
  if (Array.isArray(value))
    return value.map((entry, index) => (index === first ? replaced(entry, rest, by) : entry));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, key === first ? replaced(entry, rest, by) : entry]),
  );
}

const JUNK: unknown[] = [
  undefined,
  null,
  true,
  7,
  -1,
  1e300,
  '',
  'x',
  '%7B',
  '{',
  '\u001b[2J',
  [],
  [null],
  [[]],
  {},
  { __proto__: null, constructor: 1 },
  { Error: { Code: 'AccessDenied' } },
];

function judge(read: Read): void {
  const types = aws.services.flatMap((service) => service.types.map((type) => ({ service, type })));
  const context: Context = {
    all: (type) => read.resources.filter((resource) => resource.type === type),
    ours: { accounts: [], organizations: [], networks: [], domains: [], vendors: [], declared: false },
    now: 0,
  };
  for (const resource of read.resources) {
    const known = types.find(({ type }) => type.type === resource.type);
    if (known === undefined) throw new Error(resource.type);
    expect([resource.type, parse({ name: known.type.schema }, resource.settings)]).toMatchObject([
      resource.type,
      { ok: true },
    ]);
    for (const door of known.type.doors)
      if (!(door in resource.settings))
        expect(resource.unknowns.map(({ setting }) => setting)).toContain(door);
    known.service.analyse(resource, context);
  }
  for (const scope of read.scopes) expect(scope.id).toMatch(/^aws\//);
}

test.each<[string, Record<string, unknown>]>([
  ['authorization details', { 'details.json': DETAILS }],
  ['AWS CLI answers', ANSWERS],
  ['AWS Config', CONFIG],
])(
  '%s',
  async (_name, files) => {
    const all = places(files).filter((path) => path.length > 0);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), fc.constantFrom(...JUNK), async (path, junk) => {
        const changed = replaced(files, path, junk);
        const contents = Object.entries(raw(changed) ?? {}).map(([name, content]) => [
          name,
          JSON.stringify(content) ?? '',
        ]);
        judge(await readFiles(folder(Object.fromEntries(contents))));
      }),
      { numRuns: 100, seed: 7 },
    );
  },
  60_000,
);
