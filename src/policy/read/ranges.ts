// Numbers, dates and networks as policies write them, as ranges.
// Source: IAM user guide, "Numeric", "Date" and "IP address condition operators".
import ipaddr from 'ipaddr.js';
import { NUMBERS, type Range, union, V6 } from '../language/interval.ts';

/** The values of an operator about numbers, dates or addresses as ranges; undefined when one cannot be read. */
export function rangesOf(operator: string, values: string[]): Range[] | undefined {
  const found: Range[] = [];
  for (const value of values) {
    const range = operator.endsWith('IpAddress') ? network(value) : comparison(operator, value);
    if (range === undefined) return undefined;
    found.push(range);
  }
  return union(found);
}

// The same networks stand in many policies.
const networks = new Map<string, Range | undefined>();

/** `203.0.113.0/24`, `2001:db8::/32` or one address. */
export function network(value: string): Range | undefined {
  if (networks.has(value)) return networks.get(value);
  if (networks.size > 5000) networks.clear();
  const range = parseNetwork(value);
  networks.set(value, range);
  return range;
}

/** Four decimal numbers and at most a length, as they are nearly always written. */
const FOUR =
  /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})(?:\/([12]?\d|3[0-2]))?$/;

function parseNetwork(value: string): Range | undefined {
  const found = FOUR.exec(value);
  if (found) {
    let number = 0;
    for (let at = 1; at <= 4; at++) {
      const byte = Number(found[at]);
      if (byte > 255) return undefined;
      number = number * 256 + byte;
    }
    const size = 2 ** (32 - Number(found[5] ?? 32));
    const first = Math.floor(number / size) * size;
    return { first: BigInt(first), last: BigInt(first + size - 1) };
  }
  try {
    const [address, length] = value.includes('/')
      ? ipaddr.parseCIDR(value)
      : [ipaddr.parse(value), value.includes(':') ? 128 : 32];
    let number = 0n;
    for (const byte of address.toByteArray()) number = (number << 8n) | BigInt(byte);
    const four = address.kind() === 'ipv4';
    if (four && !/^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(value)) return undefined;
    const rest = BigInt((four ? 32 : 128) - length);
    const first = ((number >> rest) << rest) + (four ? 0n : V6);
    return { first, last: first + (1n << rest) - 1n };
  } catch {
    return undefined;
  }
}

function comparison(operator: string, value: string): Range | undefined {
  const point = operator.startsWith('Date') ? instant(value) : decimal(value);
  const [whole] = NUMBERS;
  if (point === undefined || whole === undefined) return undefined;
  if (operator.endsWith('LessThan')) return { first: whole.first, last: point - 1n };
  if (operator.endsWith('LessThanEquals')) return { first: whole.first, last: point };
  if (operator.endsWith('GreaterThan')) return { first: point + 1n, last: whole.last };
  if (operator.endsWith('GreaterThanEquals')) return { first: point, last: whole.last };
  return { first: point, last: point };
}

/** Thousandths of a decimal number, or milliseconds of epoch seconds: the same scale. */
function decimal(value: string): bigint | undefined {
  const found = /^\s*([+-]?)(\d{1,18})(?:\.(\d{1,3})0*)?\s*$/.exec(value);
  if (!found) return undefined;
  const [, sign, whole = '0', fraction = ''] = found;
  const size = BigInt(whole) * 1000n + BigInt(fraction.padEnd(3, '0'));
  return sign === '-' ? -size : size;
}

/** Milliseconds since 1970 of a W3C date or of epoch seconds. */
function instant(value: string): bigint | undefined {
  if (/^\d{1,12}$/.test(value) && value.length !== 4) return BigInt(value) * 1000n;
  if (!/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/.test(value))
    return undefined;
  const zoned = /T/.test(value) && !/(Z|[+-]\d\d:?\d\d)$/.test(value) ? `${value}Z` : value;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? undefined : BigInt(time);
}
