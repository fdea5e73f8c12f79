// Which of the files people hand over are exports of AWS, and how each is read.
import type { InputFile } from '../../../snapshot/files.ts';
import type { Claim } from '../../provider.ts';
import { answersClaim } from './claims.ts';
import { configClaim } from './config.ts';
import { byContent, isConfig } from './contents.ts';
import { byName } from './names.ts';
import type { SavedAnswer } from './saved.ts';

/** Groups of files that are one thing each: answers by the account's folder, Config files together. Others are left alone. */
export async function recogniseAws(files: InputFile[]): Promise<Claim[]> {
  const folders = new Map<string, SavedAnswer[]>();
  const config: InputFile[] = [];
  for (const file of files) {
    const head = await file.head();
    if (isConfig(head)) {
      config.push(file);
      continue;
    }
    const found = namedAnswer(file, head) ?? contentAnswer(file, head);
    if (found === undefined) continue;
    const answers = folders.get(found.root);
    if (answers === undefined) folders.set(found.root, [found.saved]);
    else answers.push(found.saved);
  }
  const claims = [...folders].map(([root, answers]) => answersClaim(root, answers));
  if (config.length > 0) claims.push(configClaim(config));
  return claims;
}

/** A name alone is not enough for a file that holds something else altogether. */
function namedAnswer(file: InputFile, head: string): { root: string; saved: SavedAnswer } | undefined {
  const named = byName(file);
  if (named === undefined) return undefined;
  const start = head.trimStart();
  const plausible =
    start === '' ||
    start.startsWith('{') ||
    start.startsWith('user,arn,') ||
    /^(aws: |An error occurred)/.test(start);
  if (!plausible || (named.saved.recorded === true && !/"status_code"|"data"/.test(head))) return undefined;
  return named;
}

function contentAnswer(file: InputFile, head: string): { root: string; saved: SavedAnswer } | undefined {
  const saved = byContent(file, head);
  return saved && { root: file.inside.split('/').slice(0, -1).join('/'), saved };
}
