// Terraform's resources, from a plan or a state, in one shape.
import { BOUNDS } from '../../../snapshot/bounds.ts';
import type { Known, Origin } from '../../../snapshot/resource.ts';
import { type Raw, raw, raws, word } from '../answers/shape.ts';
import { below } from '../iam/draft.ts';
import { type Part, placeholderId, toldPart, unknown } from './declared.ts';
import type { Found } from './terraform-lookup.ts';

/** One instance of a managed resource. */
export interface Block {
  /** `aws_s3_bucket` */
  type: string;
  /** `module.web.aws_s3_bucket.assets["eu"]` */
  address: string;
  values: Raw;
  /** The plan's after_unknown: `true` where a value is known only after apply. */
  unknown: unknown;
  /** The plan makes it. */
  fresh: boolean;
  /** The plan removes it. */
  gone: boolean;
  /** Where `values` stands. */
  origin: Origin;
  /** Attributes that are not read because they are marked as sensitive, or hold what is. */
  hidden?: Set<string>;
  /** The policy document that an attribute will hold, where the plan leaves it open and it can be told all the same. */
  policy?(attribute: string): Found | undefined;
  /** Attributes that the configuration sets; undefined when the file does not have the configuration. */
  configured?: Set<string>;
  /** Addresses, without instance keys, of the resources that the attribute's expression speaks of. */
  targets(attribute: string): string[];
}

/** True when something in it is known only after apply. Deeper than any provider goes counts as unknown. */
export function hasUnknown(tree: unknown, depth = 0): boolean {
  if (depth > BOUNDS.depth) return true;
  if (tree === true) return true;
  if (typeof tree !== 'object' || tree === null) return false;
  return Object.values(tree).some((inner) => hasUnknown(inner, depth + 1));
}

/**
 * An attribute. Undefined: not declared. A provider's computed attribute that the configuration does not set is "known after apply"
 * in a plan of a new thing and still not declared.
 */
export function attribute(block: Block, name: string): Known<unknown> | undefined {
  if (block.hidden?.has(name) === true)
    return unknown('missing', `${name} of ${block.address} is marked as sensitive`);
  const later = block.unknown === true || hasUnknown(raw(block.unknown)?.[name]);
  if (later) {
    if (block.fresh && block.configured !== undefined && !block.configured.has(name)) return undefined;
    return unknown('missing', `${name} of ${block.address} is known after apply`);
  }
  const value = block.values[name];
  return value === undefined || value === null ? undefined : { state: 'present', value };
}

/** A policy that is known after apply, as far as it can be told before; never one that is marked as sensitive. */
export function laterPolicy(block: Block, name: string): Part | undefined {
  const found = block.hidden?.has(name) === true ? undefined : block.policy?.(name);
  return found && toldPart(found);
}

/** An attribute that is text and is known. */
export function textOf(block: Block, name: string): string | undefined {
  const known = attribute(block, name);
  return known?.state === 'present' ? word(known.value) : undefined;
}

/** The objects of a nested block; provider versions write one as a list of one. */
export function nested(value: unknown): Raw[] {
  const one = raw(value);
  return one === undefined ? (raws(value) ?? []).map(({ item }) => item) : [one];
}

/** The place of an attribute. */
export function placeOf(block: Block, name: string): Origin {
  return Object.hasOwn(block.values, name) ? below(block.origin, name) : block.origin;
}

/** Its ARN when that is known, else its address. */
export function idOf(block: Block): string {
  return textOf(block, 'arn') ?? placeholderId(block.origin.file, block.address);
}

/** An address without instance keys: `module.web["eu"].aws_s3_bucket.assets[0]` -> `module.web.aws_s3_bucket.assets`. */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
}

/** The instance keys of an address. */
export function keysOf(address: string): string {
  return (address.match(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g) ?? []).join('');
}

/** The module instance that an address is in: `module.web["eu"].`; '' for the root. */
export function moduleOf(address: string): string {
  return /^(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/.exec(address)?.[0] ?? '';
}

/** Finds instances by a part of their address; a list is looked through once, and must not change after that. */
export function instancesBy<T extends { address: string }>(
  partOf: (address: string) => string,
): (list: T[], part: string) => T[] {
  const indexes = new WeakMap<T[], Map<string, T[]>>();
  return (list, part) => {
    let index = indexes.get(list);
    if (index === undefined) {
      index = new Map();
      for (const one of list) {
        const own = partOf(one.address);
        const others = index.get(own);
        if (others === undefined) index.set(own, [one]);
        else others.push(one);
      }
      indexes.set(list, index);
    }
    return index.get(part) ?? [];
  };
}

const blocksByKeys = instancesBy<Block>(keysOf);
const blocksByModule = instancesBy<Block>(moduleOf);

/** Blocks by address without instance keys. */
export type Addresses = Map<string, Block[]>;

/** Blocks by what references call them. */
export function addressesOf(blocks: Block[]): Addresses {
  const found: Addresses = new Map();
  for (const block of blocks) {
    const address = withoutKeys(block.address);
    const others = found.get(address);
    if (others === undefined) found.set(address, [block]);
    else others.push(block);
  }
  return found;
}

/**
 * The block that an attribute of another points to: by reference, and among several instances the one with the same keys, else the only one
 * in the same module instance. Undefined when the reference leads to none, or to more than one.
 */
export function referred(from: Block, name: string, among: Addresses): Block | undefined {
  const lists = [...new Set(from.targets(name))].flatMap((address) => {
    const list = among.get(address);
    return list === undefined ? [] : [list];
  });
  const [first = [], ...more] = lists;
  if (more.length === 0 && first.length < 2) return first[0];
  const keys = keysOf(from.address);
  const same = lists.flatMap((list) => blocksByKeys(list, keys));
  const near = same.length > 0 ? same : lists.flatMap((list) => blocksByModule(list, moduleOf(from.address)));
  return near.length === 1 ? near[0] : undefined;
}
