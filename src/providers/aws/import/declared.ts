// Things that a plan, a state or a template speaks of -> resources, with law 1 for what it does not say.
import type { Known, Listing, Origin, Resource, Text, Unknown } from '../../../snapshot/resource.ts';
import type { Told } from '../../../snapshot/told.ts';
import { laterWords } from '../policy/unread.ts';
import { policyOf } from '../s3/project.ts';
import { KINDS, type Kind } from './declared-kinds.ts';
import { type Own, plain, settledPolicy } from './told-policies.ts';

/** One setting as a file has it, and where. */
export interface Part {
  known: Known<unknown>;
  origin?: Origin;
  /** Places of parts of it that stand elsewhere, by JSON pointer: `/Statement/1`. */
  places?: Record<string, Origin>;
  /** A policy that is told only in part; `known` is then made of it, when it is certain whose it is. */
  told?: Told;
}

/** A thing that a file declares or records. */
export interface Thing {
  /** `aws.s3.bucket` */
  type: string;
  id: string;
  name: string;
  /** Made by what the file declares: what is not declared is then the service's default. */
  fresh: boolean;
  region?: string;
  parts: Map<string, Part>;
  /** Where it is declared; left out for the account's settings that no file has. */
  origin?: Origin;
}

/** What a file says about one account, before it is put in order. */
export interface Estate {
  things: Thing[];
  /** Type in the words of the file -> how many of it are not judged. */
  others: Map<string, number>;
  notes: Text[];
  /** Why the file does not hold all that it should. */
  cut?: Text;
}

/** Context before what is judged by it. */
const ORDER = Object.keys(KINDS);
/** Types that are spoken of even where a file has none of them. */
const LISTED = ['aws.s3.bucket', 'aws.iam.user', 'aws.iam.role'];
/** What exists once in an account or a region, or is only there for others to be judged by. */
const UNLISTED = new Set(['aws.s3.account', 'aws.iam.policy', 'aws.iam.group', 'aws.iam.identity-provider']);

/** Types whose policies speak of parts of a thing, or of other things. */
const WITH_PARTS = new Set([
  'aws.dynamodb.table',
  'aws.ecr.registry',
  'aws.glue.catalog',
  'aws.lambda.function',
  'aws.logs.resource-policy',
  'aws.opensearch.domain',
]);

/** The resource that a thing is: what is not stated is a default, missing, or not held. */
export function toResource(thing: Thing, scope: string): Resource {
  const { type, name, fresh, region, parts } = thing;
  const id = inItsPartition(thing);
  const origins: Record<string, Origin> = {};
  const resource: Resource = {
    record: 'resource',
    type,
    id,
    name,
    scope,
    settings: {},
    unknowns: [],
    origins,
    ...(region !== undefined && { region }),
  };
  const kind = KINDS[type];
  if (kind === undefined) throw new Error(`no kind ${type}`);
  for (const setting of new Set([...kind.could, ...kind.never, ...parts.keys()])) {
    const part = settled(parts.get(setting), { ...thing, id });
    const known = part?.known ?? unstated(kind, setting, fresh);
    if (known.state === 'unknown') resource.unknowns.push({ ...known.why, setting });
    else {
      resource.settings[setting] = known.state === 'absent' ? null : known.value;
      const origin = part?.origin ?? thing.origin;
      if (origin !== undefined) origins[setting] = origin;
      for (const [pointer, place] of Object.entries(part?.places ?? {})) origins[setting + pointer] = place;
    }
  }
  return resource;
}

/** A policy that is told in part, as that of its thing; identities have policies that speak of anything. */
function settled(part: Part | undefined, { type, id, name }: Thing): Part | undefined {
  if (part?.told === undefined) return part;
  const bucket = type === 'aws.s3.bucket';
  const arn = bucket && !id.startsWith('arn:') ? `arn:aws:s3:::${name}` : id;
  const own = type.startsWith('aws.iam.')
    ? undefined
    : { arn, name, ...(bucket && { objects: '/*' }), ...(WITH_PARTS.has(type) && { parts: true as const }) };
  return settledPart(part.told, part.origin, own);
}

/** A policy that is told in part, as that of what it is attached to; undefined: of an identity. */
export function settledPart(told: Told, origin: Origin | undefined, own: Own | undefined): Part {
  const { document, from } = settledPolicy(told, own);
  const places = from.map(({ at = origin ?? { file: '' } }, index): [string, Origin] => [
    `/Statement/${index}`,
    at,
  ]);
  return { known: present(document), ...(origin && { origin, places: Object.fromEntries(places) }) };
}

/** A file that gives no ARN of a bucket still says which partition it is in: by the ARNs in its policy. */
function inItsPartition({ id, parts }: Thing): string {
  const policy = parts.get('policy')?.known;
  if (policy?.state !== 'present' || !id.startsWith('arn:aws:s3:::')) return id;
  const partition = /"arn:(aws-[a-z-]+):s3:::/.exec(JSON.stringify(policy.value))?.[1];
  return partition === undefined ? id : id.replace('arn:aws:', `arn:${partition}:`);
}

function unstated(kind: Kind, setting: string, fresh: boolean): Known<unknown> {
  if (fresh && Object.hasOwn(kind.defaults, setting)) {
    const value = kind.defaults[setting];
    return value === null ? { state: 'absent' } : { state: 'present', value };
  }
  return unknown(kind.could.includes(setting) ? 'missing' : 'not-held');
}

/** True for a setting that is what a new bucket has anyway. */
export function isBucketDefault(setting: string, known: Known<unknown>): boolean {
  const defaults = KINDS['aws.s3.bucket']?.defaults[setting];
  return known.state === 'present' && JSON.stringify(known.value) === JSON.stringify(defaults);
}

/** Every resource in the order that a stream needs, then what is to be said about the lists. */
export function* recordsOf(estate: Estate, scope: string): Generator<Resource | Listing> {
  const has = (wanted: string) => estate.things.some(({ type }) => type === wanted);
  const guarded = has('aws.s3.bucket') && !has('aws.s3.account');
  const things = guarded ? [...estate.things, accountSettings(scope)] : estate.things;
  for (const type of ORDER)
    for (const thing of things) if (thing.type === type) yield toResource(thing, scope);
  for (const type of ORDER) {
    const seen = things.filter((thing) => thing.type === type).length;
    if (estate.cut !== undefined && LISTED.includes(type)) {
      const { en, ja } = estate.cut;
      yield {
        record: 'listing',
        scope,
        type,
        state: 'unknown',
        seen,
        reason: 'cut-short',
        detail: en,
        detailJa: ja,
      };
    } else if (LISTED.includes(type) || (seen > 0 && !UNLISTED.has(type)))
      yield { record: 'listing', scope, type, state: 'not-held', seen, reason: 'not-held' };
  }
}

/** A file that does not speak of the account as a whole leaves its guard unknown. */
function accountSettings(scope: string): Thing {
  return { type: 'aws.s3.account', id: `${scope}/s3`, name: scope, fresh: false, parts: new Map() };
}

/** What a file that cannot be read leaves undecided. */
export function* brokenListings(scope: string, detail: string): Generator<Listing> {
  for (const type of LISTED)
    yield { record: 'listing', scope, type, state: 'unknown', seen: 0, reason: 'malformed', detail };
}

/** A remark on what was found: how many are judged, and which types are not. */
export function countsNote({ things, others }: Estate): Text | undefined {
  const left = [...others.values()].reduce((sum, count) => sum + count, 0);
  if (left === 0 && things.length > 0) return undefined;
  const sorted = [...others].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const types = sorted.slice(0, 12).map(([type, count]) => `${type} ${count}`);
  if (sorted.length > types.length) types.push('…');
  const list = types.length === 0 ? '' : ` (${types.join(', ')})`;
  if (things.length === 0)
    return {
      en: `Nothing in it is of a type that is judged; ${resources(left)} left aside${list}.`,
      ja: `判定の対象となる種類のリソースはありません。対象外のリソースは ${left} 件です${list}。`,
    };
  return {
    en: `Of types that are not judged: ${resources(left)} left aside${list}.`,
    ja: `判定の対象でない種類のリソース ${left} 件は読んでいません${list}。`,
  };
}

function resources(count: number): string {
  return count === 1 ? '1 resource was' : `${count} resources were`;
}

/** The id of a thing whose ARN is not known yet: file and address. Colons would make it look like an ARN. */
export function placeholderId(file: string, address: string): string {
  return `${file}#${address}`.replaceAll(':', '%3A');
}

/** A policy document, as text or as an object. */
export function documentOf(value: unknown): Known<unknown> {
  return policyOf({ Policy: value });
}

/** A policy that is told in part. */
export function toldPart({ told, origin }: { told: Told; origin: Origin }): Part {
  return { known: present(plain(told)), origin, told };
}

export function unknown(reason: Unknown['reason'], detail?: string): { state: 'unknown'; why: Unknown } {
  return { state: 'unknown', why: { setting: '', reason, ...(detail !== undefined && laterWords(detail)) } };
}

export function present(value: unknown): Known<unknown> {
  return { state: 'present', value };
}
