// Configuration items -> records: a scope an account, its context, then its resources.
import type { InputFile } from '../../../snapshot/files.ts';
import type { Listing, Resource, SnapshotRecord, Text } from '../../../snapshot/resource.ts';
import type { Claim } from '../../provider.ts';
import { time, word } from '../iam/shape.ts';
import { scopeOf } from './claims.ts';
import { type Item, itemsOf } from './config-files.ts';
import { CONFIG_TYPES, resourceOfItem } from './config-items.ts';
import { isOfAws } from './config-services.ts';
import type { Owner } from './owner.ts';

interface Account {
  owner: Owner | undefined;
  /** Newest item of each; without a resource when the item says that it was deleted. */
  resources: Map<string, { resource: Resource | undefined; at: string }>;
  /** Resource types that are not judged -> how many. */
  others: Map<string, number>;
  unreadable: string[];
  files: Set<InputFile>;
}

/** Types of which Config holds items; what it has no item for may exist all the same. */
const LISTED = ['aws.s3.bucket', 'aws.iam.policy', 'aws.iam.group', 'aws.iam.user', 'aws.iam.role'];
const CONTEXT = new Set(['aws.s3.account', 'aws.iam.policy', 'aws.iam.group', 'aws.iam.account']);

/** One claim for all files of Config items. */
export function configClaim(files: InputFile[]): Claim {
  return { format: 'AWS Config items', root: '', files, read: () => readConfig(files) };
}

/** Reads all files, the newest item of each resource winning, and yields the accounts one by one. */
async function* readConfig(files: InputFile[]): AsyncGenerator<SnapshotRecord> {
  const accounts = new Map<string, Account>();
  const broken: string[] = [];
  for (const file of files) {
    const read = await itemsOf(file);
    if (typeof read === 'string') broken.push(read);
    else for (const item of read) sort(item, file, accounts);
  }
  if (accounts.size === 0) accounts.set('', emptyAccount(undefined));
  for (const account of accounts.values()) yield* recordsOf(account, files, broken);
}

function emptyAccount(owner: Owner | undefined): Account {
  return { owner, resources: new Map(), others: new Map(), unreadable: [], files: new Set() };
}

function sort({ item, origin }: Item, file: InputFile, accounts: Map<string, Account>): void {
  const [, partition = 'aws', , , inArn] = (word(item['arn']) ?? word(item['ARN']) ?? '').split(':');
  const id = word(item['accountId']) ?? word(item['awsAccountId']) ?? inArn ?? '';
  const owner = /^\d{12}$/.test(id) ? { account: id, partition } : undefined;
  const account = accounts.get(id) ?? emptyAccount(owner);
  accounts.set(id, account);
  account.files.add(file);
  const type = word(item['resourceType']);
  if (type === undefined) {
    account.unreadable.push(`${origin.file} ${origin.pointer ?? ''}`);
    return;
  }
  if (!CONFIG_TYPES.has(type)) {
    account.others.set(type, (account.others.get(type) ?? 0) + 1);
    return;
  }
  const status = word(item['configurationItemStatus']) ?? '';
  const at = time(item['configurationItemCaptureTime']) ?? '';
  if (isOfAws(type, item)) return;
  const resource = resourceOfItem(type, item, origin, owner);
  if (resource === undefined) account.unreadable.push(`${origin.file} ${origin.pointer ?? ''}`);
  else {
    const key = `${resource.type} ${resource.id}`;
    const known = account.resources.get(key);
    if (known !== undefined && known.at > at) return;
    account.resources.set(key, { resource: /^ResourceDeleted/.test(status) ? undefined : resource, at });
  }
}

async function* recordsOf(
  account: Account,
  files: InputFile[],
  broken: string[],
): AsyncGenerator<SnapshotRecord> {
  const read = account.files.size === 0 ? files : [...account.files];
  const scope = scopeOf(account.owner, 'AWS Config items', '', read, notesOn(account, broken));
  yield scope;
  const resources = [...account.resources.values()].flatMap(({ resource }) => resource ?? []);
  for (const resource of resources) if (CONTEXT.has(resource.type)) yield resource;
  for (const resource of resources) if (!CONTEXT.has(resource.type)) yield resource;
  const others = resources.map(({ type }) => type).filter((type) => !CONTEXT.has(type));
  for (const type of new Set([...LISTED, ...others])) {
    const seen = resources.filter((resource) => resource.type === type).length;
    yield listing(scope.id, type, seen, account, broken);
  }
}

/** Items are of what was recorded: a list they are not, but what could not be read is said. */
function listing(scope: string, type: string, seen: number, account: Account, broken: string[]): Listing {
  const start = { record: 'listing', scope, type, seen } as const;
  const trouble = [...broken, ...account.unreadable];
  if (trouble.length === 0) return { ...start, state: 'not-held', reason: 'not-held' };
  const detail = trouble.slice(0, 3).join('; ');
  return { ...start, state: 'unknown', reason: 'malformed', detail };
}

function notesOn(account: Account, broken: string[]): Text[] {
  const notes: Text[] = [];
  if (account.others.size > 0) {
    const total = [...account.others.values()].reduce((sum, count) => sum + count, 0);
    const types = [...account.others.keys()].sort().join(', ');
    notes.push({
      en: `${total} items of types that are not judged were left aside (${types}).`,
      ja: `判定の対象でない種類の設定項目 ${total} 件は読んでいません (${types})。`,
    });
  }
  if (account.unreadable.length > 0)
    notes.push({
      en: `${account.unreadable.length} items could not be read.`,
      ja: `読み取れない設定項目が ${account.unreadable.length} 件あります。`,
    });
  for (const message of broken)
    notes.push({
      en: `A file could not be read: ${message}`,
      ja: `読み取れないファイルがあります: ${message}`,
    });
  return notes;
}
