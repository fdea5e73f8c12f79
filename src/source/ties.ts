// Which block declares a resource: by a map that a person wrote, by a state, by tags; else a guess by its name. Pure.
import { matchesGlob } from '../glob.ts';
import type { Resource } from '../snapshot/resource.ts';
import { rootsOf, targetOf } from './addresses.ts';
import { type Block, type Index, isNaming, type Place } from './declared.ts';
import { byMap, byName } from './evidence.ts';
import { isKind } from './kinds.ts';
import { tidy } from './paths.ts';
import type { Say } from './read.ts';
import { recordTies } from './record-ties.ts';
import { tagTies } from './tag-ties.ts';
import { keyOf, placeOf, push, type Tie } from './tie.ts';

/** One line of a map: resources whose id matches the glob stand there. */
export interface Mapped {
  id: string;
  place: Place;
  /** Where the line stands, for people: `sources.yaml:3`. */
  said: string;
}

/** Ties resources to the blocks of an index. The first of a map that matches comes before all else. */
export function tiesOf(
  index: Index,
  map: Mapped[],
  say: Say = tidy,
): (resource: Resource) => Tie | undefined {
  const byRecord = recordTies(index, say);
  const byTag = tagTies(index);
  const guess = nameTies(index);
  const templates = new Set(index.templates.map(({ file }) => file));
  return (resource) => {
    const mapped = map.find(({ id }) => matchesGlob(id, resource.id));
    if (mapped !== undefined) return { ...mapped.place, certain: true, by: byMap(mapped.said) };
    // What was read from a source file shows its place in it already.
    if (Object.values(resource.origins ?? {}).some(({ file }) => templates.has(say(file)))) return undefined;
    const recorded = byRecord(resource);
    if (recorded?.certain === true) return recorded;
    return byTag(resource) ?? recorded ?? guess(resource);
  };
}

function nameTies({ modules, templates }: Index): (resource: Resource) => Tie | undefined {
  const named = new Map<string, { block: Block; attribute: string }[]>();
  for (const { blocks } of [...modules.values(), ...templates])
    for (const block of blocks)
      for (const [attribute, text] of block.literals)
        if (isNaming(attribute) && text !== '') push(named, text, { block, attribute });

  return ({ type, name }) => {
    const found = (named.get(name) ?? []).filter(({ block }) => isKind(type, block.type));
    const [first] = found;
    const places = new Set(found.map(({ block }) => keyOf(block)));
    if (first === undefined || places.size > 1) return undefined;
    return { ...placeOf(first.block), certain: false, by: byName(first.attribute, name) };
  };
}

/** The blocks that an address leads to from any folder that nobody calls; for a map that says an address. */
export function placesOfAddress(index: Index, address: string): Place[] {
  const found = new Map<string, Place>();
  for (const root of rootsOf(index)) {
    const target = targetOf(index, root, address);
    if (target === undefined) continue;
    const place = placeOf('call' in target ? target.call : target.block);
    found.set(keyOf(place), place);
  }
  return [...found.values()];
}

/** The block that begins on a line of a file. */
export function blockAt({ modules, templates }: Index, file: string, line: number): Place | undefined {
  for (const { blocks } of [...modules.values(), ...templates]) {
    const found = blocks.find((block) => block.file === file && block.line === line);
    if (found !== undefined) return placeOf(found);
  }
  return undefined;
}
