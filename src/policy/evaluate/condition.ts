// One condition against one request; the other half of the referee.
// Source: IAM user guide, "IAM JSON policy elements: Condition operators", "Set operators for multivalued context keys".

import type { Request } from '../question.ts';
import { type Effort, ENOUGH, like, plain, substitute, type Truth } from './text.ts';

/** Does a condition hold for the request? `undecided` for operators and values without a documented meaning. */
export function conditionHolds(
  operator: string,
  key: string,
  values: string[],
  variables: boolean,
  request: Request,
  effort: Effort = { left: ENOUGH },
): Truth {
  const name = key.toLowerCase();
  // Never what every object inherits: a policy may ask for a key called `constructor`.
  const context = Object.hasOwn(request.context, name) ? request.context[name] : undefined;
  if (operator === 'Null') {
    const answers = values.map((value) => value.toLowerCase());
    if (answers.length === 0 || answers.some((value) => value !== 'true' && value !== 'false'))
      return 'undecided';
    return answers.includes(String(context === undefined));
  }
  const { set, ifExists, positive, negated } = partsOf(operator);
  const test = COMPARE[positive];
  if (test === undefined) return 'undecided';
  if (context === undefined) {
    if (ifExists) return true;
    return set === undefined ? negated : set === 'all';
  }
  // Without variables nothing is escaped, and equal is equal.
  const asWritten =
    positive === 'StringEquals' && !(variables && values.some((value) => value.includes('${')));
  const one = (value: string): Truth => {
    if (asWritten) {
      effort.left -= 1 + (values.length >> 4);
      return values.includes(value) !== negated;
    }
    let undecided = false;
    for (const written of values) {
      effort.left -= 1 + ((written.length * value.length) >> 10);
      if (effort.left < 0) return 'undecided';
      const wanted = substitute(written, variables, request.context);
      if (wanted === undefined) continue;
      const answer = test(value, wanted);
      if (answer === true) return !negated;
      if (answer === 'undecided') undecided = true;
    }
    return undecided ? 'undecided' : negated;
  };
  if (typeof context === 'string') return one(context);
  const each = context.map(one);
  if (each.includes('undecided')) return 'undecided';
  if (set === 'all') return each.every((answer) => answer === true);
  if (set === 'any' || each.length === 1) return each.includes(true);
  return 'undecided';
}

interface Parts {
  set: 'all' | 'any' | undefined;
  ifExists: boolean;
  /** The operator without its `Not`. */
  positive: string;
  negated: boolean;
}

// A fixed number of operators exist; others are read anew.
const operators = new Map<string, Parts>();

function partsOf(operator: string): Parts {
  const known = operators.get(operator);
  if (known !== undefined) return known;
  const set = operator.startsWith('ForAllValues:')
    ? 'all'
    : operator.startsWith('ForAnyValue:')
      ? 'any'
      : undefined;
  let base = operator.replace(/^For(All|Any)Values?:/, '');
  const ifExists = base.endsWith('IfExists');
  if (ifExists) base = base.slice(0, -'IfExists'.length);
  const positive = base.replace('Not', '');
  const parts: Parts = { set, ifExists, positive, negated: positive !== base };
  if (COMPARE[positive] !== undefined && operators.size < 500) operators.set(operator, parts);
  return parts;
}

type Compare = (value: string, wanted: string) => Truth;

const COMPARE: Record<string, Compare | undefined> = Object.assign(Object.create(null), {
  StringEquals: (value: string, wanted: string) => value === plain(wanted),
  StringEqualsIgnoreCase: (value: string, wanted: string) =>
    value.toLowerCase() === plain(wanted).toLowerCase(),
  StringLike: (value: string, wanted: string) => like(wanted, value),
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: (value: string, wanted: string) => value.toLowerCase() === plain(wanted).toLowerCase(),
  BinaryEquals: (value: string, wanted: string) => value === plain(wanted),
  IpAddress: inNetwork,
  NumericEquals: numeric((a, b) => a === b),
  NumericLessThan: numeric((a, b) => a < b),
  NumericLessThanEquals: numeric((a, b) => a <= b),
  NumericGreaterThan: numeric((a, b) => a > b),
  NumericGreaterThanEquals: numeric((a, b) => a >= b),
  DateEquals: date((a, b) => a === b),
  DateLessThan: date((a, b) => a < b),
  DateLessThanEquals: date((a, b) => a <= b),
  DateGreaterThan: date((a, b) => a > b),
  DateGreaterThanEquals: date((a, b) => a >= b),
});

/** Six parts between colons, each with its own wildcards; colons after the fifth belong to the last. */
function arnLike(value: string, wanted: string): Truth {
  if (wanted === '*') return true;
  const [has, wants] = [value, wanted].map((arn) => {
    const found = arn.split(':');
    return found.length < 6 ? undefined : [...found.slice(0, 5), found.slice(5).join(':')];
  });
  if (wants === undefined) return 'undecided';
  return has?.every((part, index) => like(wants[index] ?? '', part)) ?? false;
}

function numeric(holds: (a: number, b: number) => boolean): Compare {
  return (value, wanted) => {
    const [a, b] = [Number(value), Number(wanted)];
    return Number.isNaN(a) || Number.isNaN(b) || wanted.trim() === '' ? 'undecided' : holds(a, b);
  };
}

function date(holds: (a: number, b: number) => boolean): Compare {
  const time = (text: string) => {
    if (/^\d{5,}(\.\d+)?$/.test(text)) return Number(text) * 1000;
    return Date.parse(/T.*\d$/.test(text) && !/[+-]\d\d:?\d\d$/.test(text) ? `${text}Z` : text);
  };
  return (value, wanted) => {
    const [a, b] = [time(value), time(wanted)];
    return Number.isNaN(a) || Number.isNaN(b) ? 'undecided' : holds(a, b);
  };
}

function inNetwork(value: string, wanted: string): Truth {
  const [base = '', length] = wanted.split('/');
  const network = bits(base);
  const address = bits(value);
  const prefix = length === undefined ? network?.length : /^\d+$/.test(length) ? Number(length) : undefined;
  if (network === undefined || prefix === undefined || prefix > network.length) return 'undecided';
  if (address === undefined) return 'undecided';
  return address.length === network.length && address.slice(0, prefix) === network.slice(0, prefix);
}

/** An address as 32 or 128 binary digits. */
function bits(address: string): string | undefined {
  const digits = (part: string, base: number, size: number) =>
    Number.parseInt(part, base).toString(2).padStart(size, '0');
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) {
    const bytes = address.split('.');
    return bytes.some((byte) => Number(byte) > 255)
      ? undefined
      : bytes.map((byte) => digits(byte, 10, 8)).join('');
  }
  if (!/^[0-9a-f:]+$/i.test(address) || !address.includes(':')) return undefined;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  return groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))
    ? undefined
    : groups.map((group) => digits(group, 16, 16)).join('');
}
