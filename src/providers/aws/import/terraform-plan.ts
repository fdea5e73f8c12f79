// A Terraform plan as `terraform show -json` writes it -> what it declares, judged as it will be after apply.
import { type Raw, raw, raws, word } from '../iam/shape.ts';
import type { Owner } from './owner.ts';
import { type Block, withoutKeys } from './terraform.ts';
import { type Configured, configurationOf } from './terraform-references.ts';
import { valuesOf } from './terraform-state.ts';

/** True for the text of a plan; its keys come in any order, so that the head alone may not show them all. */
export function isPlan(text: string): boolean {
  return /"format_version"\s*:\s*"/.test(text) && /"(planned_values|resource_changes)"\s*:/.test(text);
}

/** The managed resources of a plan, those that it removes included. */
export function blocksOfPlan(plan: Raw, file: string): Block[] {
  const configuration = configurationOf(plan);
  const changes = raws(plan['resource_changes']);
  if (changes === undefined) return plannedOf(plan, file, configuration);
  const blocks: Block[] = [];
  for (const { item, index } of changes) {
    const [address, type, change] = [word(item['address']), word(item['type']), raw(item['change'])];
    const actions = Array.isArray(change?.['actions']) ? change['actions'] : [];
    const managed = (item['mode'] ?? 'managed') === 'managed';
    // What is taken out of the state without being destroyed is not this plan's any more.
    if (!managed || address === undefined || type === undefined || actions[0] === 'forget') continue;
    const gone = actions.length === 1 && actions[0] === 'delete';
    const values = raw(change?.[gone ? 'before' : 'after']) ?? {};
    const place = { file, pointer: `/resource_changes/${index}/change/${gone ? 'before' : 'after'}` };
    blocks.push({
      type,
      address,
      values,
      unknown: gone ? false : change?.['after_unknown'],
      fresh: actions.includes('create'),
      gone,
      origin: place,
      ...configuredPart(configuration, address),
    });
  }
  return blocks;
}

/** A plan without its changes does not say what is new: everything may exist already. */
function plannedOf(plan: Raw, file: string, configuration: Map<string, Configured> | undefined): Block[] {
  const root = raw(raw(plan['planned_values'])?.['root_module']);
  if (root === undefined) return [];
  const origin = { file, pointer: '/planned_values/root_module' };
  return valuesOf(root, origin).map((block) => ({
    ...block,
    ...configuredPart(configuration, block.address),
  }));
}

function configuredPart(
  configuration: Map<string, Configured> | undefined,
  address: string,
): Pick<Block, 'targets' | 'configured'> {
  const found = configuration?.get(withoutKeys(address));
  if (found === undefined) return { targets: () => [] };
  return { targets: found.targets, configured: new Set(Object.keys(found.expressions)) };
}

/** The account that the plan was made for, where it asked who it is. */
export function ownerOfPlan(plan: Raw): Owner | undefined {
  const found = new Map<string, Owner>();
  const walk = (module: Raw | undefined, depth: number) => {
    if (module === undefined || depth > DEEPEST) return;
    for (const { item } of raws(module['resources']) ?? []) {
      const values = item['type'] === 'aws_caller_identity' ? raw(item['values']) : undefined;
      const account = word(values?.['account_id']);
      const partition = /^arn:(aws[a-z-]*):/.exec(word(values?.['arn']) ?? '')?.[1] ?? 'aws';
      if (account !== undefined && /^\d{12}$/.test(account)) found.set(account, { account, partition });
    }
    for (const { item } of raws(module['child_modules']) ?? []) walk(item, depth + 1);
  };
  walk(raw(raw(raw(plan['prior_state'])?.['values'])?.['root_module']), 0);
  const [owner] = found.values();
  return found.size === 1 ? owner : undefined;
}

/** The region of the plan's providers, where all of them name the same one. */
export function regionOfPlan(plan: Raw): string | undefined {
  const found = new Set<string | undefined>();
  for (const one of Object.values(raw(raw(plan['configuration'])?.['provider_config']) ?? {})) {
    const provider = raw(one);
    if (provider?.['name'] !== 'aws') continue;
    const region = raw(raw(provider['expressions'])?.['region']);
    const variable = Array.isArray(region?.['references']) ? word(region['references'][0]) : undefined;
    const given = variable && raw(raw(plan['variables'])?.[variable.replace(/^var\./, '')])?.['value'];
    found.add(word(region?.['constant_value']) ?? word(given));
  }
  return found.size === 1 ? [...found][0] : undefined;
}

const DEEPEST = 40;
