// Where in the saved answers a setting stands: the smallest node that says the same.
import { isDeepStrictEqual } from 'node:util';
import type { Origin, Resource } from '../../../snapshot/resource.ts';
import { raw } from '../iam/shape.ts';
import { type Given, sameThing } from './replay.ts';

/** Nodes that are looked at for one setting, at most. */
const MOST_NODES = 5_000;
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
    const entry = index.get(id) ?? index.get(name);
    if (entry !== undefined) parts.push({ node: entry.node, origin: below(origin, entry.pointer) });
  }
  const [whole] = parts;
  const origins: Record<string, Origin> = {};
  for (const [setting, value] of Object.entries(settings)) {
    const found = parts.map(({ node, origin }) => {
      const pointer = pointerOf(node, setting, value);
      return pointer === undefined ? undefined : below(origin, pointer);
    });
    const place = found.find((one) => one !== undefined) ?? whole?.origin;
    if (place !== undefined) origins[setting] = place;
  }
  return origins;
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
  let left = MOST_NODES;
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

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
