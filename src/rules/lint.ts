// Conditions that are valid and hardly mean what their author meant: each with a place and a way out.
import type { Place } from '../errors.ts';
import { OPERATORS, operatorsOf } from './operators.ts';
import { type Condition, type LoadedRule, type RuleTarget, typesOf } from './rule.ts';
import { allowsNull, entryShape, follow, type Shape, settingsShape } from './shape.ts';

export interface Trap {
  rule: string;
  place: Place;
  message: string;
}

/** The traps in the conditions of rules, which have been loaded without faults. */
export function lintRules(rules: LoadedRule[], types: RuleTarget[]): Trap[] {
  return rules.flatMap((rule) => {
    const found: Trap[] = [];
    const told = new Set<string>();
    for (const type of typesOf(rule)) {
      const target = types.find((one) => one.type === type);
      const shape = target && settingsShape(target.schema);
      if (shape === undefined) continue;
      lint(rule.fail, '/fail', shape, (pointer, message) => {
        if (told.has(pointer + message)) return;
        told.add(pointer + message);
        found.push({ rule: rule.id, place: rule.locate?.(pointer) ?? rule.place, message });
      });
    }
    return found;
  });
}

type Warn = (pointer: string, message: string) => void;

function lint(condition: Condition, pointer: string, shape: Shape, warn: Warn): void {
  for (const keyword of ['all', 'any'] as const) {
    const children = condition[keyword];
    if (children === undefined) continue;
    lintSiblings(children, keyword, pointer, warn);
    for (const [index, child] of children.entries())
      lint(child, `${pointer}/${keyword}/${index}`, shape, warn);
  }
  const { not, where } = condition;
  if (not?.not !== undefined) warn(`${pointer}/not`, 'a "not" in a "not" says nothing: write what is inside');
  if (not !== undefined) lint(not, `${pointer}/not`, shape, warn);
  for (const keyword of ['some', 'every', 'none'] as const) {
    const path = condition[keyword];
    const list = path === undefined ? undefined : shapeAt(path, shape);
    const entry = list && entryShape(list);
    if (where !== undefined && entry !== undefined) lint(where, `${pointer}/where`, entry, warn);
    if (keyword === 'every' && path !== undefined)
      warn(
        `${pointer}/every`,
        `"every" is also true for a list without entries: say so with { field: ${path}, size_gte: 1 } beside it, or turn the condition round with "none"`,
      );
  }
  lintLeaf(condition, pointer, shape, warn);
}

function shapeAt(path: string, shape: Shape): Shape | undefined {
  if (path === '.') return shape;
  const step = follow(shape, path);
  return step.ok ? step.shape : undefined;
}

function lintLeaf(condition: Condition, pointer: string, shape: Shape, warn: Warn): void {
  const [name] = operatorsOf(condition);
  const { field } = condition;
  if (field === undefined || name === undefined) return;
  if ((name === 'not_equals' || name === 'not_in') && OPERATORS[name].absent && mayBeAbsent(field, shape))
    warn(
      `${pointer}/${name}`,
      `"${name}" is also true where there is no "${field}" at all: if that is not meant, put { field: ${field}, exists: true } beside it`,
    );
  if (condition.size_gte === 0)
    warn(`${pointer}/size_gte`, 'every list has 0 entries or more: this can never be false');
  if (condition.size_lt === 0)
    warn(`${pointer}/size_lt`, 'no list has fewer than 0 entries: this can never be true');
}

/** True when the value, or something on the way to it, can be absent. */
function mayBeAbsent(field: string, shape: Shape): boolean {
  const parts = field === '.' ? [] : field.split('.');
  return parts.some((_, index) => {
    const at = shapeAt(parts.slice(0, index + 1).join('.'), shape);
    return at !== undefined && allowsNull(at);
  });
}

/** The same twice, and what can never be true, or never be false, together. */
function lintSiblings(children: Condition[], keyword: 'all' | 'any', pointer: string, warn: Warn): void {
  const seen = new Map<string, number>();
  for (const [index, child] of children.entries()) {
    const at = `${pointer}/${keyword}/${index}`;
    const text = JSON.stringify(child);
    const before = seen.get(text);
    if (before !== undefined) warn(at, `says the same as the condition ${before + 1} of this list`);
    else seen.set(text, index);
    for (const [other, earlier] of children.slice(0, index).entries()) {
      const never =
        keyword === 'all' ? excludes(earlier, child) : excludes(negation(earlier), negation(child));
      if (!never) continue;
      warn(
        at,
        keyword === 'all'
          ? `can never be true together with the condition ${other + 1} of this list: the rule cannot fail here`
          : `is always true where the condition ${other + 1} of this list is not, if there is a value: the rule cannot pass here`,
      );
    }
  }
}

const NEGATIONS = {
  equals: 'not_equals',
  not_equals: 'equals',
  lt: 'gte',
  gte: 'lt',
  lte: 'gt',
  gt: 'lte',
} as const;

function negation(condition: Condition): Condition {
  for (const [name, opposite] of Object.entries(NEGATIONS))
    if (Object.hasOwn(condition, name))
      return {
        ...(condition.field !== undefined && { field: condition.field }),
        [opposite]: Object.entries(condition).find(([key]) => key === name)?.[1],
      };
  if (condition.exists !== undefined) return { ...condition, exists: !condition.exists };
  return {};
}

/** Two leaves on one field that cannot both be true. */
function excludes(one: Condition, other: Condition): boolean {
  if (one.field === undefined || one.field !== other.field) return false;
  return shuts(one, other) || shuts(other, one);
}

function shuts(one: Condition, other: Condition): boolean {
  const { equals } = one;
  if (one.exists === false && (other.exists === true || needsValue(other))) return true;
  if (equals !== undefined) {
    if (other.equals !== undefined) return other.equals !== equals;
    if (other.not_equals !== undefined) return other.not_equals === equals;
    if (other.in !== undefined) return !other.in.includes(equals);
    if (other.not_in !== undefined) return other.not_in.includes(equals);
  }
  const most = one.lt ?? one.lte;
  const least = other.gte ?? other.gt;
  return (
    most !== undefined &&
    least !== undefined &&
    (least > most || (least === most && (one.lt !== undefined || other.gt !== undefined)))
  );
}

/** An operator that is false where there is no value. */
function needsValue(condition: Condition): boolean {
  const [name] = operatorsOf(condition);
  return name !== undefined && OPERATORS[name].absent === false;
}
