// The parser as the packages ship it, for tests; and an index of a folder that a test wrote.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import type { Resource } from '../../src/snapshot/resource.ts';
import type { Index } from '../../src/source/declared.ts';
import { addDownloaded } from '../../src/source/downloaded.ts';
import { openHcl, type ReadHcl } from '../../src/source/hcl.ts';
import { readSources } from '../../src/source/read.ts';

const PACKAGES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

export async function grammar(whole = false): Promise<ReadHcl> {
  const engine = readFileSync(`${PACKAGES}web-tree-sitter/web-tree-sitter.wasm`);
  const hcl = readFileSync(`${PACKAGES}@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm`);
  return await openHcl({ engine, hcl }, whole);
}

/** A folder with these files, which may lie in folders of their own; gone after the tests. */
export function tree(files: Record<string, string | Buffer>): string {
  const root = mkdtempSync(join(tmpdir(), 'tojimari-source-'));
  made.push(root);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}
const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

/** What these files declare; paths are said from their folder. */
export async function indexOf(files: Record<string, string | Buffer>, whole = false): Promise<Index> {
  const root = tree(files);
  const open = () => grammar(whole);
  const say = (path: string) => relative(root, path);
  const index = await readSources([root], [], open, say);
  if (whole) await addDownloaded(index, (folder) => join(root, folder), open, say);
  return index;
}

/** A bucket as a live scan holds it. */
export function live(
  name: string,
  tags: Record<string, string> = {},
  more: Partial<Resource> = {},
): Resource {
  return {
    record: 'resource',
    type: 'aws.s3.bucket',
    id: `arn:aws:s3:::${name}`,
    name,
    scope: 'aws/111122223333',
    settings: { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) },
    unknowns: [],
    ...more,
  };
}

/** A state of version 4 with these buckets, address to name. */
export function state(buckets: Record<string, string>): string {
  const resources = Object.entries(buckets).map(([address, bucket]) => {
    const [, module, name, key] = /^(?:(.*)\.)?aws_s3_bucket\.(\w+)(?:\["(\w+)"\])?$/.exec(address) ?? [];
    const attributes = { arn: `arn:aws:s3:::${bucket}`, bucket, id: bucket };
    const instance = { ...(key !== undefined && { index_key: key }), attributes };
    return { ...(module && { module }), mode: 'managed', type: 'aws_s3_bucket', name, instances: [instance] };
  });
  return JSON.stringify({ version: 4, terraform_version: '1.9.0', resources });
}
