// How a type of Terraform becomes one of ours: the row of the table, and the readers that its rows are made of.
import type { Known } from '../../../snapshot/resource.ts';
import { flag, word } from '../answers/shape.ts';
import { documentOf, type Part, present, unknown } from './declared.ts';
import type { ArnShape } from './declared-names.ts';
import { attribute, type Block, laterPolicy, placeOf, textOf } from './terraform.ts';

/** Reads one setting of a block; undefined: the block does not say. */
export type Read = (block: Block) => Part | undefined;

/** A resource that sets one part of another. */
export interface Companion {
  from: string[];
  /** The attribute that says whose part it is. */
  of: string;
  /** The same as text, where one attribute is not enough. */
  about?(block: Block): string | undefined;
  setting: string;
  /** The whole setting. */
  read?: Read;
  /** All of them together make the setting; `id`: of what they are about. */
  join?(blocks: Block[], id: string): Part | undefined;
  /** Only these are about the thing itself. */
  when?(block: Block): boolean;
}

/** One of our types. */
export interface Row {
  type: string;
  from: string[];
  /** Attributes that name it; the first that is known counts. */
  name: string[];
  /** The same, where one attribute is not enough. */
  named?(block: Block): string | undefined;
  arn: ArnShape;
  settings?: Record<string, Read>;
  companions?: Companion[];
}

/** A policy as text. An empty text is what a provider writes that has read none. */
export function policyAt(name: string): Read {
  return (block) => {
    const known = attribute(block, name);
    if (known === undefined) return noneRead(block, name);
    if (known.state !== 'present') return laterPolicy(block, name) ?? { known };
    const origin = placeOf(block, name);
    if (known.value === '' || known.value === '{}') return { known: { state: 'absent' }, origin };
    return { known: documentOf(known.value), origin };
  };
}

/** A text; `none` is what a null says that a provider has read. */
export function textAt(name: string): Read {
  return (block) => {
    const known = attribute(block, name);
    if (known === undefined) return noneRead(block, name);
    if (known.state !== 'present') return { known };
    const origin = placeOf(block, name);
    if (known.value === '') return { known: { state: 'absent' }, origin };
    const text = word(known.value);
    return { known: text === undefined ? unknown('malformed', `${name} is no text`) : present(text), origin };
  };
}

/** A text that every such thing has. */
export function wordAt(name: string): Read {
  const read = textAt(name);
  return (block) => {
    const part = read(block);
    return part?.known.state === 'absent' ? undefined : part;
  };
}

/** Null, in a thing that was read from AWS, is "there is none". */
function noneRead(block: Block, name: string): Part | undefined {
  if (block.fresh || block.unknown === true || block.values[name] !== null) return undefined;
  return { known: { state: 'absent' }, origin: placeOf(block, name) };
}

/** A switch. */
export function flagAt(name: string, project: (on: boolean) => Known<unknown> = present): Read {
  return (block) => {
    const known = attribute(block, name);
    if (known === undefined || known.state !== 'present') return known && { known };
    const on = flag(known.value);
    const origin = placeOf(block, name);
    return { known: on === undefined ? unknown('malformed', `${name} is no switch`) : project(on), origin };
  };
}

/** The same for everything. */
export function always(value: unknown): Read {
  return (block) => ({ known: present(value), origin: block.origin });
}

/** Of several attributes the first that says something. */
export function firstOf(...reads: Read[]): Read {
  return (block) => {
    for (const read of reads) {
      const part = read(block);
      if (part !== undefined) return part;
    }
    return undefined;
  };
}

/** Two attributes as one name: `layer:3`. */
export function joinedText(block: Block, ...names: string[]): string | undefined {
  const texts = names.map((name) => {
    const known = attribute(block, name);
    return known?.state === 'present' ? String(known.value) : textOf(block, name);
  });
  return texts.includes(undefined) ? undefined : texts.join(':');
}
