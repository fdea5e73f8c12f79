// Which block declares a resource: states, modules, tags and maps are certain, names are guesses, and what is ambiguous is nothing.
import { describe, expect, test } from '@jest/globals';
import type { Resource } from '../../src/snapshot/resource.ts';
import { isKind } from '../../src/source/kinds.ts';
import { type Mapped, tiesOf } from '../../src/source/ties.ts';
import { indexOf, live, state } from './grammar.ts';

const bucket = (name: string, body = ''): string => `resource "aws_s3_bucket" "${name}" {\n${body}}\n`;

async function tie(files: Record<string, string>, resource: Resource, map: Mapped[] = []) {
  const found = tiesOf(await indexOf(files), map, (path) => path)(resource);
  return found && [`${found.file}:${found.line}:${found.column}`, found.certain, found.by.en];
}

describe('a state', () => {
  test('ties an ARN to the block of its address, in the folder of the state', async () => {
    const files = {
      'prod/main.tf': `\n${bucket('logs')}`,
      'stage/main.tf': bucket('logs'),
      'prod/terraform.tfstate': state({ 'aws_s3_bucket.logs': 'acme-prod-logs' }),
      'stage/terraform.tfstate': state({ 'aws_s3_bucket.logs': 'acme-stage-logs' }),
    };
    expect(await tie(files, live('acme-prod-logs'))).toEqual([
      'prod/main.tf:2:1',
      true,
      'by the Terraform state prod/terraform.tfstate',
    ]);
    expect((await tie(files, live('acme-stage-logs')))?.[0]).toBe('stage/main.tf:1:1');
    expect(await tie(files, live('acme-other'))).toBeUndefined();
  });

  test('of a workspace is of the folder above', async () => {
    const files = {
      'a/main.tf': bucket('logs'),
      'b/main.tf': bucket('logs'),
      'b/terraform.tfstate.d/prod/terraform.tfstate': state({ 'aws_s3_bucket.logs': 'acme-logs' }),
    };
    expect((await tie(files, live('acme-logs')))?.slice(0, 2)).toEqual(['b/main.tf:1:1', true]);
    const top = {
      'main.tf': bucket('logs'),
      'b/main.tf': bucket('logs'),
      'terraform.tfstate.d/p/x.tfstate': state({ 'aws_s3_bucket.logs': 'acme-logs' }),
    };
    expect((await tie(top, live('acme-logs')))?.[0]).toBe('main.tf:1:1');
  });

  test('leads into local modules, also of modules, whatever the instance', async () => {
    const files = {
      'infra/main.tf': 'module "web" {\n  source = "../modules/web"\n}\n',
      'modules/web/main.tf': 'module "store" {\n  source = "./store"\n}\n',
      'modules/web/store/main.tf': bucket('assets'),
      'infra/terraform.tfstate': state({
        'module.web["a"].module.store.aws_s3_bucket.assets["eu"]': 'acme-eu',
      }),
    };
    expect(await tie(files, live('acme-eu'))).toEqual([
      'modules/web/store/main.tf:1:1',
      true,
      'by the Terraform state infra/terraform.tfstate',
    ]);
  });

  test('of a module that is not in the folder: the call that is', async () => {
    const files = {
      'main.tf': '\nmodule "web" {\n  source = "./web"\n}\n',
      'web/main.tf': `module "s3" {\n  source  = "terraform-aws-modules/s3-bucket/aws"\n}\n`,
      'terraform.tfstate': state({ 'module.web.module.s3.module.inner.aws_s3_bucket.this': 'acme-web' }),
    };
    expect(await tie(files, live('acme-web'))).toEqual([
      'web/main.tf:1:1',
      true,
      'by the Terraform state terraform.tfstate; this calls the module terraform-aws-modules/s3-bucket/aws, which is not in the folder',
    ]);
  });

  test('that lies elsewhere is of the only folder that declares all of it', async () => {
    const files = {
      'a/main.tf': bucket('logs') + bucket('more'),
      'b/main.tf': bucket('logs'),
      'states/x.json': state({ 'aws_s3_bucket.logs': 'acme-logs', 'aws_s3_bucket.more': 'acme-more' }),
    };
    expect(await tie(files, live('acme-logs'))).toEqual(['a/main.tf:1:1', true, expect.any(String)]);
  });

  test('of no certain folder is a guess where one block can be meant, and nothing where several can', async () => {
    const files = {
      'a/main.tf': bucket('logs'),
      'b/main.tf': bucket('assets'),
      'states/x.json': state({ 'aws_s3_bucket.logs': 'acme-logs', 'aws_s3_bucket.gone': 'acme-gone' }),
    };
    expect(await tie(files, live('acme-logs'))).toEqual([
      'a/main.tf:1:1',
      false,
      expect.stringContaining('by the address aws_s3_bucket.logs'),
    ]);
    expect(await tie({ ...files, 'b/more.tf': bucket('logs') }, live('acme-logs'))).toBeUndefined();
  });

  test('the thing itself comes before its parts', async () => {
    const resource = (type: string) => ({
      mode: 'managed',
      type,
      name: 'a',
      instances: [{ attributes: { arn: 'arn:aws:sns:eu-west-1:111122223333:a', id: 'x' } }],
    });
    const files = {
      'main.tf': 'resource "aws_sns_topic_policy" "a" {\n}\nresource "aws_sns_topic" "a" {\n}\n',
      'terraform.tfstate': JSON.stringify({
        version: 4,
        terraform_version: '1.9.0',
        resources: [resource('aws_sns_topic_policy'), resource('aws_sns_topic')],
      }),
    };
    const topic = live('a', {}, { type: 'aws.sns.topic', id: 'arn:aws:sns:eu-west-1:111122223333:a' });
    expect((await tie(files, topic))?.[0]).toBe('main.tf:3:1');
  });

  test('a resource that was read from a plan is tied by where it was read, before it has an ARN', async () => {
    const change = (name: string) => ({
      address: `aws_sns_topic.${name}`,
      mode: 'managed',
      type: 'aws_sns_topic',
      change: { actions: ['create'], before: null, after: { name } },
    });
    const plan = { format_version: '1.2', resource_changes: [change('a'), change('b')] };
    const files = {
      'main.tf': 'resource "aws_sns_topic" "a" {\n}\nresource "aws_sns_topic" "b" {\n}\n',
      'plan.json': JSON.stringify(plan),
    };
    const root = await indexOf(files);
    const origin = { file: 'plan.json', pointer: '/resource_changes/1/change/after/policy' };
    const topic = live('b', {}, { type: 'aws.sns.topic', id: 'x', origins: { policy: origin } });
    expect(tiesOf(root, [])(topic)).toMatchObject({ line: 3, certain: true });
  });
});

describe('tags', () => {
  const template = (id: string, type = 'AWS::S3::Bucket') => `Resources:\n  ${id}:\n    Type: ${type}\n`;
  const tags = { 'aws:cloudformation:stack-name': 'acme-prod', 'aws:cloudformation:logical-id': 'Logs' };

  test('of CloudFormation: the only template with this logical id of this type', async () => {
    const files = { 'a.yaml': template('Logs'), 'b.yaml': template('Logs', 'AWS::SNS::Topic') };
    expect(await tie(files, live('acme-x', tags))).toEqual([
      'a.yaml:2:3',
      true,
      'by its CloudFormation tags (stack acme-prod, logical id Logs)',
    ]);
    expect(await tie({ ...files, 'c.yaml': template('Logs') }, live('acme-x', tags))).toBeUndefined();
  });

  test('of CloudFormation: a CDK manifest says which template is of the stack', async () => {
    const artifact = (stackName: string) => ({
      type: 'aws:cloudformation:stack',
      properties: { templateFile: `${stackName}.template.json`, stackName },
    });
    const json = '{"Resources":{"Logs":{"Type":"AWS::S3::Bucket"}}}';
    const files = {
      'cdk.out/acme-prod.template.json': json,
      'cdk.out/acme-stage.template.json': json,
      'cdk.out/manifest.json': JSON.stringify({
        version: '36.0.0',
        artifacts: { P: artifact('acme-prod'), S: artifact('acme-stage') },
      }),
    };
    expect((await tie(files, live('acme-x', tags)))?.slice(0, 2)).toEqual([
      'cdk.out/acme-prod.template.json:1:15',
      true,
    ]);
    const other = { ...tags, 'aws:cloudformation:stack-name': 'acme-else' };
    expect(await tie(files, live('acme-x', other))).toBeUndefined();
  });

  test('of yor: one block with the trace; of two, none', async () => {
    const traced = bucket('logs', '  tags = {\n    yor_trace = "8f1c"\n  }\n');
    const logs = live('acme-x', { yor_trace: '8f1c' });
    expect(await tie({ 'main.tf': traced }, logs)).toEqual(['main.tf:1:1', true, 'by its tag yor_trace']);
    expect(await tie({ 'main.tf': traced, 'copy/main.tf': traced }, logs)).toBeUndefined();
  });

  test('of git: file and name; a path that only ends alike is a guess', async () => {
    const files = { 'repo/infra/main.tf': bucket('logs'), 'repo/other/main.tf': bucket('logs') };
    const logs = live('acme-x', { git_file: 'infra/main.tf', yor_name: 'logs' });
    const by = 'by its tags git_file and yor_name';
    expect(await tie(files, logs)).toEqual(['repo/infra/main.tf:1:1', true, by]);
    expect(await tie({ 'main.tf': bucket('logs') }, logs)).toEqual(['main.tf:1:1', false, by]);
    expect(await tie(files, live('acme-x', { git_file: 'infra/main.tf' }))).toBeUndefined();
  });

  test('as roles hold them', async () => {
    const role = live('r', {}, { type: 'aws.iam.role', settings: { tags: { yor_trace: 'r1' } } });
    const files = { 'main.tf': 'resource "aws_iam_role" "r" {\n  tags = { yor_trace = "r1" }\n}\n' };
    expect((await tie(files, role))?.[0]).toBe('main.tf:1:1');
  });
});

describe('names', () => {
  test('one block with the name is a guess, and the guess says why', async () => {
    const files = { 'main.tf': bucket('logs', '  bucket = "acme-logs"\n') };
    expect(await tie(files, live('acme-logs'))).toEqual([
      'main.tf:1:1',
      false,
      'by its name (bucket = "acme-logs")',
    ]);
  });

  test.each([
    ['another type', { 'main.tf': 'resource "aws_sns_topic" "a" {\n  name = "acme-logs"\n}\n' }],
    [
      'two blocks',
      {
        'a/m.tf': bucket('a', '  bucket = "acme-logs"\n'),
        'b/m.tf': bucket('a', '  bucket = "acme-logs"\n'),
      },
    ],
    ['an attribute that is no name', { 'main.tf': bucket('a', '  region = "acme-logs"\n') }],
    ['a name that is filled in', { 'main.tf': bucket('a', '  bucket = "${"acme-logs"}"\n') }],
    [
      'a reference of CloudFormation',
      {
        't.yaml':
          'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Ref acme-logs\n',
      },
    ],
  ])('%s: no tie', async (_, files: Record<string, string>) => {
    expect(await tie(files, live('acme-logs'))).toBeUndefined();
  });

  test('what was read from a template that is in the folder needs no tie', async () => {
    const files = {
      't.yaml': 'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: acme-logs\n',
    };
    expect((await tie(files, live('acme-logs')))?.[1]).toBe(false);
    const read = live('acme-logs', {}, { origins: { policy: { file: 't.yaml', line: 3 } } });
    expect(await tie(files, read)).toBeUndefined();
  });
});

test('a map comes before all else, and its first line that matches counts', async () => {
  const files = { 'main.tf': bucket('logs', '  bucket = "acme-logs"\n') };
  const place = (line: number) => ({ file: 'stack.ts', line, column: 1, endLine: line });
  const map = [
    { id: 'arn:aws:s3:::acme-l*', place: place(3), said: 'map.yaml:1' },
    { id: '*', place: place(4), said: 'map.yaml:2' },
  ];
  expect(await tie(files, live('acme-logs'), map)).toEqual(['stack.ts:3:1', true, 'by the map map.yaml:1']);
  expect((await tie(files, live('other'), map))?.[0]).toBe('stack.ts:4:1');
});

test('types by their names in Terraform and CloudFormation', () => {
  const kinds = [
    ['aws.s3.bucket', 'aws_s3_bucket', true],
    ['aws.s3.bucket', 'AWS::S3::Bucket', true],
    ['aws.s3.bucket', 'aws_s3_bucket_policy', false],
    ['aws.efs.file-system', 'aws_efs_file_system', true],
    ['aws.eventbridge.bus', 'AWS::Events::EventBus', true],
    ['aws.sns.topic', 'aws_sqs_queue', false],
  ] as const;
  for (const [type, declared, same] of kinds)
    expect([declared, isKind(type, declared)]).toEqual([declared, same]);
});

test('a large plan of a large folder is tied as fast as it is read', async () => {
  const names = Array.from({ length: 12_000 }, (_, n) => `b${n}`);
  const files = Object.fromEntries(
    [0, 1, 2].map((n) => [
      `m${n}.tf`,
      names
        .slice(n * 4000, (n + 1) * 4000)
        .map((name) => `resource "aws_s3_bucket" "${name}" {}\n`)
        .join(''),
    ]),
  );
  const plan = {
    format_version: '1.2',
    resource_changes: names.map((name) => ({
      address: `aws_s3_bucket.${name}`,
      mode: 'managed',
      type: 'aws_s3_bucket',
      change: { actions: ['create'], after: { bucket: `kagi-${name}` } },
    })),
  };
  const index = await indexOf({ ...files, 'plan.json': JSON.stringify(plan) });
  const sourceOf = tiesOf(index, []);
  const started = performance.now();
  const lines = names.map((name) => sourceOf(live(`kagi-${name}`))?.line);
  expect(lines.slice(3998, 4002)).toEqual([3999, 4000, 1, 2]);
  expect(performance.now() - started).toBeLessThan(5000);
});
