// The operators of leaves: which kinds of value each takes, and what it says about one.
import { matchesGlob } from '../glob.ts';
import { coversPort, widerThan } from './network.ts';
import type { Condition } from './rule.ts';
import type { Kind } from './shape.ts';
import type { Truth } from './truth.ts';

/** Judges one present value (never null). */
export type Test = (value: unknown, now: number) => Truth;

interface Operator {
  kinds: readonly Kind[];
  /** What it says when the service said that there is no value. */
  absent: boolean | 'reversed';
  /** Undefined when the condition does not use this operator. */
  test(condition: Condition): Test | undefined;
}

const PLAIN = ['text', 'number', 'boolean'] as const;

export const OPERATORS = {
  equals: operator(PLAIN, false, 'equals', (wanted) => (value) => value === wanted),
  not_equals: operator(PLAIN, true, 'not_equals', (wanted) => (value) => value !== wanted),
  in: operator(PLAIN, false, 'in', (wanted) => among(wanted, true)),
  not_in: operator(PLAIN, true, 'not_in', (wanted) => among(wanted, false)),
  contains: operator(['list', 'text'], false, 'contains', (wanted) => (value) => {
    if (Array.isArray(value)) return value.includes(wanted);
    return typeof value === 'string' ? value.includes(String(wanted)) : 'unknown';
  }),
  intersects: operator(['list'], false, 'intersects', (wanted) => {
    const set = new Set<unknown>(wanted);
    return (value) => (Array.isArray(value) ? value.some((item) => set.has(item)) : 'unknown');
  }),
  starts_with: operator(['text'], false, 'starts_with', (part) => text((value) => value.startsWith(part))),
  ends_with: operator(['text'], false, 'ends_with', (part) => text((value) => value.endsWith(part))),
  glob: operator(['text'], false, 'glob', (pattern) => text((value) => matchesGlob(pattern, value))),
  exists: operator(
    ['text', 'number', 'boolean', 'list', 'map'],
    'reversed',
    'exists',
    (wanted) => () => wanted,
  ),
  lt: operator(['number'], false, 'lt', (limit) => number((value) => value < limit)),
  lte: operator(['number'], false, 'lte', (limit) => number((value) => value <= limit)),
  gt: operator(['number'], false, 'gt', (limit) => number((value) => value > limit)),
  gte: operator(['number'], false, 'gte', (limit) => number((value) => value >= limit)),
  older_than: operator(['text'], false, 'older_than', (length) => {
    const limit = milliseconds(length);
    return age((ms) => ms > limit);
  }),
  newer_than: operator(['text'], false, 'newer_than', (length) => {
    const limit = milliseconds(length);
    return age((ms) => ms < limit);
  }),
  size_lt: operator(['list', 'map'], false, 'size_lt', (limit) => size((count) => count < limit)),
  size_gte: operator(['list', 'map'], false, 'size_gte', (limit) => size((count) => count >= limit)),
  cidr_wider_than: operator(
    ['text'],
    false,
    'cidr_wider_than',
    (limit) => (value) => widerThan(value, limit),
  ),
  ports_cover: operator(
    ['number', 'text', 'map', 'list'],
    false,
    'ports_cover',
    (ports) => (value) => coversPort(value, ports),
  ),
} as const satisfies Record<string, Operator>;

export type OperatorName = keyof typeof OPERATORS;

function isOperator(key: string): key is OperatorName {
  return Object.hasOwn(OPERATORS, key);
}

/** The operators that a leaf uses; a good one has exactly one. */
export function operatorsOf(condition: Condition): OperatorName[] {
  return Object.keys(condition).filter(isOperator);
}

/** What the leaf says: undefined value is unknown, null is absent. */
export function leafTest(condition: Condition): (value: unknown, now: number) => Truth {
  const [name, ...more] = operatorsOf(condition);
  const operator: Operator | undefined = name === undefined ? undefined : OPERATORS[name];
  const test = operator?.test(condition);
  if (operator === undefined || test === undefined || more.length > 0)
    throw new Error('a leaf needs exactly one operator; the rule was not checked');
  const absent = operator.absent === 'reversed' ? condition.exists === false : operator.absent;
  return (value, now) => {
    if (value === undefined) return 'unknown';
    return value === null ? absent : test(value, now);
  };
}

function operator<K extends keyof Condition>(
  kinds: readonly Kind[],
  absent: Operator['absent'],
  key: K,
  make: (operand: NonNullable<Condition[K]>) => Test,
): Operator {
  return {
    kinds,
    absent,
    test(condition) {
      const operand = condition[key];
      return operand === undefined || operand === null ? undefined : make(operand);
    },
  };
}

function among(wanted: readonly unknown[], result: boolean): Test {
  const set = new Set(wanted);
  return (value) => set.has(value) === result;
}

function text(test: (value: string) => boolean): Test {
  return (value) => (typeof value === 'string' ? test(value) : 'unknown');
}

function number(test: (value: number) => boolean): Test {
  return (value) => (typeof value === 'number' ? test(value) : 'unknown');
}

function size(test: (count: number) => boolean): Test {
  return (value) => {
    if (Array.isArray(value)) return test(value.length);
    return typeof value === 'object' && value !== null ? test(Object.keys(value).length) : 'unknown';
  };
}

/** Age in milliseconds of an ISO 8601 date; what is no such date is unknown. */
function age(test: (milliseconds: number) => boolean): Test {
  return (value, now) => {
    if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}(T|$)/.test(value)) return 'unknown';
    const then = Date.parse(value);
    return Number.isNaN(then) ? 'unknown' : test(now - then);
  };
}

const HOUR = 3_600_000;

function milliseconds(length: string): number {
  return Number(length.slice(0, -1)) * (length.endsWith('d') ? 24 * HOUR : HOUR);
}
