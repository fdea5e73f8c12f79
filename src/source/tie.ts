// A tie between a resource and the block that declares it, and the little that all ways of tying share.
import type { Text } from '../snapshot/resource.ts';
import type { Place } from './declared.ts';

/** Where a resource is declared. Not certain: a guess, and `by` names what it rests on. */
export interface Tie extends Place {
  certain: boolean;
  by: Text;
}

/** Nothing but the place of a block or call. */
export function placeOf({ file, line, column, endLine }: Place): Place {
  return { file, line, column, endLine };
}

/** Places that are one place have one key. */
export function keyOf({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** The one thing in a list; of several, none is the right one. */
export function one<T>(found: T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}

/** Adds to the list under a key. */
export function push<T>(into: Map<string, T[]>, key: string, value: T): void {
  const others = into.get(key);
  if (others === undefined) into.set(key, [value]);
  else others.push(value);
}
