// One configuration item of a type in the table -> one resource.
import type { Known, Origin, Resource } from '../../../snapshot/resource.ts';
import { type Raw, raw, word } from '../answers/shape.ts';
import { andThen, settle } from '../collecting/ask.ts';
import { unknown, unpacked, unpackedKnown } from './config-shape.ts';
import { ITEM_ROWS } from './config-types.ts';
import { lastName } from './declared-names.ts';

const ROWS = new Map(ITEM_ROWS.map((row) => [row.from, row]));

/** Types of Config that become resources here. */
export const SERVICE_ITEMS = new Set(ROWS.keys());

/** True for an item of the table that is not the account's own to decide on: a key that AWS manages. */
export function isOfAws(type: string, item: Raw): boolean {
  const configuration = raw(unpacked(item['configuration']));
  return configuration !== undefined && ROWS.get(type)?.ours?.(configuration) === false;
}

/** The resource of an item; undefined when it does not say which resource it is about. */
export function serviceOf(type: string, item: Raw, origin: Origin, scope: string): Resource | undefined {
  const row = ROWS.get(type);
  const id = word(item['arn']) ?? word(item['ARN']);
  if (row === undefined || id === undefined) return undefined;
  const configuration = raw(unpacked(item['configuration'])) ?? {};
  const region = word(item['awsRegion']);
  const named = row.name === undefined ? undefined : word(configuration[row.name]);
  const origins: Record<string, Origin> = {};
  const resource: Resource = {
    record: 'resource',
    type: row.type,
    id,
    name: named ?? word(item['resourceName']) ?? lastName(id),
    scope,
    ...(region !== undefined && { region }),
    settings: {},
    unknowns: [],
    origins,
  };
  for (const [setting, { in: where, key, project }] of Object.entries(row.settings)) {
    const values = where === 'configuration' ? configuration : raw(unpacked(item[where]));
    const value = values !== undefined && Object.hasOwn(values, key) ? values[key] : undefined;
    const known: Known<unknown> =
      value === undefined
        ? unknown('missing')
        : andThen(textOrJson(value), (inner) => project(inner, configuration));
    settle(resource, setting, known);
    const pointer = `${origin.pointer ?? ''}/${where}/${key}`;
    if (known.state !== 'unknown') origins[setting] = { file: origin.file, pointer };
  }
  for (const setting of row.never ?? []) resource.unknowns.push({ setting, reason: 'not-held' });
  return resource;
}

/** JSON inside a text is what it says; other texts are themselves. */
function textOrJson(value: unknown): Known<unknown> {
  const looksLikeJson = typeof value === 'string' && /^\s*(["[{]|null\s*$)/.test(value);
  return looksLikeJson ? unpackedKnown(value) : { state: 'present', value };
}
