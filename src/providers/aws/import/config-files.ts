// The shapes in which AWS Config hands items out: snapshots and histories, events of rules, answers of queries and of aggregators.
import { InputError } from '../../../errors.ts';
import { asUtf8, decode } from '../../../snapshot/decode.ts';
import { type Element, elementsOf } from '../../../snapshot/elements.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import type { Origin } from '../../../snapshot/resource.ts';
import { type Raw, raw, raws, word } from '../answers/shape.ts';
import { unpacked } from './config-shape.ts';
import { parseJson } from './json.ts';

/** A configuration item and its place. */
export interface Item {
  item: Raw;
  origin: Origin;
}

/**
 * Keys under which items stand in a list: snapshots and histories; BatchGetResourceConfig; BatchGetAggregateResourceConfig (AWS Config API
 * reference, "Response Syntax" of each).
 */
const LISTS = ['configurationItems', 'baseConfigurationItems', 'BaseConfigurationItems'];
/** Keys under which one item stands: an event; GetAggregateResourceConfig. */
const SINGLE = ['configurationItem', 'ConfigurationItem'];

/** True for the head of a file that holds items in one of these shapes. */
export function isConfig(head: string): boolean {
  return (
    /"(baseC|BaseC|c|C)onfigurationItems?"\s*:|\\"configurationItem\\"\s*:/.test(head) ||
    (/"configurationItem(CaptureTime|Status)"\s*:/.test(head) && /"resourceType"\s*:\s*"AWS::/.test(head)) ||
    isSelection(head)
  );
}

/** `{ "Results": ["{\"resourceId\": …}"], "QueryInfo": … }`, of SelectResourceConfig and SelectAggregateResourceConfig. */
function isSelection(head: string): boolean {
  return (
    /^\s*\{/.test(head) &&
    /"Results"\s*:\s*\[\s*("\s*\{|\])/.test(head) &&
    /"QueryInfo"\s*:|\\"(resourceType|resourceId|accountId|configuration|arn)\\"\s*:/.test(head)
  );
}

/** A list that begins in the first kilobytes: the rest is read element by element, however large it is. */
const BEGINS_LIST = /^\s*\[|"((base|Base)?[cC]onfigurationItems|Results)"\s*:\s*\[/;
const LEFT_OUT = ['UnprocessedResourceIdentifiers', 'unprocessedResourceKeys'];
const IN_LISTS = new Set([...LISTS, ...LEFT_OUT, 'Results']);

/** The items of a file, one after the other. Throws InputError where it cannot be read. */
export async function* itemsOf(file: InputFile): AsyncGenerator<Item> {
  if (file.chunks === undefined || !BEGINS_LIST.test(await file.head())) {
    yield* fewItems(file);
    return;
  }
  for await (const element of elementsOf(asUtf8(file.chunks(), file.path), file.path, IN_LISTS)) {
    const { key, index } = element;
    if (index === undefined) continue;
    const value = valueIn(element, file.path);
    const origin = { file: file.path, pointer: `${key === '' ? '' : `/${key}`}/${index}` };
    if (LEFT_OUT.includes(key)) yield { item: { accountId: raw(value)?.['SourceAccountId'] }, origin };
    else yield { item: raw(key === 'Results' ? unpacked(value) : value) ?? {}, origin };
  }
}

/** The value of an element. Throws InputError with the place in the whole file. */
function valueIn({ bytes, line, column }: Element, file: string): unknown {
  try {
    return parseJson(decode(bytes, file), file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const faults = error.faults.map(({ message, place }) => {
      const { line: below = 1, column: beside = 1 } = place ?? {};
      const at = { file, line: line + below - 1, column: below === 1 ? column + beside - 1 : beside };
      return { message, place: at };
    });
    throw new InputError(faults, error.hint);
  }
}

/** What is no list: one item, an event with one, or a list that begins late. */
async function* fewItems(file: InputFile): AsyncGenerator<Item> {
  const whole = parseJson(await file.text(), file.path);
  const outer = raw(whole);
  const origin = { file: file.path, pointer: '' };
  const listed = LISTS.find((key) => Array.isArray(outer?.[key]));
  const list = Array.isArray(whole) ? whole : listed && outer?.[listed];
  const base = listed === undefined ? '' : `/${listed}`;
  if (Array.isArray(list)) {
    for (const [index, entry] of list.entries())
      yield { item: raw(entry) ?? {}, origin: { file: file.path, pointer: `${base}/${index}` } };
    yield* unprocessed(outer ?? {}, file.path);
    return;
  }
  const invoking = word(outer?.['invokingEvent']);
  const single = SINGLE.find((key) => raw(outer?.[key]) !== undefined);
  if (invoking !== undefined) {
    const item = raw(raw(eventIn(invoking, file.path))?.['configurationItem']) ?? {};
    yield { item, origin: { file: file.path, pointer: '/invokingEvent/configurationItem' } };
  } else if (single !== undefined)
    yield { item: raw(outer?.[single]) ?? {}, origin: { file: file.path, pointer: `/${single}` } };
  else yield { item: outer ?? {}, origin };
}

function eventIn(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError([{ message: 'holds an invokingEvent that is not JSON', place: { file } }]);
  }
}

/** What an answer says that it leaves out, as items of which nothing is known. */
function unprocessed(answer: Raw, file: string): Item[] {
  return LEFT_OUT.flatMap((key) =>
    (raws(answer[key]) ?? []).map(({ item, index }) => ({
      item: { accountId: item['SourceAccountId'] },
      origin: { file, pointer: `/${key}/${index}` },
    })),
  );
}
