// Edits of a policy document as it was written: statements changed or taken out, everything else left alone.
import { accountOf } from '../solve/principal.ts';

export type Json = Record<string, unknown>;

/** A document after an edit: where it was changed, and which statements of the old one are left. */
export interface Edited {
  policy: object | undefined;
  /** JSON pointers into the old document. */
  pointers: string[];
  /** Old indexes of the statements that are left, in their order. */
  kept: number[];
}

/** Edits one statement: the new one (undefined: it goes) and what was changed in it, as pointers below it; undefined where it cannot be edited so. */
export type Edit = (statement: Json) => { statement: Json | undefined; below: string[] } | undefined;

/** The statements of a document, a lone one as a list. */
export function statementsIn(policy: object): unknown[] {
  const listed: unknown = Reflect.get(policy, 'Statement');
  return Array.isArray(listed) ? listed : [listed];
}

/** The pointer of a statement. */
export function pointerTo(policy: object, index: number): string {
  return Array.isArray(Reflect.get(policy, 'Statement')) ? `/Statement/${index}` : '/Statement';
}

/** The document with the same edit made to each of these statements; undefined when one of them does not take it. */
export function edited(policy: object, indexes: number[], edit: Edit): Edited | undefined {
  const left: unknown[] = [];
  const kept: number[] = [];
  const pointers: string[] = [];
  for (const [index, statement] of statementsIn(policy).entries()) {
    let now: unknown = statement;
    if (indexes.includes(index)) {
      const made = isJson(statement) ? edit(statement) : undefined;
      if (made === undefined) return undefined;
      pointers.push(...made.below.map((below) => pointerTo(policy, index) + below));
      now = made.statement;
    }
    if (now === undefined) continue;
    left.push(now);
    kept.push(index);
  }
  const alone = !Array.isArray(Reflect.get(policy, 'Statement'));
  const Statement = alone ? left[0] : left;
  return { policy: left.length === 0 ? undefined : { ...policy, Statement }, pointers, kept };
}

/** Every condition of a statement, in its order, as it is written. */
export function conditionsIn(statement: Json): { operator: string; key: string; values: string[] }[] {
  const found: { operator: string; key: string; values: string[] }[] = [];
  for (const [operator, block] of Object.entries(asJson(statement['Condition']) ?? {}))
    for (const [key, value] of Object.entries(asJson(block) ?? {}))
      found.push({ operator, key, values: listOf(value).map(String) });
  return found;
}

/** The pointer of a condition below its statement. */
export function conditionPointer(operator: string, key: string): string {
  return `/Condition/${escaped(operator)}/${escaped(key)}`;
}

/** The statement with another operator or other values for one of its conditions; undefined when that would hide another one. */
export function withCondition(
  statement: Json,
  from: { operator: string; key: string },
  to: { operator: string; values: string[] },
): Json | undefined {
  const conditions = asJson(statement['Condition']) ?? {};
  const made: Json = {};
  for (const [operator, block] of Object.entries(conditions)) {
    const entries = Object.entries(asJson(block) ?? {});
    if (operator !== from.operator) {
      made[operator] = block;
      continue;
    }
    const rest = entries.filter(([key]) => key !== from.key);
    if (to.operator === operator)
      made[operator] = Object.fromEntries(
        entries.map(([key, value]) => [key, key === from.key ? short(to.values) : value]),
      );
    else {
      if (rest.length > 0) made[operator] = Object.fromEntries(rest);
      if (!Object.hasOwn(conditions, to.operator)) made[to.operator] = { [from.key]: short(to.values) };
    }
  }
  if (to.operator === from.operator || !Object.hasOwn(conditions, to.operator))
    return { ...statement, Condition: made };
  return withFurther({ ...statement, Condition: made }, to.operator, from.key, to.values);
}

/** The statement with one more condition; undefined when it has one of this operator and key already. */
export function withFurther(
  statement: Json,
  operator: string,
  key: string,
  values: string[],
): Json | undefined {
  const conditions = asJson(statement['Condition']) ?? {};
  const block = asJson(Object.hasOwn(conditions, operator) ? conditions[operator] : undefined) ?? {};
  if (Object.keys(block).some((name) => name.toLowerCase() === key.toLowerCase())) return undefined;
  return { ...statement, Condition: { ...conditions, [operator]: { ...block, [key]: short(values) } } };
}

/** The statement without its conditions on a key, and where they stood. */
export function withoutKey(statement: Json, key: string): { statement: Json; below: string[] } {
  const below: string[] = [];
  const made: Json = {};
  for (const [operator, block] of Object.entries(asJson(statement['Condition']) ?? {})) {
    const entries = Object.entries(asJson(block) ?? {});
    const rest = entries.filter(([name]) => name.toLowerCase() !== key.toLowerCase());
    for (const [name] of entries)
      if (name.toLowerCase() === key.toLowerCase()) below.push(conditionPointer(operator, name));
    if (rest.length > 0) made[operator] = Object.fromEntries(rest);
  }
  return below.length === 0 ? { statement, below } : { statement: { ...statement, Condition: made }, below };
}

/** Takes the members of Principal that fit out of it; the statement goes when nobody is left, and is not edited when nobody fits. */
export function withoutPrincipals(fits: (kind: string, name: string) => boolean): Edit {
  return (statement) => {
    const principal = asJson(statement['Principal']);
    if (principal === undefined) return undefined;
    const below: string[] = [];
    const left: Json = {};
    for (const [kind, value] of Object.entries(principal)) {
      const names = listOf(value);
      const stay = names.filter((name) => typeof name !== 'string' || !fits(kind, name));
      for (const [index, name] of names.entries())
        if (!stay.includes(name))
          below.push(`/Principal/${escaped(kind)}${Array.isArray(value) ? `/${index}` : ''}`);
      if (stay.length === names.length) left[kind] = value;
      else if (stay.length > 0) left[kind] = stay;
    }
    if (below.length === 0) return undefined;
    if (Object.keys(left).length === 0) return { statement: undefined, below: [''] };
    return { statement: { ...statement, Principal: left }, below };
  };
}

/** Takes the statement out. */
export const removed: Edit = () => ({ statement: undefined, below: [''] });

/** Leaves of the Principal of a statement only what concerns an account; undefined when nothing does. */
export function forAccount(statement: Json, account: string, everybody: boolean): Json | undefined {
  const { Principal: _principal, NotPrincipal: _others, ...rest } = statement;
  if (everybody) return { ...rest, Principal: { AWS: account } };
  const principal = asJson(statement['Principal']) ?? {};
  const mine = listOf(principal['AWS']).filter(
    (name) => typeof name === 'string' && accountOf(name) === account,
  );
  return mine.length === 0 ? undefined : { ...rest, Principal: { AWS: mine } };
}

/** One value stands alone, several in a list, as people write them. */
function short(values: string[]): string | string[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}

export function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asJson(value: unknown): Json | undefined {
  return isJson(value) ? value : undefined;
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
