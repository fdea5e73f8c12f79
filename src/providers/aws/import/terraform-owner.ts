// Whose account a Terraform plan or state is of, where it asked who it is.
import { BOUNDS } from '../../../snapshot/bounds.ts';
import { type Raw, raw, raws, word } from '../answers/shape.ts';
import type { Owner } from './owner.ts';

/** The account of the data source aws_caller_identity, where all of them name the same one. */
export function callerOf(root: Raw): Owner | undefined {
  const found = new Map<string, Owner>();
  for (const values of [...shownIn(root), ...recordedIn(root)]) {
    const account = word(values['account_id']);
    const partition = /^arn:(aws[a-z-]*):/.exec(word(values['arn']) ?? '')?.[1] ?? 'aws';
    if (account !== undefined && /^\d{12}$/.test(account)) found.set(account, { account, partition });
  }
  const [owner] = found.values();
  return found.size === 1 ? owner : undefined;
}

/** Of a plan, what there is before it; of a state, what `terraform show -json` writes. */
function shownIn(root: Raw): Raw[] {
  const values: Raw[] = [];
  const walk = (module: Raw | undefined, depth: number) => {
    if (module === undefined || depth > BOUNDS.depth) return;
    for (const { item } of raws(module['resources']) ?? [])
      if (item['type'] === 'aws_caller_identity') values.push(raw(item['values']) ?? {});
    for (const { item } of raws(module['child_modules']) ?? []) walk(item, depth + 1);
  };
  walk(raw(raw(raw(root['prior_state'])?.['values'])?.['root_module']), 0);
  walk(raw(raw(root['values'])?.['root_module']), 0);
  return values;
}

/** Of a state file, version 4 and 3. */
function recordedIn(root: Raw): Raw[] {
  const values: Raw[] = [];
  for (const { item } of raws(root['resources']) ?? [])
    if (item['type'] === 'aws_caller_identity')
      for (const { item: instance } of raws(item['instances']) ?? [])
        values.push(raw(instance['attributes']) ?? raw(instance['attributes_flat']) ?? {});
  for (const { item } of raws(root['modules']) ?? [])
    for (const entry of Object.values(raw(item['resources']) ?? {}))
      if (raw(entry)?.['type'] === 'aws_caller_identity')
        values.push(raw(raw(raw(entry)?.['primary'])?.['attributes']) ?? {});
  return values;
}
