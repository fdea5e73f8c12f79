// Everything in a plan by its address, data sources included, and what its attributes are told to be.
import { BOUNDS } from '../../../snapshot/bounds.ts';
import type { Origin } from '../../../snapshot/resource.ts';
import { type Told, toldOf } from '../../../snapshot/told.ts';
import { type Raw, raw, raws, word } from '../answers/shape.ts';
import type { Sift } from './terraform-sensitive.ts';

/** One thing of a plan, managed or read. */
export interface Entry {
  values: Raw;
  unknown: unknown;
  hidden: Set<string>;
  origin: Origin;
}

/** Everything in a plan by its address, data sources included; what it changes before what it only knows. */
export function entriesOf(plan: Raw, file: string, sift: Sift): Map<string, Entry> {
  const found = new Map<string, Entry>();
  for (const { item, index } of raws(plan['resource_changes']) ?? []) {
    const [address, change] = [word(item['address']), raw(item['change'])];
    const after = raw(change?.['after']);
    if (address === undefined || after === undefined || item['deposed'] !== undefined) continue;
    const origin = { file, pointer: `/resource_changes/${index}/change/after` };
    found.set(address, {
      ...sift(after, change?.['after_sensitive']),
      unknown: change?.['after_unknown'],
      origin,
    });
  }
  const walk = (module: Raw | undefined, pointer: string, depth: number): void => {
    if (module === undefined || depth > BOUNDS.depth) return;
    for (const { item, index } of raws(module['resources']) ?? []) {
      const [address, values] = [word(item['address']), raw(item['values'])];
      if (address === undefined || values === undefined || found.has(address)) continue;
      const origin = { file, pointer: `${pointer}/resources/${index}/values` };
      found.set(address, { ...sift(values, item['sensitive_values']), unknown: false, origin });
    }
    for (const { item, index } of raws(module['child_modules']) ?? [])
      walk(item, `${pointer}/child_modules/${index}`, depth + 1);
  };
  walk(raw(raw(raw(plan['prior_state'])?.['values'])?.['root_module']), '/prior_state/values/root_module', 0);
  return found;
}

/** An attribute; undefined where it has none. */
export function toldAt({ values, unknown, hidden }: Entry, name: string, address: string): Told | undefined {
  if (hidden.has(name)) return { is: 'later', why: `${name} of ${address} is marked as sensitive` };
  const why = `${name} of ${address} is known after apply`;
  const told = withUnknowns(values[name], unknown === true ? true : raw(unknown)?.[name], why, 0);
  return told?.is === 'value' && told.value === null ? undefined : told;
}

function withUnknowns(value: unknown, unknown: unknown, why: string, depth: number): Told | undefined {
  if (unknown === true || depth > BOUNDS.depth) return { is: 'later', why };
  if (value === undefined) return undefined;
  if (Array.isArray(value)) {
    const marks: unknown[] = Array.isArray(unknown) ? unknown : [];
    return {
      is: 'list',
      items: value.map((item, at) => withUnknowns(item, marks[at], why, depth + 1) ?? toldOf(null)),
    };
  }
  const map = raw(value);
  if (map === undefined) return toldOf(value);
  const marks = raw(unknown) ?? {};
  const names = new Set([...Object.keys(map), ...Object.keys(marks)]);
  const entries = [...names].flatMap((name): [string, Told][] => {
    const told = withUnknowns(
      map[name],
      Object.hasOwn(marks, name) ? marks[name] : undefined,
      why,
      depth + 1,
    );
    return told === undefined ? [] : [[name, told]];
  });
  return { is: 'map', entries };
}
