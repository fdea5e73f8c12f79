// A Terraform state, as a state file of version 3 or 4 or as `terraform show -json` writes it -> what it records.
import { BOUNDS } from '../../../snapshot/bounds.ts';
import type { Origin } from '../../../snapshot/resource.ts';
import { type Raw, raw, raws, word } from '../answers/shape.ts';
import { below } from '../iam/draft.ts';
import type { Owner } from './owner.ts';
import type { Block } from './terraform.ts';
import { marksOfInstance, type Sift, siftOf } from './terraform-sensitive.ts';
import { unflattened } from './terraform-state-flat.ts';

/** True for the text of a state. */
export function isState(text: string): boolean {
  if (!/"terraform_version"\s*:/.test(text)) return false;
  if (/"version"\s*:\s*[34]\b/.test(text)) return /"(modules|resources)"\s*:\s*\[/.test(text);
  return /"format_version"\s*:\s*"/.test(text) && /"values"\s*:\s*\{/.test(text);
}

/** The managed resources of a state. */
export function blocksOfState(state: Raw, file: string): Block[] {
  const shown = raw(raw(state['values'])?.['root_module']);
  const sift = siftOf(state);
  if (shown !== undefined) return valuesOf(shown, { file, pointer: '/values/root_module' }, sift);
  return state['modules'] === undefined ? instancesOf(state, file, sift) : modulesOf(state, file);
}

/** `{ resources: [{ address, mode, type, values }], child_modules }`, the values representation of `terraform show -json`. */
export function valuesOf(module: Raw, origin: Origin, sift: Sift, depth = 0): Block[] {
  const blocks: Block[] = [];
  if (depth > BOUNDS.depth) return blocks;
  for (const { item, index } of raws(module['resources']) ?? []) {
    const [address, type, values] = [word(item['address']), word(item['type']), raw(item['values'])];
    if (item['mode'] === 'data' || address === undefined || type === undefined) continue;
    const sifted = sift(values ?? {}, item['sensitive_values']);
    blocks.push({
      ...recorded(type, address, sifted.values, below(origin, 'resources', index, 'values')),
      hidden: sifted.hidden,
    });
  }
  for (const { item, index } of raws(module['child_modules']) ?? [])
    blocks.push(...valuesOf(item, below(origin, 'child_modules', index), sift, depth + 1));
  return blocks;
}

/** Version 4: `resources: [{ module, mode, type, name, instances: [{ index_key, attributes | attributes_flat }] }]`. */
function instancesOf(state: Raw, file: string, sift: Sift): Block[] {
  const blocks: Block[] = [];
  for (const { item, index } of raws(state['resources']) ?? []) {
    const [type, name] = [word(item['type']), word(item['name'])];
    if (item['mode'] === 'data' || type === undefined || name === undefined) continue;
    const module = word(item['module']);
    const place = below({ file, pointer: '' }, 'resources', index, 'instances');
    for (const { item: instance, index: at } of raws(item['instances']) ?? []) {
      // Deposed objects are waiting to be destroyed; the current one stands beside them.
      if (instance['deposed'] !== undefined) continue;
      const key = instance['index_key'];
      const suffix = key === undefined ? '' : `[${JSON.stringify(key)}]`;
      const address = `${module === undefined ? '' : `${module}.`}${type}.${name}${suffix}`;
      const flat = raw(instance['attributes_flat']);
      const whole = raw(instance['attributes']) ?? (flat && unflattened(flat)) ?? {};
      const { values, hidden } = sift(whole, marksOfInstance(instance));
      const origin = below(place, at, flat ? 'attributes_flat' : 'attributes');
      blocks.push({ ...recorded(type, address, values, origin), hidden });
    }
  }
  return blocks;
}

/** Version 3: `modules: [{ path, resources: { "aws_s3_bucket.a": { type, primary: { id, attributes } } } }]`, attributes flat. */
function modulesOf(state: Raw, file: string): Block[] {
  const blocks: Block[] = [];
  for (const { item, index } of raws(state['modules']) ?? []) {
    const path = Array.isArray(item['path']) ? item['path'].slice(1).map(String) : [];
    const prefix = path.map((step) => `module.${step}.`).join('');
    for (const [key, entry] of Object.entries(raw(item['resources']) ?? {})) {
      const type = word(raw(entry)?.['type']);
      const primary = raw(raw(entry)?.['primary']);
      if (type === undefined || primary === undefined || key.startsWith('data.')) continue;
      const values = { id: primary['id'], ...unflattened(raw(primary['attributes']) ?? {}) };
      const place = below({ file, pointer: '' }, 'modules', index, 'resources', key, 'primary', 'attributes');
      blocks.push(recorded(type, prefix + key, values, place));
    }
  }
  return blocks;
}

function recorded(type: string, address: string, values: Raw, origin: Origin): Block {
  return { type, address, values, unknown: false, fresh: false, gone: false, origin, targets: () => [] };
}

/** The account that all of the state's IAM resources are in. */
export function ownerOfState(blocks: Block[]): Owner | undefined {
  const found = new Map<string, Owner>();
  for (const { type, values } of blocks) {
    if (!type.startsWith('aws_iam_')) continue;
    const [, partition, account] = /^arn:(aws[a-z-]*):iam::(\d{12}):/.exec(word(values['arn']) ?? '') ?? [];
    if (account !== undefined && partition !== undefined) found.set(account, { account, partition });
  }
  const [owner] = found.values();
  return found.size === 1 ? owner : undefined;
}
