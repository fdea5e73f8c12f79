// What a plan starts from, put beside what it makes: only what it touches may differ.
import { word } from '../answers/shape.ts';
import { type Estate, present, type Thing } from './declared.ts';
import { KINDS } from './declared-kinds.ts';
import type { Owner } from './owner.ts';
import type { Block } from './terraform.ts';

/**
 * The things before. A setting that the plan begins to speak of was the service's default before it: what it then opens is opened by
 * this plan.
 */
export function earlierEstate(before: Estate, after: Estate): Estate {
  const later = new Map(after.things.map((thing) => [keyOf(thing), thing]));
  const things = before.things.map((thing): Thing => {
    const next = later.get(keyOf(thing));
    const defaults = KINDS[thing.type]?.defaults ?? {};
    if (next === undefined || next.fresh) return thing;
    const parts = new Map(thing.parts);
    for (const setting of next.parts.keys()) {
      if (parts.has(setting) || !Object.hasOwn(defaults, setting)) continue;
      const value = defaults[setting];
      parts.set(setting, { known: value === null ? { state: 'absent' } : present(value) });
    }
    return { ...thing, parts };
  });
  return { ...before, things };
}

function keyOf({ type, id }: Thing): string {
  return `${type} ${id}`;
}

/** The account that all things which exist are in, by their ARNs. */
export function ownerOfThings(blocks: Block[]): Owner | undefined {
  const found = new Map<string, Owner>();
  for (const { values } of blocks) {
    const [, partition, account] =
      /^arn:(aws[a-z-]*):[^:]*:[^:]*:(\d{12}):/.exec(word(values['arn']) ?? '') ?? [];
    if (account !== undefined && partition !== undefined) found.set(account, { account, partition });
  }
  const [owner] = found.values();
  return found.size === 1 ? owner : undefined;
}

/** The region that all of them are in. */
export function regionOfThings(blocks: Block[]): string | undefined {
  const found = new Set<string>();
  for (const { values } of blocks) {
    const region = /^arn:[^:]*:[^:]*:([a-z]{2}[a-z-]*-\d):/.exec(word(values['arn']) ?? '')?.[1];
    if (region !== undefined) found.add(region);
  }
  return found.size === 1 ? [...found][0] : undefined;
}
