// Expressions of Terraform's language -> what can be told of them before anything is made. Pure; bounded.
import { type Told, toldOf } from '../snapshot/told.ts';
import type { Expression } from './expression.ts';
import { run, textOf } from './functions.ts';

/** A step into a value: a name, or an index. */
export type Step = string | { at: string | number };

/** What names stand for where an expression is written. */
export interface Names {
  /** `var.name`, `local.name`, `each.key`, a resource: everything after the root as steps. */
  refer(root: string, steps: Step[]): Told;
  /** Values that may still be told: what a hostile file can make of itself is bounded. */
  budget: { left: number };
}

const DEEPEST = 100;
const ENTANGLED: Told = { is: 'later', why: 'the source is too tangled' };

/** What an expression comes to. */
export function evaluate(expression: Expression, names: Names, depth = 0): Told {
  names.budget.left -= 1;
  if (depth > DEEPEST || names.budget.left < 0) return ENTANGLED;
  const down = (inner: Expression) => evaluate(inner, names, depth + 1);
  switch (expression.kind) {
    case 'literal':
      return { is: 'value', value: expression.value };
    case 'template': {
      const text = textOf(
        expression.parts.map((part) => (typeof part === 'string' ? toldOf(part) : down(part))),
      );
      const { at } = expression;
      return at !== undefined && (text.is === 'value' || text.is === 'text') ? { ...text, at } : text;
    }
    case 'list':
      return { is: 'list', items: expression.items.map(down) };
    case 'object': {
      const entries: [string, Told][] = [];
      for (const { key, value } of expression.entries) {
        const name = down(key);
        if (name.is !== 'value') return { is: 'later', why: whyOf(name) };
        entries.push([String(name.value), down(value)]);
      }
      return { is: 'map', entries, at: expression.at };
    }
    case 'reference': {
      const steps: Step[] = [];
      for (const step of expression.steps) {
        if (typeof step === 'string') {
          steps.push(step);
          continue;
        }
        const told = down(step);
        if (told.is !== 'value' || (typeof told.value !== 'string' && typeof told.value !== 'number'))
          return { is: 'later', why: `an index of ${expression.root} is not told` };
        steps.push({ at: told.value });
      }
      return names.refer(expression.root, steps);
    }
    case 'call': {
      const args = expression.args.map(down);
      const gave = run(expression.name, args);
      if (gave !== undefined) return gave;
      const [open] = args.filter(({ is }) => is === 'later' || is === 'text');
      return { is: 'later', why: open ? whyOf(open) : `what ${expression.name}() gives is not told` };
    }
    case 'choice': {
      const test = down(expression.test);
      if (test.is !== 'value' || typeof test.value !== 'boolean') return { is: 'later', why: whyOf(test) };
      return down(test.value ? expression.yes : expression.no);
    }
    case 'operation':
      return operate(expression.operator, expression.of.map(down));
    case 'each':
      return forEach(expression, names, depth);
    case 'other':
      return { is: 'later', why: `${expression.text} is not told` };
  }
}

function operate(operator: string, of: Told[]): Told {
  const [left, right] = of;
  const value = (told: Told | undefined) => (told?.is === 'value' ? told.value : undefined);
  const [one, other] = [value(left), value(right)];
  if (operator === '!' && typeof one === 'boolean') return toldOf(!one);
  if (operator === '&&' && (one === false || other === false)) return toldOf(false);
  if (operator === '||' && (one === true || other === true)) return toldOf(true);
  if ((operator === '&&' || operator === '||') && typeof one === 'boolean' && typeof other === 'boolean')
    return toldOf(operator === '&&');
  if (operator === '==' && one !== undefined && other !== undefined) return toldOf(one === other);
  if (operator === '!=' && one !== undefined && other !== undefined) return toldOf(one !== other);
  const [open] = of.filter(({ is }) => is === 'later' || is === 'text');
  return { is: 'later', why: open ? whyOf(open) : `what ${operator} gives is not told` };
}

function forEach(
  { names: [first, second], list, value, test }: Extract<Expression, { kind: 'each' }>,
  names: Names,
  depth: number,
): Told {
  const over = evaluate(list, names, depth + 1);
  const pairs: [Told, Told][] | undefined =
    over.is === 'list'
      ? over.items.map((item, index) => [toldOf(index), item])
      : over.is === 'map'
        ? over.entries.map(([key, item]) => [toldOf(key), item])
        : undefined;
  if (pairs === undefined) return { is: 'later', why: whyOf(over) };
  const items: Told[] = [];
  for (const [key, item] of pairs) {
    const own: Names = {
      budget: names.budget,
      refer(root, steps) {
        const found = second === undefined ? undefined : root === first ? key : undefined;
        const inner = found ?? (root === (second ?? first) ? item : undefined);
        return inner === undefined ? names.refer(root, steps) : within(inner, steps, root);
      },
    };
    if (test !== undefined) {
      const kept = evaluate(test, own, depth + 1);
      if (kept.is !== 'value' || typeof kept.value !== 'boolean') return { is: 'later', why: whyOf(kept) };
      if (!kept.value) continue;
    }
    items.push(evaluate(value, own, depth + 1));
  }
  return { is: 'list', items };
}

/** What lies at the end of steps inside a value. */
export function within(told: Told, steps: Step[], name: string): Told {
  let here = told;
  for (const one of steps) {
    const step = typeof one === 'string' ? one : one.at;
    if (here.is === 'later' || here.is === 'text') return { is: 'later', why: here.why };
    const inner: Told | undefined =
      here.is === 'list'
        ? here.items[Number(step)]
        : here.is === 'map'
          ? here.entries.find(([key]) => key === String(step))?.[1]
          : undefined;
    if (inner === undefined) return { is: 'later', why: `${name} has no ${step}` };
    here = inner;
  }
  return here;
}

/** What a value waits for. */
export function whyOf(told: Told): string {
  return told.is === 'later' || told.is === 'text' ? told.why : 'a value is not told';
}
