// Small changes to a condition, each of which a case of the rule should notice. A change that none notices is a part that no case reaches.
import { ACCESSES, AUDIENCES } from '../exposure.ts';
import { mutantsOfLeaf } from './mutants-leaf.ts';
import type { Exposed } from './rule.generated.ts';
import type { Condition, Rule } from './rule.ts';
import { entryShape, follow, type Shape } from './shape.ts';

/** A condition that differs in one thing. */
export interface Mutant {
  /** JSON pointer into the rule, at what was changed. */
  pointer: string;
  /** What was changed: `equals true -> false`. */
  what: string;
  condition: Condition;
}

/** Every small change to a condition of resources of this shape: operators, literals, fields, quantifiers, exposures. */
export function mutantsOf(condition: Condition, shape: Shape, pointer = '/fail'): Mutant[] {
  const { all, any, not, exposed, where } = condition;
  if (all !== undefined) return [...swapped(condition, pointer), ...below(all, 'all', shape, pointer)];
  if (any !== undefined) return [...swapped(condition, pointer), ...below(any, 'any', shape, pointer)];
  if (not !== undefined)
    return [
      { pointer, what: 'not removed', condition: not },
      ...mutantsOf(not, shape, `${pointer}/not`).map((one) => ({
        ...one,
        condition: { not: one.condition },
      })),
    ];
  if (exposed !== undefined)
    return mutantsOfExposed(exposed).map(({ key, what, changed }) => ({
      pointer: `${pointer}/exposed/${key}`,
      what,
      condition: { exposed: changed },
    }));
  if (where !== undefined) return mutantsOfList(condition, where, shape, pointer);
  return mutantsOfLeaf(condition, shape, pointer);
}

/** All becomes any and the other way round; a list of one has no other way. */
function swapped({ all, any }: Condition, pointer: string): Mutant[] {
  const children = all ?? any ?? [];
  if (children.length < 2) return [];
  return all !== undefined
    ? [{ pointer, what: 'all -> any', condition: { any: children } }]
    : [{ pointer, what: 'any -> all', condition: { all: children } }];
}

function below(children: Condition[], keyword: 'all' | 'any', shape: Shape, pointer: string): Mutant[] {
  return children.flatMap((child, index) => {
    const at = `${pointer}/${keyword}/${index}`;
    const without = children.filter((_, other) => other !== index);
    const dropped =
      without.length === 0 ? [] : [{ pointer: at, what: 'left out', condition: { [keyword]: without } }];
    const changed = mutantsOf(child, shape, at).map((one) => ({
      ...one,
      condition: { [keyword]: children.with(index, one.condition) },
    }));
    return [...dropped, ...changed];
  });
}

const QUANTIFIERS = ['some', 'every', 'none'] as const;

function mutantsOfList(condition: Condition, where: Condition, shape: Shape, pointer: string): Mutant[] {
  const keyword = QUANTIFIERS.find((one) => condition[one] !== undefined);
  const path = keyword && condition[keyword];
  if (keyword === undefined || path === undefined) return [];
  const others = QUANTIFIERS.filter((one) => one !== keyword).map((other) => ({
    pointer: `${pointer}/${keyword}`,
    what: `${keyword} -> ${other}`,
    condition: { [other]: path, where },
  }));
  const step = path === '.' ? { ok: true as const, shape } : follow(shape, path);
  const entry = step.ok ? entryShape(step.shape) : undefined;
  if (entry === undefined) return others;
  const inside = mutantsOf(where, entry, `${pointer}/where`);
  return [
    ...others,
    ...inside.map((one) => ({ ...one, condition: { [keyword]: path, where: one.condition } })),
  ];
}

interface ExposedMutant {
  key: string;
  what: string;
  changed: Exposed;
}

function mutantsOfExposed(exposed: Exposed): ExposedMutant[] {
  const found: ExposedMutant[] = [];
  for (const key of ['to', 'to_at_least'] as const) {
    const audience = exposed[key];
    if (audience === undefined) continue;
    const place = AUDIENCES.indexOf(audience);
    for (const other of [AUDIENCES[place - 1], AUDIENCES[place + 1]])
      if (other !== undefined)
        found.push({ key, what: `${audience} -> ${other}`, changed: { ...exposed, [key]: other } });
  }
  const accesses = exposed.for === undefined ? [] : [exposed.for].flat();
  for (const [index, access] of accesses.entries()) {
    const other = ACCESSES.find((one) => !accesses.includes(one)) ?? 'meta';
    const changed = { ...exposed, for: accesses.with(index, other) };
    found.push({ key: 'for', what: `${access} -> ${other}`, changed });
  }
  const roads = exposed.via === undefined ? [] : [exposed.via].flat();
  for (const [index, road] of roads.entries())
    found.push({
      key: 'via',
      what: `${road} -> another`,
      changed: { ...exposed, via: roads.with(index, `not-${road}`) },
    });
  const states = exposed.states ?? [];
  for (const [index, state] of states.entries()) {
    const other = state === 'closed' ? 'open' : 'closed';
    found.push({
      key: 'states',
      what: `${state} -> ${other}`,
      changed: { ...exposed, states: states.with(index, other) },
    });
  }
  return found;
}

/** The rule with a changed condition. */
export function mutated(rule: Rule, { condition }: Mutant): Rule {
  return { ...rule, fail: condition };
}
