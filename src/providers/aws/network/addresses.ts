// Whose addresses a set of ranges holds: everybody's, anybody's in a very wide network, somebody's, or nobody's outside. Exact, by union.
import { complement, intersect, type Range, union, wide } from '../../../policy/language/interval.ts';
import { network } from '../../../policy/read/ranges.ts';

/**
 * How much of the internet: `world` every public address of a family; `wide` more than a /8 of IPv4 or a /32 of IPv6 in all, the breadth
 * from which S3 no longer calls a network a fixed one (S3 user guide, "The meaning of public"); `part` less; `none` nobody outside.
 */
export type Breadth = 'world' | 'wide' | 'part' | 'none';

// The same lists guard many things. Ranges are never changed once they are made.
const lists = new Map<string, Range[]>();
const MOST_LISTS = 2000;

/** The ranges of CIDR texts; what is no range is left out, see `unreadable`. */
export function rangesIn(cidrs: readonly string[]): Range[] {
  const key = cidrs.join(' ');
  const known = lists.get(key);
  if (known !== undefined) return known;
  if (lists.size >= MOST_LISTS) lists.clear();
  const made = union(cidrs.flatMap((cidr) => network(cidr) ?? []));
  lists.set(key, made);
  return made;
}

/** Texts that are no address range. */
export function unreadable(cidrs: readonly string[]): string[] {
  return cidrs.filter((cidr) => network(cidr) === undefined);
}

export const ALL_V4 = rangesIn(['0.0.0.0/0']);
export const ALL_V6 = rangesIn(['::/0']);
export const EVERYWHERE = union([...ALL_V4, ...ALL_V6]);

/** Nobody on the internet sends from these: private, shared (RFC 6598), loopback, link-local, multicast, reserved; IPv6 other than 2000::/3. */
const NOT_OUTSIDE = rangesIn([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
]);

/** Addresses that can be an outsider's. */
export const OUTSIDE = union([...complement(NOT_OUTSIDE, ALL_V4), ...rangesIn(['2000::/3'])]);

/** Not globally reachable either, so that the world is whole without them (IANA special-purpose address registries). */
const UNUSED = rangesIn([
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
]);

/** What is in the first set and not in the second; both merged. */
export function without(some: Range[], others: Range[]): Range[] {
  return complement(others, some);
}

const WORLD_V4 = without(intersect(OUTSIDE, ALL_V4), UNUSED);
const WORLD_V6 = without(intersect(OUTSIDE, ALL_V6), UNUSED);

/** Those of the addresses that are an outsider's: not private, and in none of our own networks. */
export function outsiders(ranges: Range[], ours: Range[]): Range[] {
  const outside = intersect(ranges, OUTSIDE);
  return ours.length === 0 ? outside : without(outside, ours);
}

/** How much of the internet merged ranges hold, our own networks apart. */
export function breadthOf(ranges: Range[], ours: Range[]): Breadth {
  const outside = outsiders(ranges, ours);
  if (outside.length === 0) return 'none';
  const held = ours.length === 0 ? ranges : union([...ranges, ...ours]);
  for (const world of [WORLD_V4, WORLD_V6]) {
    const others = ours.length === 0 ? world : without(world, ours);
    if (others.length > 0 && without(world, held).length === 0) return 'world';
  }
  return wide(outside) ? 'wide' : 'part';
}

/** Is it all of a family but for no more than a /8 (a /32 of IPv6), our own networks apart? */
export function isNearlyWorld(ranges: Range[], ours: Range[]): boolean {
  const held = ours.length === 0 ? ranges : union([...ranges, ...ours]);
  return [WORLD_V4, WORLD_V6].some((world) => {
    const others = ours.length === 0 ? world : without(world, ours);
    return others.length > 0 && !wide(without(others, held));
  });
}
