// A history, indexed once for all sites that ask.
import { type Known, type Resource, setting, typed } from '../../../snapshot/resource.ts';
import { type History, historySchema } from './history.generated.ts';
import type { Change } from './trail.ts';

type Made = NonNullable<History['made']>[number];

/** What a history says, by name. */
export interface Past {
  /** Time of the oldest entry of the trail. */
  trail: Known<string>;
  /** Changes of one thing, and of the profile that it belongs to, newest first. */
  changes(what: Change['what'], of: string, name: string): Change[];
  /** When a thing was made; undefined where nothing says so. */
  made(what: Made['what'], of: string, name: string): string | undefined;
}

const KNOWN = new WeakMap<Resource, Past>();

/** The past that a `salesforce.history` resource tells. */
export function pastOf(resource: Resource): Past {
  const known = KNOWN.get(resource) ?? indexed(typed(resource, historySchema));
  KNOWN.set(resource, known);
  return known;
}

function indexed(history: Resource<History>): Past {
  const made = new Map<string, string>();
  for (const { what, of, name, date } of history.settings.made ?? []) made.set(keyOf(what, of, name), date);
  const trail = setting(history, 'trail');
  const changes = new Map<string, Change[]>();
  for (const change of trail.state === 'present' ? trail.value.changes : []) {
    const key = keyOf(change.what, change.of, change.name);
    const others = changes.get(key);
    if (others === undefined) changes.set(key, [change]);
    else others.push(change);
  }
  return {
    trail: trail.state === 'present' ? { state: 'present', value: trail.value.from } : trail,
    changes(what, of, name) {
      const own = changes.get(keyOf(what, of, name)) ?? [];
      const whole = what === 'sharing-rule' ? [] : (changes.get(keyOf('profile', of, of)) ?? []);
      return [...own, ...whole].sort((a, b) => (a.date < b.date ? 1 : -1));
    },
    made: (what, of, name) => made.get(keyOf(what, of, name)),
  };
}

function keyOf(...parts: string[]): string {
  return JSON.stringify(parts);
}
