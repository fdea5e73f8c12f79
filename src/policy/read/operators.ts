// Condition operators and keys as policies write them.
// Source: IAM user guide, "IAM JSON policy elements: Condition operators".

const OPERATORS = new Set(
  `StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike
   NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals
   DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals
   Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike Null`.split(/\s+/),
);

/** The name of a condition operator, taken apart. */
export interface Operator {
  /** `StringLike`, without set prefix and IfExists. */
  base: string;
  /** Of `ForAllValues:` and `ForAnyValue:`. */
  quantifier: 'all' | 'any' | undefined;
  ifExists: boolean;
  /** It is one that the documentation lists. */
  known: boolean;
}

// Every policy is made of the same few operators and keys.
const operators = new Map<string, Operator>();
const keys = new Map<string, string>();

/** Takes the name of an operator apart. */
export function operatorOf(operator: string): Operator {
  const before = operators.get(operator);
  if (before !== undefined) return before;
  const [, prefix, base = '', ifExists] =
    /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const known = OPERATORS.has(base) && !(base === 'Null' && (prefix !== undefined || ifExists !== undefined));
  const quantifier = prefix === undefined ? undefined : prefix === 'ForAllValues:' ? 'all' : 'any';
  const made: Operator = { base, quantifier, ifExists: ifExists !== undefined, known };
  if (known) operators.set(operator, made);
  return made;
}

/** A condition key as it is compared: in lower case. */
export function keyOf(key: string): string {
  const known = keys.get(key);
  if (known !== undefined) return known;
  const lower = key.toLowerCase();
  if (keys.size > 1000) keys.clear();
  if (key.length < 200) keys.set(key, lower);
  return lower;
}
