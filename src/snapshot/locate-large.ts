// The same for files too large to be held: only the elements that are asked for are.
import { asUtf8, decode } from './decode.ts';
import { type Element, elementsOf } from './elements.ts';
import type { InputFile } from './files.ts';
import type { Located } from './locate.ts';

/** Fills in lines and columns in a text in hand. */
type LocateIn = (text: string, origins: Located[]) => void;

/** `/configurationItems/12/tags` -> the list, the place in it, and the rest. */
const IN_LIST = /^(?:\/([^/]*))?\/(\d+)(\/.*)?$/;

/**
 * Fills in line and column of origins with a pointer into one JSON file; those that lead nowhere are left as they are. Memory: one element.
 * Throws InputError where the file is no JSON.
 */
export async function locateLarge(file: InputFile, origins: Located[], locateIn: LocateIn): Promise<void> {
  const wanted = new Map<string, { origin: Located; rest: string }[]>();
  const lists = new Set<string>();
  for (const origin of origins) {
    const { pointer = '' } = origin;
    const [, list = '', index = '', below = ''] = IN_LIST.exec(pointer) ?? [];
    const [, member = ''] = pointer.split('/');
    const key = index === '' ? member : `${list}/${index}`;
    const rest = index === '' ? pointer.slice(member.length + 1) : below;
    if (index !== '') lists.add(named(list));
    wanted.set(key, [...(wanted.get(key) ?? []), { origin, rest }]);
  }
  if (file.chunks === undefined) return;
  let left = wanted.size;
  for await (const element of elementsOf(asUtf8(file.chunks(), file.path), file.path, lists)) {
    const { key, index } = element;
    const here = wanted.get(index === undefined ? escaped(key) : `${escaped(key)}/${index}`);
    if (here === undefined) continue;
    placeIn(element, here, file.path, locateIn);
    left -= 1;
    if (left === 0) return;
  }
}

function placeIn(
  { bytes, line, column }: Element,
  wanted: { origin: Located; rest: string }[],
  file: string,
  locateIn: LocateIn,
): void {
  const inside = wanted.map(({ rest }): Located => ({ file, pointer: rest }));
  locateIn(decode(bytes, file), inside);
  const across = (own: number, at: number) => (own === 1 ? column + at - 1 : at);
  for (const [place, { origin }] of wanted.entries()) {
    const { line: first, column: from = 1, endLine = 1, endColumn = 1 } = inside[place] ?? {};
    if (first === undefined) continue;
    origin.line = line + first - 1;
    origin.column = across(first, from);
    origin.endLine = line + endLine - 1;
    origin.endColumn = across(endLine, endColumn);
  }
}

function named(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
