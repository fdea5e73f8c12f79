// What is said of a bucket that is open, but for its name: worked out for two buckets that differ in nothing else, and cast for the others.
import type { Assessment, Context } from '../../../exposure.ts';
import type { Resource } from '../../../snapshot/resource.ts';
import type { Bucket } from './bucket.generated.ts';
import { sensitiveMark } from './sensitive.ts';

export interface Moulds {
  /** What a bucket of this key and name is; undefined while two have not shown it. */
  cast(key: string, name: string): Assessment | undefined;
  keep(key: string, name: string, found: Assessment): void;
}

/** The JSON of an assessment, cut where the name stands. */
interface Mould {
  parts: string[];
  /** Another name stood in the same places, and all else was equal. */
  proven: boolean;
}

/** So many are kept; few modules open their buckets. */
const MOST = 1000;
/** Names that stand in JSON, in URLs, in host names and in commands as they are. */
const PLAIN = /^[a-z0-9-]+$/;

/** An empty store. */
export function newMoulds(): Moulds {
  const moulds = new Map<string, Mould>();
  return {
    cast(key, name) {
      const mould = moulds.get(key);
      if (mould?.proven !== true) return undefined;
      const made: Assessment = JSON.parse(mould.parts.join(name));
      return made;
    },
    keep(key, name, found) {
      const parts = JSON.stringify(found).split(name);
      const before = moulds.get(key);
      if (before === undefined && moulds.size >= MOST) moulds.clear();
      moulds.set(key, { parts, proven: before !== undefined && isSame(parts, before.parts) });
    },
  };
}

function isSame(some: string[], others: string[]): boolean {
  return some.length === others.length && some.every((part, at) => part === others[at]);
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
