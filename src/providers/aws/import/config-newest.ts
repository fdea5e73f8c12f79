// Which configuration item of a resource is the newest, among any number of them, in a few bytes for each resource.
import { createHash } from 'node:crypto';

/** Files are gone over twice; whatever is asked has to be asked in the same order both times. */
export interface Newest {
  /** First time: an item of a resource, and when it was captured (ISO 8601, '' where it does not say). */
  see(key: string, at: string): void;
  /** First time: the file ends here. */
  endOfFile(): void;
  /** The second time begins. */
  again(): void;
  /** Second time: whether the next item is its resource's newest. */
  isNewest(key: string): boolean;
  /** Second time: whether the file that ends here held what it held the first time. */
  isSame(): boolean;
}

/** Characters of a hash: 96 bits, so that no two of a million million resources are taken for one. */
const LENGTH = 12;

/** Nothing was seen yet. Of items captured at the same time the last one is the newest. */
export function newNewest(): Newest {
  // Let go when the second time begins: what follows is told by the order alone.
  let places = new Map<string, number>();
  let times: number[] = [];
  let newest = new Uint8Array();
  const ends: { count: number; sum: number }[] = [];
  let [count, sum, file] = [0, 0, 0];
  const shortOf = (key: string) => {
    const short = createHash('sha256').update(key).digest().toString('latin1', 0, LENGTH);
    sum = (sum * 31 + short.charCodeAt(0) * 256 + short.charCodeAt(1)) % 2 ** 40;
    return short;
  };
  return {
    see(key, at) {
      const short = shortOf(key);
      const time = at === '' ? Number.NEGATIVE_INFINITY : Date.parse(at);
      const known = places.get(short);
      times.push(time);
      if (known === undefined || !((times[known] ?? 0) > time)) places.set(short, count);
      count += 1;
    },
    endOfFile() {
      ends.push({ count, sum });
    },
    again() {
      newest = new Uint8Array(count);
      for (const place of places.values()) newest[place] = 1;
      places = new Map();
      times = [];
      [count, sum, file] = [0, 0, 0];
    },
    isNewest(key) {
      shortOf(key);
      count += 1;
      return newest[count - 1] === 1;
    },
    isSame() {
      const before = ends[file];
      file += 1;
      return before?.count === count && before.sum === sum;
    },
  };
}
