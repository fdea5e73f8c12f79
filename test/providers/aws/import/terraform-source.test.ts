// Policies that only the source can tell: jsonencode, heredocs and policy documents in HCL.
import { describe, expect, test } from '@jest/globals';
import { BUCKET, bucketConfiguration, type Entry, planText, readPlan, references, written } from './plans.ts';

const ALLOWED = 'anyone open-unless read';
const STATEMENT = `
  Effect    = "Allow"
  Principal = PRINCIPAL
  Action    = "s3:GetObject"
  Resource  = "\${aws_s3_bucket.assets.arn}/*"`;

/** The source of a bucket with this policy. */
function source(policy: string, more = ''): Record<string, string> {
  return {
    'main.tf': `
      resource "aws_s3_bucket" "assets" { bucket = "kagi-assets" }
      resource "aws_s3_bucket_policy" "assets" {
        bucket = aws_s3_bucket.assets.id
        policy = ${policy}
      }
      ${more}`,
  };
}

const encoded = (principal: string) =>
  `jsonencode({ Version = "2012-10-17", Statement = [{ ${STATEMENT.replace('PRINCIPAL', principal)} }] })`;

const heredoc = (principal: string, resource = '$' + '{aws_s3_bucket.assets.arn}/*') => `<<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": ${principal}, "Action": "s3:GetObject", "Resource": "${resource}" }
  ]
}
POLICY`;

async function doorsOf(files: Record<string, string>, more: object = {}): Promise<string[]> {
  const text = planText(BUCKET, {
    configuration: {
      ...bucketConfiguration(references('aws_s3_bucket.assets.arn', 'aws_s3_bucket.assets')),
      ...more,
    },
  });
  return (await readPlan(text, { source: files })).doors('kagi-assets');
}

describe('patterns', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['jsonencode', source(encoded('"*"')), [ALLOWED]],
    ['jsonencode, somebody', source(encoded('{ AWS = "111122223333" }')), ['named-outsider open read']],
    ['jsonencode, unknown', source(encoded('{ AWS = aws_iam_role.app.arn }')), ['anyone unknown read']],
    ['jsonencode in a local', source('local.policy', `locals {\n policy = ${encoded('"*"')}\n}`), [ALLOWED]],
    ['a heredoc', source(heredoc('"*"')), [ALLOWED]],
    [
      'the bucket by its name',
      source(heredoc('"*"', 'arn:aws:s3:::$' + '{aws_s3_bucket.assets.id}/*')),
      [ALLOWED],
    ],
    [
      'a heredoc, unknown',
      source(heredoc('{ "AWS": "$' + '{aws_iam_role.app.arn}" }')),
      ['anyone unknown read'],
    ],
    [
      'a document',
      source(
        'data.aws_iam_policy_document.read.json',
        `data "aws_iam_policy_document" "read" {
          statement {
            actions   = ["s3:GetObject"]
            resources = ["\${aws_s3_bucket.assets.arn}/*"]
            principals {
              type        = "*"
              identifiers = ["*"]
            }
          }
        }`,
      ),
      [ALLOWED],
    ],
    [
      'a choice by a variable',
      source(`var.public ? ${encoded('"*"')} : null`, 'variable "public" {\n  default = true\n}'),
      [ALLOWED],
    ],
    [
      'a template file',
      source('templatefile("policy.json", {})'),
      ['anyone unknown list+read+write+delete+admin+meta'],
    ],
  ])('%s', async (_name, files, expected) => {
    expect(await doorsOf(files)).toEqual(expected);
  });

  test('a list of accounts from a variable of the plan', async () => {
    const accounts = '{ AWS = [for one in var.readers : "arn:aws:iam::$' + '{one}:root"] }';
    const text = planText(BUCKET, {
      configuration: bucketConfiguration(
        references('var.readers', 'aws_s3_bucket.assets.arn', 'aws_s3_bucket.assets'),
      ),
      more: { variables: { readers: { value: ['111122223333'] } } },
    });
    const reading = await readPlan(text, { source: source(encoded(accounts)) });
    expect(reading.doors('kagi-assets')).toEqual(['named-outsider open read']);
  });

  test.each<[string, string[]]>([
    ['/*', []],
    ['/private/*', [ALLOWED]],
    ['', [ALLOWED]],
    ['$' + '{var.path}', ['anyone unknown read']],
  ])('a denial of the ARN and %s', async (tail, expected) => {
    const one = (effect: string, end: string) =>
      `{ Effect = "${effect}", Principal = "*", Action = "s3:GetObject", Resource = "$\{aws_s3_bucket.assets.arn}${end}" }`;
    const policy = `jsonencode({ Statement = [${one('Allow', '/*')}, ${one('Deny', tail)}] })`;
    expect(await doorsOf(source(policy, 'variable "path" {}'))).toEqual(expected);
  });

  test('the objects alone are the objects alone', async () => {
    const listing = encoded('"*"').replace('s3:GetObject', 's3:*');
    expect(await doorsOf(source(listing))).toEqual(['anyone open-unless read+write+delete+meta']);
    expect(await doorsOf(source(listing.replace('.arn}/*', '.arn}')))).toEqual([
      'anyone open-unless list+admin+meta',
    ]);
  });
});

test('the place is in the source', async () => {
  const text = planText(BUCKET, {
    configuration: bucketConfiguration(references('aws_s3_bucket.assets.arn')),
  });
  const found = (await readPlan(text, { source: source(encoded('"*"')) })).find(
    'aws.s3.bucket',
    'kagi-assets',
  );
  expect(found.origins?.['policy']).toEqual({ file: 'main.tf', line: 5, column: 9 });
  // The statement itself.
  expect(found.origins?.['policy/Statement/0']).toEqual({ file: 'main.tf', line: 5, column: 68 });
});

test('the place of a statement in a heredoc', async () => {
  const text = planText(BUCKET, {
    configuration: bucketConfiguration(references('aws_s3_bucket.assets.arn')),
  });
  const placesOf = async (policy: string) => {
    const { origins } = (await readPlan(text, { source: source(policy) })).find(
      'aws.s3.bucket',
      'kagi-assets',
    );
    return ['', '/Statement/0', '/Statement/1'].map((end) => {
      const { line, column } = origins?.[`policy${end}`] ?? {};
      return [line, column];
    });
  };
  const allow =
    '{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "ARN/*" }'.replace(
      'ARN',
      '$' + '{aws_s3_bucket.assets.arn}',
    );
  const lines = `<<-POLICY\n  {\n    "Statement": [\n      ${allow},\n\n  ${allow}\n    ]\n  }\n  POLICY`;
  expect(await placesOf(lines)).toEqual([
    [5, 9],
    [8, 7],
    [10, 3],
  ]);
  // On one line, the second stands behind what is filled in.
  expect(await placesOf(`<<POLICY\n {"Statement": [${allow}, ${allow}]}\nPOLICY`)).toEqual([
    [5, 9],
    [6, 17],
    [6, 2],
  ]);
});

test('the place of a statement of a document is its block, through any other document', async () => {
  const block = (who: string) =>
    `statement {\n  actions = ["s3:GetObject"]\n  resources = ["*"]\n  principals {\n    type = "AWS"\n    identifiers = ["${who}"]\n  }\n}\n`;
  const documents = `data "aws_iam_policy_document" "base" {\n${block('111122223333')}}
data "aws_iam_policy_document" "read" {
source_policy_documents = [data.aws_iam_policy_document.base.json]
/* 🗝 */ ${block('*')}}`;
  const files = { ...source('data.aws_iam_policy_document.read.json'), 'z.tf': documents };
  const text = planText(BUCKET, {
    configuration: bucketConfiguration(references('aws_s3_bucket.assets.arn')),
  });
  const { origins } = (await readPlan(text, { source: files })).find('aws.s3.bucket', 'kagi-assets');
  expect(origins?.['policy/Statement/0']).toEqual({ file: 'z.tf', line: 2, column: 1 });
  expect(origins?.['policy/Statement/1']).toEqual({ file: 'z.tf', line: 13, column: 10 });
});

test('source of another plan tells nothing', async () => {
  const files = {
    'a/main.tf': 'resource "aws_sns_topic" "t" {}',
    'b/main.tf': 'resource "aws_sns_topic" "t" {}',
  };
  expect(await doorsOf(files)).toEqual(['anyone unknown list+read+write+delete+admin+meta']);
});

test('what the plan says itself is not asked of the source', async () => {
  const [bucket, block] = BUCKET;
  const closed = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  if (bucket === undefined || block === undefined) throw new Error('three entries');
  const text = planText([
    bucket,
    block,
    { address: 'aws_s3_bucket_policy.assets', after: { bucket: 'kagi-assets', policy: closed } },
  ]);
  expect((await readPlan(text, { source: source(encoded('"*"')) })).doors('kagi-assets')).toEqual([]);
});

test('a downloaded module that joins the documents that it is told to', async () => {
  const module = {
    'main.tf': `
      data "aws_iam_policy_document" "read" {
        statement {
          actions   = ["s3:GetObject"]
          resources = ["\${module.web.arn}/*"]
          principals {
            type        = "*"
            identifiers = ["*"]
          }
        }
      }
      module "web" {
        source        = "kagi/bucket/aws"
        attach_policy = true
        policy        = data.aws_iam_policy_document.read.json
      }`,
    '.terraform/modules/modules.json': '{"Modules":[{"Key":"web","Dir":".terraform/modules/web"}]}',
    '.terraform/modules/web/main.tf': `
      variable "attach_policy" { default = false }
      variable "attach_logs" { default = false }
      variable "policy" { default = null }
      data "aws_iam_policy_document" "combined" {
        count = var.attach_policy ? 1 : 0
        source_policy_documents = compact([
          var.attach_logs ? data.aws_iam_policy_document.logs[0].json : "",
          var.attach_policy ? var.policy : "",
        ])
      }
      resource "aws_s3_bucket_policy" "this" {
        count  = 1
        bucket = aws_s3_bucket.this[0].id
        policy = data.aws_iam_policy_document.combined[0].json
      }
      resource "aws_s3_bucket" "this" { count = 1 }
      output "arn" { value = aws_s3_bucket.this[0].arn }`,
  };
  const at = (entry: Entry): Entry => ({
    ...entry,
    address: `module.web.${entry.address.replace('.assets', '.this[0]')}`,
  });
  const combined: Entry = {
    address: 'module.web.data.aws_iam_policy_document.combined[0]',
    after: { statement: null, override_policy_documents: null },
    unknown: { json: true, source_policy_documents: true },
  };
  const bucket = references('aws_s3_bucket.this[0].id', 'aws_s3_bucket.this[0]', 'aws_s3_bucket.this');
  const combinedJson = references(
    'data.aws_iam_policy_document.combined[0].json',
    'data.aws_iam_policy_document.combined',
  );
  const resources = [
    written('aws_s3_bucket.this', {}),
    written('aws_s3_bucket_policy.this', { bucket, policy: combinedJson }),
    written('aws_s3_bucket_public_access_block.this', { bucket }),
  ];
  const text = planText([...BUCKET.map(at), combined], {
    configuration: { module_calls: { web: { expressions: {}, module: { resources } } } },
  });
  expect((await readPlan(text, { source: module })).doors('kagi-assets')).toEqual([ALLOWED]);
});

describe('files that override others', () => {
  const closed = source(encoded('{ AWS = "111122223333" }'));
  const UNTOLD = ['anyone unknown list+read+write+delete+admin+meta'];
  test.each<[string, Record<string, string>, string[]]>([
    [
      'a policy that is overridden is not told',
      { 'main_override.tf': `resource "aws_s3_bucket_policy" "assets" {\n  policy = ${encoded('"*"')}\n}` },
      UNTOLD,
    ],
    [
      'nor one that is overridden in JSON',
      { 'override.tf.json': '{"resource":{"aws_s3_bucket_policy":{"assets":{"policy":"{}"}}}}' },
      UNTOLD,
    ],
    [
      'others are',
      { 'override.tf': 'provider "aws" {\n  region = "eu-west-1"\n}' },
      ['named-outsider open read'],
    ],
  ])('%s', async (_name, files, expected) => {
    expect(await doorsOf({ ...closed, ...files })).toEqual(expected);
  });

  test('a local value of two files is not told', async () => {
    const files = source('local.policy', `locals {\n  policy = ${encoded('{ AWS = "111122223333" }')}\n}`);
    expect(await doorsOf(files)).toEqual(['named-outsider open read']);
    const override = { 'x_override.tf': `locals {\n  policy = ${encoded('"*"')}\n}` };
    expect(await doorsOf({ ...files, ...override })).toEqual(UNTOLD);
  });
});
