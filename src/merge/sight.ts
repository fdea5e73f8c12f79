// The first reading: which scopes there are, what must be held, and which resources several exports speak of.
import type { Listing, Scope } from '../snapshot/resource.ts';
import { type Export, isGlobal, type KindOf, type Version } from './export.ts';

/** An export is given up as one that can be joined after this many resources that nothing else can know by name. */
const ENOUGH = 20;

/** A scope of one export. */
export interface Seen {
  export: number;
  scope: Scope;
}

/** What the first reading finds. Memory: context, listings, and a number for each other resource. */
export interface Sight {
  scopes: Seen[];
  /** Pairs of scopes that speak of the same thing, and one such thing: `3 7` -> its id. */
  edges: Map<string, string>;
  /** Context resources and the number of their scope. */
  context: { version: Version; scope: number }[];
  listings: { listing: Listing; scope: number }[];
  /** How often each resource was seen, by `hashOf` of type and id. */
  counts: Map<number, number>;
  /** Resources of each export. */
  sizes: number[];
  /** Exports that cannot be joined: their readers say why when they are read again. */
  apart: Set<number>;
}

/** Reads all exports once. */
export async function sight(exports: Export[], kindOf: KindOf): Promise<Sight> {
  const found: Sight = {
    scopes: [],
    edges: new Map(),
    context: [],
    listings: [],
    counts: new Map(),
    sizes: exports.map(() => 0),
    apart: new Set(),
  };
  /** The scopes that each was seen in. */
  const where = new Map<number, number | number[]>();
  for (const [index, one] of exports.entries()) {
    if (one.declaration) found.apart.add(index);
    else if (!(await readOne(one, index))) found.apart.add(index);
  }
  return found;

  function pathOf(scope: number): string | undefined {
    return found.scopes[scope]?.scope.paths?.[0];
  }

  function meet(hash: number, scope: number, id: string): void {
    const before = where.get(hash);
    if (before === undefined) where.set(hash, scope);
    else if (before !== scope && isGlobal(id)) {
      const others = Array.isArray(before) ? before : [before];
      if (others.includes(scope)) return;
      for (const other of others) {
        const edge = `${other} ${scope}`;
        const known = found.edges.get(edge);
        // The first by its name, in whatever order they come.
        if (known === undefined || id < known) found.edges.set(edge, id);
      }
      where.set(hash, [...others, scope]);
    }
  }

  async function readOne(one: Export, index: number): Promise<boolean> {
    const numbers = new Map<string, number>();
    let strangers = 0;
    let known = false;
    try {
      for await (const record of one.records()) {
        if (record.record === 'scope') {
          if (record.input === 'declaration') return false;
          const number = found.scopes.push({ export: index, scope: record }) - 1;
          numbers.set(record.id, numbers.get(record.id) ?? number);
          known ||= !/^[^/]*\/unknown(\/|$)/.test(record.id);
          continue;
        }
        const scope = numbers.get(record.scope);
        if (scope === undefined) return false;
        if (record.record === 'listing') {
          found.listings.push({ listing: record, scope });
          continue;
        }
        found.sizes[index] = (found.sizes[index] ?? 0) + 1;
        if (isGlobal(record.id)) known = true;
        else strangers += 1;
        if (!known && strangers > ENOUGH) return false;
        if (kindOf(record.type)?.context === true)
          found.context.push({
            version: { resource: record, ageOf: one.ageOf, path: one.path ?? pathOf(scope) },
            scope,
          });
        const hash = hashOf(`${record.type} ${record.id}`);
        found.counts.set(hash, (found.counts.get(hash) ?? 0) + 1);
        meet(hash, scope, record.id);
      }
      return true;
    } catch {
      // Whatever it is, it is told when the export is judged.
      return false;
    }
  }
}

/** 53 bits of a text (cyrb53, public domain). */
export function hashOf(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
