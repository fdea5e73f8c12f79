// Small changes to one leaf of a condition: another operator, another literal, another field.
import type { Mutant } from './mutants.ts';
import { OPERATORS, type OperatorName, operatorsOf } from './operators.ts';
import type { Condition } from './rule.ts';
import { entryShape, follow, keysOf, kindsOf, type Shape, valuesOf } from './shape.ts';

/** The other way round, where the language has a word for it. */
const OPPOSITES: Partial<Record<OperatorName, OperatorName>> = {
  equals: 'not_equals',
  not_equals: 'equals',
  in: 'not_in',
  not_in: 'in',
  lt: 'gte',
  gte: 'lt',
  lte: 'gt',
  gt: 'lte',
  older_than: 'newer_than',
  newer_than: 'older_than',
  size_lt: 'size_gte',
  size_gte: 'size_lt',
};

/** The changes to a leaf. */
export function mutantsOfLeaf(condition: Condition, shape: Shape, pointer: string): Mutant[] {
  const { field } = condition;
  const [name] = operatorsOf(condition);
  if (field === undefined || name === undefined) return [];
  const step = field === '.' ? { ok: true as const, shape } : follow(shape, field);
  const target = step.ok ? step.shape : undefined;
  const at = `${pointer}/${name}`;
  const opposite = OPPOSITES[name];
  const flipped = opposite === undefined ? { not: condition } : { field, [opposite]: condition[name] };
  return [
    {
      pointer: at,
      what: opposite === undefined ? `not ${name}` : `${name} -> ${opposite}`,
      condition: flipped,
    },
    ...literals(condition, name, target).map(({ what, value }) => ({
      pointer: at,
      what,
      condition: { field, [name]: value },
    })),
    ...otherFields(field, name, shape).map((other) => ({
      pointer: `${pointer}/field`,
      what: `${field} -> ${other}`,
      condition: { ...condition, field: other },
    })),
  ];
}

function literals(
  condition: Condition,
  name: OperatorName,
  target: Shape | undefined,
): { what: string; value: unknown }[] {
  const operand: unknown = condition[name];
  const change = (value: unknown) => ({
    what: `${JSON.stringify(operand)} -> ${JSON.stringify(value)}`,
    value,
  });
  if (name === 'exists') return [];
  if (Array.isArray(operand))
    return operand.map((item: unknown, index) => ({
      what: `${JSON.stringify(item)} -> another`,
      value: operand.with(index, another(item, target)),
    }));
  if (typeof operand === 'number')
    return [change(operand + 1), change(operand - 1)].filter(({ value }) =>
      name.startsWith('size') ? Number(value) >= 0 : true,
    );
  const age = typeof operand === 'string' ? /^(\d+)([dh])$/.exec(operand) : null;
  if (age !== null && (name === 'older_than' || name === 'newer_than')) {
    const length = Number(age[1]);
    return [length + 1, length - 1].filter((one) => one > 0).map((one) => change(`${one}${age[2]}`));
  }
  if (name === 'cidr_wider_than' && condition.cidr_wider_than !== undefined) {
    const { ipv4, ipv6 } = condition.cidr_wider_than;
    return [
      { ipv4: ipv4 + 1, ipv6 },
      { ipv4: ipv4 - 1, ipv6 },
      { ipv4, ipv6: ipv6 + 1 },
      { ipv4, ipv6: ipv6 - 1 },
    ].map(change);
  }
  return [change(another(operand, target))];
}

/** Another value of the same kind; for a text, another of those that can stand there. */
function another(value: unknown, target: Shape | undefined): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  const entry = target === undefined ? undefined : (entryShape(target) ?? target);
  const values = entry === undefined ? undefined : valuesOf(entry);
  return values?.find((one) => one !== value && typeof one === 'string') ?? `not-${String(value)}`;
}

const MAX_FIELDS = 2;

/** Fields beside this one that the operator fits as well; none: one that nobody knows the value of. */
function otherFields(field: string, name: OperatorName, shape: Shape): string[] {
  if (field === '.') return [];
  const path = field.split('.');
  const last = path.pop() ?? '';
  const above = path.length === 0 ? undefined : follow(shape, path.join('.'));
  const around = above === undefined ? shape : above.ok ? above.shape : undefined;
  if (around === undefined) return [];
  const accepted: readonly string[] = OPERATORS[name].kinds;
  const beside = [...new Set(keysOf(around))].filter((key) => {
    const step = key === last ? undefined : follow(around, key);
    return step?.ok === true && [...kindsOf(step.shape)].some((kind) => accepted.includes(kind));
  });
  return beside.slice(0, MAX_FIELDS).map((key) => [...path, key].join('.'));
}
