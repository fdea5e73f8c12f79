// Things of a template that are reached through policies: what they declare, and what other resources of the template set on them.
import type { Text } from '../../../snapshot/resource.ts';
import { word } from '../answers/shape.ts';
import { aliasesOf } from './cloudformation-lambda.ts';
import { RETURNS } from './cloudformation-returns.ts';
import type { Entry, Property } from './cloudformation-stack.ts';
import { ENTRY_ROWS, type EntryCompanion, type EntryRow } from './cloudformation-types.ts';
import { type Part, present, type Thing, unknown } from './declared.ts';
import { arnOf, type Home, lastName } from './declared-names.ts';

interface Shelf {
  row: EntryRow;
  things: Thing[];
  byText: Map<string, Thing>;
}

/** All of them. A policy of something that is not in the template belongs to what exists already. */
export function servicesOf(entries: Entry[], home: Home): { things: Thing[]; notes: Text[] } {
  const shelves = new Map<string, Shelf>();
  const untied: string[] = [];
  for (const row of ENTRY_ROWS) {
    const shelf = shelfOf(row, entries, home);
    shelves.set(row.type, shelf);
    for (const companion of row.companions ?? [])
      untied.push(...addCompanion(shelf, companion, entries, home));
  }
  keyPolicies(shelves.get('aws.secretsmanager.secret'), shelves.get('aws.kms.key'));
  const things = [...shelves.values()].flatMap((shelf) => shelf.things);
  const functions = shelves.get('aws.lambda.function')?.byText ?? new Map<string, Thing>();
  return { things: [...things, ...aliasesOf(entries, functions)], notes: notesOn(untied) };
}

function shelfOf(row: EntryRow, entries: Entry[], home: Home): Shelf {
  const shelf: Shelf = { row, things: [], byText: new Map() };
  for (const entry of entries) {
    if (!row.from.includes(entry.type)) continue;
    const parts = new Map<string, Part>();
    for (const [setting, read] of Object.entries(row.settings ?? {})) {
      const part = read(entry);
      if (part !== undefined) parts.set(setting, part);
    }
    const { id, name, origin } = entry;
    const thing: Thing = {
      type: row.type,
      id,
      name,
      fresh: true,
      ...(home.region !== undefined && { region: home.region }),
      parts,
      origin,
    };
    shelf.things.push(thing);
    for (const text of [id, name, entry.ref]) if (!shelf.byText.has(text)) shelf.byText.set(text, thing);
  }
  return shelf;
}

/** Logical ids of those that cannot be tied to a thing. */
function addCompanion(shelf: Shelf, companion: EntryCompanion, entries: Entry[], home: Home): string[] {
  const { setting, read, join } = companion;
  const untied: string[] = [];
  const joined = new Map<Thing, Entry[]>();
  for (const entry of entries) {
    if (entry.type !== companion.from || companion.when?.(entry) === false) continue;
    for (const about of entry.items(companion.of) ?? []) {
      const thing = thingFor(about, entry, shelf, home);
      if (thing === undefined) untied.push(entry.logicalId);
      else if (join !== undefined) joined.set(thing, [...(joined.get(thing) ?? []), entry]);
      else {
        const part = read?.(entry);
        if (part !== undefined) thing.parts.set(setting, part);
      }
    }
  }
  for (const [thing, all] of joined) {
    const part = join?.(all, thing.id);
    if (part !== undefined) thing.parts.set(setting, together(thing.parts.get(setting), part));
  }
  const [first] = untied;
  if (first !== undefined)
    for (const { parts } of shelf.things)
      if (!parts.has(setting)) parts.set(setting, { known: unknown('missing', `${first} may be about it`) });
  return untied;
}

/** A policy of the thing itself and statements that are declared beside it are one policy. */
function together(own: Part | undefined, added: Part): Part {
  const before = own && statementsIn(own);
  const more = statementsIn(added);
  if (before === undefined || more === undefined) return added;
  const places = Object.entries(added.places ?? {}).map(([pointer, place]): [string, typeof place] => [
    `/Statement/${before.length + Number(pointer.split('/')[2] ?? 0)}`,
    place,
  ]);
  return {
    ...own,
    known: present({ Version: '2012-10-17', Statement: [...before, ...more] }),
    places: { ...own?.places, ...Object.fromEntries(places) },
  };
}

function statementsIn({ known }: Part): unknown[] | undefined {
  if (known.state !== 'present' || typeof known.value !== 'object' || known.value === null) return undefined;
  const statement: unknown = Reflect.get(known.value, 'Statement');
  return Array.isArray(statement) ? statement : [statement];
}

function thingFor({ known }: Property, entry: Entry, shelf: Shelf, home: Home): Thing | undefined {
  const text = known.state === 'present' ? word(known.value) : undefined;
  if (text === undefined) return undefined;
  const found = shelf.byText.get(text);
  if (found !== undefined) return found;
  const shape = RETURNS.get(shelf.row.from[0] ?? '')?.arn;
  if (shape === undefined) return undefined;
  const name = lastName(text);
  const thing: Thing = {
    type: shelf.row.type,
    id: text.startsWith('arn:') ? text : arnOf(shape, name, home),
    name,
    fresh: false,
    parts: new Map(),
    origin: entry.origin,
  };
  shelf.things.push(thing);
  shelf.byText.set(text, thing);
  return thing;
}

/** A key of the same template says who may use it; one without a policy admits the account alone. */
function keyPolicies(secrets: Shelf | undefined, keys: Shelf | undefined): void {
  for (const { parts } of secrets?.things ?? []) {
    const key = parts.get('key');
    if (key === undefined) continue;
    const text = key.known.state === 'present' ? word(key.known.value) : undefined;
    const found = text === undefined ? undefined : keys?.byText.get(text);
    const known = found && (found.parts.get('policy')?.known ?? ABSENT);
    const none = key.known.state === 'absent';
    parts.set('keyPolicy', { known: none ? ABSENT : (known ?? unknown('not-held')) });
    parts.set('keyGrants', { known: none ? ABSENT : found ? present([]) : unknown('not-held') });
  }
}

const ABSENT = { state: 'absent' } as const;

function notesOn(untied: string[]): Text[] {
  if (untied.length === 0) return [];
  const list = untied.slice(0, 3).join(', ');
  return [
    {
      en: `${untied.length} settings do not say which resource they are about (${list}).`,
      ja: `どのリソースのものか分からない設定が ${untied.length} 件あります (${list})。`,
    },
  ];
}
