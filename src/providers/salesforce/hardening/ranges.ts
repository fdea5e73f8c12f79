// How many addresses ranges cover together: many narrow ranges can be as wide as one.
import ipaddr from 'ipaddr.js';

/** Widest union that passes: a /8 of IPv4, a /32 of IPv6. */
const MOST = { ipv4: 2n ** 24n, ipv6: 2n ** 96n } as const;

/** True when the union of `start-end` ranges covers more than that. A range that is no range covers nothing. */
export function tooWide(ranges: string[]): boolean {
  return (['ipv4', 'ipv6'] as const).some((kind) => covered(ranges, kind) > MOST[kind]);
}

function covered(ranges: string[], kind: 'ipv4' | 'ipv6'): bigint {
  const spans: [bigint, bigint][] = [];
  for (const range of ranges) {
    const [start = '', end = ''] = range.split('-');
    const [low, high] = [numberOf(start, kind), numberOf(end, kind)];
    if (low !== undefined && high !== undefined && low <= high) spans.push([low, high]);
  }
  spans.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  let total = 0n;
  let next = 0n;
  for (const [low, high] of spans) {
    const from = low > next ? low : next;
    if (high < from) continue;
    total += high - from + 1n;
    next = high + 1n;
  }
  return total;
}

function numberOf(address: string, kind: 'ipv4' | 'ipv6'): bigint | undefined {
  if (!ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.parse(address);
  if (parsed.kind() !== kind) return undefined;
  return parsed.toByteArray().reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}
