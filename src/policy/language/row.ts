// Names of roles, ids, accounts: patterns that end in characters of one class are matched without looking at positions.
import { type Table, tableOf } from './character.ts';
import type { Pattern } from './pattern.ts';

/** So many characters of one class, or more. */
export interface Row {
  table: Table;
  least: number;
  many: boolean;
}

/** What follows the literal beginning of a pattern, where that is a row. */
export function rowOf(one: Pattern): Row | undefined {
  if (one.row === undefined) one.row = readRow(one) ?? null;
  return one.row ?? undefined;
}

function readRow({ pieces, begin }: Pattern): Row | undefined {
  let row: Row | undefined;
  for (let at = begin === '' ? 0 : 1; at < pieces.length; at++) {
    const piece = pieces[at];
    const table = typeof piece === 'object' ? tableOf(piece.takes) : undefined;
    if (typeof piece !== 'object' || table === undefined || (row !== undefined && row.table !== table))
      return undefined;
    row ??= { table, least: 0, many: false };
    if (piece.many) row.many = true;
    else row.least++;
  }
  return row;
}

/** Is a text from a place on nothing but such a row? Undefined beyond ASCII, where a character may be two units. */
export function endsInRow({ table, least, many }: Row, word: string, from: number): boolean | undefined {
  const count = word.length - from;
  let answer = count >= least && (count === least || many);
  for (let at = from; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (code > 127) return undefined;
    if (table.ascii[code] !== true) answer = false;
  }
  return answer;
}
