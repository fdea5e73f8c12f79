// Source files become blocks with places: HCL, its JSON form, templates; and what hostile or broken ones do.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ReadHcl } from '../../src/source/hcl.ts';
import { readSources } from '../../src/source/read.ts';
import { readState } from '../../src/source/state.ts';
import { readTemplate, stacksOfManifest } from '../../src/source/template.ts';
import { readTerraformJson } from '../../src/source/terraform-json.ts';
import { tiesOf } from '../../src/source/ties.ts';
import { grammar, indexOf, live, tree } from './grammar.ts';

let read: ReadHcl;
beforeAll(async () => {
  read = await grammar();
});

const MAIN = `# ログの置き場
resource "aws_s3_bucket" "logs" {
  bucket = "acme-logs"
  prefix = "acme-\${var.env}"
  count  = 2
  tags = merge(var.tags, {
    yor_trace = "8f1c"
    "Owner" : "Kagi \\"IT\\" \\u3042 $\${x}"
    Made    = local.made
  })
  policy = <<-EOF
    resource "aws_s3_bucket" "fake" {
    }
  EOF
  lifecycle {
    prevent_destroy = true
  }
}
/* 日本 */ resource aws_s3_bucket bare {
}
module "web" {
  source = "./modules/web"
}
module "made" {
  source = "\${path.module}/x"
}
data "aws_s3_bucket" "read" {
  bucket = "acme-read"
}
`;

describe('HCL', () => {
  test('resources and calls with their places, plain attributes and tags; text in a heredoc is no block', () => {
    const { blocks, calls, broken } = read(MAIN, 'infra/main.tf');
    expect(broken).toBeUndefined();
    expect(blocks).toEqual([
      {
        file: 'infra/main.tf',
        line: 2,
        column: 1,
        endLine: 18,
        type: 'aws_s3_bucket',
        name: 'logs',
        literals: new Map([['bucket', 'acme-logs']]),
        tags: new Map([
          ['yor_trace', '8f1c'],
          ['Owner', 'Kagi "IT" あ ${x}'],
        ]),
      },
      expect.objectContaining({ name: 'bare', line: 19, column: 10, endLine: 20 }),
    ]);
    expect(calls).toEqual([
      { file: 'infra/main.tf', line: 21, column: 1, endLine: 23, name: 'web', source: './modules/web' },
      expect.objectContaining({ name: 'made', source: undefined }),
    ]);
  });

  test('Windows line ends and a byte order mark move nothing', async () => {
    const text = '\ufeff# one\r\nresource "aws_s3_bucket" "a" {\r\n  bucket = "acme-a"\r\n}\r\n';
    const { modules, faults } = await indexOf({ 'main.tf': text });
    expect(faults).toEqual([]);
    expect(modules.get('.')?.blocks).toEqual([
      expect.objectContaining({ line: 2, column: 1, endLine: 4, literals: new Map([['bucket', 'acme-a']]) }),
    ]);
  });

  test.each([
    ['an attribute', 'resource "aws_s3_bucket" "a" {\n  bucket = = "x"\n}\n', 2],
    ['a brace', 'resource "aws_s3_bucket" "a" {\n  bucket = "x"\n}\nresource "aws_s3_bucket" "b" {\n', 1],
    ['a label', 'resource "aws_s3_bucket" "a" {\n}\nresource "aws_s3_bucket "b" {\n}\n', 1],
  ])('a mistake in %s has a place, and what stands before it is found', (_, text, least) => {
    const { blocks, broken } = read(text, 'a.tf');
    expect(broken?.line).toBeGreaterThanOrEqual(least);
    expect(blocks[0]).toMatchObject({ name: 'a', line: 1, column: 1 });
  });

  test.each([
    ['brackets without end', `a = ${'['.repeat(200_000)}`],
    ['blocks in blocks', `a ${'{ b '.repeat(100_000)}`],
    ['quotes', '"'.repeat(200_000)],
    ['interpolations in interpolations', `a = "${'${"'.repeat(60_000)}`],
    ['a heredoc without end', `a = <<EOF\n${'x\n'.repeat(100_000)}`],
    ['what is no text of ours', 'x"${%{ }(]['.repeat(20_000)],
  ])('%s: a fault, no crash', (_, text) => {
    const { blocks, broken, tangled } = read(text, 'a.tf');
    expect(blocks).toEqual([]);
    expect(broken !== undefined || tangled === true).toBe(true);
    // The parser serves the next file as if nothing had been.
    expect(read(MAIN, 'b.tf').blocks).toHaveLength(2);
  });
});

test('the JSON form of Terraform', () => {
  const text = `{
  "resource": [
    { "aws_s3_bucket": {
        "logs": { "bucket": "acme-logs", "acl": "\${var.acl}", "tags": { "yor_trace": "8f1c" } },
        "more": [ { "bucket": "acme-more" } ]
    } }
  ],
  "module": { "web": { "source": "./web" } }
}`;
  const { blocks, calls } = readTerraformJson(text, 'm.tf.json');
  expect(blocks).toEqual([
    expect.objectContaining({
      name: 'logs',
      line: 4,
      column: 9,
      literals: new Map([['bucket', 'acme-logs']]),
      tags: new Map([['yor_trace', '8f1c']]),
    }),
    expect.objectContaining({ name: 'more', line: 5, literals: new Map([['bucket', 'acme-more']]) }),
  ]);
  expect(calls).toEqual([expect.objectContaining({ name: 'web', source: './web', line: 8, column: 15 })]);
});

describe('templates', () => {
  test('YAML: the place of the logical id; what a function makes is not plain', () => {
    const text = `Resources:
  Logs:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-logs
      Other: !Ref Name
      Tags:
        - { Key: yor_trace, Value: 8f1c }
  NoType: {}
`;
    expect(readTemplate(text, 't.yaml')).toEqual([
      {
        file: 't.yaml',
        line: 2,
        column: 3,
        endLine: expect.any(Number),
        type: 'AWS::S3::Bucket',
        name: 'Logs',
        literals: new Map([['BucketName', 'acme-logs']]),
        tags: new Map([['yor_trace', '8f1c']]),
      },
    ]);
  });

  test('JSON the same', () => {
    const text = '{\n "Resources": {\n  "Logs": {\n   "Type": "AWS::S3::Bucket"\n  }\n }\n}';
    expect(readTemplate(text, 't.json')).toEqual([
      expect.objectContaining({ name: 'Logs', line: 3, column: 3, endLine: 5 }),
    ]);
  });

  test('a CDK manifest names the stacks of its templates; the artifact is the name where none is given', () => {
    const artifact = (templateFile: string, stackName?: string) => ({
      type: 'aws:cloudformation:stack',
      properties: { templateFile, stackName },
    });
    const manifest = {
      artifacts: {
        A: artifact('a.template.json', 'acme-prod'),
        B: artifact('b.template.json'),
        C: { type: 'cdk:tree' },
      },
    };
    expect(stacksOfManifest(JSON.stringify(manifest), 'cdk.out/manifest.json')).toEqual([
      { file: 'cdk.out/a.template.json', stack: 'acme-prod' },
      { file: 'cdk.out/b.template.json', stack: 'B' },
    ]);
  });
});

describe('states', () => {
  test('version 4: instances by address; deposed ones and data are none', () => {
    const text = JSON.stringify({
      version: 4,
      terraform_version: '1.9.0',
      resources: [
        { mode: 'data', type: 'aws_s3_bucket', name: 'read', instances: [{ attributes: { arn: 'x' } }] },
        {
          module: 'module.web["a.b"]',
          mode: 'managed',
          type: 'aws_s3_bucket',
          name: 'logs',
          instances: [
            { index_key: 'eu', attributes: { arn: 'arn:aws:s3:::acme-eu', id: 'acme-eu', secret: 'no' } },
            { deposed: '1', attributes: { arn: 'arn:aws:s3:::acme-old' } },
          ],
        },
      ],
    });
    expect(readState(text, 's')).toEqual({
      file: 's',
      kind: 'state',
      recorded: [
        {
          address: 'module.web["a.b"].aws_s3_bucket.logs["eu"]',
          type: 'aws_s3_bucket',
          ids: ['arn:aws:s3:::acme-eu', 'acme-eu'],
          pointer: '/resources/1/instances/0',
        },
      ],
    });
  });

  test('version 3, terraform show, and a plan that knows a bucket by its name alone', () => {
    const entry = { address: 'module.a.aws_s3_bucket.b', mode: 'managed', type: 'aws_s3_bucket' };
    const three = {
      version: 3,
      terraform_version: '0.11.0',
      modules: [
        {
          path: ['root', 'a'],
          resources: { 'aws_s3_bucket.b.1': { type: 'aws_s3_bucket', primary: { id: 'x' } } },
        },
      ],
    };
    expect(readState(JSON.stringify(three), 's')?.recorded).toEqual([
      expect.objectContaining({ address: 'module.a.aws_s3_bucket.b[1]', ids: ['x'] }),
    ]);
    const shown = {
      format_version: '1.0',
      values: { root_module: { child_modules: [{ resources: [{ ...entry, values: { id: 'x' } }] }] } },
    };
    expect(readState(JSON.stringify(shown), 's')?.recorded[0]).toMatchObject({
      ids: ['x'],
      pointer: '/values/root_module/child_modules/0/resources/0',
    });
    const plan = {
      format_version: '1.2',
      resource_changes: [{ ...entry, change: { after: { bucket: 'acme-new' } } }],
    };
    expect(readState(JSON.stringify(plan), 'p')).toMatchObject({
      kind: 'plan',
      recorded: [{ ids: ['arn:aws:s3:::acme-new'], pointer: '/resource_changes/0' }],
    });
  });

  test('what is none', () => {
    for (const text of [
      '{}',
      '[]',
      'null',
      '"x"',
      '{"terraform_version":"1"}',
      '{"terraform_version":"1","resources":[null,3,{"instances":7}]}',
    ])
      expect(readState(text, 's')?.recorded ?? []).toEqual([]);
    expect(() => readState('{', 's')).toThrow('is not JSON');
  });
});

describe('folders', () => {
  test('what cannot be read is a fault with its place, and the rest is read', async () => {
    const { modules, templates, states, faults } = await indexOf({
      'good.tf': MAIN,
      'bad.tf': 'resource "a_b" "c" {',
      'bytes.tf': Buffer.from([0xff, 0xff, 0x80]),
      'bad.tf.json': '{ "resource": ',
      'deep.tf.json': `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      'stack.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  A: [\n',
      'x.tfstate': '{ "terraform_version": "1.9.0", ',
      'large.tf': `# ${'x'.repeat(1024 * 1024)}\n`,
      '.terraform/modules/web/main.tf': MAIN,
      'notes.json': '{ "a": 1 }',
    });
    expect(modules.get('.')?.blocks.filter(({ file }) => file === 'good.tf')).toHaveLength(2);
    expect([...modules.keys()]).toEqual(['.']);
    expect([templates, states]).toEqual([[], []]);
    const said = faults.map(({ file, why }) => `${file} ${why}`).sort();
    expect(said).toEqual([
      'bad.tf.json:1:15 is not JSON here (value expected)',
      'bad.tf:1:21 is no Terraform from here',
      expect.stringContaining('bytes.tf is not text'),
      expect.stringMatching(/^deep\.tf\.json:1:\d+ is nested deeper than 200 levels$/),
      'large.tf is too large to be looked through',
      expect.stringMatching(/^stack\.yaml:\d+:\d+ is not YAML/),
      'x.tfstate is not JSON',
    ]);
  });

  test('overrides declare nothing of their own; a link out of the folder is not followed', async () => {
    const outside = tree({ 'secret.tf': MAIN });
    const root = tree({ 'main.tf': MAIN, 'main_override.tf': MAIN, 'override.tf': MAIN });
    symlinkSync(join(outside, 'secret.tf'), join(root, 'link.tf'));
    const { modules, faults } = await readSources([root], [], grammar);
    expect([...modules.values()].flatMap(({ blocks }) => blocks)).toHaveLength(2);
    expect(faults).toEqual([{ file: join(root, 'link.tf'), why: expect.stringContaining('symbolic link') }]);
  });

  test('names that mean something to JavaScript are names', async () => {
    const index = await indexOf({
      'main.tf': 'resource "aws_s3_bucket" "__proto__" {\n  bucket = "constructor"\n}\n',
      'x.tf.json': '{"resource":{"aws_s3_bucket":{"__proto__":{"bucket":"toString"}}}}',
    });
    const tie = tiesOf(index, []);
    expect(tie(live('constructor'))).toMatchObject({ file: 'main.tf', certain: false });
    expect(tie(live('toString'))).toMatchObject({ file: 'x.tf.json', line: 1 });
    expect(tie(live('valueOf'))).toBeUndefined();
  });
});
