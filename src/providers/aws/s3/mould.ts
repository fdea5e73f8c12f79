// What is said of a bucket that is open, but for its name: worked out under a name that stands nowhere else, and cast for every other.
import type { Assessment, Context } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import type { Bucket } from './bucket.generated.ts';
import { sensitiveMark } from './sensitive.ts';

export interface Moulds {
  /** What a bucket of this key and name is; undefined while none of its kind was judged. */
  cast(key: string, name: string): Assessment | undefined;
  /** What was found out about a bucket of this key under a name that is nobody's. */
  keep(key: string, nobody: string, found: Assessment): void;
}

/** So many are kept; few modules open their buckets. */
const MOST = 1000;
/** Names that stand in JSON, in URLs, in host names and in commands as they are. */
const PLAIN = /^[a-z0-9-]+$/;

/** An empty store. */
export function newMoulds(): Moulds {
  /** The JSON of an assessment, cut where the name stands. */
  const moulds = new Map<string, string[]>();
  return {
    cast(key, name) {
      const parts = moulds.get(key);
      if (parts === undefined) return undefined;
      const made: Assessment = JSON.parse(parts.join(name));
      return made;
    },
    keep(key, nobody, found) {
      if (moulds.size >= MOST) moulds.clear();
      moulds.set(key, JSON.stringify(found).split(nobody));
    },
  };
}

/**
 * What exposures and cures depend on besides what closed buckets do: where requests go, what marks the data, and how long the name is, which
 * decides what fits in a command. Undefined for names that are written in more ways than one.
 */
export function mouldKey(
  { name, region, settings: { location, tags } }: Resource<Bucket>,
  { sensitive }: Context,
): string | undefined {
  if (!PLAIN.test(name)) return undefined;
  const mark = Array.isArray(tags) ? sensitiveMark(tags, sensitive) : undefined;
  return JSON.stringify([name.length, region, location, mark]);
}
