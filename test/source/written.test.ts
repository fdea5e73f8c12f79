// Expressions of the source: what is told of them before anything is made.
import { describe, expect, test } from '@jest/globals';
import { documentIn } from '../../src/providers/aws/import/told-documents.ts';
import { plain } from '../../src/providers/aws/import/told-policies.ts';
import { type Known, type Told, toldOf } from '../../src/snapshot/told.ts';
import { writtenFor } from '../../src/source/written.ts';
import { indexOf } from './grammar.ts';

const NOBODY: Known = () => undefined;

async function told(
  files: Record<string, string>,
  {
    address = 'aws_x.a',
    name = 'v',
    known = NOBODY,
  }: { address?: string; name?: string; known?: Known } = {},
) {
  const index = await indexOf(files, true);
  return writtenFor(index, 'plan.json', [address])?.told(address, name, known);
}

async function worth(expression: string, more = '', known?: Known): Promise<Told | undefined> {
  const files = { 'main.tf': `resource "aws_x" "a" {\n  v = ${expression}\n}\n${more}` };
  return (await told(files, known && { known }))?.told;
}

const later = (why: string): Told => ({ is: 'later', why });

describe('values', () => {
  test.each<[string, unknown]>([
    ['"a\\tb$${c}"', 'a\tb$' + '{c}'],
    ['"  two  blanks "', '  two  blanks '],
    ['12', 12],
    ['true', true],
    ['null', null],
    ['[1, "b", [true]]', [1, 'b', [true]]],
    ['{ a = 1, "b c" = { d : 2 } }', { a: 1, 'b c': { d: 2 } }],
    ['("x")', 'x'],
    ['"x-${"y"}-${1}"', 'x-y-1'],
    ['true ? "yes" : aws_y.b.c', 'yes'],
    ['1 == 2 || !false ? "yes" : "no"', 'yes'],
    ['"a" != "a" && aws_y.b.c ? "yes" : "no"', 'no'],
    ['concat(["a"], compact(["", "b"]), flatten([["c"]]))', ['a', 'b', 'c']],
    ['merge({ a = 1 }, null, { a = 2, b = 3 })', { a: 2, b: 3 }],
    ['join(",", ["a", "b"])', 'a,b'],
    ['format("arn:aws:iam::%s:root%%", "111122223333")', 'arn:aws:iam::111122223333:root%'],
    ['[for one in ["a", "b"] : "x-${one}" if one != "a"]', ['x-b']],
    ['[for key, one in { a = 1 } : "${key}${one}"]', ['a1']],
    ['jsondecode("{\\"a\\":1}")', { a: 1 }],
  ])('%s', async (expression, expected) => {
    const value = await worth(expression);
    expect(value && plain(value)).toEqual(expected);
  });

  test('names: variables, locals, indexes', async () => {
    const more = `
      variable "given" {}
      variable "unset" { default = { list = ["p", "q"] } }
      locals {
        one = "\${var.given}-\${var.unset.list[1]}"
        two = { "a.b" = local.one }
      }`;
    const known: Known = (_module, name) => (name === 'var.given' ? toldOf('g') : undefined);
    expect(await worth('local.two["a.b"]', more, known)).toEqual(toldOf('g-q'));
  });

  test('a sensitive variable is never told', async () => {
    const more = 'variable "secret" {\n  default   = "hunter2-hunter2"\n  sensitive = true\n}';
    expect(await worth('var.secret', more, () => toldOf('hunter2-hunter2'))).toEqual(
      later('var.secret is marked as sensitive'),
    );
  });

  test.each<[string, Told]>([
    ['aws_y.b[0].all', later('aws_y.b[0].all is known after apply')],
    ['aws_y.b[0].arn', { is: 'text', parts: [null], why: 'aws_y.b[0].arn is known after apply' }],
    ['templatefile("x.json", {})', later('what templatefile() gives is not told')],
    ['sha1(aws_y.b.id)', later('aws_y.b.id is known after apply')],
    ['aws_y.b[*].arn', later('aws_y.b[*].arn is not told')],
    ['aws_y.b.c ? 1 : 2', later('aws_y.b.c is known after apply')],
    ['"${aws_y.b.arn}/*"', { is: 'text', parts: [null, '/*'], why: 'aws_y.b.arn is known after apply' }],
    ['"%{ if true }x%{ endif }"', later('"%{ if true }x%{ endif }" is not told')],
  ])('%s is told as far as it goes', async (expression, expected) => {
    expect(await worth(expression)).toEqual(expected);
  });

  test('what a hostile file makes of itself is bounded', async () => {
    const doubled = Array.from({ length: 60 }, (_, at) => `  l${at + 1} = [local.l${at}, local.l${at}]`);
    const more = `locals {\n  l0 = 1\n${doubled.join('\n')}\n  me = local.me\n}`;
    expect(JSON.stringify(await worth('local.l60', more))).toContain('the source is too tangled');
    expect(await worth('local.me', more)).toEqual(later('the source is too tangled'));
    const deep = `${'['.repeat(500)}1${']'.repeat(500)}`;
    expect(JSON.stringify(await worth(deep))).toContain('is not told');
  });
});

describe('blocks', () => {
  test('nested blocks, and those that are made by a list', async () => {
    const files = {
      'main.tf': `
        data "aws_iam_policy_document" "d" {
          statement {
            actions = ["s3:GetObject"]
            principals {
              type        = "*"
              identifiers = ["*"]
            }
          }
          dynamic "statement" {
            for_each = ["111122223333"]
            iterator = account
            content {
              principals {
                type        = "AWS"
                identifiers = [account.value]
              }
            }
          }
          dynamic "statement" {
            for_each = aws_y.all
            content {}
          }
        }
        resource "aws_x" "a" {}`,
    };
    const index = await indexOf(files, true);
    const source = writtenFor(index, 'plan.json', ['aws_x.a']);
    const found = source?.told('data.aws_iam_policy_document.d', 'statement', NOBODY)?.told;
    expect(found && plain(found)).toEqual([
      { actions: ['s3:GetObject'], principals: [{ type: '*', identifiers: ['*'] }] },
      { principals: [{ type: 'AWS', identifiers: ['111122223333'] }] },
      { '(unknown)': 'aws_y.all is known after apply' },
    ]);
  });

  test('each.key, each.value and count.index of the instance', async () => {
    const files = {
      'main.tf': `
        resource "aws_x" "a" {
          for_each = { eu = { who = "kagi" } }
          v        = "\${each.key}-\${each.value.who}"
        }
        resource "aws_x" "b" {
          count = 2
          v     = "n\${count.index}"
        }`,
    };
    expect((await told(files, { address: 'aws_x.a["eu"]' }))?.told).toEqual(toldOf('eu-kagi'));
    expect((await told(files, { address: 'aws_x.b[1]' }))?.told).toEqual(toldOf('n1'));
  });

  test('modules: what the call gives, and what an output says', async () => {
    const files = {
      'main.tf': `
        module "inner" {
          for_each = toset(["eu"])
          source   = "./inner"
          name     = "kagi-\${each.key}"
        }
        module "far" {
          source = "registry.example/far"
          name   = "x"
        }
        resource "aws_x" "a" { v = module.inner["eu"].said }
        resource "aws_x" "b" { v = module.far.said }`,
      'inner/main.tf': `
        variable "name" {}
        output "said" { value = "said \${var.name}" }
        resource "aws_x" "c" { v = [var.name, aws_y.d.it] }`,
    };
    expect((await told(files))?.told).toEqual(toldOf('said kagi-eu'));
    expect((await told(files, { address: 'aws_x.b' }))?.told).toEqual(later('module.far.said is not told'));
    expect((await told(files, { address: 'module.inner["eu"].aws_x.c' }))?.told).toEqual({
      is: 'list',
      items: [toldOf('kagi-eu'), later('module.inner["eu"].aws_y.d.it is known after apply')],
    });
    expect(await told(files, { address: 'module.far.aws_x.c' })).toBeUndefined();
  });

  test('a module that was downloaded, and what it calls itself', async () => {
    const modules = [
      { Key: '', Source: '', Dir: '.' },
      { Key: 'web', Source: 'registry.example/kagi/web', Dir: '.terraform/modules/web' },
      { Key: 'web.inner', Source: './modules/inner', Dir: '.terraform/modules/web/modules/inner' },
      { Key: 'out', Source: 'registry.example/kagi/out', Dir: '.terraform/../../out' },
    ];
    const files = {
      'main.tf': `
        module "web" {
          source = "kagi/web/aws"
          name   = "kagi"
        }
        module "out" { source = "kagi/out/aws" }`,
      '.terraform/modules/modules.json': JSON.stringify({ Modules: modules }),
      '.terraform/modules/web/main.tf': `
        variable "name" {}
        module "inner" {
          source = "./modules/inner"
          name   = "\${var.name}-in"
        }`,
      '.terraform/modules/web/modules/inner/main.tf': `
        variable "name" {}
        resource "aws_x" "a" { v = var.name }`,
    };
    const at = async (address: string) => (await told(files, { address }))?.told;
    expect(await at('module.web.module.inner.aws_x.a')).toEqual(toldOf('kagi-in'));
    expect(await at('module.out.aws_x.a')).toBeUndefined();
    const broken = { ...files, '.terraform/modules/modules.json': '{' };
    expect((await told(broken, { address: 'module.web.module.inner.aws_x.a' }))?.told).toBeUndefined();
  });

  test('the place is that of the attribute', async () => {
    const files = { 'infra/main.tf': 'resource "aws_x" "a" {\n  w = 1\n  v = 2\n}\n' };
    const index = await indexOf(files, true);
    const found = writtenFor(index, 'plan.json', ['aws_x.a'])?.told('aws_x.a', 'v', NOBODY);
    expect(found?.place).toEqual({ file: 'infra/main.tf', line: 3, column: 3 });
  });
});

describe('policies in texts', () => {
  test('a heredoc with a gap', async () => {
    const policy = `<<-EOF
      {
        "Statement": [
          { "Resource": ["\${aws_y.b.arn}/*", "x"], "Principal": \${jsonencode(["a", aws_y.c.arn])} }
        ]
      }
    EOF`;
    const value = await worth(policy);
    expect(value && documentIn(value)).toMatchObject({
      is: 'map',
      entries: [
        [
          'Statement',
          {
            items: [
              {
                entries: [
                  ['Resource', { items: [{ is: 'text', parts: [null, '/*'] }, toldOf('x')] }],
                  ['Principal', { items: [toldOf('a'), { is: 'text', parts: [null] }] }],
                ],
              },
            ],
          },
        ],
      ],
    });
  });

  test.each([
    ['a gap where JSON needs a value', '"{\\"Statement\\": ${aws_y.b.json}}"'],
    ['a key twice', '"{\\"Statement\\": [], \\"Statement\\": []}"'],
    ['no JSON', '"policy"'],
  ])('%s is no policy', async (_name, expression) => {
    const value = await worth(expression);
    expect(value && documentIn(value)).toBeUndefined();
  });
});

test('a file that declares thousands of things is told to its end', async () => {
  const files = {
    'main.tf': Array.from({ length: 2500 }, (_, n) => `resource "aws_x" "a${n}" {\n  v = ${n}\n}\n`).join(''),
  };
  expect((await told(files, { address: 'aws_x.a2499' }))?.told).toEqual(toldOf(2499));
});
