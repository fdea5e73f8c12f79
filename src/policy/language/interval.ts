// Sets of numbers, dates and addresses as sorted, disjoint, closed ranges of big integers.

/** From first to last, both included. */
export interface Range {
  first: bigint;
  last: bigint;
}

/** Numbers and dates: thousandths, or milliseconds. */
export const NUMBERS: Range[] = [{ first: -(10n ** 24n), last: 10n ** 24n }];

/** IPv6 addresses live above all IPv4 ones, so that one line holds both. */
export const V6 = 1n << 128n;
const V4_ALL: Range = { first: 0n, last: (1n << 32n) - 1n };
const V6_ALL: Range = { first: V6, last: V6 + (1n << 128n) - 1n };

/** Every address. */
export const ADDRESSES: Range[] = [V4_ALL, V6_ALL];

/** Addresses that a packet from the internet can come from: no loopback, multicast or reserved ones; IPv6 global unicast. */
export const INTERNET: Range[] = [
  { first: 1n << 24n, last: (127n << 24n) - 1n },
  { first: 128n << 24n, last: (224n << 24n) - 1n },
  { first: V6 + (0x2n << 124n), last: V6 + (0x4n << 124n) - 1n },
];

/** RFC 1918. */
const PRIVATE: Range[] = [
  { first: 10n << 24n, last: (11n << 24n) - 1n },
  { first: (172n << 24n) | (16n << 16n), last: ((172n << 24n) | (32n << 16n)) - 1n },
  { first: (192n << 24n) | (168n << 16n), last: ((192n << 24n) | (169n << 16n)) - 1n },
];

/** Sorts and merges. */
export function union(ranges: Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const merged: Range[] = [];
  for (const range of sorted) {
    const before = merged[merged.length - 1];
    if (before !== undefined && range.first <= before.last + 1n) {
      if (range.last > before.last) merged[merged.length - 1] = { first: before.first, last: range.last };
    } else if (range.first <= range.last) merged.push(range);
  }
  return merged;
}

/** What is in both; both must be merged. */
export function intersect(some: Range[], others: Range[]): Range[] {
  const found: Range[] = [];
  for (const a of some) {
    for (const b of others) {
      if (a.last < b.first || b.last < a.first) continue;
      const later = a.first > b.first ? a : b;
      const sooner = a.last < b.last ? a : b;
      found.push({ first: later.first, last: sooner.last });
    }
  }
  return found;
}

/** What is in the universe and not in the ranges, which must be merged. */
export function complement(ranges: Range[], universe: Range[]): Range[] {
  const found: Range[] = [];
  for (const whole of universe) {
    let from = whole.first;
    for (const range of ranges) {
      if (range.last < whole.first || range.first > whole.last) continue;
      if (range.first > from) found.push({ first: from, last: range.first - 1n });
      if (range.last + 1n > from) from = range.last + 1n;
    }
    if (from <= whole.last) found.push({ first: from, last: whole.last });
  }
  return found;
}

function size(ranges: Range[]): bigint {
  let total = 0n;
  for (const range of ranges) total += range.last - range.first + 1n;
  return total;
}

/**
 * Is this anybody's network? Wider than /8 in IPv4 or /32 in IPv6, private ranges apart: the breadth at which S3 calls
 * a network public ("The meaning of public"), asked of all ranges together.
 */
export function wide(ranges: Range[]): boolean {
  const all = union(ranges);
  const four = intersect(all, [V4_ALL]);
  const six = intersect(all, [V6_ALL]);
  const outside = complement(PRIVATE, four);
  const single = four.some((one) => size([one]) > 1n << 24n && size(complement(PRIVATE, [one])) > 0n);
  return single || size(outside) > 1n << 24n || size(six) > 1n << 96n;
}

/** An address of the set for a witness, public ones first. */
export function anAddress(ranges: Range[]): string {
  const [pick] = [...complement(PRIVATE, intersect(ranges, INTERNET)), ...ranges];
  const address = pick === undefined ? 0n : pick.first === pick.last ? pick.first : pick.first + 1n;
  if (address < V6) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
  const groups: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n)
    groups.push((((address - V6) >> shift) & 0xffffn).toString(16));
  return groups.join(':');
}
