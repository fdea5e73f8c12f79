// What lies deep or far: nothing is left out without a word, and nobody waits for what leads nowhere.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parsePolicyText } from '../../src/providers/aws/import/policy-text.ts';
import { configurationOf } from '../../src/providers/aws/import/terraform-references.ts';
import { siftOf } from '../../src/providers/aws/import/terraform-sensitive.ts';
import { valuesOf } from '../../src/providers/aws/import/terraform-state.ts';
import { outlineOf } from '../../src/providers/salesforce/code/outline.ts';
import { setBounds } from '../../src/snapshot/bounds.ts';
import { commitsNamed } from '../../src/snapshot/commit.ts';
import { findFiles } from '../../src/snapshot/files.ts';
import { folder } from '../cli/harness.ts';

afterEach(() => setBounds(undefined));

test('folders in each other', async () => {
  const root = folder();
  const deep = join(root, 'a/b/c');
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(deep, 'x.json'), '{}');
  expect(await findFiles([root])).toHaveLength(1);
  setBounds('folders=2');
  await expect(findFiles([root])).rejects.toThrow('is nested deeper than 2 folders');
});

test('the text of a policy, and an Apex class', () => {
  const text = JSON.stringify({ Statement: [{ Condition: { StringEquals: {} } }] });
  expect(parsePolicyText(text, 'f.json')).toHaveProperty('Statement');
  setBounds('policy=3');
  expect(() => parsePolicyText(text, 'f.json')).toThrow('is nested deeper than 3 levels');
  const source = `class A { ${' '.repeat(1_500_000)}}`;
  expect(outlineOf(source)).toBe('is longer than 1 MB');
  setBounds('apex=2');
  expect(outlineOf(source)).toHaveProperty('classes');
});

test('files of a commit, up to the bound that holds on the disk', async () => {
  const cwd = folder();
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=kagi', '-c', 'user.email=kagi@kagi.example', ...words], { cwd });
  git('init', '-q', '-b', 'main');
  writeFileSync(join(cwd, 'large.json'), `{}${' '.repeat(33 * 1024 ** 2)}`);
  git('add', '-A');
  git('-c', 'commit.gpgsign=false', 'commit', '-qm', 'large');
  const commits = commitsNamed({ name: 'HEAD' }, cwd, process.env['PATH'] ?? '');
  try {
    const [file] = (await commits.files(join(cwd, 'large.json'))) ?? [];
    expect((await file?.text())?.trim()).toBe('{}');
    setBounds('file=20');
    await expect(file?.text()).rejects.toThrow('is larger than 20 MB');
  } finally {
    await commits.close();
  }
});

describe('Terraform', () => {
  const bucket = {
    address: 'aws_s3_bucket.deep',
    mode: 'managed',
    type: 'aws_s3_bucket',
    values: { bucket: 'kagi' },
  };

  test('a thing in a module of a module, however many', () => {
    let module: Record<string, unknown> = { resources: [bucket] };
    for (let level = 0; level < 60; level += 1) module = { child_modules: [module] };
    const found = valuesOf(module, { file: 'f', pointer: '' }, siftOf({}));
    expect(found.map(({ address }) => address)).toEqual(['aws_s3_bucket.deep']);
  });

  test('a secret, however deep', () => {
    let value: unknown = 'correct horse battery';
    for (let level = 0; level < 100; level += 1) value = { inner: value };
    const sift = siftOf({
      variables: { a: { value: 'correct horse battery' } },
      configuration: { root_module: { variables: { a: { sensitive: true } } } },
    });
    expect(sift({ value, plain: 1 }, {})).toEqual({ values: { plain: 1 }, hidden: new Set(['value']) });
  });

  /** A module whose outputs are made of its variables, which are made of its outputs. */
  const tangled = (more: string[]) => {
    const names = ['0', '1', '2', '3', '4', '5'];
    const outputs = names.map((name) => [
      `x${name}`,
      { expression: { references: [...names.map((at) => `var.y${at}`), ...more] } },
    ]);
    const given = names.map((name) => [`y${name}`, { references: names.map((at) => `module.a.x${at}`) }]);
    const call = { expressions: Object.fromEntries(given), module: { outputs: Object.fromEntries(outputs) } };
    const policy = {
      address: 'aws_s3_bucket_policy.p',
      expressions: { bucket: { references: ['module.a.x0'] } },
    };
    return { configuration: { root_module: { resources: [policy], module_calls: { a: call } } } };
  };

  test('references that lead back to themselves', () => {
    const at = (more: string[]) => configurationOf(tangled(more))?.get('aws_s3_bucket_policy.p');
    expect(at([])?.targets('bucket')).toEqual([]);
    expect(at([])?.documents('bucket')).toBeUndefined();
    expect(at(['aws_s3_bucket.b.id', 'aws_s3_bucket.b'])?.targets('bucket')).toEqual([
      'module.a.aws_s3_bucket.b',
    ]);
    expect(at(['data.aws_iam_policy_document.d.json'])?.documents('bucket')).toBeUndefined();
  });

  test('references that are followed as deep as they may be', () => {
    const inner = { outputs: { x: { expression: { references: ['aws_s3_bucket.b.id'] } } } };
    let module: Record<string, unknown> = inner;
    for (let level = 0; level < 10; level += 1)
      module = {
        outputs: { x: { expression: { references: ['module.a.x'] } } },
        module_calls: { a: { module } },
      };
    const policy = {
      address: 'aws_s3_bucket_policy.p',
      expressions: { bucket: { references: ['module.a.x'] } },
    };
    const plan = { configuration: { root_module: { resources: [policy], module_calls: { a: { module } } } } };
    const targets = () => configurationOf(plan)?.get('aws_s3_bucket_policy.p')?.targets('bucket');
    expect(targets()).toHaveLength(1);
    setBounds('references=5');
    expect(targets()).toEqual([]);
  });
});
