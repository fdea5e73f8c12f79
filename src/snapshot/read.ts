// Reading a snapshot back: every line is checked, and one that was cut short says so.
import { InputError } from '../errors.ts';
import { parse } from '../schema.ts';
import type { InputFile } from './files.ts';
import { type Line, lineSchema } from './line.generated.ts';
import type { Listing, SnapshotRecord } from './resource.ts';

const MAX_LINE = 16 * 1024 * 1024;

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
  const seen = new Map<string, Listing>();
  const scopes = new Set<string>();
  let number = 0;
  let ended = false;
  for await (const text of file.lines()) {
    number += 1;
    if (text.trim() === '') continue;
    const at = { file: file.path, line: number };
    if (ended) throw new InputError([{ message: 'goes on after its end', place: at }]);
    const record = readLine(text, at, schemaOf);
    if (record.record === 'end') ended = true;
    else if (record.record === 'tojimari-snapshot') {
      if (number !== 1)
        throw new InputError([{ message: 'begins again: two snapshots in one file', place: at }]);
    } else {
      if (record.record === 'scope') scopes.add(record.id);
      if (record.record === 'resource') {
        countCut(seen, record.scope, record.type);
        scopes.delete(record.scope);
      }
      yield record;
    }
  }
  if (ended) return;
  // A scope of which nothing came at all is not one in which nothing is.
  for (const scope of scopes) yield cutShort(scope, 'target', 0);
  yield* seen.values();
}

function countCut(seen: Map<string, Listing>, scope: string, type: string): void {
  const key = `${scope} ${type}`;
  const listing = seen.get(key);
  if (listing !== undefined) listing.seen += 1;
  else seen.set(key, cutShort(scope, type, 1));
}

function cutShort(scope: string, type: string, seen: number): Listing {
  const detail = 'the snapshot ends early';
  return { record: 'listing', scope, type, state: 'unknown', seen, reason: 'cut-short', detail };
}

function readLine(text: string, place: { file: string; line: number }, schemaOf: SchemaOf): Line {
  if (text.length > MAX_LINE) throw new InputError([{ message: 'is longer than 16 MB', place }]);
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
