// Several exports of one estate are one estate: by the account they name, and by the things that they share.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import type { Report } from '../../src/report/report.ts';
import { folder, tojimari } from '../cli/harness.ts';

const ACCOUNT = '111122223333';
const OPEN = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Site',
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: ['arn:aws:s3:::kagi-site', 'arn:aws:s3:::kagi-site/*'],
    },
  ],
};
const SHUT = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::kagi-site/*',
    },
  ],
};
const NONE = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};

function bucketItem(name: string, captured: string, supplement: object): object {
  return {
    configurationItemCaptureTime: captured,
    configurationItemStatus: 'OK',
    resourceType: 'AWS::S3::Bucket',
    resourceId: name,
    resourceName: name,
    ARN: `arn:aws:s3:::${name}`,
    awsAccountId: ACCOUNT,
    awsRegion: 'ap-northeast-1',
    configuration: { name },
    supplementaryConfiguration: {
      AccessControlList: JSON.stringify({ owner: { id: 'a1' }, grantList: [] }),
      PublicAccessBlockConfiguration: JSON.stringify(NONE),
      BucketWebsiteConfiguration: null,
      OwnershipControls: null,
      ...supplement,
    },
    tags: {},
  };
}

const accountItem = (captured: string, block: object) => ({
  configurationItemCaptureTime: captured,
  configurationItemStatus: 'OK',
  resourceType: 'AWS::S3::AccountPublicAccessBlock',
  resourceId: ACCOUNT,
  awsAccountId: ACCOUNT,
  awsRegion: 'ap-northeast-1',
  configuration: block,
});
const snapshotOf = (...configurationItems: object[]) => ({ fileVersion: '1.0', configurationItems });

/** Writes files, all of one day, and scans these targets below their folder; the whole folder without. */
async function scan(files: Record<string, object>, targets = ['.'], day = '2026-03-01'): Promise<Report> {
  const root = folder();
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content, undefined, 2));
    utimesSync(path, new Date(`${day}T00:00:00Z`), new Date(`${day}T00:00:00Z`));
  }
  const paths = targets.map((target) => join(root, target));
  const { stdout, stderr } = await tojimari(['scan', ...paths, '--format', 'json', '--quiet']);
  if (stdout === '') throw new Error(stderr);
  const parsed = parseReport(JSON.parse(stdout));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.misfits.slice(0, 5)));
  return parsed.value;
}

/** What is known: ACLs, for one, are not in every export. */
const states = ({ doors }: Report) =>
  doors
    .filter(({ state }) => state !== 'unknown')
    .map(({ resource, state }) => `${resource.scope} ${resource.name} ${state}`)
    .sort();
const notes = ({ scopes }: Report) => scopes.flatMap((scope) => scope.notes.map(({ en }) => en));

describe('a snapshot of AWS Config beside a folder of bucket policies', () => {
  const config = snapshotOf(
    bucketItem('kagi-site', '2026-01-02T00:00:00Z', {}),
    accountItem('2026-01-02T00:00:00Z', NONE),
  );

  test('the folder alone does not know what the account stops; joined, the door is open', async () => {
    const alone = await scan({ 'p/kagi-site.policy.json': { Policy: JSON.stringify(OPEN) } });
    expect(states(alone)).toEqual(['aws/unknown/p kagi-site open-unless']);
    const files = { 'config.json': config, 'p/kagi-site.policy.json': { Policy: JSON.stringify(OPEN) } };
    for (const targets of [['.'], ['config.json', 'p'], ['p', 'config.json']]) {
      const report = await scan(files, targets);
      expect(states(report)).toEqual([`aws/${ACCOUNT} kagi-site open`]);
      expect(report.scopes.map(({ id }) => id)).toEqual([`aws/${ACCOUNT}`]);
      expect(report.scopes[0]?.format.split(' + ').sort()).toEqual(['AWS CLI answers', 'AWS Config items']);
      expect(report.scopes[0]?.tallies.find(({ type }) => type === 'aws.s3.bucket')?.seen).toBe(1);
      expect(notes(report).join('\n')).toMatch(/does not say whose it is. It holds arn:aws:s3:::kagi-site/);
      expect(notes(report).join('\n')).toMatch(/1 resource is in more than one/);
      // Each piece of the proof says which of them it is from.
      expect(report.doors[0]?.evidence[0]?.origin?.file).toMatch(/p\/kagi-site\.policy\.json$/);
    }
  });

  test('other buckets of the folder are of that account too', async () => {
    const other = JSON.stringify(OPEN).replaceAll('kagi-site', 'kagi-other');
    const report = await scan({
      'config.json': config,
      'p/kagi-site.policy.json': { Policy: JSON.stringify(SHUT) },
      'p/kagi-other.policy.json': { Policy: other },
    });
    expect(states(report)).toEqual([`aws/${ACCOUNT} kagi-other open-unless`]);
    const door = report.doors.find(({ state }) => state === 'open-unless');
    // The account is known now; the bucket's own switch is not.
    expect(door?.missing.map(({ setting }) => setting)).toEqual(['blockPublicAccess']);
  });

  test('what no export holds stays unknown', async () => {
    const report = await scan({
      'config.json': snapshotOf(bucketItem('kagi-site', '2026-01-02T00:00:00Z', {})),
      'p/kagi-site.policy.json': { Policy: JSON.stringify(OPEN) },
    });
    expect(states(report)).toEqual([`aws/${ACCOUNT} kagi-site open-unless`]);
    expect(report.scopes[0]?.notHeld).toContainEqual(
      expect.objectContaining({ type: 'aws.s3.bucket', setting: 'accessPoints' }),
    );
  });
});

describe('exports that do not agree', () => {
  const old = bucketItem('kagi-site', '2026-01-02T00:00:00Z', {
    BucketPolicy: JSON.stringify({ policyText: JSON.stringify(OPEN) }),
  });
  const young = bucketItem('kagi-site', '2026-05-02T00:00:00Z', {
    BucketPolicy: JSON.stringify({ policyText: JSON.stringify(OPEN) }),
  });
  const policies = { 'p/kagi-site.policy.json': { Policy: JSON.stringify(SHUT) } };

  test('the newer one counts, and both places are named with their dates', async () => {
    const shut = await scan({ 'config.json': snapshotOf(old), ...policies });
    expect(states(shut)).toEqual([]);
    expect(notes(shut).join('\n')).toMatch(
      /kagi-site: exports differ about .*policy.*p\/kagi-site\.policy\.json#\/Policy \(date of the file, 2026-03-01 00:00\) counts, .*config\.json#\/configurationItems\/0\/supplementaryConfiguration\/BucketPolicy\/policyText \(2026-01-02 00:00\) does not/,
    );
    const open = await scan({ 'config.json': snapshotOf(young), ...policies });
    expect(states(open)).toEqual([`aws/${ACCOUNT} kagi-site open-unless`]);
  });

  test('those that agree are not said to differ', async () => {
    const same = await scan({
      'config.json': snapshotOf(old),
      'p/kagi-site.policy.json': { Policy: JSON.stringify(OPEN) },
    });
    expect(notes(same).join('\n')).not.toMatch(/differ/);
  });
});

test('a Terraform state and a CLI folder of one account are judged by what both know', async () => {
  const state = {
    version: 4,
    terraform_version: '1.9.0',
    serial: 1,
    lineage: 'x',
    outputs: {},
    resources: [
      {
        mode: 'managed',
        type: 'aws_s3_bucket_policy',
        name: 'site',
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [{ schema_version: 0, attributes: { bucket: 'kagi-site', policy: JSON.stringify(OPEN) } }],
      },
      {
        mode: 'managed',
        type: 'aws_s3_bucket',
        name: 'site',
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [
          { schema_version: 0, attributes: { bucket: 'kagi-site', arn: 'arn:aws:s3:::kagi-site' } },
        ],
      },
    ],
  };
  const cli = {
    'cli/global/sts-get-caller-identity.json': {
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:user/auditor`,
      UserId: 'A',
    },
    'cli/global/s3api-list-buckets.json': { Buckets: [{ Name: 'kagi-site' }], Owner: { ID: 'a1' } },
    'cli/global/s3api-get-public-access-block/kagi-site':
      'An error occurred (NoSuchPublicAccessBlockConfiguration) when calling the GetPublicAccessBlock operation: none',
    'cli/global/s3api-get-bucket-acl/kagi-site': { Owner: { ID: 'a1' }, Grants: [] },
    'cli/global/s3control-get-public-access-block.json': {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: false,
        IgnorePublicAcls: false,
        BlockPublicPolicy: false,
        RestrictPublicBuckets: false,
      },
    },
  };
  const texts = Object.fromEntries(Object.entries(cli).map(([name, content]) => [name, content as object]));
  const report = await scan({ 'terraform.tfstate': state, ...texts });
  expect(report.scopes.map(({ id }) => id)).toEqual([`aws/${ACCOUNT}`]);
  expect(report.doors.map(({ evidence }) => evidence[0]?.origin?.file.endsWith('terraform.tfstate'))).toEqual(
    [true],
  );
});

describe('what stays apart', () => {
  test('a template is no export of what is there', async () => {
    const template = {
      AWSTemplateFormatVersion: '2010-09-09',
      Resources: {
        Site: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'kagi-site' } },
      },
    };
    const report = await scan({
      'template.json': template,
      'p/kagi-site.policy.json': { Policy: JSON.stringify(OPEN) },
      'config.json': snapshotOf(bucketItem('kagi-site', '2026-01-02T00:00:00Z', {})),
    });
    expect(report.scopes).toHaveLength(2);
    expect(report.scopes.find(({ input }) => input === 'declaration')?.tallies).toContainEqual(
      expect.objectContaining({ type: 'aws.s3.bucket', seen: 1 }),
    );
  });

  test('two folders that share nothing, and one that two accounts claim', async () => {
    const apart = await scan({
      'a/kagi-site.policy.json': { Policy: JSON.stringify(OPEN) },
      'b/kagi-other.policy.json': { Policy: JSON.stringify(OPEN).replaceAll('kagi-site', 'kagi-other') },
    });
    expect(apart.scopes.map(({ id }) => id).sort()).toEqual(['aws/unknown/a', 'aws/unknown/b']);
    const theirs = JSON.stringify(snapshotOf(bucketItem('kagi-site', '2026-01-02T00:00:00Z', {}))).replaceAll(
      ACCOUNT,
      '444455556666',
    );
    const claimed = await scan({
      'one.json': snapshotOf(bucketItem('kagi-site', '2026-01-02T00:00:00Z', {})),
      'p/kagi-site.policy.json': { Policy: JSON.stringify(OPEN) },
      'other/two.json': JSON.parse(theirs),
    });
    expect(claimed.scopes.map(({ id }) => id)).toContain('aws/unknown/p');
    // Whichever comes first.
    const last = await scan(
      {
        'one.json': snapshotOf(bucketItem('kagi-site', '2026-01-02T00:00:00Z', {})),
        'p/kagi-site.policy.json': { Policy: JSON.stringify(OPEN) },
        'two.json': JSON.parse(theirs),
      },
      ['one.json', 'p', 'two.json'],
    );
    expect(last.scopes.map(({ id }) => id)).toContain('aws/unknown');
  });
});
