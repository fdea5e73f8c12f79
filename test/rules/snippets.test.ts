// The Terraform, CloudFormation and Salesforce metadata of rules are what their readers take, with arguments that there are.
// Names in declarations.json: Terraform AWS provider 6, the resource schemas of CloudFormation, Metadata API developer guide.
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { PROVIDERS } from '../../src/providers/index.ts';
import { parseXml } from '../../src/providers/salesforce/import/xml.ts';
import { loadRules } from '../../src/rules/load.ts';
import type { Fix } from '../../src/rules/rule.ts';
import { findFiles } from '../../src/snapshot/files.ts';
import { readTemplate } from '../../src/source/template.ts';
import { jsonTree, member, yamlTree } from '../../src/source/tree.ts';
import { grammar } from '../source/grammar.ts';

const types = PROVIDERS.flatMap(({ services }) => services.flatMap((service) => service.types));
const readHcl = await grammar(true);
const rules = await loadRules(await findFiles(['rules']), types);

const KNOWN = new URL('./declarations.json', import.meta.url);
const known = jsonTree(await readFile(KNOWN, 'utf8'), 'declarations.json').root;

/** What a table of declarations.json has for a type; undefined when it does not know it. */
function namesOf(table: string, type: string): string[] | undefined {
  return member(member(known, table), type)?.items.map(({ text = '' }) => text);
}

/** The different snippets of one kind, with the first rule that has each. */
function snippets(kind: keyof Fix & ('terraform' | 'cloudformation' | 'metadata')): [string, string][] {
  const found = new Map<string, string>();
  for (const { id, fix } of rules)
    for (const step of fix) {
      const text = step[kind];
      if (text !== undefined && !found.has(text)) found.set(text, id);
    }
  return [...found];
}

/** What is wrong with blocks of Terraform. */
function wrongWithTerraform(text: string): string[] {
  const { broken, bodies = [] } = readHcl(text, 'fix.tf');
  if (broken !== undefined) return [`broken at line ${broken.line}`];
  if (bodies.length === 0) return ['nothing is declared'];
  return bodies.flatMap(({ kind, labels, attributes, blocks }) => {
    if (kind === 'condition')
      return labels.length === 0 && attributes.has('variable') ? [] : ['no condition'];
    const [type = '', name] = labels;
    const names = namesOf('terraform', type);
    if (!['resource', 'data'].includes(kind) || name === undefined || names === undefined)
      return [`no ${kind} ${type}`];
    const used = [...attributes.keys(), ...blocks.map((block) => block.kind)];
    return used
      .filter((argument) => !names.includes(argument))
      .map((argument) => `${type} has no ${argument}`);
  });
}

/** What is wrong with resources of CloudFormation. */
function wrongWithCloudFormation(text: string): string[] {
  const whole = `Resources:\n${text.replace(/^(?=.)/gm, '  ')}`;
  const blocks = readTemplate(whole, 'fix.yaml');
  if (blocks.length === 0) return ['nothing is declared'];
  const { root } = yamlTree(whole, 'fix.yaml');
  return blocks.flatMap(({ type, name }) => {
    const names = namesOf('cloudformation', type);
    if (names === undefined) return [`no type ${type}`];
    const properties = member(member(member(root, 'Resources'), name), 'Properties')?.entries ?? [];
    return properties
      .map(({ key }) => key)
      .filter((key) => !names.includes(key))
      .map((key) => `${type} has no ${key}`);
  });
}

/** What is wrong with a file of metadata. */
function wrongWithMetadata(text: string): string[] {
  const file = /^<!-- (\S.*\S) -->\n/.exec(text)?.[1];
  const root = parseXml(text, 'fix.xml');
  const [suffix] = namesOf('metadata', root.name) ?? [];
  if (file === undefined || suffix === undefined) return [`no file, or no type ${root.name}`];
  const named = file.endsWith(`.${suffix}-meta.xml`) && root.children.length > 0;
  const rooted = text.includes(`<${root.name} xmlns="http://soap.sforce.com/2006/04/metadata">`);
  return named && rooted ? [] : [`${file} is no file of ${root.name}`];
}

describe('Terraform', () => {
  test.each(snippets('terraform').map(([text, id]) => [id, text]))('of %s', (_id, text) => {
    expect(wrongWithTerraform(text)).toEqual([]);
  });

  test.each([
    ['resource "aws_s3_bucket" "b" { bucket = ', 'broken'],
    ['resource "aws_s3_bukcet" "b" {}', 'no resource aws_s3_bukcet'],
    ['resource "aws_s3_bucket" "b" {\n  buckets = "b"\n}', 'aws_s3_bucket has no buckets'],
    ['# nothing', 'nothing'],
  ])('%j is refused', (text, what) => {
    expect(wrongWithTerraform(text)).toEqual([expect.stringContaining(what)]);
  });
});

describe('CloudFormation', () => {
  test.each(snippets('cloudformation').map(([text, id]) => [id, text]))('of %s', (_id, text) => {
    expect(wrongWithCloudFormation(text)).toEqual([]);
  });

  test('wrong names are refused', () => {
    expect(wrongWithCloudFormation('B:\n  Type: AWS::S3::Bukcet\n')).toEqual(['no type AWS::S3::Bukcet']);
    expect(wrongWithCloudFormation('B:\n  Type: AWS::S3::Bucket\n  Properties: { Acl: x }\n')).toEqual([
      'AWS::S3::Bucket has no Acl',
    ]);
  });
});

describe('metadata', () => {
  test.each(snippets('metadata').map(([text, id]) => [id, text]))('of %s', (_id, text) => {
    expect(wrongWithMetadata(text)).toEqual([]);
  });

  test('another file is refused', () => {
    const body = '<Network xmlns="http://soap.sforce.com/2006/04/metadata"><a>b</a></Network>';
    expect(wrongWithMetadata(`<!-- networks/SITE.network-meta.xml -->\n${body}`)).toEqual([]);
    expect(wrongWithMetadata(`<!-- networks/SITE.site-meta.xml -->\n${body}`)).toHaveLength(1);
    expect(wrongWithMetadata(body)).toHaveLength(1);
  });
});

test('every kind of words is there', () => {
  expect(snippets('terraform').length).toBeGreaterThan(25);
  expect(snippets('cloudformation').length).toBeGreaterThan(20);
  expect(snippets('metadata').length).toBeGreaterThan(20);
});
