// A Terraform plan as `terraform show -json` writes it -> what it declares, judged as it will be after apply.
import type { Text } from '../../../snapshot/resource.ts';
import type { Written } from '../../../snapshot/told.ts';
import { type Raw, raw, raws, word } from '../answers/shape.ts';
import { type Block, withoutKeys } from './terraform.ts';
import { lookupOf } from './terraform-lookup.ts';
import { type Configured, configurationOf } from './terraform-references.ts';
import { type Sift, sensitiveVariables, siftOf } from './terraform-sensitive.ts';
import { valuesOf } from './terraform-state.ts';

/** True for the text of a plan; its keys come in any order, so that the head alone may not show them all. */
export function isPlan(text: string): boolean {
  return /"format_version"\s*:\s*"/.test(text) && /"(planned_values|resource_changes)"\s*:/.test(text);
}

/** The managed resources of a plan, those that it removes included. `written`: the source that it was made from. */
export function blocksOfPlan(plan: Raw, file: string, written?: Written): Block[] {
  const configuration = configurationOf(plan);
  const sift = siftOf(plan);
  const find = lookupOf(plan, file, { sift, configuration, written });
  const part = (address: string) => ({
    ...configuredPart(configuration, address),
    policy: (name: string) => find(address, name),
  });
  const changes = raws(plan['resource_changes']);
  const before = priorOf(plan, file, sift);
  if (changes === undefined)
    return plannedOf(plan, file, sift, new Set(before.map(({ address }) => address)), part);
  const blocks: Block[] = [];
  const spoken = new Set<string>();
  for (const { item, index } of changes) {
    const [address, type, change] = [word(item['address']), word(item['type']), raw(item['change'])];
    for (const name of [address, word(item['previous_address'])]) if (name !== undefined) spoken.add(name);
    const actions = Array.isArray(change?.['actions']) ? change['actions'] : [];
    const managed = (item['mode'] ?? 'managed') === 'managed';
    // What is taken out of the state without being destroyed is not this plan's any more; nor is what an earlier apply left behind.
    if (!managed || address === undefined || type === undefined || actions[0] === 'forget') continue;
    if (item['deposed'] !== undefined) continue;
    const gone = actions.length === 1 && actions[0] === 'delete';
    const side = gone ? 'before' : 'after';
    const { values, hidden } = sift(raw(change?.[side]) ?? {}, change?.[`${side}_sensitive`]);
    const kept = keptArn(type, raw(change?.['before']), values);
    blocks.push({
      type,
      address,
      values: { ...values, ...kept },
      hidden,
      unknown: gone
        ? false
        : kept
          ? { ...raw(change?.['after_unknown']), arn: false }
          : change?.['after_unknown'],
      fresh: actions.includes('create'),
      gone,
      origin: { file, pointer: `/resource_changes/${index}/change/${side}` },
      ...part(address),
    });
  }
  // A plan of some targets alone leaves everything else as it is.
  return [...blocks, ...before.filter(({ address }) => !spoken.has(address))];
}

/** What is replaced and keeps its name and path keeps its ARN (IAM user guide, "IAM ARNs"). */
function keptArn(type: string, before: Raw | undefined, after: Raw): { arn: string } | undefined {
  if (!/^aws_iam_(role|user|group|policy)$/.test(type) || after['arn'] !== undefined) return undefined;
  const arn = word(before?.['arn']);
  const same = ['name', 'path'].every(
    (name) => word(after[name]) !== undefined && after[name] === before?.[name],
  );
  return arn !== undefined && same ? { arn } : undefined;
}

/** A plan without its changes says by its earlier state alone what is new. */
function plannedOf(
  plan: Raw,
  file: string,
  sift: Sift,
  before: Set<string>,
  part: (address: string) => Partial<Block> & Pick<Block, 'targets'>,
): Block[] {
  const root = raw(raw(plan['planned_values'])?.['root_module']);
  if (root === undefined) return [];
  const origin = { file, pointer: '/planned_values/root_module' };
  const known = plan['prior_state'] !== undefined;
  return valuesOf(root, origin, sift).map((block) => ({
    ...block,
    fresh: known && !before.has(block.address),
    ...part(block.address),
  }));
}

/** The addresses that a plan speaks of, by which its source is known. */
export function addressesOfPlan(plan: Raw): string[] {
  return (raws(plan['resource_changes']) ?? []).flatMap(({ item }) => {
    const gone = JSON.stringify(raw(item['change'])?.['actions']) === '["delete"]';
    return (item['mode'] ?? 'managed') === 'managed' && !gone ? (word(item['address']) ?? []) : [];
  });
}

/** What there is before a plan is applied, as it was last seen: what the plan takes out of the state without destroying it is left out. */
export function blocksBefore(plan: Raw, file: string): Block[] {
  const sift = siftOf(plan);
  const before = priorOf(plan, file, sift);
  const known = new Set(before.map(({ address }) => address));
  const forgotten = new Set<string>();
  for (const { item, index } of raws(plan['resource_changes']) ?? []) {
    const [type, change] = [word(item['type']), raw(item['change'])];
    const address = word(item['address']);
    const names = [address, word(item['previous_address'])].flatMap((name) => name ?? []);
    const actions = Array.isArray(change?.['actions']) ? change['actions'] : [];
    const values = raw(change?.['before']);
    if (address === undefined || type === undefined || item['deposed'] !== undefined) continue;
    if (actions[0] === 'forget') for (const name of names) forgotten.add(name);
    // What is imported exists, whether or not the state has it already.
    const seen = names.some((name) => known.has(name));
    if (values === undefined || seen || (item['mode'] ?? 'managed') !== 'managed') continue;
    const sifted = sift(values, change?.['before_sensitive']);
    const origin = { file, pointer: `/resource_changes/${index}/change/before` };
    before.push({
      type,
      address,
      ...sifted,
      unknown: false,
      fresh: false,
      gone: false,
      origin,
      targets: () => [],
    });
  }
  return before.filter(({ address }) => !forgotten.has(address));
}

function priorOf(plan: Raw, file: string, sift: Sift): Block[] {
  const root = raw(raw(raw(plan['prior_state'])?.['values'])?.['root_module']);
  return root === undefined ? [] : valuesOf(root, { file, pointer: '/prior_state/values/root_module' }, sift);
}

function configuredPart(
  configuration: Map<string, Configured> | undefined,
  address: string,
): Pick<Block, 'targets' | 'configured'> {
  const found = configuration?.get(withoutKeys(address));
  if (found === undefined) return { targets: () => [] };
  return { targets: found.targets, configured: new Set(Object.keys(found.expressions)) };
}

/**
 * Why a plan does not hold all that it will change: planning stopped at an error, or some of it is put off to a later plan (Terraform
 * documentation, "JSON Output Format", `errored`, `deferred_changes`). A plan of some targets alone holds what it was asked for.
 */
export function cutShort(plan: Raw): Text | undefined {
  if (plan['errored'] === true)
    return {
      en: 'planning stopped at an error, and the plan does not hold every change',
      ja: 'プランの作成がエラーで止まり、すべての変更が含まれていません',
    };
  const deferred = raws(plan['deferred_changes'])?.length ?? 0;
  if (deferred === 0) return undefined;
  return {
    en: `the plan defers ${deferred} ${deferred === 1 ? 'change' : 'changes'} to a later plan`,
    ja: `${deferred} 件の変更が後のプランに先送りされています`,
  };
}

/** The region of the plan's providers, where all of them name the same one. */
export function regionOfPlan(plan: Raw): string | undefined {
  const found = new Set<string | undefined>();
  for (const one of Object.values(raw(raw(plan['configuration'])?.['provider_config']) ?? {})) {
    const provider = raw(one);
    if (provider?.['name'] !== 'aws') continue;
    const region = raw(raw(provider['expressions'])?.['region']);
    const variable = Array.isArray(region?.['references']) ? word(region['references'][0]) : undefined;
    const name = variable?.replace(/^var\./, '');
    const secret = name !== undefined && sensitiveVariables(plan).has(name);
    const given = name !== undefined && !secret && raw(raw(plan['variables'])?.[name])?.['value'];
    found.add(word(region?.['constant_value']) ?? word(given));
  }
  return found.size === 1 ? [...found][0] : undefined;
}
