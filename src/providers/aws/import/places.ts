// Where in the saved answers a setting stands: the smallest node that says the same.

import { isDeepStrictEqual } from 'node:util';
import { BOUNDS } from '../../../snapshot/bounds.ts';
import type { Origin, Resource } from '../../../snapshot/resource.ts';
import { raw } from '../answers/shape.ts';
import { type Given, sameThing } from './replay.ts';
import { escaped, smallestWith } from './smallest.ts';

/** Parts of one setting that are looked for. */
const MOST_PARTS = 60;
/** Lists stand at most this deep in an answer: `Reservations/0/Instances/0`. */
const LIST_DEPTH = 4;

/** A part of an answer that is about one resource. */
interface Part {
  node: unknown;
  origin: Origin;
}

/** Setting -> where it was read, for what was answered about the resource itself or stands in its entry of a list. */
export function originsOf({ id, name, settings }: Resource, given: Given[]): Record<string, Origin> {
  const parts: Part[] = [];
  for (const { parameter, body, origin } of given)
    if (parameter !== undefined && (sameThing(parameter, id) || sameThing(parameter, name)))
      parts.push({ node: body, origin });
  for (const { parameter, body, origin } of given) {
    if (parameter !== undefined) continue;
    const index = indexOf(body);
    const entry = index.get(id) ?? index.get(lastOf(id)) ?? index.get(name);
    if (entry !== undefined) parts.push({ node: entry.node, origin: below(origin, entry.pointer) });
  }
  const [whole] = parts;
  const origins: Record<string, Origin> = {};
  for (const [setting, value] of Object.entries(settings)) {
    const found = parts.map(({ node, origin }) => {
      const pointer = pointerOf(node, setting, value);
      return pointer === undefined ? undefined : below(origin, pointer);
    });
    const place = found.find((one) => one !== undefined);
    if (place !== undefined) origins[setting] = place;
    else if (typeof value === 'object' && value !== null) {
      const at = nearest(value, parts) ?? whole;
      if (at !== undefined) origins[setting] = at.origin;
      for (const [pointer, part] of inside(value, at, given)) origins[setting + pointer] = part.origin;
    } else if (whole !== undefined) origins[setting] = whole.origin;
  }
  return origins;
}

/** `i-1` of `arn:aws:ec2:eu-west-1:111122223333:instance/i-1` */
function lastOf(id: string): string {
  return id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1);
}

/** What is put together from several answers: of each element of a list, and of the elements of its lists, where it is said. */
function inside(value: object, whole: Part | undefined, given: Given[]): [string, Part][] {
  const found: [string, Part][] = [];
  const walk = (node: unknown, pointer: string, around: Part | undefined, depth: number): void => {
    for (const [key, inner] of Object.entries(Array.isArray(node) ? node : (raw(node) ?? {}))) {
      if (found.length >= MOST_PARTS || depth > LIST_DEPTH) return;
      const at = `${pointer}/${escaped(key)}`;
      const marked = key === 'everyone' && inner === true ? { everyone: true } : inner;
      const named = Array.isArray(node) && raw(inner) !== undefined ? entriesOf(inner, given) : [];
      const place = nearest(marked, [...named, ...(around === undefined ? [] : [around])]);
      if (place !== undefined) found.push([at, place]);
      if (typeof inner === 'object') walk(inner, at, place ?? around, depth + 1);
    }
  };
  walk(value, '', whole, 1);
  return found;
}

/** Entries of lists that go by a text that a value holds at its top: the group `sg-1`. */
function entriesOf(value: unknown, given: Given[]): Part[] {
  const texts = Object.values(raw(value) ?? {}).filter((text) => typeof text === 'string');
  return given.flatMap(({ body, origin }) =>
    texts.flatMap((text) => {
      const entry = indexOf(body).get(text);
      return entry === undefined ? [] : [{ node: entry.node, origin: below(origin, entry.pointer) }];
    }),
  );
}

/** The smallest node of some parts that says what a value says. */
function nearest(value: unknown, parts: Part[]): Part | undefined {
  const roots = parts.map(({ node }, index) => ({ value: node, pointer: `${index}` }));
  const best = smallestWith(value, roots);
  if (best === undefined) return undefined;
  const [number = '', ...steps] = best.pointer.split('/');
  const part = parts[Number(number)];
  const rest = steps.map((step) => `/${step}`).join('');
  return part && { node: best.value, origin: below(part.origin, rest) };
}

function below(origin: Origin, pointer: string): Origin {
  return { ...origin, pointer: `${origin.pointer ?? ''}${pointer}` };
}

const indexes = new WeakMap<object, Map<string, { node: unknown; pointer: string }>>();

/** The entries of all lists of an answer, by every text that they hold: names, ids, ARNs. */
function indexOf(body: object): Map<string, { node: unknown; pointer: string }> {
  const known = indexes.get(body);
  if (known !== undefined) return known;
  const index = new Map<string, { node: unknown; pointer: string }>();
  const walk = (node: unknown, pointer: string, depth: number): void => {
    if (depth > LIST_DEPTH) return;
    for (const [key, value] of Object.entries(raw(node) ?? {})) {
      const at = `${pointer}/${escaped(key)}`;
      if (!Array.isArray(value)) walk(value, at, depth + 1);
      else
        for (const [place, entry] of value.entries()) {
          for (const text of typeof entry === 'string' ? [entry] : Object.values(raw(entry) ?? {}))
            if (typeof text === 'string' && !index.has(text))
              index.set(text, { node: entry, pointer: `${at}/${place}` });
          walk(entry, `${at}/${place}`, depth + 1);
        }
    }
  };
  walk(body, '', 0);
  indexes.set(body, index);
  return index;
}

/** Lists, objects and texts that hold JSON by what they say; a plain value by its name. */
function pointerOf(node: unknown, setting: string, value: unknown): string | undefined {
  let left = BOUNDS.places;
  const plain = typeof value !== 'object' || value === null;
  const find = (here: unknown, pointer: string, key: string): string | undefined => {
    left -= 1;
    if (left < 0) return undefined;
    if (plain ? key.toLowerCase() === setting.toLowerCase() && here === value : says(here, value))
      return pointer;
    for (const [name, inner] of Object.entries(Array.isArray(here) ? here : (raw(here) ?? {}))) {
      const found = find(inner, `${pointer}/${escaped(name)}`, name);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(node, '', '');
}

function says(node: unknown, value: unknown): boolean {
  if (typeof node === 'object') return isDeepStrictEqual(node, value);
  if (typeof node !== 'string' || !/^\s*[[{]/.test(node)) return false;
  try {
    return isDeepStrictEqual(JSON.parse(node), value);
  } catch {
    return false;
  }
}
