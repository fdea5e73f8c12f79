// Several exports of one estate become one: each resource once, with the newest of what is known about it.
import type { Resource, Scope, SnapshotRecord, Text } from '../snapshot/resource.ts';
import { absences } from './absence.ts';
import { type Export, type Joined, type KindOf, keyOf, type Version } from './export.ts';
import { type Group, groupsOf } from './group.ts';
import { mergedListings } from './listings.ts';
import { hashOf, type Sight, sight } from './sight.ts';
import { type Conflict, merge } from './version.ts';
import { conflictNotes, sharedNote, toldNotes } from './words.ts';

/**
 * One stream for exports that speak of the same account or org, and one for each of the others, as they were. Exports that could be joined are
 * read twice: once for what they hold, and once to be judged. Memory: context, a number for each resource, and those that several exports hold
 * between the first and the last time that they come.
 */
export async function joinExports(exports: Export[], kindOf: KindOf): Promise<Joined[]> {
  const alone = ({ provider, records }: Export): Joined => ({ provider, records: records() });
  if (exports.filter(({ declaration }) => !declaration).length < 2) return exports.map(alone);
  const seen = await sight(exports, kindOf);
  const groups = groupsOf(seen);
  const parts = partsOf(exports.length, groups, seen);
  const streams: Joined[] = [];
  for (const [index, one] of exports.entries()) {
    const part = parts.find((each) => each.includes(index)) ?? [index];
    if (part.length === 1) streams.push(alone(one));
    else if (part[0] === index)
      streams.push({ provider: one.provider, records: joined(exports, part, groups, seen, kindOf) });
  }
  return streams;
}

/** Exports that have a group in common, directly or by way of others. */
function partsOf(count: number, groups: Group[], { scopes }: Sight): number[][] {
  const part = Array.from({ length: count }, (_, index) => index);
  for (const group of groups) {
    const exports = new Set(group.scopes.flatMap((at) => scopes[at]?.export ?? []));
    const to = Math.min(...[...exports].map((index) => part[index] ?? index));
    const from = new Set([...exports].map((index) => part[index]));
    for (const [index, of] of part.entries()) if (from.has(of)) part[index] = to;
  }
  return [...new Set(part)].map((of) => part.flatMap((one, index) => (one === of ? [index] : [])));
}

async function* joined(
  exports: Export[],
  part: number[],
  groups: Group[],
  seen: Sight,
  kindOf: KindOf,
): AsyncGenerator<SnapshotRecord> {
  const own = (at: number) => part.includes(seen.scopes[at]?.export ?? -1);
  const here = groups.filter(({ scopes }) => scopes.some(own));
  /** `export scope` -> the id that it goes by from here on. */
  const ids = new Map<string, string>();
  const paths = new Map<string, string | undefined>();
  for (const { scopes } of here) {
    const id = scopeOf(scopes[0] ?? 0, seen).id;
    for (const at of scopes) {
      const { id: own, paths: read = [] } = scopeOf(at, seen);
      ids.set(`${seen.scopes[at]?.export} ${own}`, id);
      const from = seen.scopes[at]?.export ?? -1;
      paths.set(`${from} ${own}`, exports[from]?.path ?? read[0]);
    }
  }
  const idOf = (at: number) => ids.get(`${seen.scopes[at]?.export} ${scopeOf(at, seen).id}`) ?? '';
  for (const group of here) yield* scopesOf(group, seen);

  const conflicts = new Map<string, Conflict[]>();
  const shared = new Map<string, number>();
  const put = (versions: Version[], scope: string): Resource => {
    const [only] = versions;
    if (only !== undefined && versions.length === 1) return rescoped(only.resource, scope);
    if (kindOf(only?.resource.type ?? '')?.carrier !== true) shared.set(scope, (shared.get(scope) ?? 0) + 1);
    const found = conflicts.get(scope) ?? [];
    conflicts.set(scope, found);
    return merge(versions, scope, found);
  };

  const context = new Map<string, { scope: string; versions: Version[] }>();
  for (const { version, scope: at } of seen.context.filter(({ scope }) => own(scope))) {
    const scope = idOf(at);
    const key = `${scope} ${keyOf(version.resource, kindOf)}`;
    const known = context.get(key);
    if (known === undefined) context.set(key, { scope, versions: [version] });
    else known.versions.push(version);
  }
  for (const { scope, versions } of context.values()) yield put(versions, scope);

  const listings = seen.listings.filter(({ scope }) => own(scope));
  const pathOf = (at: number) => paths.get(`${seen.scopes[at]?.export} ${scopeOf(at, seen).id}`);
  const missing = absences(listings, seen, idOf, pathOf, kindOf);
  const waiting = new Map<string, { scope: string; versions: Version[] }>();
  // The larger ones last: what waits is what the smaller ones hold.
  for (const index of [...part].sort((a, b) => (seen.sizes[a] ?? 0) - (seen.sizes[b] ?? 0))) {
    const one = exports[index];
    if (one === undefined) continue;
    for await (const record of one.records()) {
      if (record.record !== 'resource' || kindOf(record.type)?.context === true) continue;
      const scope = ids.get(`${index} ${record.scope}`) ?? record.scope;
      const times = seen.counts.get(hashOf(`${record.type} ${record.id}`)) ?? 1;
      const carrier = kindOf(record.type)?.carrier === true;
      if (times < 2 && !carrier) {
        missing.see(record, scope, index);
        yield rescoped(record, scope);
        continue;
      }
      const key = `${scope} ${keyOf(record, kindOf)}`;
      const before = waiting.get(key) ?? { scope, versions: [] };
      before.versions.push({
        resource: record,
        ageOf: one.ageOf,
        path: paths.get(`${index} ${record.scope}`),
      });
      if (!carrier && before.versions.length >= times) {
        waiting.delete(key);
        yield put(before.versions, scope);
      } else waiting.set(key, before);
    }
  }
  for (const { scope, versions } of waiting.values()) yield put(versions, scope);

  yield* mergedListings(listings.map(({ listing, scope }) => ({ ...listing, scope: idOf(scope) })));
  for (const group of here) {
    const { record, id, provider, label, input, format } = scopeOf(group.scopes[0] ?? 0, seen);
    const count = shared.get(id) ?? 0;
    const formats = [...new Set(group.scopes.map((at) => scopeOf(at, seen).format))];
    const notes: Text[] = [
      ...(count === 0 ? [] : [sharedNote(formats, count)]),
      ...conflictNotes(conflicts.get(id) ?? [], kindOf),
      ...missing.notes(id),
    ];
    if (notes.length > 0) yield { record, id, provider, label, input, format, notes };
  }
}

function scopeOf(at: number, { scopes }: Sight): Scope {
  const scope = scopes[at]?.scope;
  if (scope === undefined) throw new Error(`no scope ${at}`);
  return scope;
}

/** The scope by each of its exports, under one id and label. */
function* scopesOf(group: Group, seen: Sight): Generator<Scope> {
  const base = scopeOf(group.scopes[0] ?? 0, seen);
  for (const at of group.scopes) {
    const { id, label, input } = base;
    const told = at === group.scopes[0] ? toldNotes(group, seen.scopes) : [];
    const { notes = [], ...scope } = scopeOf(at, seen);
    const all = [...notes, ...told];
    yield { ...scope, id, label, input, ...(all.length > 0 && { notes: all }) };
  }
}

function rescoped(resource: Resource, scope: string): Resource {
  return resource.scope === scope ? resource : { ...resource, scope };
}
