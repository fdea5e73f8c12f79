// Security groups of a Terraform plan or state, and the instances and databases behind them that have a public address.
import { count, type Raw, raw, raws, word } from '../answers/shape.ts';
import { type Part, present, type Thing } from './declared.ts';
import { arnOf, type Home } from './declared-names.ts';
import {
  type DeclaredGroup,
  type DeclaredRule,
  expose,
  groupParts,
  metadataParts,
  ruleFrom,
  type SaidRule,
} from './declared-network.ts';
import {
  addressesOf,
  attribute,
  type Block,
  hasUnknown,
  nested,
  placeOf,
  referred,
  textOf,
  withoutKeys,
} from './terraform.ts';
import { flagAt, textAt } from './terraform-rows.ts';

const GROUPS = ['aws_security_group', 'aws_default_security_group'];
/** Types that become things of ours, or parts of them. */
export const NETWORK_TYPES = new Set([
  ...GROUPS,
  'aws_security_group_rule',
  'aws_vpc_security_group_ingress_rule',
  'aws_instance',
  'aws_db_instance',
  'aws_rds_cluster_instance',
]);

/** All of them. */
export function networkIn(blocks: Block[], home: Home): Thing[] {
  const there = blocks.filter(({ gone }) => !gone);
  const groups = groupsIn(there);
  const things: Thing[] = [];
  for (const [block, group] of groups) {
    const thing = thingOf(block, 'aws.ec2.security-group', `security-group/${group.id}`, group.name, home);
    things.push({ ...thing, parts: groupParts(group, block.origin) });
  }
  for (const block of there) {
    if (block.type === 'aws_instance') things.push(instanceOf(block, groups, home));
    if (/^aws_(db|rds_cluster)_instance$/.test(block.type)) things.push(databaseOf(block, groups, home));
  }
  return things;
}

function thingOf(block: Block, type: string, end: string, name: string, home: Home) {
  const region = textOf(block, 'region') ?? home.region;
  const at = { ...home, ...(region !== undefined && { region }) };
  const arn = textOf(block, 'arn');
  const service = type.split('.')[1] ?? '';
  const where = arn?.split(':')[3] || region;
  return {
    type,
    id: arn ?? arnOf({ service, resource: () => end }, name, at),
    name,
    fresh: block.fresh,
    ...(where !== undefined && { region: where }),
    parts: new Map<string, Part>(),
    origin: block.origin,
  };
}

function groupsIn(blocks: Block[]): Map<Block, DeclaredGroup> {
  const own = blocks.filter(({ type }) => GROUPS.includes(type));
  const addresses = addressesOf(own);
  const found = new Map<Block, DeclaredGroup>();
  for (const block of own) {
    const id = textOf(block, 'id') ?? block.address;
    found.set(block, { id, name: textOf(block, 'name') ?? id, rules: inlineRules(block) });
  }
  for (const block of blocks) {
    const rule = separateRule(block);
    if (rule === undefined) continue;
    const id = textOf(block, 'security_group_id');
    const about =
      id === undefined
        ? referred(block, 'security_group_id', addresses)
        : own.find((one) => found.get(one)?.id === id);
    const group = about && found.get(about);
    if (group !== undefined) group.rules?.push({ rule, origin: block.origin });
    // A rule that may be anybody's lets in nobody knows whom, at every group.
    else if (id === undefined)
      for (const { rules } of found.values())
        rules?.push({
          rule: { ...ruleFrom({ ...EMPTY, later: true }), protocol: rule.protocol },
          origin: block.origin,
        });
  }
  return found;
}

const EMPTY: SaidRule = {
  protocol: '-1',
  from: undefined,
  to: undefined,
  cidrs: [],
  prefixLists: [],
  groups: [],
  later: false,
};

/** `ingress { … }`; a state, and the plan for what exists, shows rules there that are declared apart, too. */
function inlineRules(block: Block): DeclaredRule[] | undefined {
  const known = attribute(block, 'ingress');
  if (known === undefined) return block.fresh ? [] : undefined;
  const values = block.values['ingress'];
  if (!Array.isArray(values)) return known.state === 'present' ? [] : undefined;
  const later: unknown = raw(block.unknown)?.['ingress'];
  return nested(values).map((one, at) => ({
    rule: ruleFrom(saidOf(one, Array.isArray(later) && hasUnknown(later[at]))),
    origin: placeOf(block, 'ingress'),
  }));
}

function separateRule(block: Block): DeclaredRule['rule'] | undefined {
  const old = block.type === 'aws_security_group_rule' && textOf(block, 'type') === 'ingress';
  if (!old && block.type !== 'aws_vpc_security_group_ingress_rule') return undefined;
  const sources = [
    'cidr_blocks',
    'ipv6_cidr_blocks',
    'cidr_ipv4',
    'cidr_ipv6',
    'prefix_list_ids',
    'prefix_list_id',
  ];
  const later = sources.some((name) => attribute(block, name)?.state === 'unknown');
  return ruleFrom(saidOf(block.values, later));
}

/** Both ways to write a rule. */
function saidOf(from: Raw, later: boolean): SaidRule {
  const list = (...names: string[]) =>
    names.flatMap((name): unknown[] => {
      const value = from[name];
      return Array.isArray(value) ? value : [value];
    });
  return {
    protocol: from['protocol'] ?? from['ip_protocol'],
    from: from['from_port'],
    to: from['to_port'],
    cidrs: list('cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'),
    prefixLists: list('prefix_list_ids', 'prefix_list_id'),
    groups: list('security_groups', 'source_security_group_id', 'referenced_security_group_id'),
    later,
  };
}

/** The groups that an attribute names, by id or by reference; one that is not in the file has no rules that anybody knows. */
function guarding(block: Block, names: string[], groups: Map<Block, DeclaredGroup>): DeclaredGroup[] {
  const found = new Map<string, DeclaredGroup>();
  for (const name of names) {
    const value = block.values[name];
    const ids = Array.isArray(value) ? value.flatMap((one) => word(one) ?? []) : [];
    for (const id of ids)
      found.set(
        id,
        [...groups.values()].find((group) => group.id === id) ?? { id, name: id, rules: undefined },
      );
    if (attribute(block, name)?.state !== 'unknown') continue;
    const targets = block.targets(name);
    const made = [...groups].filter(([group]) => targets.includes(withoutKeys(group.address)));
    for (const [, group] of made) found.set(group.id, group);
    if (made.length < Math.max(1, targets.length))
      found.set(name, { id: `${name} (known after apply)`, name, rules: undefined });
  }
  if (found.size === 0) return [{ id: 'default', name: 'default', rules: undefined }];
  return [...found.values()];
}

function instanceOf(block: Block, groups: Map<Block, DeclaredGroup>, home: Home): Thing {
  const id = textOf(block, 'id') ?? block.address;
  const tag = attribute(block, 'tags');
  const named = tag?.state === 'present' ? word(raw(tag.value)?.['Name']) : undefined;
  const thing = thingOf(block, 'aws.ec2.instance', `instance/${id}`, named ?? id, home);
  const guards = guarding(block, ['vpc_security_group_ids', 'security_groups'], groups);
  const open = publicAddress(block);
  if (open !== undefined) expose(thing, open, guards, textOf(block, 'subnet_id'));
  const options = attribute(block, 'metadata_options');
  const [said] = options?.state === 'present' ? (raws(options.value) ?? []) : [];
  if (said !== undefined)
    metadataParts(
      thing,
      { tokens: said.item['http_tokens'], endpoint: said.item['http_endpoint'] },
      placeOf(block, 'metadata_options'),
    );
  return thing;
}

/** What is asked for, or was given; without a word the subnet decides, which is not in the instance. */
function publicAddress(block: Block): Part | undefined {
  const address = textOf(block, 'public_ip');
  if (address !== undefined) return { known: present(true), origin: placeOf(block, 'public_ip') };
  const read = !block.fresh && block.values['public_ip'] === '';
  if (read) return { known: present(false), origin: placeOf(block, 'public_ip') };
  return flagAt('associate_public_ip_address')(block);
}

function databaseOf(block: Block, groups: Map<Block, DeclaredGroup>, home: Home): Thing {
  const name = textOf(block, 'identifier') ?? block.address;
  const thing = thingOf(block, 'aws.rds.instance', `db:${name}`, name, home);
  const open = flagAt('publicly_accessible')(block);
  if (open !== undefined) {
    thing.parts.set('publiclyAccessible', open);
    const guards = guarding(block, ['vpc_security_group_ids'], groups);
    expose(thing, open, guards, textOf(block, 'db_subnet_group_name'));
  }
  const engine = textAt('engine')(block);
  if (engine?.known.state === 'present') thing.parts.set('engine', engine);
  const said = attribute(block, 'port');
  const port = said?.state === 'present' ? count(said.value) : undefined;
  if (port !== undefined) thing.parts.set('port', { known: present(port), origin: placeOf(block, 'port') });
  return thing;
}
