// A Terraform state or plan -> which address is which thing. Of the values only ids are kept.
// Sources: "State" (state file versions 3 and 4) and "JSON Output Format" (terraform show -json), Terraform documentation.
import { InputError } from '../errors.ts';
import type { Recorded, State } from './declared.ts';

type Raw = Record<string, unknown>;

const DEEPEST = 40;
/** Attributes that say which thing it is, whatever its type. */
const IDS = ['arn', 'id', 'unique_id'];

/** True for what could be a state or a plan, by its beginning. */
export function looksLikeState(head: string): boolean {
  return /"(terraform_version|format_version)"\s*:\s*"|"resource_changes"\s*:/.test(head);
}

/** What the file records; undefined when it is none. Throws InputError when it is no JSON. */
export function readState(text: string, file: string): State | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new InputError([{ message: 'is not JSON', place: { file } }]);
  }
  const root = raw(parsed);
  if (root === undefined) return undefined;
  const changes = root['resource_changes'];
  const planned = raw(raw(root['planned_values'])?.['root_module']);
  const shown = raw(raw(root['values'])?.['root_module']);
  if (Array.isArray(changes)) return { file, kind: 'plan', recorded: ofChanges(changes) };
  if (planned !== undefined)
    return { file, kind: 'plan', recorded: ofValues(planned, '/planned_values/root_module', 0) };
  if (shown !== undefined)
    return { file, kind: 'state', recorded: ofValues(shown, '/values/root_module', 0) };
  if (root['terraform_version'] === undefined) return undefined;
  if (Array.isArray(root['resources']))
    return { file, kind: 'state', recorded: ofInstances(root['resources']) };
  return Array.isArray(root['modules'])
    ? { file, kind: 'state', recorded: ofModules(root['modules']) }
    : undefined;
}

/** Of what a plan changes, the ids before and after it. */
function ofChanges(changes: unknown[]): Recorded[] {
  return changes.flatMap((entry, index) => {
    const item = raw(entry);
    const change = raw(item?.['change']);
    const values = [raw(change?.['after']), raw(change?.['before'])];
    return recorded(item, word(item?.['address']), values, `/resource_changes/${index}`);
  });
}

function ofValues(module: Raw, pointer: string, depth: number): Recorded[] {
  if (depth > DEEPEST) return [];
  const own = list(module['resources']).flatMap((entry, index) => {
    const item = raw(entry);
    return recorded(item, word(item?.['address']), [raw(item?.['values'])], `${pointer}/resources/${index}`);
  });
  const inner = list(module['child_modules']).flatMap((entry, index) =>
    ofValues(raw(entry) ?? {}, `${pointer}/child_modules/${index}`, depth + 1),
  );
  return [...own, ...inner];
}

/** Version 4. */
function ofInstances(resources: unknown[]): Recorded[] {
  return resources.flatMap((entry, index) => {
    const item = raw(entry);
    const module = word(item?.['module']);
    const base = `${module === undefined ? '' : `${module}.`}${word(item?.['type'])}.${word(item?.['name'])}`;
    return list(item?.['instances']).flatMap((one, at) => {
      const instance = raw(one);
      const key = instance?.['index_key'];
      const address = key === undefined ? base : `${base}[${JSON.stringify(key)}]`;
      const values = [raw(instance?.['attributes']), raw(instance?.['attributes_flat'])];
      // A deposed object is waiting to be destroyed.
      if (instance?.['deposed'] !== undefined) return [];
      return recorded(item, address, values, `/resources/${index}/instances/${at}`);
    });
  });
}

/** Version 3. */
function ofModules(modules: unknown[]): Recorded[] {
  return modules.flatMap((entry, index) => {
    const item = raw(entry);
    const prefix = list(item?.['path'])
      .slice(1)
      .map((step) => `module.${String(step)}.`)
      .join('');
    return Object.entries(raw(item?.['resources']) ?? {}).flatMap(([key, one]) => {
      const primary = raw(raw(one)?.['primary']);
      const values = [raw(primary?.['attributes']), primary];
      if (key.startsWith('data.')) return [];
      const step = key.replaceAll('~', '~0').replaceAll('/', '~1');
      // `aws_s3_bucket.a.1` is the second of several.
      const address = prefix + key.replace(/\.(\d+)$/, '[$1]');
      return recorded(raw(one), address, values, `/modules/${index}/resources/${step}`);
    });
  });
}

function recorded(
  item: Raw | undefined,
  address: string | undefined,
  values: (Raw | undefined)[],
  pointer: string,
): Recorded[] {
  const type = word(item?.['type']);
  if (type === undefined || address === undefined || (item?.['mode'] ?? 'managed') !== 'managed') return [];
  const ids = new Set<string>();
  for (const one of values) {
    for (const name of IDS) {
      const id = word(one?.[name]);
      if (id !== undefined && id !== '') ids.add(id);
    }
    // A bucket's name is its own in the whole partition, so that a plan knows its ARN before AWS does.
    const bucket = type === 'aws_s3_bucket' ? word(one?.['bucket']) : undefined;
    if (bucket !== undefined && one?.['arn'] === undefined) ids.add(`arn:aws:s3:::${bucket}`);
  }
  return [{ address, type, ids: [...ids], pointer }];
}

function raw(value: unknown): Raw | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
