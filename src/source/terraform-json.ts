// Terraform in its JSON syntax (`.tf.json`) -> the blocks of a file.
// Source: Terraform language, "JSON Configuration Syntax".
import type { Block, Module } from './declared.ts';
import { type Entry, jsonTree, member, type Value } from './tree.ts';

/** What the file declares. Throws InputError when it is no JSON. */
export function readTerraformJson(text: string, file: string): Module {
  const { root, placeAt } = jsonTree(text, file);
  const found: Module = { blocks: [], calls: [] };
  const placeOf = ({ start, end }: Entry) => ({ file, ...placeAt(start), endLine: placeAt(end).line });
  for (const top of root.entries) {
    for (const labelled of entriesIn(top.value)) {
      if (top.key === 'module')
        for (const body of bodiesOf(labelled.value).slice(0, 1))
          found.calls.push({
            ...placeOf(labelled),
            name: labelled.key,
            source: plain(member(body, 'source')),
          });
      if (top.key === 'resource')
        for (const named of entriesIn(labelled.value))
          found.blocks.push({
            ...placeOf(named),
            type: labelled.key,
            name: named.key,
            ...attributesOf(bodiesOf(named.value)[0]),
          });
    }
  }
  return found;
}

/** A block's body, or a list of them. */
function bodiesOf(value: Value): Value[] {
  return value.items.length > 0 ? value.items : [value];
}

function entriesIn(value: Value): Entry[] {
  return bodiesOf(value).flatMap(({ entries }) => entries);
}

function attributesOf(body: Value | undefined): Pick<Block, 'literals' | 'tags'> {
  const literals = new Map<string, string>();
  const tags = new Map<string, string>();
  for (const { key, value } of body?.entries ?? []) {
    const text = plain(value);
    if (text !== undefined) literals.set(key, text);
    if (key === 'tags')
      for (const tag of value.entries) {
        const worth = plain(tag.value);
        if (worth !== undefined) tags.set(tag.key, worth);
      }
  }
  return { literals, tags };
}

/** Text without anything to fill in. */
function plain(value: Value | undefined): string | undefined {
  return value?.text === undefined || /[$%]\{/.test(value.text) ? undefined : value.text;
}
