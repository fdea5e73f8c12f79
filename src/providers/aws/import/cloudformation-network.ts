// Security groups of a CloudFormation template, and the instances and databases behind them that have a public address.
// Source: AWS CloudFormation template reference, AWS::EC2::SecurityGroup, AWS::EC2::Instance, AWS::RDS::DBInstance.
import { flag, raw, word } from '../answers/shape.ts';
import { type Entry, type Property, partOf } from './cloudformation-stack.ts';
import { type Part, present, type Thing, unknown } from './declared.ts';
import type { Home } from './declared-names.ts';
import {
  type DeclaredGroup,
  type DeclaredRule,
  expose,
  groupParts,
  metadataParts,
  ruleFrom,
} from './declared-network.ts';

/** Types that become things of ours, or parts of them. */
export const NETWORK_RESOURCES = new Set([
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::Instance',
  'AWS::RDS::DBInstance',
]);

/** All of them. */
export function networkOf(entries: Entry[], home: Home): Thing[] {
  const groups = groupsOf(entries);
  const things: Thing[] = [];
  const start = (entry: Entry, type: string) => ({
    type,
    id: entry.id,
    name: entry.name,
    fresh: true,
    ...(home.region !== undefined && { region: home.region }),
    parts: new Map<string, Part>(),
    origin: entry.origin,
  });
  for (const entry of entries) {
    const group = groups.get(entry.ref);
    if (entry.type === 'AWS::EC2::SecurityGroup' && group !== undefined)
      things.push({ ...start(entry, 'aws.ec2.security-group'), parts: groupParts(group, entry.origin) });
    if (entry.type === 'AWS::EC2::Instance')
      things.push(instanceOf(entry, start(entry, 'aws.ec2.instance'), groups));
    if (entry.type === 'AWS::RDS::DBInstance')
      things.push(databaseOf(entry, start(entry, 'aws.rds.instance'), groups));
  }
  return things;
}

type Groups = Map<string, DeclaredGroup>;
type Started = Thing & { origin: Entry['origin'] };

function groupsOf(entries: Entry[]): Groups {
  const found: Groups = new Map();
  for (const entry of entries) {
    if (entry.type !== 'AWS::EC2::SecurityGroup') continue;
    const rules = (entry.items('SecurityGroupIngress') ?? []).map(ruleOf);
    found.set(entry.ref, { id: entry.ref, name: entry.name, rules });
  }
  for (const entry of entries) {
    if (entry.type !== 'AWS::EC2::SecurityGroupIngress') continue;
    const rule = { rule: apart(entry), origin: entry.origin };
    const id = textOf(entry, 'GroupId') ?? textOf(entry, 'GroupName');
    const about = id === undefined ? undefined : found.get(id);
    if (about !== undefined) about.rules?.push(rule);
    // A rule that may be any group's lets in nobody knows whom, at every group.
    else if (id === undefined)
      for (const { rules } of found.values()) rules?.push({ ...rule, rule: { ...NOBODY_KNOWS } });
  }
  return found;
}

const SOURCES = [
  'CidrIp',
  'CidrIpv6',
  'SourcePrefixListId',
  'SourceSecurityGroupId',
  'SourceSecurityGroupName',
];
const NOBODY_KNOWS = ruleFrom({
  protocol: '-1',
  from: undefined,
  to: undefined,
  cidrs: [],
  prefixLists: [],
  groups: [],
  later: true,
});

/** One rule inside a group; one that is not resolved may let in anybody. */
function ruleOf({ known, origin }: Property): DeclaredRule {
  const from = known.state === 'present' ? raw(known.value) : undefined;
  if (from === undefined) return { rule: { ...NOBODY_KNOWS }, origin };
  return { rule: ruleIn((key) => from[key], false), origin };
}

/** A rule that is a resource of its own: what of it is not resolved may be anything. */
function apart(entry: Entry): DeclaredRule['rule'] {
  const value = (key: string) => {
    const known = entry.property(key)?.known;
    return known?.state === 'present' ? known.value : undefined;
  };
  return ruleIn(
    value,
    SOURCES.some((key) => entry.property(key)?.known.state === 'unknown'),
  );
}

function ruleIn(value: (key: string) => unknown, later: boolean): DeclaredRule['rule'] {
  return ruleFrom({
    protocol: value('IpProtocol'),
    from: value('FromPort'),
    to: value('ToPort'),
    cidrs: [value('CidrIp'), value('CidrIpv6')],
    prefixLists: [value('SourcePrefixListId')],
    groups: [value('SourceSecurityGroupId'), value('SourceSecurityGroupName')],
    later,
  });
}

/** The groups that a property names; one that is not in the template has no rules that anybody knows. */
function guarding(values: Property[], groups: Groups): DeclaredGroup[] {
  if (values.length === 0) return [{ id: 'default', name: 'default', rules: undefined }];
  return values.map(({ known }) => named(known.state === 'present' ? word(known.value) : undefined, groups));
}

function named(id: string | undefined, groups: Groups): DeclaredGroup {
  const nobody = id ?? 'known only when the stack is made';
  return (id === undefined ? undefined : groups.get(id)) ?? { id: nobody, name: nobody, rules: undefined };
}

/** Only a network interface of its own says that it has a public address; otherwise the subnet decides. */
function instanceOf(entry: Entry, thing: Started, groups: Groups): Thing {
  const options = entry.property('MetadataOptions');
  const said = options?.known.state === 'present' ? raw(options.known.value) : undefined;
  if (options !== undefined && said !== undefined)
    metadataParts(thing, { tokens: said['HttpTokens'], endpoint: said['HttpEndpoint'] }, options.origin);
  for (const { known, origin } of entry.items('NetworkInterfaces') ?? []) {
    const one = known.state === 'present' ? raw(known.value) : undefined;
    if (one === undefined) {
      thing.parts.set('interfaces', { known: known.state === 'unknown' ? known : unknown('malformed') });
      return thing;
    }
    const open = flag(one['AssociatePublicIpAddress']);
    if (open === undefined) continue;
    const set: unknown = one['GroupSet'];
    const guards = Array.isArray(set) ? set.map((id) => named(word(id), groups)) : guarding([], groups);
    expose(thing, { known: present(open), origin }, guards, word(one['SubnetId']));
    return thing;
  }
  return thing;
}

/** Without a word, whether it is public depends on the network that it is made in. */
function databaseOf(entry: Entry, thing: Started, groups: Groups): Thing {
  const open = partOf(entry, 'PubliclyAccessible', (value) => {
    const on = flag(value);
    return on === undefined ? unknown('malformed', 'PubliclyAccessible is no switch') : present(on);
  });
  thing.parts.set('publiclyAccessible', open ?? { known: unknown('not-held') });
  if (open !== undefined) {
    const guards = guarding(entry.items('VPCSecurityGroups') ?? [], groups);
    expose(thing, open, guards, textOf(entry, 'DBSubnetGroupName'));
  }
  const engine = textOf(entry, 'Engine');
  if (engine !== undefined) thing.parts.set('engine', { known: present(engine) });
  const port = Number(textOf(entry, 'Port') ?? Number.NaN);
  if (Number.isInteger(port)) thing.parts.set('port', { known: present(port) });
  return thing;
}

function textOf(entry: Entry, name: string): string | undefined {
  const known = entry.property(name)?.known;
  if (known?.state !== 'present') return undefined;
  return typeof known.value === 'number' ? String(known.value) : word(known.value);
}
