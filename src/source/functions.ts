// The functions of Terraform's language that policies are written with. Others are not run: what they give is not told.
// Source: Terraform language, "Built-in Functions".
import { type Told, toldOf } from '../snapshot/told.ts';

type Run = (...args: Told[]) => Told | undefined;

/** What a function gives for these arguments; undefined for a function that is not here, or arguments that it is not run on. */
export function run(name: string, args: Told[]): Told | undefined {
  return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]?.(...args) : undefined;
}

const FUNCTIONS: Record<string, Run> = {
  jsonencode: (value) => value && { is: 'json', of: value },
  jsondecode: (text) => (text === undefined ? undefined : decoded(text)),
  tostring: (value) => value,
  tolist: (value) => listOf(value),
  toset: (value) => listOf(value),
  tomap: (value) => value,
  concat: (...lists) => joined(lists.map(listOf)),
  flatten: (list) => flat(list),
  compact: (list) => {
    const all = listOf(list);
    return (
      all && { is: 'list', items: all.items.filter((item) => item.is !== 'value' || !isEmpty(item.value)) }
    );
  },
  distinct: (list) => listOf(list),
  merge: (...maps) => {
    const entries = new Map<string, Told>();
    for (const map of maps) {
      if (map.is === 'value' && map.value === null) continue;
      if (map.is !== 'map') return undefined;
      for (const [key, value] of map.entries) entries.set(key, value);
    }
    return { is: 'map', entries: [...entries] };
  },
  join: (between, list) => {
    const all = listOf(list);
    const [by] = between === undefined ? [] : partsOf(between);
    if (all === undefined || typeof by !== 'string')
      return by === undefined && all ? textOf(all.items) : undefined;
    return textOf(all.items.flatMap((item, index) => (index === 0 ? [item] : [toldOf(by), item])));
  },
  format: (pattern, ...values) => {
    if (pattern?.is !== 'value' || typeof pattern.value !== 'string') return undefined;
    const pieces = pattern.value.split(/(%[sdv]|%%)/);
    let at = 0;
    const parts = pieces.map((piece) => {
      if (piece === '%%') return toldOf('%');
      return /^%[sdv]$/.test(piece) ? values[at++] : piece.includes('%') ? undefined : toldOf(piece);
    });
    return parts.includes(undefined) ? undefined : textOf(parts.flatMap((part) => part ?? []));
  },
};

function isEmpty(value: unknown): boolean {
  return value === '' || value === null;
}

function listOf(told: Told | undefined): Extract<Told, { is: 'list' }> | undefined {
  return told?.is === 'list' ? told : undefined;
}

function joined(lists: (Extract<Told, { is: 'list' }> | undefined)[]): Told | undefined {
  const items: Told[] = [];
  for (const list of lists) {
    if (list === undefined) return undefined;
    items.push(...list.items);
  }
  return { is: 'list', items };
}

function flat(told: Told | undefined): Told | undefined {
  if (told?.is !== 'list') return undefined;
  return { is: 'list', items: told.items.flatMap((item) => (item.is === 'list' ? item.items : [item])) };
}

/** Texts, one after the other; what is no text leaves a gap. */
export function textOf(pieces: Told[]): Told {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1 && only.is !== 'value') return only;
  const parts: (string | null)[] = [];
  const stands: (string | undefined)[] = [];
  let why = '';
  for (const piece of pieces) {
    if (piece.is === 'later' || piece.is === 'text') why ||= piece.why;
    stands.push(...standing(piece));
    for (const part of partsOf(piece)) {
      const last = parts.at(-1);
      if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
      else parts.push(part);
    }
  }
  if (!parts.includes(null)) return { is: 'value', value: parts.join('') };
  const text: Told = { is: 'text', parts, why: why || 'a part of it is not told' };
  return stands.some((one) => one !== undefined) ? { ...text, stands } : text;
}

/** What stands for each gap. */
function standing(told: Told): (string | undefined)[] {
  if (told.is === 'later') return [told.stands];
  const gaps = partsOf(told).filter((part) => part === null);
  return told.is === 'text' && told.stands !== undefined ? told.stands : gaps.map(() => undefined);
}

function partsOf(told: Told): (string | null)[] {
  if (told.is === 'text') return told.parts;
  if (told.is === 'value') return told.value === null ? [] : [String(told.value)];
  if (told.is !== 'json') return [null];
  const text = spelled(told.of);
  return text === undefined ? [null] : text;
}

/** JSON of something, with gaps where it has some. */
function spelled(told: Told): (string | null)[] | undefined {
  if (told.is === 'value') return [JSON.stringify(told.value)];
  if (told.is === 'later') return ['"', null, '"'];
  if (told.is === 'text')
    return ['"', ...told.parts.map((part) => part && JSON.stringify(part).slice(1, -1)), '"'];
  if (told.is === 'json') return undefined;
  const pieces: (string | null)[] = [];
  const entries: [string | undefined, Told][] =
    told.is === 'list' ? told.items.map((item) => [undefined, item]) : told.entries;
  for (const [key, inner] of entries) {
    const text = spelled(inner);
    if (text === undefined) return undefined;
    if (pieces.length > 0) pieces.push(',');
    if (key !== undefined) pieces.push(`${JSON.stringify(key)}:`);
    pieces.push(...text);
  }
  return told.is === 'list' ? ['[', ...pieces, ']'] : ['{', ...pieces, '}'];
}

function decoded(told: Told): Told | undefined {
  if (told.is === 'json') return told.of;
  if (told.is !== 'value' || typeof told.value !== 'string') return undefined;
  try {
    return toldOf(JSON.parse(told.value));
  } catch {
    return undefined;
  }
}
