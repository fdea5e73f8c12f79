// What the JSON Schema of rules cannot say: conditions that make sense for the resource type they judge.

import { didYouMean } from './nearest.ts';
import { OPERATORS, type OperatorName, operatorsOf } from './operators.ts';
import type { Condition } from './rule.ts';
import { entryShape, follow, kindsOf, type Shape, valuesOf } from './shape.ts';

export const MAX_DEPTH = 12;
export const MAX_NODES = 200;
export const MAX_QUANTIFIERS = 3;

/** Receives each fault: a JSON pointer into the rule, and a sentence. */
export type Refuse = (pointer: string, message: string) => void;

interface Around {
  /** Schema that paths are relative to. */
  shape: Shape;
  depth: number;
  quantifiers: number;
  nodes: { count: number };
  refuse: Refuse;
}

/** Checks a condition tree that already fits the JSON Schema against the settings of its resource type. */
export function checkCondition(condition: Condition, pointer: string, shape: Shape, refuse: Refuse): void {
  const nodes = { count: 0 };
  check(condition, pointer, { shape, depth: 1, quantifiers: 0, nodes, refuse });
  if (nodes.count > MAX_NODES) refuse(pointer, `has more than ${MAX_NODES} conditions`);
}

const KEYWORDS = ['all', 'any', 'not', 'exposed', 'some', 'every', 'none', 'field'] as const;
const QUANTIFIERS = ['some', 'every', 'none'] as const;

function check(condition: Condition, pointer: string, around: Around): void {
  const { refuse } = around;
  around.nodes.count++;
  if (around.depth > MAX_DEPTH) {
    refuse(pointer, `nests conditions deeper than ${MAX_DEPTH}`);
    return;
  }
  if (!hasOneKind(condition, pointer, refuse)) return;
  const below = { ...around, depth: around.depth + 1 };
  for (const keyword of ['all', 'any'] as const)
    for (const [index, child] of (condition[keyword] ?? []).entries())
      check(child, `${pointer}/${keyword}/${index}`, below);
  if (condition.not !== undefined) check(condition.not, `${pointer}/not`, below);
  if (condition.exposed !== undefined) checkExposed(condition, pointer, around);
  for (const keyword of QUANTIFIERS) checkQuantifier(condition, keyword, pointer, below);
  if (condition.field !== undefined) checkLeaf(condition, condition.field, pointer, around);
}

/** One keyword, `where` only beside a list, operators only beside `field`. */
function hasOneKind(condition: Condition, pointer: string, refuse: Refuse): boolean {
  const kinds = KEYWORDS.filter((keyword) => condition[keyword] !== undefined);
  const operators = operatorsOf(condition);
  const [kind] = kinds;
  if (kind === undefined) {
    const what =
      operators.length > 0
        ? `has "${operators[0]}" without "field"`
        : 'has "where" without "some", "every" or "none"';
    refuse(pointer, what);
    return false;
  }
  if (kinds.length > 1) {
    refuse(
      pointer,
      `has ${kinds.map((one) => `"${one}"`).join(' and ')} side by side: put them into "all" or "any"`,
    );
    return false;
  }
  if (kind !== 'field' && operators.length > 0) {
    refuse(
      `${pointer}/${operators[0]}`,
      `has "${operators[0]}" beside "${kind}": operators belong beside "field"`,
    );
    return false;
  }
  const isList = kind === 'some' || kind === 'every' || kind === 'none';
  if (isList !== (condition.where !== undefined)) {
    refuse(pointer, isList ? `has "${kind}" without "where"` : `has "where" beside "${kind}"`);
    return false;
  }
  if (kind === 'field' && operators.length !== 1) {
    const found = operators.length === 0 ? 'none' : operators.join(' and ');
    refuse(pointer, `needs exactly one operator beside "field", and has ${found}`);
    return false;
  }
  return true;
}

function checkExposed(condition: Condition, pointer: string, around: Around): void {
  const { to, to_at_least } = condition.exposed ?? {};
  if ((to === undefined) === (to_at_least === undefined))
    around.refuse(`${pointer}/exposed`, 'needs exactly one of "to" and "to_at_least"');
  if (around.quantifiers > 0)
    around.refuse(`${pointer}/exposed`, 'cannot stand below "where": exposures belong to the whole resource');
}

function checkQuantifier(
  condition: Condition,
  keyword: 'some' | 'every' | 'none',
  pointer: string,
  below: Around,
): void {
  const path = condition[keyword];
  if (path === undefined || condition.where === undefined) return;
  const quantifiers = below.quantifiers + 1;
  if (quantifiers > MAX_QUANTIFIERS) {
    below.refuse(pointer, `nests some, every and none deeper than ${MAX_QUANTIFIERS}`);
    return;
  }
  const shape = resolve(path, `${pointer}/${keyword}`, below);
  if (shape === undefined) return;
  const entry = entryShape(shape);
  if (entry === undefined) {
    below.refuse(`${pointer}/${keyword}`, `"${path}" is not a list`);
    return;
  }
  check(condition.where, `${pointer}/where`, { ...below, shape: entry, quantifiers });
}

function resolve(path: string, pointer: string, around: Around): Shape | undefined {
  if (path === '.') {
    if (around.quantifiers > 0) return around.shape;
    around.refuse(pointer, '"." is the entry of a list and only makes sense below "where"');
    return undefined;
  }
  const step = follow(around.shape, path);
  if (step.ok) return step.shape;
  around.refuse(pointer, `the path "${path}" ${step.problem}`);
  return undefined;
}

function checkLeaf(condition: Condition, path: string, pointer: string, around: Around): void {
  const [name] = operatorsOf(condition);
  const shape = resolve(path, `${pointer}/field`, around);
  if (name === undefined || shape === undefined) return;
  const { refuse } = around;
  const kinds = kindsOf(shape);
  const accepted: readonly string[] = OPERATORS[name].kinds;
  if (name === 'exists' && kinds.size === 0) return;
  if (![...kinds].some((kind) => accepted.includes(kind))) {
    refuse(
      `${pointer}/${name}`,
      `"${name}" does not fit "${path}", which is ${[...kinds].join(' or ') || 'not described'}`,
    );
    return;
  }
  checkOperands(condition, name, { path, pointer, shape, refuse });
}

interface Leaf {
  path: string;
  pointer: string;
  shape: Shape;
  refuse: Refuse;
}

/** Literals that the value can never equal are mistakes. */
function checkOperands(condition: Condition, name: OperatorName, leaf: Leaf): void {
  const one = { equals: condition.equals, not_equals: condition.not_equals, contains: condition.contains };
  const many = { in: condition.in, not_in: condition.not_in, intersects: condition.intersects };
  for (const [key, value] of Object.entries(one))
    if (key === name && value !== undefined) checkLiteral(value, name, `${leaf.pointer}/${name}`, leaf);
  for (const [key, values] of Object.entries(many))
    if (key === name)
      for (const [index, value] of (values ?? []).entries())
        checkLiteral(value, name, `${leaf.pointer}/${name}/${index}`, leaf);
}

function checkLiteral(
  value: string | number | boolean,
  name: OperatorName,
  pointer: string,
  leaf: Leaf,
): void {
  const { path, shape, refuse } = leaf;
  const entry = name === 'contains' || name === 'intersects' ? entryShape(shape) : undefined;
  const target = entry ?? shape;
  const kind = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
  const kinds = kindsOf(target);
  if (kinds.size > 0 && !kinds.has(kind)) {
    refuse(
      pointer,
      `${JSON.stringify(value)} can never be in "${path}", which holds ${[...kinds].join(' or ')}`,
    );
    return;
  }
  const values = name === 'contains' && entry === undefined ? undefined : valuesOf(target);
  if (values === undefined || values.includes(value)) return;
  const words = values.filter((one) => one !== null).map(String);
  const hint = didYouMean(String(value), words) || `: it is one of ${words.slice(0, 20).join(', ')}`;
  refuse(pointer, `"${path}" is never ${JSON.stringify(value)}${hint}`);
}
