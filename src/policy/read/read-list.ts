// Lists of values as two bounds of patterns, so that equal lists of one judgement are one object.
import type { Pattern, Reading } from '../language/pattern.ts';

/** The two bounds of a list of values: patterns that surely match, and all that may; `wild` = anything may. */
export interface ReadList {
  sure: Pattern[];
  perhaps: Pattern[];
  wild: boolean;
}

interface Entry {
  values: string[];
  reading: Reading;
  variables: boolean;
  list: ReadList;
}

/** Few lists are compared, many are looked up: most policies have a handful. */
const FEW = 8;

/** The lists of one judgement. */
export interface Lists {
  few: Entry[];
  many: Map<string, ReadList> | undefined;
}

/** A list that was read before. */
export function findList(
  { few, many }: Lists,
  values: string[],
  reading: Reading,
  variables: boolean,
): ReadList | undefined {
  for (const one of few)
    if (one.reading === reading && one.variables === variables && same(one.values, values)) return one.list;
  return many?.get(keyOf(values, reading, variables));
}

/** Remembers a list. */
export function keepList(
  lists: Lists,
  values: string[],
  reading: Reading,
  variables: boolean,
  list: ReadList,
): void {
  if (lists.few.length < FEW) {
    lists.few.push({ values, reading, variables, list });
    return;
  }
  lists.many ??= new Map();
  lists.many.set(keyOf(values, reading, variables), list);
}

function same(some: string[], others: string[]): boolean {
  if (some.length !== others.length) return false;
  for (let at = 0; at < some.length; at++) if (some[at] !== others[at]) return false;
  return true;
}

function keyOf(values: string[], reading: Reading, variables: boolean): string {
  return `${reading} ${variables} ${values.join('\n')}`;
}
