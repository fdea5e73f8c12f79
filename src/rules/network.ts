// Address ranges and ports, for the operators that compare them.
import ipaddr from 'ipaddr.js';
import type { Truth } from './truth.ts';

/** Prefix length of `10.0.0.0/8`, `::/0` or a single address; IPv6 that only wraps IPv4 counts as IPv4. */
function prefixOf(range: string): { version: 'ipv4' | 'ipv6'; bits: number } | undefined {
  const text = range.trim();
  const cidr = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
  if (!ipaddr.isValidCIDR(cidr)) return undefined;
  const [address, bits] = ipaddr.parseCIDR(cidr);
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96)
    return { version: 'ipv4', bits: bits - 96 };
  return { version: address.kind(), bits };
}

/** Is the range wider than that prefix? Unknown when it is no address range. */
export function widerThan(range: unknown, limit: { ipv4: number; ipv6: number }): Truth {
  const prefix = typeof range === 'string' ? prefixOf(range) : undefined;
  return prefix === undefined ? 'unknown' : prefix.bits < limit[prefix.version];
}

/** Does a port, a range (`20-25`, `{ from, to }`) or a list of those include one of the ports? Unknown when it cannot be read. */
export function coversPort(value: unknown, ports: number[]): Truth {
  if (!Array.isArray(value)) return rangeCovers(value, ports);
  let result: Truth = false;
  for (const item of value) {
    const one = rangeCovers(item, ports);
    if (one === true) return true;
    if (one === 'unknown') result = one;
  }
  return result;
}

function rangeCovers(value: unknown, ports: number[]): Truth {
  const range = portRange(value);
  if (range === undefined) return 'unknown';
  return ports.some((port) => range.from <= port && port <= range.to);
}

function portRange(value: unknown): { from: number; to: number } | undefined {
  if (typeof value === 'number') return checked(value, value);
  if (typeof value === 'string') {
    if (value === '*') return { from: 0, to: 65535 };
    const [from = '', to = from, ...rest] = value.split('-').map((part) => part.trim());
    if (rest.length > 0 || !isDigits(from) || !isDigits(to)) return undefined;
    return checked(Number(from), Number(to));
  }
  if (typeof value !== 'object' || value === null || !('from' in value) || !('to' in value)) return undefined;
  const { from, to } = value;
  return typeof from === 'number' && typeof to === 'number' ? checked(from, to) : undefined;
}

function isDigits(text: string): boolean {
  return /^[0-9]{1,5}$/.test(text);
}

function checked(from: number, to: number): { from: number; to: number } | undefined {
  return from >= 0 && from <= to && to <= 65535 ? { from, to } : undefined;
}
