// A YAML file that a person wrote, as a checked value: every fault at once, each with its place.
import { type Document, isMap, isNode, visit } from 'yaml';
import { type Fault, InputError, type Place } from '../errors.ts';
import { didYouMean } from '../rules/nearest.ts';
import { type Misfit, parse, type Schema } from '../schema.ts';
import { readDocument } from '../yaml.ts';

/** What a file has to be. */
export interface Shape<T> {
  schema: Schema<T>;
  /** What an empty file says. */
  empty: unknown;
  /** The deepest that it may nest. */
  deepest: number;
  /** Every key there is, for finding the one that was meant. */
  keys: string[];
  /** What the schema cannot say. */
  check?(value: T): Misfit[];
  /** Where to look up what the file can say. */
  hint: string;
}

/** A checked value, and where each part of it stands. */
export interface Located<T> {
  value: T;
  /** By JSON pointer: `/expect/accounts/0`. */
  placeOf(pointer: string): Place;
}

/** The text as a checked value. Throws InputError with every fault. */
export function parseLocated<T>(text: string, file: string, shape: Shape<T>): Located<T> {
  // Every scalar stays text: as numbers, account ids would lose their leading zeros.
  const options = { schema: 'failsafe' } as const;
  const { document, faults: broken, placeAt } = readDocument(text, file, shape.deepest, options);
  if (document !== undefined) broken.push(...aliasesIn(document, placeAt));
  if (broken.length > 0) throw new InputError(broken);
  const raw: unknown = document?.toJS() ?? '';
  const parsed = parse(shape.schema, raw === '' ? shape.empty : raw);
  const misfits = parsed.ok ? (shape.check?.(parsed.value) ?? []) : parsed.misfits;
  if (!parsed.ok || misfits.length > 0)
    throw new InputError(
      misfits.map((misfit) => locate(misfit, document, placeAt, shape.keys)),
      shape.hint,
    );
  const placeOf = (pointer: string) => placeAt(offsetOf(nodeAt(document, pointer)));
  return { value: parsed.value, placeOf };
}

/** A few aliases of aliases are a bomb, and a list of accounts needs none. */
function aliasesIn(document: Document, placeAt: (offset: number) => Place): Fault[] {
  const found: Fault[] = [];
  visit(document, {
    Alias(_key, { source, range }) {
      found.push({
        message: `uses the alias *${source}; write the value out`,
        place: placeAt(range?.[0] ?? 0),
      });
    },
  });
  return found;
}

/** A misfit with the place of its node; an unknown key has its own place, not that of the map it stands in. */
function locate(
  { pointer, message }: Misfit,
  document: Document | undefined,
  at: (offset: number) => Place,
  keys: string[],
): Fault {
  const path = pointer.split('/').slice(1);
  const node = nodeAt(document, pointer);
  const where = pointer === '' ? 'the file' : path.join('.');
  const key = /^has an unknown key "(.*)"$/.exec(message)?.[1];
  if (key !== undefined && isMap(node)) {
    const pair = node.items.find((item) => isNode(item.key) && String(item.key) === key);
    return {
      message: `${where} ${message}${didYouMean(key, keys)}`,
      place: at(offsetOf(pair?.key)),
    };
  }
  return { message: `${where} ${message}`, place: at(offsetOf(node)) };
}

function nodeAt(document: Document | undefined, pointer: string): unknown {
  const path = pointer.split('/').slice(1);
  return path.length === 0 ? document?.contents : document?.getIn(path.map(toKey), true);
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function toKey(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part;
}
