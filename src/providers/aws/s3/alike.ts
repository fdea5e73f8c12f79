// Buckets made by one module differ in little more than their names: what closed one of them closed the others, and is worked out once.
import { hash } from 'node:crypto';
import type { Assessment, Context } from '../../../exposure.ts';
import { parse } from '../../../schema.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import { NAME } from '../../../snapshot/skeleton.ts';
import { raw } from '../answers/shape.ts';
import { type Bucket, bucketSchema } from './bucket.generated.ts';
import { type Moulds, mouldKey, newMoulds } from './mould.ts';

/** Settings that tell nothing of a bucket that is closed to everybody. */
export const ASIDE = ['tags', 'created', 'location'];
/** So many are kept of each of two generations. */
const MOST = 10_000;
/** Longer policies are rarely those of a module. */
const LONGEST = 8192;
/** No words, neither ours nor anybody's. */
const NOBODY = 'xq0zj7wv-k3xqz9jv-0wkzq5x-v8jqk2z-7xwjq4k-zv1qxj6-kwz0vjq';
const SHORTEST = 6;
const [QUOTE, SLASH] = [0x22, 0x2f];

/** What was found out under one set of surroundings. */
interface Known {
  /** What the answers depend on besides the bucket. */
  around: unknown[];
  young: Map<string, Assessment>;
  old: Map<string, Assessment>;
  /** Those that are closed are closed in few ways: each is held once, by its JSON. */
  ways: Map<string, Assessment>;
  /** What is open to somebody, but for the name. */
  moulds: Moulds;
}

const byContext = new WeakMap<Context, Known>();

/** A bucket that others may be like. */
export interface Alike {
  /** What came of an earlier one. */
  known?: Assessment;
  /** To be judged in its place where something is open: the same under a name that is nobody's. Undefined: it stands for itself alone. */
  standIn(): Resource<Bucket> | undefined;
  /** Remembers what came of it, or of its stand-in; answers with what that means for the bucket. */
  keep(found: Assessment, standIn?: Resource<Bucket>): Assessment;
}

/**
 * A bucket that is the same as others but for its name, as far as anything depends on it. What is closed to every outsider speaks of no name;
 * proofs and cures do, and are worked out for a name that stands nowhere else, so that any other can take its place. Undefined: it is like
 * no other.
 */
export function alike(bucket: Resource<Bucket>, context: Context): Alike | undefined {
  const { id, name, scope, settings, unknowns } = bucket;
  const told = Object.fromEntries(Object.entries(settings).filter(([setting]) => !ASIDE.includes(setting)));
  const text = JSON.stringify([told, unknowns, id.slice(0, -name.length)]);
  if (text.length > LONGEST || !id.endsWith(`s3:::${name}`)) return undefined;
  const key = unnamed(text, name);
  if (key === undefined) return undefined;
  const short = hash('sha256', key, 'binary');
  const here = knownIn(context, scope);
  const closed = here.young.get(short) ?? here.old.get(short);
  if (closed !== undefined) return alreadyKnown(closed);
  const more = mouldKey(bucket, context);
  const door = more && `${short} ${more}`;
  const cast = door === undefined ? undefined : here.moulds.cast(door, name);
  if (cast !== undefined) return alreadyKnown(cast);
  return {
    standIn: () => (door === undefined || dependsOnName(key) ? undefined : renamed(bucket, key)),
    keep(found, standIn) {
      if (found.exposures.length > 0) {
        if (door === undefined || standIn === undefined) return found;
        here.moulds.keep(door, standIn.name, found);
        return here.moulds.cast(door, name) ?? found;
      }
      if (dependsOnName(key)) return found;
      if (here.young.size >= MOST) {
        here.old = here.young;
        here.young = new Map();
        here.ways = new Map();
      }
      const way = JSON.stringify(found);
      const first = here.ways.get(way) ?? found;
      here.ways.set(way, first);
      here.young.set(short, first);
      return first;
    },
  };
}

function alreadyKnown(known: Assessment): Alike {
  return { known, standIn: () => undefined, keep: () => known };
}

/** A text with a placeholder for the name; undefined where the name means something else as well: a word, the beginning of another name. */
export function unnamed(text: string, name: string): string | undefined {
  if (name === '') return undefined;
  const parts = text.split(name);
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    if (next === undefined) break;
    const end = next.charCodeAt(0);
    if (!part.endsWith('s3:::') || (end !== QUOTE && end !== SLASH)) return undefined;
  }
  return parts.join(NAME);
}

/** The same bucket under a name of the same length that stands nowhere in it; undefined where there is none. */
function renamed(bucket: Resource<Bucket>, key: string): Resource<Bucket> | undefined {
  const { id, name, settings, unknowns } = bucket;
  const other = NOBODY.slice(0, name.length);
  const fits = name.length >= SHORTEST && name.length <= NOBODY.length;
  if (!fits || key.includes(other) || JSON.stringify(unknowns).includes(name)) return undefined;
  const [own]: unknown[] = JSON.parse(key.split(NAME).join(other));
  const parsed = parse(bucketSchema, { ...settings, ...raw(own) });
  if (!parsed.ok) return undefined;
  return { ...bucket, id: id.slice(0, -name.length) + other, name: other, settings: parsed.value };
}

/** What is known of buckets in these surroundings; everything is forgotten when they change. */
function knownIn(context: Context, scope: string): Known {
  const { ours, sensitive, now } = context;
  const accounts = context.all('aws.account', scope);
  const settings = context.all('aws.s3.account', scope);
  const { length: own } = ours.accounts;
  const around = [scope, own, ours.organizations.length, sensitive, now, ...accounts, ...settings];
  const before = byContext.get(context);
  if (before?.around.length === around.length && before.around.every((one, at) => one === around[at]))
    return before;
  const made: Known = { around, young: new Map(), old: new Map(), ways: new Map(), moulds: newMoulds() };
  byContext.set(context, made);
  return made;
}

/**
 * Is there a pattern that may match one name and not another? Patterns are harmless that match everything, that begin with something that no
 * ARN of a bucket begins with, and whose first wildcard stands behind the name.
 */
export function dependsOnName(key: string): boolean {
  // What is escaped may be a quotation mark.
  if (key.includes('\\')) return true;
  const wildcard = /[*?$]/g;
  for (let found = wildcard.exec(key); found !== null; found = wildcard.exec(key)) {
    const begin = key.lastIndexOf('"', found.index) + 1;
    const end = key.indexOf('"', found.index);
    if (end === -1) return true;
    wildcard.lastIndex = end;
    if (key.slice(begin, end) === '*') continue;
    const literal = key.slice(begin, found.index).toLowerCase();
    if (literal.includes(`s3:::${NAME}`)) continue;
    const arn = literal.replace(/^arn:[a-z-]*:/, 'arn:aws:');
    if ('arn:aws:s3:::'.startsWith(arn) || arn.startsWith('arn:aws:s3:::')) return true;
  }
  return false;
}
