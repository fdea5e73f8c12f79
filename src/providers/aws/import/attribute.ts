// Which bucket an answer is about, when the name of its file does not say.

import { raw, word } from '../answers/shape.ts';
import { many, statementsOf } from '../answers/statements.ts';
import { readDocument } from '../iam/document.ts';
import { readSaved, type SavedAnswer } from './saved.ts';

/**
 * Gives every answer its bucket: by the name of its file, by the bucket that an error names, by the ARNs in a policy. What is left in a folder
 * with at most one answer to each question belongs together: to the bucket that another answer of the folder names, to the one bucket that was
 * listed, or to a bucket that is called after the file.
 */
export async function attribute(
  answers: SavedAnswer[],
  listed: string[],
): Promise<{ attributed: { bucket: string; saved: SavedAnswer }[]; lost: SavedAnswer[] }> {
  const attributed: { bucket: string; saved: SavedAnswer }[] = [];
  const nameless: SavedAnswer[] = [];
  const seen = new Set<string>();
  for (const saved of answers) {
    const bucket = saved.parameter ?? (await named(saved));
    const key = `${bucket} ${saved.operation}`;
    if (bucket === undefined || seen.has(key)) nameless.push(saved);
    else {
      seen.add(key);
      attributed.push({ bucket, saved });
    }
  }
  const lost: SavedAnswer[] = [];
  for (const [, group] of byFolder(nameless)) {
    const bucket = commonBucket(group, attributed, listed);
    if (bucket === undefined || group.some(({ operation }) => seen.has(`${bucket} ${operation}`)))
      lost.push(...group);
    else attributed.push(...group.map((saved) => ({ bucket, saved })));
  }
  return { attributed, lost };
}

/** Only policies and errors say whom they are about. */
async function named(saved: SavedAnswer): Promise<string | undefined> {
  if (saved.recorded !== true && saved.operation !== 'GetBucketPolicy') return undefined;
  const text = await saved.file.text().catch(() => '');
  const error = /"BucketName"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  if (error !== undefined || saved.operation !== 'GetBucketPolicy') return error;
  const reading = await readSaved(saved);
  if (reading.state !== 'present') return undefined;
  const policy = readDocument(reading.body['Policy'] ?? reading.body);
  return policy.ok ? bucketOf(policy.document) : undefined;
}

/** The bucket that all resources of a policy are in. */
function bucketOf(policy: object): string | undefined {
  const buckets = new Set<string>();
  for (const { statement } of statementsOf(policy))
    for (const resource of many(raw(statement)?.['Resource'])) {
      const bucket = /^arn:aws[a-z-]*:s3:::([a-z0-9._-]+)(\/|$)/.exec(word(resource) ?? '')?.[1];
      if (bucket !== undefined) buckets.add(bucket);
    }
  return buckets.size === 1 ? [...buckets][0] : undefined;
}

function byFolder(answers: SavedAnswer[]): Map<string, SavedAnswer[]> {
  const folders = new Map<string, SavedAnswer[]>();
  for (const saved of answers) {
    const folder = folderOf(saved);
    folders.set(folder, [...(folders.get(folder) ?? []), saved]);
  }
  return folders;
}

function folderOf(saved: SavedAnswer): string {
  return saved.file.path.slice(0, Math.max(0, saved.file.path.lastIndexOf('/')));
}

function commonBucket(
  group: SavedAnswer[],
  attributed: { bucket: string; saved: SavedAnswer }[],
  listed: string[],
): string | undefined {
  if (new Set(group.map(({ operation }) => operation)).size < group.length) return undefined;
  const [first] = group;
  if (first === undefined) return undefined;
  const folder = folderOf(first);
  const beside = new Set(
    attributed.filter(({ saved }) => folderOf(saved) === folder).map(({ bucket }) => bucket),
  );
  if (beside.size === 1) return [...beside][0];
  if (beside.size > 1 || listed.length > 1) return undefined;
  return listed[0] ?? (first.file.inside.split('/').at(-1) ?? '').replace(/\.[a-z]+$/i, '');
}
