// Where findings in a Terraform state say that they stand: in the policy's text, at the statement that opens the bucket.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseReport } from '../../src/report/parse.ts';
import { folder, tojimari } from '../cli/harness.ts';

const OPEN = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::kagi-x/*' };
const SHUT = { ...OPEN, Effect: 'Deny', Action: 's3:PutObject' };
const OFF = {
  block_public_acls: false,
  block_public_policy: false,
  ignore_public_acls: false,
  restrict_public_buckets: false,
};

const declared = (type: string, attributes: object) => ({
  mode: 'managed',
  type,
  name: 'x',
  provider: 'provider["registry.terraform.io/hashicorp/aws"]',
  instances: [{ schema_version: 0, attributes: { bucket: 'kagi-x', ...attributes } }],
});

test.each([0, 1, 3])('a state written with %d spaces', async (spaces) => {
  const state = {
    version: 4,
    terraform_version: '1.9.0',
    serial: 1,
    lineage: 'kagi',
    outputs: {},
    resources: [
      declared('aws_s3_bucket', { arn: 'arn:aws:s3:::kagi-x' }),
      declared('aws_s3_bucket_public_access_block', OFF),
      declared('aws_s3_bucket_policy', {
        policy: JSON.stringify({ Version: '2012-10-17', Statement: [SHUT, OPEN] }),
      }),
    ],
  };
  const place = folder({ 'terraform.tfstate': JSON.stringify(state, null, spaces) });
  const { code, stdout } = await tojimari(['scan', place, '--format', 'json']);
  expect(code).toBe(1);
  const report = parseReport(JSON.parse(stdout));
  if (!report.ok) throw new Error(JSON.stringify(report.misfits));
  const [finding, ...more] = report.value.findings;
  expect(more).toEqual([]);
  expect(finding?.rule).toBe('aws.s3.bucket-public-read');
  // The Block Public Access of the account is in no state.
  const open = report.value.doors.filter(({ state }) => state === 'open-unless');
  expect(open).toHaveLength(1);
  const [origin] = open.flatMap(({ evidence }) => evidence.map((one) => one.origin));
  const lines = readFileSync(join(place, 'terraform.tfstate'), 'utf8').split('\n');
  const there = (lines[(origin?.line ?? 0) - 1] ?? '').slice((origin?.column ?? 0) - 1);
  expect(there).toMatch(/^\{\\"Effect\\":\\"Allow\\"/);
});
