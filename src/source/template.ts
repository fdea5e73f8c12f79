// A CloudFormation template, in YAML or JSON -> what it declares; and the stacks that a CDK manifest makes of templates.
// Source: AWS CloudFormation user guide, "Template anatomy"; AWS CDK cloud assembly schema, `ArtifactManifest`.
import { InputError } from '../errors.ts';
import type { Block } from './declared.ts';
import { folderOf } from './paths.ts';
import { jsonTree, member, type Tree, type Value, yamlTree } from './tree.ts';

/** True for what could be a template, by its beginning. */
export function looksLikeTemplate(head: string): boolean {
  return (
    /^\s*\{?\s*["']?(AWSTemplateFormatVersion|Transform)["']?\s*:/m.test(head) ||
    (/^\s*\{?\s*["']?Resources["']?\s*:/m.test(head) && /["']?Type["']?\s*:\s*["']?AWS::[A-Z]/.test(head))
  );
}

/** What a template declares. Throws InputError with the place of the first mistake. */
export function readTemplate(text: string, file: string): Block[] {
  const { root, placeAt } = treeOf(text, file);
  const blocks: Block[] = [];
  for (const { key, start, end, value } of member(root, 'Resources')?.entries ?? []) {
    const type = member(value, 'Type')?.text;
    if (type === undefined) continue;
    const properties = member(value, 'Properties');
    const endLine = Math.max(placeAt(start).line, placeAt(Math.max(start, end - 1)).line);
    const place = { file, ...placeAt(start), endLine };
    blocks.push({ ...place, type, name: key, literals: literalsOf(properties), tags: tagsOf(properties) });
  }
  return blocks;
}

/** YAML may begin with a brace as well; but what looks like JSON is reported as JSON. */
function treeOf(text: string, file: string): Tree {
  if (!/^\s*\{/.test(text)) return yamlTree(text, file);
  try {
    return jsonTree(text, file);
  } catch (error) {
    if (!(error instanceof InputError) || !/^\s*\{\s*[A-Za-z]/.test(text)) throw error;
    return yamlTree(text, file);
  }
}

function literalsOf(properties: Value | undefined): Map<string, string> {
  const found = new Map<string, string>();
  for (const { key, value } of properties?.entries ?? [])
    if (value.text !== undefined) found.set(key, value.text);
  return found;
}

/** `Tags: [{ Key, Value }]`; of a few types a map. */
function tagsOf(properties: Value | undefined): Map<string, string> {
  const found = new Map<string, string>();
  const tags = member(properties, 'Tags');
  for (const item of tags?.items ?? []) {
    const [key, value] = [member(item, 'Key')?.text, member(item, 'Value')?.text];
    if (key !== undefined && value !== undefined) found.set(key, value);
  }
  for (const { key, value } of tags?.entries ?? []) if (value.text !== undefined) found.set(key, value.text);
  return found;
}

/** The templates of a CDK cloud assembly (`manifest.json`) -> the names of their stacks. */
export function stacksOfManifest(text: string, file: string): { file: string; stack: string }[] {
  const found: { file: string; stack: string }[] = [];
  for (const { key, value } of member(jsonTree(text, file).root, 'artifacts')?.entries ?? []) {
    if (member(value, 'type')?.text !== 'aws:cloudformation:stack') continue;
    const properties = member(value, 'properties');
    const template = member(properties, 'templateFile')?.text;
    if (template === undefined) continue;
    const folder = folderOf(file);
    const path = folder === '.' ? template : `${folder}/${template}`;
    found.push({ file: path, stack: member(properties, 'stackName')?.text ?? key });
  }
  return found;
}
