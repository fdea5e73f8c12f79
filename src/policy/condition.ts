// Conditions and Resource elements as tests on one variable each.
// Source: IAM user guide, "Condition operators", "Multivalued context keys", "Check for existence", "Policy variables".
import ipaddr from 'ipaddr.js';
import { ALWAYS, type Literal, NEVER, type State, type Test } from './cell.ts';
import type { Condition } from './document.ts';
import { NUMBERS, type Range, union, V6 } from './interval.ts';
import { type Part, type Pattern, parts, pattern, type Reading } from './pattern.ts';

/** What a policy variable can be: one string, absent, or anything (`undefined`). */
export type Variables = (name: string) => { text: string } | { absent: true } | undefined;

export interface Reader {
  /** The document has policy variables. */
  variables: boolean;
  variable: Variables;
  /** Lists without variables, so that equal ones are one object; for one judgement. */
  lists: Map<string, ReadList>;
}

/** A pattern, `none` where a variable has no value, or `open` where it depends on a value that is not fixed. */
type Read = { pattern: Pattern } | 'none' | { open: Pattern | undefined };

function read(text: string, reading: Reading, reader: Reader): Read {
  let open = false;
  const pieces: Part[] = [];
  for (const part of parts(text, reader.variables)) {
    if (part.kind !== 'variable') {
      pieces.push(part);
      continue;
    }
    const value = reader.variable(part.name);
    if (value === undefined) {
      open = true;
      pieces.push({ kind: 'star' });
    } else if ('text' in value) pieces.push({ kind: 'text', text: value.text });
    else if (part.fallback !== undefined) pieces.push({ kind: 'text', text: part.fallback });
    else return 'none';
  }
  const made = pattern(pieces, open && reading !== 'arn' ? 'glob' : reading, text);
  return open || made === undefined ? { open: made } : { pattern: made };
}

/** The two bounds of a list of values: patterns that surely match, and all that may; `wild` = anything may. */
export interface ReadList {
  sure: Pattern[];
  perhaps: Pattern[];
  wild: boolean;
}

/** Does none of the texts depend on a policy variable? */
export function isConstant(values: string[], variables: boolean): boolean {
  return !variables || !values.some((value) => value.includes('${'));
}

function readAll(values: string[], reading: Reading, reader: Reader): ReadList {
  const key = isConstant(values, reader.variables)
    ? `${reading} ${reader.variables} ${values.join('\n')}`
    : '';
  const known = key === '' ? undefined : reader.lists.get(key);
  if (known !== undefined) return known;
  const sure: Pattern[] = [];
  const perhaps: Pattern[] = [];
  let wild = false;
  for (const value of values) {
    const found = read(value, reading, reader);
    if (found === 'none') continue;
    if ('pattern' in found) {
      sure.push(found.pattern);
      perhaps.push(found.pattern);
    } else if (found.open === undefined) wild = true;
    else perhaps.push(found.open);
  }
  const answer = { sure, perhaps, wild };
  if (key !== '') reader.lists.set(key, answer);
  return answer;
}

/** The Resource or NotResource element as a test on the resource. */
export function resourceLiteral(resources: string[], negated: boolean, reader: Reader): Literal {
  const { sure, perhaps } = readAll(resources, 'glob', reader);
  const test = (patterns: Pattern[]): Test => ({
    absent: false,
    present: { kind: 'text', quantifier: 'all', patterns, negated },
  });
  if (sure.length === perhaps.length) return certain('', test(sure));
  return { key: '', sure: test(negated ? perhaps : sure), perhaps: test(negated ? sure : perhaps) };
}

/** A literal whose extent is known. */
function certain(key: string, test: Test): Literal {
  return { key, sure: test, perhaps: test };
}

const TEXTS: Record<string, [Reading, boolean]> = {
  StringEquals: ['literal', false],
  StringNotEquals: ['literal', true],
  StringEqualsIgnoreCase: ['literal-any-case', false],
  StringNotEqualsIgnoreCase: ['literal-any-case', true],
  StringLike: ['glob', false],
  StringNotLike: ['glob', true],
  ArnEquals: ['arn', false],
  ArnLike: ['arn', false],
  ArnNotEquals: ['arn', true],
  ArnNotLike: ['arn', true],
  Bool: ['literal-any-case', false],
  BinaryEquals: ['literal', false],
};

/** One condition as a test on its key. `type` is what the key's values are. */
export function conditionLiteral(condition: Condition, state: State | undefined, reader: Reader): Literal {
  const { key, operator, quantifier, ifExists, values } = condition;
  const unclear: Literal = { key, sure: NEVER, perhaps: ALWAYS };
  if (condition.opaque !== undefined || state === undefined) return unclear;
  if (operator === 'Null') return nullLiteral(key, values) ?? unclear;
  const negated = operator.includes('Not');
  const absent = ifExists || (quantifier === undefined ? negated : quantifier === 'all');
  const type = state.present?.kind ?? 'text';
  const texts = TEXTS[operator];
  if (texts !== undefined) {
    if (state.present !== null && type !== 'text')
      return { key, sure: { absent, present: false }, perhaps: { absent, present: true } };
    const [reading] = texts;
    const { sure, perhaps, wild } = readAll(values, reading, reader);
    const present = (patterns: Pattern[]): Test['present'] => ({
      kind: 'text',
      quantifier: quantifier ?? 'any',
      patterns,
      negated,
    });
    if (!wild && sure.length === perhaps.length) return certain(key, { absent, present: present(sure) });
    const narrowest = negated ? (wild ? false : present(perhaps)) : present(sure);
    const widest = negated ? present(sure) : wild ? true : present(perhaps);
    return { key, sure: { absent, present: narrowest }, perhaps: { absent, present: widest } };
  }
  const ranges = rangesOf(operator, values);
  if (state.present === null)
    return { key, sure: { absent, present: false }, perhaps: { absent, present: false } };
  if (ranges === undefined || type !== 'number')
    return { key, sure: { absent, present: false }, perhaps: { absent, present: true } };
  const test: Test = { absent, present: { kind: 'number', ranges, outside: negated } };
  return { key, sure: test, perhaps: test };
}

function nullLiteral(key: string, values: string[]): Literal | undefined {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  if (wanted.size === 0 || [...wanted].some((value) => value !== 'true' && value !== 'false'))
    return undefined;
  const test: Test = { absent: wanted.has('true'), present: wanted.has('false') };
  return { key, sure: test, perhaps: test };
}

/** Is the operator about numbers, dates or addresses? */
export function isRangeOperator(operator: string): boolean {
  return /^(Numeric|Date|IpAddress|NotIpAddress)/.test(operator);
}

function rangesOf(operator: string, values: string[]): Range[] | undefined {
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
