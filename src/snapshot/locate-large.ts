// The same for files too large to be held: only the elements that are asked for are.
import { asUtf8, decode } from './decode.ts';
import { type Element, elementsOf } from './elements.ts';
import type { InputFile } from './files.ts';
import type { Located } from './locate.ts';

/** Fills in lines and columns in a text in hand. */
type LocateIn = (text: string, origins: Located[]) => void;

/** `/configurationItems/12/tags` -> the list, the place in it, and the rest. */
const IN_LIST = /^(?:\/([^/]*))?\/(\d+)(\/.*)?$/;

/** What is asked for: in each value of the outermost object, by its key, and in the elements of each of its lists, in their order. */
interface Wanted {
  values: Map<string, Located[]>;
  lists: Map<string, Located[]>;
}

/**
 * Fills in line and column of origins with a pointer into one JSON file; those that lead nowhere are left as they are. Memory: one element,
 * and a list of the origins. Throws InputError where the file is no JSON.
 */
export async function locateLarge(file: InputFile, origins: Located[], locateIn: LocateIn): Promise<void> {
  const { values, lists } = wantedOf(origins);
  if (file.chunks === undefined) return;
  let left = origins.length;
  const passed = new Map<string, number>();
  const bytes = asUtf8(file.chunks(), file.path);
  for await (const element of elementsOf(bytes, file.path, new Set(lists.keys()))) {
    const { key, index } = element;
    let here = values.get(key) ?? [];
    if (index !== undefined) {
      here = dueAt(index, lists.get(key) ?? [], passed.get(key) ?? 0);
      passed.set(key, (passed.get(key) ?? 0) + here.length);
    }
    if (here.length > 0) placeIn(element, here, file.path, locateIn);
    left -= here.length;
    if (left <= 0) return;
  }
}

function wantedOf(origins: Located[]): Wanted {
  const wanted: Wanted = { values: new Map(), lists: new Map() };
  for (const origin of origins) {
    const { pointer = '' } = origin;
    const [, list = '', index] = IN_LIST.exec(pointer) ?? [];
    if (index !== undefined) addTo(wanted.lists, named(list), origin);
    else addTo(wanted.values, named(pointer.split('/')[1] ?? ''), origin);
  }
  for (const list of wanted.lists.values()) list.sort((one, other) => indexOf(one) - indexOf(other));
  return wanted;
}

function addTo(wanted: Map<string, Located[]>, key: string, origin: Located): void {
  const known = wanted.get(key);
  if (known === undefined) wanted.set(key, [origin]);
  else known.push(origin);
}

function indexOf({ pointer = '' }: Located): number {
  return Number(IN_LIST.exec(pointer)?.[2]);
}

/** Those of a list, from one on, that lead into the element. */
function dueAt(index: number, list: Located[], from: number): Located[] {
  let to = from;
  for (let next = list[to]; next !== undefined && indexOf(next) === index; next = list[to]) to += 1;
  return list.slice(from, to);
}

function placeIn(
  { bytes, index, line, column }: Element,
  wanted: Located[],
  file: string,
  locateIn: LocateIn,
): void {
  const inside = wanted.map(({ pointer = '' }): Located => ({ file, pointer: belowOf(pointer, index) }));
  locateIn(decode(bytes, file), inside);
  const across = (own: number, at: number) => (own === 1 ? column + at - 1 : at);
  for (const [place, origin] of wanted.entries()) {
    const { line: first, column: from = 1, endLine = 1, endColumn = 1 } = inside[place] ?? {};
    if (first === undefined) continue;
    origin.line = line + first - 1;
    origin.column = across(first, from);
    origin.endLine = line + endLine - 1;
    origin.endColumn = across(endLine, endColumn);
  }
}

/** What a pointer says behind the element, or the value, that it leads into. */
function belowOf(pointer: string, index: number | undefined): string {
  if (index !== undefined) return IN_LIST.exec(pointer)?.[3] ?? '';
  const end = pointer.indexOf('/', 1);
  return end === -1 ? '' : pointer.slice(end);
}

function named(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
