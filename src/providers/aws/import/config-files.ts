// The shapes in which AWS Config hands items out: snapshots and histories, events of rules, answers of queries and of aggregators.
import { InputError } from '../../../errors.ts';
import type { InputFile } from '../../../snapshot/files.ts';
import type { Origin } from '../../../snapshot/resource.ts';
import { type Raw, raw, raws, word } from '../iam/shape.ts';
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

/** The items of a file, or why it could not be read. */
export async function itemsOf(file: InputFile): Promise<Item[] | string> {
  try {
    const whole = parseJson(await file.text(), file.path);
    const outer = raw(whole);
    const origin = { file: file.path, pointer: '' };
    const listed = LISTS.find((key) => Array.isArray(outer?.[key]));
    const list = Array.isArray(whole) ? whole : listed && outer?.[listed];
    const base = listed === undefined ? '' : `/${listed}`;
    if (Array.isArray(list)) {
      const items = list.map((entry, index) => ({
        item: raw(entry) ?? {},
        origin: { file: file.path, pointer: `${base}/${index}` },
      }));
      return [...items, ...unprocessed(outer ?? {}, file.path)];
    }
    const results = outer?.['Results'];
    if (Array.isArray(results))
      return results.map((entry, index) => ({
        item: raw(unpacked(entry)) ?? {},
        origin: { file: file.path, pointer: `/Results/${index}` },
      }));
    const invoking = word(outer?.['invokingEvent']);
    if (invoking !== undefined) {
      const event = raw(JSON.parse(invoking));
      return [
        {
          item: raw(event?.['configurationItem']) ?? {},
          origin: { file: file.path, pointer: '/invokingEvent' },
        },
      ];
    }
    const single = SINGLE.find((key) => raw(outer?.[key]) !== undefined);
    if (single !== undefined)
      return [{ item: raw(outer?.[single]) ?? {}, origin: { file: file.path, pointer: `/${single}` } }];
    return [{ item: outer ?? {}, origin }];
  } catch (error) {
    if (error instanceof InputError && !file.named) return error.message;
    if (error instanceof SyntaxError) {
      const fault = { message: 'holds an invokingEvent that is not JSON', place: { file: file.path } };
      if (file.named) throw new InputError([fault]);
      return `${file.path}: ${fault.message}`;
    }
    throw error;
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

const LEFT_OUT = ['UnprocessedResourceIdentifiers', 'unprocessedResourceKeys'];
