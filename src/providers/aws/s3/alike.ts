// Buckets made by one module differ in little more than their names: what closed one of them closed the others, and is worked out once.
import { hash } from 'node:crypto';
import type { Assessment, Context } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import type { Bucket } from './bucket.generated.ts';
import { type Moulds, mouldKey, newMoulds } from './mould.ts';

/** Stands for the name of the bucket; no name has a brace in it. */
const NAME = '{}';
/** So many are kept of each of two generations. */
const MOST = 10_000;
/** Longer policies are rarely those of a module. */
const LONGEST = 8192;

/** What was found out under one set of surroundings. */
interface Known {
  /** What the answers depend on besides the bucket. */
  around: unknown[];
  young: Map<string, Assessment>;
  old: Map<string, Assessment>;
  /** What is open to somebody, but for the name. */
  moulds: Moulds;
}

const byContext = new WeakMap<Context, Known>();

/**
 * A bucket that is the same but for its name, as far as anything depends on it. `known`: what came of an earlier one. `keep`: remembers what
 * came of this one. What is closed to every outsider speaks of no name; proofs and cures do, and are taken from earlier ones when two buckets
 * have shown where the name stands in them. Undefined: it is like no other.
 */
export function alike(
  bucket: Resource<Bucket>,
  context: Context,
): { known?: Assessment; keep(found: Assessment): void } | undefined {
  const { id, name, scope, settings, unknowns } = bucket;
  const { tags: _tags, created: _created, location: _location, ...rest } = settings;
  const text = JSON.stringify([rest, unknowns, id.slice(0, -name.length)]);
  const head = `s3:::${name}`;
  if (text.length > LONGEST || text.includes(NAME) || !id.endsWith(head)) return undefined;
  const key = text.replaceAll(`${head}"`, `s3:::${NAME}"`).replaceAll(`${head}/`, `s3:::${NAME}/`);
  // The name means something else as well: a word of another text, the beginning of another name.
  if (key.includes(name)) return undefined;
  const short = hash('sha256', key, 'base64');
  const here = knownIn(context, scope);
  const closed = here.young.get(short) ?? here.old.get(short);
  const more = closed === undefined ? mouldKey(bucket, context) : undefined;
  const door = more && `${short} ${more}`;
  const known = closed ?? (door === undefined ? undefined : here.moulds.cast(door, name));
  return {
    ...(known !== undefined && { known }),
    keep(found) {
      if (dependsOnName(key)) return;
      if (found.exposures.length > 0) {
        if (door !== undefined) here.moulds.keep(door, name, found);
        return;
      }
      if (here.young.size >= MOST) {
        here.old = here.young;
        here.young = new Map();
      }
      here.young.set(short, found);
    },
  };
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
  const made: Known = { around, young: new Map(), old: new Map(), moulds: newMoulds() };
  byContext.set(context, made);
  return made;
}

/**
 * Is there a pattern that may match one name and not another? Patterns are harmless that match everything, that begin with something that no
 * ARN of a bucket begins with, and whose first wildcard stands behind the name.
 */
function dependsOnName(key: string): boolean {
  for (const [, text = ''] of key.matchAll(/"((?:[^"\\]|\\.)*[*?$](?:[^"\\]|\\.)*)"/g)) {
    if (text === '*') continue;
    const literal = text.slice(0, text.search(/[*?$]/)).toLowerCase();
    const arn = literal.replace(/^arn:[a-z-]*:/, 'arn:aws:');
    if (literal.includes(`s3:::${NAME}`)) continue;
    if ('arn:aws:s3:::'.startsWith(arn) || arn.startsWith('arn:aws:s3:::') || text.includes('\\'))
      return true;
  }
  return false;
}
