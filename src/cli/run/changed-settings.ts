// Which settings made a difference: the resources of both sides are looked up again and compared.
import { PROVIDERS } from '../../providers/index.ts';
import type { Change } from '../../report/changes.ts';
import { differences } from '../../snapshot/compare.ts';
import type { Resource, Text } from '../../snapshot/resource.ts';
import type { Stream } from '../targets.ts';

/** The resources of one side among those that are wanted, by `type\0id`. */
export type ResourcesOf = (wanted: Set<string>) => Promise<Map<string, Resource>>;

/** Those of streams that can be read again. */
export function resourcesIn(open: () => Promise<Stream[]>): ResourcesOf {
  return async (wanted) => {
    const found = new Map<string, Resource>();
    for (const { records } of await open())
      for await (const record of records)
        if (record.record === 'resource' && wanted.has(keyOf(record))) found.set(keyOf(record), record);
    return found;
  };
}

/**
 * Fills in which settings differ: those that the proof speaks of, or, where they are the same, all of the resource. What only vanished
 * from a file is not closed: it becomes unknown.
 */
export async function tellSettings(
  changes: Change[],
  before: ResourcesOf,
  after: ResourcesOf,
): Promise<void> {
  if (changes.length === 0) return;
  const wanted = new Set(changes.flatMap((change) => [keyOf(change.resource), ...proving(change).keys()]));
  const was = await before(wanted);
  const is = await after(wanted);
  for (const change of changes) {
    const about = proving(change);
    const all = [...new Set([keyOf(change.resource), ...about.keys()])].flatMap((key) => {
      const resource = is.get(key) ?? was.get(key);
      if (resource === undefined) return [];
      const { type, id, name } = resource;
      return differences(was.get(key), is.get(key)).map((one) => ({
        key,
        resource: { type, id, name },
        ...one,
      }));
    });
    const proved = all.filter(({ key, setting }) => about.get(key)?.has(setting));
    const subject = change.after?.subject ?? change.before?.subject;
    const named = proved.filter(
      ({ pointer, before, after }) =>
        subject !== undefined &&
        (pointer.split('/').includes(subject) || `${before} ${after}`.includes(JSON.stringify(subject))),
    );
    const told = [named, proved, all].find((list) => list.length > 0) ?? [];
    change.settings = told.map(({ key: _key, ...one }) => {
      const note = one.after === undefined ? removalOf(one.resource.type, one.setting) : undefined;
      return note === undefined ? one : { ...one, note };
    });
    // What only vanished from a file may still be there.
    const [kept] = change.settings.flatMap(({ note }) => note ?? []);
    if (change.kind !== 'closed' || kept === undefined) continue;
    change.kind = 'became-unknown';
    change.why = kept;
  }
}

export function keyOf({ type, id }: { type: string; id: string }): string {
  return `${type}\0${id}`;
}

/** The settings that the evidence of a change speaks of, by resource. */
function proving({ resource, before, after }: Change): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { resource: other, setting } of [...(before?.evidence ?? []), ...(after?.evidence ?? [])]) {
    const key = keyOf(other ?? resource);
    found.set(key, (found.get(key) ?? new Set()).add(setting));
  }
  return found;
}

/** What it means that an entry of this setting is gone from a later export. */
function removalOf(type: string, setting: string): Text | undefined {
  for (const { services } of PROVIDERS)
    for (const { types } of services)
      for (const one of types) if (one.type === type) return one.removals?.[setting];
  return undefined;
}
