// One account's saved answers as a claim: its scope, then the account, IAM and S3.
import type { InputFile } from '../../../snapshot/files.ts';
import type { Listing, Resource, Scope, SnapshotRecord, Text } from '../../../snapshot/resource.ts';
import type { Claim } from '../../provider.ts';
import { aliasOf } from '../account/project.ts';
import { settle } from '../collecting/ask.ts';
import { type Estate, importIam } from './iam.ts';
import { type Owner, ownerOf } from './owner.ts';
import { readReplayed, replayedServices } from './replayed.ts';
import { findBuckets, importBuckets } from './s3.ts';
import { importS3Account } from './s3-account.ts';
import { readSaved, type SavedAnswer } from './saved.ts';
import { unreadAnswers } from './unread.ts';

/** A claim for the answers of one account. */
export function answersClaim(root: string, answers: SavedAnswer[]): Claim {
  const files = answers.map(({ file }) => file);
  const details = answers.every(({ operation }) => operation === 'GetAccountAuthorizationDetails');
  const recorded = answers.every((answer) => answer.recorded === true);
  const format = details
    ? 'IAM authorization details'
    : recorded
      ? 'recorded AWS answers'
      : 'AWS CLI answers';
  return { format, root, files, read: () => readAnswers(format, root, answers) };
}

async function* readAnswers(
  format: string,
  root: string,
  answers: SavedAnswer[],
): AsyncGenerator<SnapshotRecord> {
  const owner = await ownerOf(answers);
  const systematic = answers.some((answer) => answer.systematic === true);
  const estate: Estate = {
    scope: scopeId(owner, root),
    partition: owner?.partition ?? 'aws',
    answers,
    used: new Set(),
    ...(owner && { account: owner.account }),
  };
  const buckets = await findBuckets(estate);
  const notes = [...unjudged(answers), ...buckets.notes];
  const files = answers.map(({ file }) => file);
  const scope = scopeOf(owner, format, root, files, notes);
  yield scope;
  const has = (...services: string[]) =>
    answers.some(
      ({ service, operation }) => services.includes(service) && operation !== 'ListAccountAliases',
    );
  const iam = has('iam') ? importIam(estate, systematic) : undefined;
  const s3 = has('s3', 's3control');
  yield await accountOf(estate);
  yield { record: 'listing', scope: estate.scope, type: 'aws.account', state: 'complete', seen: 1 };
  if (s3) yield* importS3Account(estate);
  if (iam !== undefined) yield* iam.context;
  yield* readReplayed(estate, 'context');
  if (s3) yield* importBuckets(estate, buckets);
  else yield* notHeld(estate.scope, ['aws.s3.bucket']);
  if (iam !== undefined) yield* iam.rest;
  else yield* notHeld(estate.scope, ['aws.iam.user', 'aws.iam.role']);
  yield* readReplayed(estate, 'collect');
  yield* unreadAnswers(estate, scope);
}

/** Exports of accounts that cannot be told apart by id are kept apart by their folder. */
export function scopeId(owner: Owner | undefined, root = ''): string {
  if (owner !== undefined) return `aws/${owner.account}`;
  return root === '' ? 'aws/unknown' : `aws/unknown/${root}`;
}

/** The scope of an export. */
export function scopeOf(
  owner: Owner | undefined,
  format: string,
  root: string,
  files: InputFile[],
  notes: Text[],
): Scope {
  const [first] = files;
  const label =
    owner?.account.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3') ?? (root || (first?.path ?? format));
  return {
    record: 'scope',
    id: scopeId(owner, root),
    provider: 'aws',
    label,
    input: 'export',
    format,
    paths: pathsOf(root, files),
    ...(notes.length > 0 && { notes }),
  };
}

/** The folder that was read, or the file when it was only one. */
function pathsOf(root: string, files: InputFile[]): string[] {
  const [first] = files;
  if (first === undefined) return [];
  if (files.length === 1) return [first.path];
  if (first.named) return files.map(({ path }) => path);
  const top = first.path.slice(0, first.path.length - first.inside.length);
  return [(top + root).replace(/\/$/, '') || '.'];
}

/** Listings for types of which this kind of export can hold nothing. */
export async function* notHeld(scope: string, types: string[]): AsyncGenerator<Listing> {
  for (const type of types)
    yield { record: 'listing', scope, type, state: 'not-held', seen: 0, reason: 'not-held' };
}

async function accountOf(estate: Estate): Promise<Resource> {
  const { scope, account, partition } = estate;
  const resource: Resource = {
    record: 'resource',
    type: 'aws.account',
    id: account === undefined ? scope : `arn:${partition}:iam::${account}:root`,
    name: account ?? scope,
    scope,
    settings: { partition, ...(account !== undefined && { accountId: account }) },
    unknowns: account === undefined ? [{ setting: 'accountId', reason: 'missing' }] : [],
  };
  const saved = estate.answers.find(({ operation }) => operation === 'ListAccountAliases');
  const reading = saved && (await readSaved(saved));
  if (reading?.state === 'present') settle(resource, 'alias', aliasOf(reading.body));
  else resource.unknowns.push({ setting: 'alias', reason: 'not-held' });
  for (const setting of ['organization', 'siblings', 'resourceControlPolicies'])
    resource.unknowns.push({ setting, reason: 'not-held' });
  return resource;
}

const JUDGED = new Set(['iam', 's3', 's3control', 'sts']);

/** One remark on the answers of services that are not judged. */
function unjudged(answers: SavedAnswer[]): Text[] {
  const known = new Set(
    replayedServices(answers).saved.flatMap(({ permissions }) =>
      permissions.map(({ permission }) => (permission.split(':')[1] ?? '').toLowerCase()),
    ),
  );
  const others = answers.filter(
    ({ service, operation }) => !JUDGED.has(service) && !known.has(operation.toLowerCase()),
  );
  if (others.length === 0) return [];
  const services = [...new Set(others.map(({ service }) => service))].sort().join(', ');
  return [
    {
      en: `${others.length} answers of services that are not judged were left aside (${services}).`,
      ja: `判定の対象でないサービスの応答 ${others.length} 件は読んでいません (${services})。`,
    },
  ];
}
