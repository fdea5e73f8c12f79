// Reading a snapshot back: every line is checked, and one that was cut short says so.
import { InputError } from '../errors.ts';
import { parse } from '../schema.ts';
import { BOUNDS, megabytes } from './bounds.ts';
import { tooDeepAt } from './depth.ts';
import type { InputFile } from './files.ts';
import { type Line, lineSchema } from './line.generated.ts';
import { justChecked, type Listing, type SnapshotRecord } from './resource.ts';

/** True when a file is a snapshot of ours, by its first line. */
export async function isSnapshot(file: InputFile): Promise<boolean> {
  return /^\s*\{\s*"record"\s*:\s*"tojimari-snapshot"/.test(await file.head());
}

/** What a snapshot's settings are checked with: the name of the JSON Schema of a resource type, if there is such a type. */
export type SchemaOf = (resourceType: string) => string | undefined;

/**
 * The records of a snapshot, in their order. Throws InputError with the line for anything that does not fit. When the
 * last line is missing, the lists of every type of every scope are reported as cut short.
 */
export async function* readSnapshot(file: InputFile, schemaOf: SchemaOf): AsyncIterable<SnapshotRecord> {
  const order = newOrder(file.path);
  let number = 0;
  for await (const text of file.lines()) {
    number += 1;
    if (text.trim() === '') continue;
    order.more(number);
    const record = order.next(readLine(text, { file: file.path, line: number }, schemaOf), number);
    if (record !== undefined) yield record;
  }
  yield* order.missing();
}

/** The order in which the lines of one snapshot may come. */
export interface Order {
  /** Another line follows. Throws InputError after the end. */
  more(number: number): void;
  /** What a line says; undefined where it only frames the others. */
  next(line: Line, number: number): SnapshotRecord | undefined;
  /** So many resources of a type were read elsewhere. */
  count(scope: string, type: string, resources: number): void;
  /** Of a snapshot without an end: the lists that were cut short. */
  missing(): Listing[];
}

/** Watches over the lines of a snapshot. */
export function newOrder(file: string): Order {
  const seen = new Map<string, Listing>();
  const scopes = new Set<string>();
  let ended = false;
  const count = (scope: string, type: string, resources: number) => {
    scopes.delete(scope);
    const key = `${scope} ${type}`;
    const listing = seen.get(key);
    if (listing !== undefined) listing.seen += resources;
    else seen.set(key, cutShort(scope, type, resources));
  };
  return {
    more(line) {
      if (ended) throw new InputError([{ message: 'goes on after its end', place: { file, line } }]);
    },
    next(record, line) {
      if (record.record === 'end') ended = true;
      else if (record.record === 'tojimari-snapshot') {
        const message = 'begins again: two snapshots in one file';
        if (line !== 1) throw new InputError([{ message, place: { file, line } }]);
      } else {
        if (record.record === 'scope') scopes.add(record.id);
        if (record.record === 'resource') count(record.scope, record.type, 1);
        return record;
      }
      return undefined;
    },
    count,
    missing() {
      if (ended) return [];
      // A scope of which nothing came at all is not one in which nothing is.
      return [...[...scopes].map((scope) => cutShort(scope, 'target', 0)), ...seen.values()];
    },
  };
}

function cutShort(scope: string, type: string, seen: number): Listing {
  const detail = 'the snapshot ends early';
  return { record: 'listing', scope, type, state: 'unknown', seen, reason: 'cut-short', detail };
}

/** One line, checked. Throws InputError with its place for anything that does not fit. */
export function readLine(text: string, place: { file: string; line: number }, schemaOf: SchemaOf): Line {
  if (text.length > megabytes(BOUNDS.line))
    throw new InputError([{ message: `is longer than ${BOUNDS.line} MB`, place }]);
  if (tooDeepAt(text) !== undefined)
    throw new InputError([{ message: `is nested deeper than ${BOUNDS.depth} levels`, place }]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError([{ message: 'is not JSON; the snapshot may have been cut short', place }]);
  }
  const parsed = parse(lineSchema, value);
  if (!parsed.ok) throw misfit(parsed.misfits, place);
  if (parsed.value.record === 'resource') {
    const { type, settings } = parsed.value;
    const schema = schemaOf(type);
    if (schema === undefined) {
      const message = `holds the resource type "${type}", which this version does not know`;
      throw new InputError([{ message, place }], 'Read it with the version of tojimari that wrote it.');
    }
    const checked = parse({ name: schema }, settings);
    if (!checked.ok) throw misfit(checked.misfits, place, '/settings');
    justChecked(settings, schema);
  }
  return parsed.value;
}

function misfit(
  misfits: { pointer: string; message: string }[],
  place: { file: string; line: number },
  below = '',
): InputError {
  return new InputError(
    misfits.map(({ pointer, message }) => ({ message: `${below}${pointer || '/'} ${message}`, place })),
  );
}
