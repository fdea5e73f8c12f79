// Which of the files people hand over are exports of AWS, and how each is read.
import type { InputFile } from '../../../snapshot/files.ts';
import type { Claim } from '../../provider.ts';
import { deployedBy, isAssembly, isManifest } from './cdk.ts';
import { answersClaim } from './claims.ts';
import { isConfig } from './config-files.ts';
import { configClaim } from './config-read.ts';
import { byContent } from './contents.ts';
import { declarationClaim } from './declarations.ts';
import { byName } from './names.ts';
import { ownerIn } from './owner.ts';
import { rounds } from './rounds.ts';
import type { SavedAnswer } from './saved.ts';

/** Groups of files that are one thing each: answers by the account's folder, Config files together. Others are left alone. */
export async function recogniseAws(files: InputFile[]): Promise<Claim[]> {
  const folders = new Map<string, Folder>();
  const config: InputFile[] = [];
  const declarations: Claim[] = [];
  const manifests: InputFile[] = [];
  for (const file of files) if (isManifest(file.path) && isAssembly(await file.head())) manifests.push(file);
  const deployed = await deployedBy(manifests, files);
  for (const file of files) {
    const head = await file.head();
    const declared = await declarationClaim(file, head, deployed.get(file));
    if (declared !== undefined) {
      declarations.push(declared);
      continue;
    }
    if (isConfig(head)) {
      config.push(file);
      continue;
    }
    const found = namedAnswer(file, head) ?? contentAnswer(file, head);
    if (found === undefined) continue;
    const folder = folders.get(found.root) ?? { answers: [], accounts: new Set() };
    folders.set(found.root, folder);
    const account = ownerIn(head, found.saved.operation)?.account;
    if (account !== undefined) folder.accounts.add(account);
    folder.answers.push({ saved: found.saved, account });
  }
  const claims: Claim[] = [];
  for (const [root, folder] of folders)
    for (const answers of byAccount(folder))
      for (const round of await rounds(answers)) claims.push(answersClaim(root, round));
  if (config.length > 0) claims.push(configClaim(config));
  return [...claims, ...declarations];
}

interface Folder {
  /** Accounts that the answers name. */
  accounts: Set<string>;
  answers: { saved: SavedAnswer; account: string | undefined }[];
}

/** A folder is one account's, unless answers saved by hand name several: then those that name none are kept apart. */
function byAccount({ accounts, answers }: Folder): SavedAnswer[][] {
  const whole = answers.map(({ saved }) => saved);
  if (accounts.size < 2 || whole.some(({ systematic }) => systematic === true)) return [whole];
  const groups: SavedAnswer[][] = [];
  for (const account of [...accounts, undefined]) {
    const group = answers.filter((answer) => answer.account === account).map(({ saved }) => saved);
    if (group.length > 0) groups.push(group);
  }
  return groups;
}

/** A name alone is not enough for a file that holds something else altogether. */
function namedAnswer(file: InputFile, head: string): { root: string; saved: SavedAnswer } | undefined {
  const start = head.trimStart();
  // No answer of the command line is XML, which other exports hold ten thousand files of.
  if (start.startsWith('<')) return undefined;
  const named = byName(file);
  return named !== undefined && isPlausible(named.saved, start) ? named : undefined;
}

function isPlausible({ file, operation, recorded, systematic }: SavedAnswer, start: string): boolean {
  if (/^(aws: |An error occurred)|^user,arn,/.test(start)) return true;
  if (recorded === true) return /"status_code"|"data"/.test(start);
  // A call that failed leaves an empty file, but many an empty file is something else.
  if (start === '') return systematic === true || /(get|list)-/.test(file.inside);
  // A layout that leaves no doubt: what is no answer there says why the call failed.
  if (systematic === true) return true;
  if (!start.startsWith('{')) return false;
  const marks = BUCKET_MARKS.get(operation);
  return marks === undefined || marks.test(start) || /"Error"\s*:/.test(start);
}

/** What the answers about buckets hold, for files whose names are short enough to mean something else. */
const BUCKET_MARKS = new Map([
  ['GetBucketPolicy', /"(Policy|Statement)"\s*:/],
  ['GetBucketPolicyStatus', /"PolicyStatus"\s*:/],
  ['GetBucketAcl', /"Grants"\s*:/],
  ['GetBucketOwnershipControls', /"OwnershipControls"\s*:/],
  ['GetPublicAccessBlock', /"PublicAccessBlockConfiguration"\s*:/],
  ['GetBucketWebsite', /"(IndexDocument|RedirectAllRequestsTo)"\s*:/],
  ['GetBucketLocation', /"LocationConstraint"\s*:/],
  ['GetBucketTagging', /"TagSet"\s*:/],
]);

function contentAnswer(file: InputFile, head: string): { root: string; saved: SavedAnswer } | undefined {
  const saved = byContent(file, head);
  return saved && { root: file.inside.split('/').slice(0, -1).join('/'), saved };
}
