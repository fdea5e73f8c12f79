// Where the settings of one resource differ between two snapshots.
import type { Resource } from './resource.ts';

/** One place that differs. `before` and `after` are JSON, shortened; left out where there is no value, or where it could not be read. */
export interface Difference {
  setting: string;
  /** JSON pointer within the setting's value. */
  pointer: string;
  before?: string;
  after?: string;
  /** The side on which the resource is there and the setting could not be read: no value that can be told is not no value. */
  unread?: 'before' | 'after';
}

const MOST = 200;
const LONGEST = 160;

/**
 * Every place in the settings of two states of a resource that differs, the smallest differing nodes, at most 200. Lists of
 * named things (objects with a name, an object, an id or a Sid) are compared by that name, other lists by what is in them. An
 * entry marked `implied` was not written in the input: it counts as absent.
 * Undefined: the resource is not there on that side.
 */
export function differences(before: Resource | undefined, after: Resource | undefined): Difference[] {
  const found: Difference[] = [];
  const names = new Set([...Object.keys(before?.settings ?? {}), ...Object.keys(after?.settings ?? {})]);
  for (const setting of [...names].sort())
    walk(setting, '', before?.settings[setting], after?.settings[setting], found);
  return found.map((one) => {
    const unread = [
      ...(isUnread(before, one.setting) ? (['before'] as const) : []),
      ...(isUnread(after, one.setting) ? (['after'] as const) : []),
    ][0];
    return unread === undefined ? one : { ...one, unread };
  });
}

/** True when a resource that is there does not say what the setting is, not even that there is none. */
function isUnread(resource: Resource | undefined, setting: string): boolean {
  return resource !== undefined && resource.settings[setting] === undefined;
}

function walk(setting: string, pointer: string, one: unknown, other: unknown, found: Difference[]): void {
  if (found.length >= MOST) return;
  const [before, after] = [written(one), written(other)];
  const [was, is] = [keyed(before), keyed(after)];
  if (was !== undefined && is !== undefined && was.list === is.list) {
    for (const key of [...new Set([...was.entries.keys(), ...is.entries.keys()])].sort())
      walk(setting, `${pointer}/${pointerPart(key)}`, was.entries.get(key), is.entries.get(key), found);
    return;
  }
  const [first, second] = [text(before), text(after)];
  if (first === second) return;
  found.push({
    setting,
    pointer,
    ...(first !== undefined && { before: short(first) }),
    ...(second !== undefined && { after: short(second) }),
  });
}

function written(value: unknown): unknown {
  const implied = typeof value === 'object' && value !== null && 'implied' in value && value.implied === true;
  return implied ? undefined : value;
}

/** The members of an object, or of a list by what names them; undefined for everything else. */
function keyed(value: unknown): { list: boolean; entries: Map<string, unknown> } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return { list: false, entries: new Map(Object.entries(value)) };
  const entries = new Map<string, unknown>();
  for (const [index, item] of value.entries()) {
    const name = nameOf(item) ?? (typeof item === 'object' && item !== null ? String(index) : String(item));
    entries.set(entries.has(name) ? `${name}#${index}` : name, item);
  }
  return { list: true, entries };
}

const NAMING = ['fullName', 'name', 'object', 'id', 'Sid', 'arn'];

function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const members = new Map<string, unknown>(Object.entries(item));
  for (const key of NAMING) {
    const name = members.get(key);
    if (typeof name === 'string') return name;
  }
  return undefined;
}

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

function short(json: string): string {
  return json.length <= LONGEST ? json : `${json.slice(0, LONGEST - 1)}…`;
}

function pointerPart(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
