// Configuration items -> records: a scope an account, its context, then its resources.
import { InputError } from '../../../errors.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import type { Listing, Resource, SnapshotRecord, Text } from '../../../snapshot/resource.ts';
import type { Claim } from '../../provider.ts';
import { type Raw, time, word } from '../answers/shape.ts';
import { scopeId, scopeOf } from './claims.ts';
import { type Item, itemsOf } from './config-files.ts';
import { CONFIG_TYPES, resourceOfItem } from './config-items.ts';
import { type Newest, newNewest } from './config-newest.ts';
import { isOfAws } from './config-services.ts';
import type { Owner } from './owner.ts';

interface Account {
  owner: Owner | undefined;
  /** What others are judged by: the newest of each; no resource when its item says that it was deleted. */
  context: Map<string, { resource: Resource | undefined; at: string }>;
  /** Resource types -> how many were found. */
  seen: Map<string, number>;
  /** Resource types that are not judged -> how many. */
  others: Map<string, number>;
  /** Items that could not be read: how many, and where the first of them stand. */
  unreadable: { count: number; first: string[] };
  files: Set<InputFile>;
}

/** Types of which Config holds items; what it has no item for may exist all the same. */
const LISTED = ['aws.s3.bucket', 'aws.iam.policy', 'aws.iam.group', 'aws.iam.user', 'aws.iam.role'];
const CONTEXT = new Set(['aws.s3.account', 'aws.iam.policy', 'aws.iam.group', 'aws.iam.account']);

/** One claim for all files of Config items. */
export function configClaim(files: InputFile[]): Claim {
  return { format: 'AWS Config items', root: '', files, read: () => readConfig(files) };
}

/**
 * Reads all files twice: first to find the newest item of each resource, and then those. All scopes come first, with what others are judged
 * by. Memory: a few bytes for each resource.
 */
async function* readConfig(files: InputFile[]): AsyncGenerator<SnapshotRecord> {
  const accounts = new Map<string, Account>();
  const newest = newNewest();
  const broken: string[] = [];
  for (const file of files) {
    try {
      for await (const item of itemsOf(file)) note(item, file, accounts, newest);
    } catch (error) {
      if (!(error instanceof InputError) || file.named) throw error;
      broken.push(error.message);
    }
    newest.endOfFile();
  }
  if (accounts.size === 0) accounts.set('', emptyAccount(undefined));
  for (const account of accounts.values()) {
    const read = account.files.size === 0 ? files : [...account.files];
    yield scopeOf(account.owner, 'AWS Config items', '', read, notesOn(account, broken));
    for (const { resource } of account.context.values()) {
      if (resource === undefined) continue;
      countOne(account.seen, resource.type);
      yield resource;
    }
  }
  newest.again();
  for (const file of files) {
    yield* newestOf(file, accounts, newest);
    if (!newest.isSame()) {
      const fault = new InputError([
        { message: 'changed while it was being read', place: { file: file.path } },
      ]);
      if (file.named) throw fault;
      broken.push(fault.message);
    }
  }
  for (const account of accounts.values()) yield* listingsOf(account, broken);
}

/** The resources of a file that no later item changed. What could not be read was told the first time. */
async function* newestOf(
  file: InputFile,
  accounts: Map<string, Account>,
  newest: Newest,
): AsyncGenerator<Resource> {
  try {
    for await (const item of itemsOf(file)) {
      const found = resourceIn(item);
      if (found === undefined || CONTEXT.has(found.resource.type)) continue;
      const { resource, account, deleted } = found;
      if (!newest.isNewest(keyOf(resource)) || deleted) continue;
      const known = accounts.get(account);
      if (known !== undefined) countOne(known.seen, resource.type);
      yield resource;
    }
  } catch (error) {
    if (!(error instanceof InputError) || file.named) throw error;
  }
}

function emptyAccount(owner: Owner | undefined): Account {
  return {
    owner,
    context: new Map(),
    seen: new Map(),
    others: new Map(),
    unreadable: { count: 0, first: [] },
    files: new Set(),
  };
}

function ownerOf(item: Raw): { id: string; owner: Owner | undefined } {
  const [, partition = 'aws', , , inArn] = (word(item['arn']) ?? word(item['ARN']) ?? '').split(':');
  const id = word(item['accountId']) ?? word(item['awsAccountId']) ?? inArn ?? '';
  return { id, owner: /^\d{12}$/.test(id) ? { account: id, partition } : undefined };
}

/** The resource of an item; undefined where it is of no type that is judged, not ours to judge, or does not say what it is about. */
function resourceIn({
  item,
  origin,
}: Item): { resource: Resource; account: string; deleted: boolean } | undefined {
  const type = word(item['resourceType']);
  if (type === undefined || !CONFIG_TYPES.has(type) || isOfAws(type, item)) return undefined;
  const { id, owner } = ownerOf(item);
  const resource = resourceOfItem(type, item, origin, owner);
  if (resource === undefined) return undefined;
  const at = time(item['configurationItemCaptureTime']);
  if (at !== undefined) resource.asOf = at;
  const deleted = /^ResourceDeleted/.test(word(item['configurationItemStatus']) ?? '');
  return { resource, account: id, deleted };
}

function keyOf({ scope, type, id }: Resource): string {
  return `${scope} ${type} ${id}`;
}

function countOne(counts: Map<string, number>, type: string): void {
  counts.set(type, (counts.get(type) ?? 0) + 1);
}

function note(found: Item, file: InputFile, accounts: Map<string, Account>, newest: Newest): void {
  const { item, origin } = found;
  const { id, owner } = ownerOf(item);
  const account = accounts.get(id) ?? emptyAccount(owner);
  accounts.set(id, account);
  account.files.add(file);
  const type = word(item['resourceType']);
  if (type !== undefined && !CONFIG_TYPES.has(type)) {
    countOne(account.others, type);
    return;
  }
  if (type !== undefined && isOfAws(type, item)) return;
  const read = resourceIn(found);
  if (read === undefined) {
    const { unreadable } = account;
    unreadable.count += 1;
    if (unreadable.first.length < MOST_NAMED) unreadable.first.push(`${origin.file} ${origin.pointer ?? ''}`);
    return;
  }
  const { resource, deleted } = read;
  // Answers to queries do not say when their items were captured.
  const { asOf: at = file.date ?? '' } = resource;
  if (!CONTEXT.has(resource.type)) {
    newest.see(keyOf(resource), at);
    return;
  }
  const key = keyOf(resource);
  const known = account.context.get(key);
  if (known !== undefined && known.at > at) return;
  account.context.set(key, { resource: deleted ? undefined : resource, at });
}

const MOST_NAMED = 3;

/** Items are of what was recorded: a list they are not, but what could not be read is said. */
function* listingsOf({ owner, seen, unreadable }: Account, broken: string[]): Generator<Listing> {
  const scope = scopeId(owner);
  const trouble = [...broken, ...unreadable.first];
  const detail = trouble.slice(0, MOST_NAMED).join('; ');
  for (const type of new Set([...LISTED, ...[...seen.keys()].filter((one) => !CONTEXT.has(one))])) {
    const start = { record: 'listing', scope, type, seen: seen.get(type) ?? 0 } as const;
    if (trouble.length === 0) yield { ...start, state: 'not-held', reason: 'not-held' };
    else yield { ...start, state: 'unknown', reason: 'malformed', detail };
  }
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
  if (account.unreadable.count > 0)
    notes.push({
      en: `${account.unreadable.count} items could not be read.`,
      ja: `読み取れない設定項目が ${account.unreadable.count} 件あります。`,
    });
  for (const message of broken)
    notes.push({
      en: `A file could not be read: ${message}`,
      ja: `読み取れないファイルがあります: ${message}`,
    });
  return notes;
}
