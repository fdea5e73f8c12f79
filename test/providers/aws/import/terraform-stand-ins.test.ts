// Conditions on where a request comes from, of which the value is known after apply: what the plan makes is nobody else's.
import { describe, expect, test } from '@jest/globals';
import { BUCKET, bucketConfiguration, type Entry, planText, readPlan, references, written } from './plans.ts';

const NAME = 'data.aws_iam_policy_document.assets';
const CLOUDFRONT = [{ type: 'Service', identifiers: ['cloudfront.amazonaws.com'] }];
const EVERYONE = [{ type: '*', identifiers: ['*'] }];
const MADE: Entry[] = [
  { address: 'aws_cloudfront_distribution.cdn', after: { enabled: true }, unknown: { arn: true, id: true } },
  { address: 'aws_sns_topic.news', after: { name: 'kagi-news' }, unknown: { arn: true, id: true } },
  { address: 'aws_s3_bucket.logs', after: { bucket: 'kagi-logs' }, unknown: { arn: true, id: true } },
  { address: 'aws_vpc_endpoint.s3', after: {}, unknown: { arn: true, id: true } },
];

interface Asked {
  test: string;
  variable: string;
  /** The values' expression. */
  values: object;
  unknown?: number;
  principals?: object[];
}

/** A plan whose document allows reading under one condition of which the values are known after apply. */
function planOf(
  { test: name, variable, values, unknown = 1, principals = EVERYONE }: Asked,
  calls = {},
): string {
  const document: Entry = {
    address: NAME,
    after: {
      statement: [
        {
          actions: ['s3:GetObject'],
          principals,
          resources: [null],
          condition: [{ test: name, variable, values: Array.from({ length: unknown }, () => null) }],
        },
      ],
    },
    unknown: {
      json: true,
      statement: [
        { resources: [true], condition: [{ values: Array.from({ length: unknown }, () => true) }] },
      ],
    },
  };
  const statement = [
    { condition: [{ test: { constant_value: name }, variable: { constant_value: variable }, values }] },
  ];
  return planText([...BUCKET, ...MADE, document], {
    configuration: {
      ...bucketConfiguration(references(`${NAME}.json`, NAME), written(NAME, { statement })),
      ...calls,
    },
  });
}

const CDN = references('aws_cloudfront_distribution.cdn.arn', 'aws_cloudfront_distribution.cdn');
const TOPIC = references('aws_sns_topic.news.arn', 'aws_sns_topic.news');
const LOGS = references('aws_s3_bucket.logs.arn', 'aws_s3_bucket.logs');

describe("the plan's own documents", () => {
  test.each<[string, Asked, string[]]>([
    [
      'the distribution that reads',
      { test: 'StringEquals', variable: 'AWS:SourceArn', values: CDN, principals: CLOUDFRONT },
      [],
    ],
    ['the topic that sends', { test: 'ArnEquals', variable: 'aws:SourceArn', values: TOPIC }, []],
    [
      'two of them',
      {
        test: 'ArnEquals',
        variable: 'aws:SourceArn',
        unknown: 2,
        values: references(...TOPIC.references, ...CDN.references),
      },
      [],
    ],
    ['a bucket', { test: 'StringEquals', variable: 'aws:SourceArn', values: LOGS }, []],
    [
      'a bucket, where a * may follow: its ARN names no account',
      { test: 'ArnLike', variable: 'aws:SourceArn', values: LOGS, principals: CLOUDFRONT },
      ['named-outsider unknown read'],
    ],
    [
      'an endpoint of a VPC',
      {
        test: 'StringEquals',
        variable: 'aws:SourceVpce',
        values: references('aws_vpc_endpoint.s3.id', 'aws_vpc_endpoint.s3'),
      },
      [],
    ],
    [
      'what somebody else may have made',
      {
        test: 'StringEquals',
        variable: 'AWS:SourceArn',
        values: references('data.aws_sns_topic.news.arn', 'data.aws_sns_topic.news'),
        principals: CLOUDFRONT,
      },
      ['named-outsider unknown read'],
    ],
    [
      'more than the ARN',
      {
        test: 'StringEquals',
        variable: 'AWS:SourceArn',
        values: references(...CDN.references, 'var.stage'),
        principals: CLOUDFRONT,
      },
      ['named-outsider unknown read'],
    ],
    [
      'an ARN is no endpoint',
      { test: 'StringEquals', variable: 'aws:SourceVpce', values: CDN },
      ['anyone unknown read'],
    ],
    [
      'who calls is not where a request comes from',
      { test: 'StringEquals', variable: 'aws:PrincipalArn', values: CDN },
      ['anyone unknown read'],
    ],
  ])('%s', async (_name, asked, expected) => {
    expect((await readPlan(planOf(asked))).doors('kagi-assets')).toEqual(expected);
  });

  test('through an output of a module', async () => {
    const values = references('module.cdn.arn', 'module.cdn');
    const module = {
      outputs: { arn: { expression: references('aws_cloudfront_distribution.this.arn') } },
      resources: [written('aws_cloudfront_distribution.this', {})],
    };
    const text = planOf(
      { test: 'StringEquals', variable: 'AWS:SourceArn', values, principals: CLOUDFRONT },
      { module_calls: { cdn: { module } } },
    );
    expect((await readPlan(text)).doors('kagi-assets')).toEqual([]);
  });
});

describe('the source', () => {
  const statement = (test_: string, value: string) => `{
    Effect = "Allow"
    Principal = { Service = "cloudfront.amazonaws.com" }
    Action = "s3:GetObject"
    Resource = "$\{aws_s3_bucket.assets.arn}/*"
    Condition = { ${test_} = { "AWS:SourceArn" = ${value} } }
  }`;
  const source = (policy: string) => ({
    'main.tf': `
      resource "aws_s3_bucket" "assets" {}
      resource "aws_s3_bucket_policy" "assets" {
        policy = ${policy}
      }`,
  });
  const encoded = (test_: string, value: string) =>
    `jsonencode({ Statement = [${statement(test_, value)}] })`;
  const heredoc = (value: string) => `<<-EOF
    {"Statement": [{
      "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
      "Resource": "$\{aws_s3_bucket.assets.arn}/*", "Condition": {"StringEquals": {"AWS:SourceArn": "${value}"}}
    }]}
    EOF`;
  const UNKNOWN = ['named-outsider unknown read'];

  test.each<[string, string, string[]]>([
    ['jsonencode', encoded('StringEquals', 'aws_cloudfront_distribution.cdn.arn'), []],
    ['a list', encoded('StringEquals', '[aws_cloudfront_distribution.cdn.arn, aws_sns_topic.news.arn]'), []],
    ['a text around it', encoded('StringEquals', '"$' + '{aws_cloudfront_distribution.cdn.arn}"'), []],
    ['a heredoc', heredoc('$' + '{aws_cloudfront_distribution.cdn.arn}'), []],
    ['more than the ARN', encoded('ArnLike', '"$' + '{aws_s3_bucket.logs.arn}*"'), UNKNOWN],
    ['more than the ARN in a heredoc', heredoc('$' + '{aws_cloudfront_distribution.cdn.arn}*'), UNKNOWN],
    ['what the plan does not make', encoded('StringEquals', 'data.aws_sns_topic.other.arn'), UNKNOWN],
  ])('%s', async (_name, policy, expected) => {
    const text = planText([...BUCKET, ...MADE], {
      configuration: bucketConfiguration(references('aws_s3_bucket.assets.arn')),
    });
    expect((await readPlan(text, { source: source(policy) })).doors('kagi-assets')).toEqual(expected);
  });
});
