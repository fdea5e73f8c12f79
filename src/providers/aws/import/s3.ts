// S3 from saved answers: buckets by what was asked about each, and the account's Block Public Access.
import type { Known, Listing, Resource, Text, Unknown } from '../../../snapshot/resource.ts';
import { type Raw, raw, raws, word } from '../answers/shape.ts';
import { andThen, settle } from '../collecting/ask.ts';
import type { AccessPoint } from '../s3/bucket.generated.ts';
import { blockedEncryptionOf } from '../s3/customer-keys.ts';
import {
  aclOf,
  blockPublicAccessOf,
  listedBucket,
  locationOf,
  ownershipOf,
  policyOf,
  policyStatusOf,
  tagsOf,
  websiteOf,
} from '../s3/project.ts';
import { readAccessPoints, readMultiRegion } from './access-points.ts';
import { attribute } from './attribute.ts';
import type { Estate } from './iam.ts';
import { type Reading, readSaved, type SavedAnswer, told } from './saved.ts';

/** The buckets of an estate, before their answers are read. */
export interface Buckets {
  /** Name -> operation -> answer. */
  answers: Map<string, Map<string, SavedAnswer>>;
  /** Name -> its entry in ListBuckets, and where that stands. */
  listed: Map<string, { item: Raw; file: string; pointer: string }>;
  /** Why there may be more; undefined when the list is whole. */
  why: Unknown | undefined;
  notes: Text[];
  /** Bucket -> the access points that lead to it. */
  points: Known<Map<string, AccessPoint[]>>;
  /** The same of Multi-Region Access Points. */
  multiRegion: Known<Map<string, AccessPoint[]>>;
}

const ASKED: {
  setting: string;
  operation: string;
  absent: string;
  project: (body: unknown) => Known<unknown>;
}[] = [
  { setting: 'policy', operation: 'GetBucketPolicy', absent: 'NoSuchBucketPolicy', project: policyAnswer },
  {
    setting: 'policyStatus',
    operation: 'GetBucketPolicyStatus',
    absent: 'NoSuchBucketPolicy',
    project: policyStatusOf,
  },
  { setting: 'acl', operation: 'GetBucketAcl', absent: '', project: aclOf },
  {
    setting: 'ownership',
    operation: 'GetBucketOwnershipControls',
    absent: 'OwnershipControlsNotFoundError',
    project: ownershipOf,
  },
  {
    setting: 'blockPublicAccess',
    operation: 'GetPublicAccessBlock',
    absent: 'NoSuchPublicAccessBlockConfiguration',
    project: blockPublicAccessOf,
  },
  {
    setting: 'website',
    operation: 'GetBucketWebsite',
    absent: 'NoSuchWebsiteConfiguration',
    project: websiteOf,
  },
  { setting: 'location', operation: 'GetBucketLocation', absent: '', project: locationOf },
  { setting: 'tags', operation: 'GetBucketTagging', absent: 'NoSuchTagSet', project: tagsOf },
  {
    setting: 'blockedEncryption',
    operation: 'GetBucketEncryption',
    absent: 'ServerSideEncryptionConfigurationNotFoundError',
    project: blockedEncryptionOf,
  },
];
/** The answer, or the bare document that `--query Policy --output text` leaves. */
function policyAnswer(body: unknown): Known<unknown> {
  const from = raw(body) ?? {};
  return policyOf(from['Policy'] === undefined && from['Statement'] !== undefined ? { Policy: from } : from);
}

/** Setting, and the key of the answer that says it. */
const KEYS = [
  'policy Policy',
  'policyStatus PolicyStatus',
  'ownership OwnershipControls',
  'blockPublicAccess PublicAccessBlockConfiguration',
  'location LocationConstraint',
  'tags TagSet',
  'blockedEncryption ServerSideEncryptionConfiguration',
];

/** Permissions that have another name than the call. */
const PERMISSIONS: Record<string, string> = {
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  GetBucketEncryption: 'GetEncryptionConfiguration',
};

/** Whoever lists buckets to have them judged asks for these of each. */
const EXPECTED = new Set(['GetBucketPolicy', 'GetBucketAcl']);

/** Finds the buckets: those that were listed, and those that an answer is about. */
export async function findBuckets(estate: Estate): Promise<Buckets> {
  const found: Buckets = {
    answers: new Map(),
    listed: new Map(),
    why: undefined,
    notes: [],
    points: await readAccessPoints(estate),
    multiRegion: await readMultiRegion(estate),
  };
  const lists = estate.answers.filter(
    ({ service, operation }) => service === 's3' && operation === 'ListBuckets',
  );
  if (lists.length === 0) found.why = { setting: 'buckets', reason: 'not-held' };
  for (const saved of lists) found.why = readList(await readSaved(saved), found) ?? found.why;
  const about = estate.answers.filter(
    ({ service, operation }) => service === 's3' && ASKED.some((asked) => asked.operation === operation),
  );
  const { attributed, lost } = await attribute(about, [...found.listed.keys()]);
  for (const { bucket, saved } of attributed) {
    const answers = found.answers.get(bucket) ?? new Map<string, SavedAnswer>();
    answers.set(saved.operation, saved);
    found.answers.set(bucket, answers);
  }
  if (lost.length > 0) found.notes.push(lostNote(lost));
  return found;
}

function readList(reading: Reading, into: Buckets): Unknown | undefined {
  const permission = 's3:ListAllMyBuckets';
  const answer = told('buckets', reading, permission);
  if (answer.state === 'unknown') return answer.why;
  const items = reading.state === 'present' ? raws(reading.body['Buckets']) : undefined;
  if (reading.state !== 'present' || items === undefined)
    return { setting: 'buckets', reason: 'malformed', detail: 'the answer is no list of buckets' };
  for (const { item, index } of items) {
    const bucket = listedBucket(item);
    const { file, pointer = '' } = reading.origin;
    if (bucket !== undefined)
      into.listed.set(bucket.name, { item, file, pointer: `${pointer}/Buckets/${index}` });
  }
  const more = word(reading.body['ContinuationToken']) ?? word(reading.body['NextToken']);
  return more === undefined
    ? undefined
    : { setting: 'buckets', reason: 'cut-short', permission, detail: 'the last page is not here' };
}

function lostNote(lost: SavedAnswer[]): Text {
  const names = lost
    .slice(0, 3)
    .map(({ file }) => file.path)
    .join(', ');
  return {
    en: `${lost.length} answers do not say which bucket they are about and were not judged (${names}${lost.length > 3 ? ', ...' : ''}).`,
    ja: `どのバケットのものか分からない応答が ${lost.length} 件あり、判定していません (${names}${lost.length > 3 ? ' ほか' : ''})。`,
  };
}

/** Every bucket, then the listing. */
export async function* importBuckets(estate: Estate, buckets: Buckets): AsyncGenerator<Resource | Listing> {
  const asked = new Set<string>();
  for (const answers of buckets.answers.values())
    for (const operation of answers.keys()) asked.add(operation);
  const names = [...new Set([...buckets.listed.keys(), ...buckets.answers.keys()])];
  for (const name of names) yield await importBucket(estate, buckets, name, asked);
  const { why } = buckets;
  const start = {
    record: 'listing',
    scope: estate.scope,
    type: 'aws.s3.bucket',
    seen: names.length,
  } as const;
  if (why === undefined) yield { ...start, state: 'complete' };
  else {
    const { setting: _setting, ...rest } = why;
    yield { ...start, state: why.reason === 'not-held' ? 'not-held' : 'unknown', ...rest };
  }
}

async function importBucket(
  estate: Estate,
  buckets: Buckets,
  name: string,
  asked: Set<string>,
): Promise<Resource> {
  const answers = buckets.answers.get(name) ?? new Map<string, SavedAnswer>();
  const origins: NonNullable<Resource['origins']> = {};
  const resource: Resource = {
    record: 'resource',
    type: 'aws.s3.bucket',
    id: `arn:${estate.partition}:s3:::${name}`,
    name,
    scope: estate.scope,
    settings: {},
    unknowns: [],
    origins,
  };
  for (const { setting, operation, absent, project } of ASKED) {
    const permission = `s3:${PERMISSIONS[operation] ?? operation}`;
    const saved = answers.get(operation);
    if (saved === undefined) {
      const could = asked.has(operation) || (EXPECTED.has(operation) && buckets.listed.size > 0);
      resource.unknowns.push({ setting, reason: could ? 'missing' : 'not-held', permission });
      continue;
    }
    const reading = await readSaved(saved);
    const known = told(setting, reading, permission, absent === '' ? [] : [absent]);
    settle(resource, setting, andThen(known, project));
    if (reading.state !== 'present') continue;
    const { pointer = '' } = reading.origin;
    const key = KEYS.find((one) => one.startsWith(`${setting} `))?.split(' ')[1] ?? '';
    const inside = key !== '' && reading.body[key] !== undefined ? `/${key}` : '';
    origins[setting] = { ...reading.origin, pointer: pointer + inside };
    if (setting === 'acl')
      for (const { index } of raws(reading.body['Grants']) ?? [])
        origins[`acl/grants/${index}`] = { ...reading.origin, pointer: `${pointer}/Grants/${index}` };
  }
  // S3 answers NoSuchBucketPolicy to both questions: a bucket without a policy has no status.
  if (resource.settings['policy'] === null && resource.settings['policyStatus'] === undefined) {
    resource.settings['policyStatus'] = null;
    resource.unknowns = resource.unknowns.filter(({ setting }) => setting !== 'policyStatus');
  }
  const listed = buckets.listed.get(name);
  const facts = listed && listedBucket(listed.item);
  if (facts?.created !== undefined) {
    resource.settings['created'] = facts.created;
    origins['created'] = { file: listed?.file ?? '', pointer: `${listed?.pointer}/CreationDate` };
  }
  const region = word(resource.settings['location']) ?? facts?.region;
  if (region !== undefined) resource.region = region;
  const ofBucket = (known: typeof buckets.points): Known<AccessPoint[]> =>
    andThen(known, (points) => ({ state: 'present', value: points.get(name) ?? [] }));
  settle(resource, 'accessPoints', ofBucket(buckets.points));
  settle(resource, 'multiRegionAccessPoints', ofBucket(buckets.multiRegion));
  return resource;
}
